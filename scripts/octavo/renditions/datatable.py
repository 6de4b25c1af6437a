"""Where each datum of the front matter goes: one record a datum, and in it one place for each carrier that has it.

A test reads every carrier back and finds each value that this table assigns to it. A place that begins with ``//`` is a
path in something that has a structure of its own, which its carrier’s module makes; the others are written from here.

The carriers: ``opf`` and ``ncx`` (EPUB), ``xmp`` (PDF), ``tei`` (header), ``jsonld``, ``dc`` and ``highwire`` (the web
page: schema.org, the tags of Dublin Core, and those named ``citation_…``), ``citation`` (the reference in words),
``csl``, ``bibtex``, ``ris``, ``marc`` (a field and its subfield). ``|`` parts places of which one holds the value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from octavo.edition import Metadata
from octavo.edition.bookdata import reference_of
from octavo.edition.identifiers import without_urn
from octavo.renditions.datavalues import (
    ACCESS_STATUS,
    AVAILABILITY,
    Values,
    date_in_form,
    dois,
    identifier_in_form,
    isbns,
    language_in_form,
    numbers,
    of,
    people,
    prices,
    single,
    source_identifier,
    source_in_words,
    subjects,
    whole_title,
)


@dataclass(frozen=True)
class Datum:
    """One datum: its key in the front matter, its values, and the place that each carrier has for it."""

    key: str
    values: Values
    places: dict[str, str]

    def carried(self, metadata: Metadata, carrier: str) -> list[str]:
        """The values that a carrier has of an edition."""
        return [value for value in self.values(metadata, carrier) if value] if carrier in self.places else []


def entries(metadata: Metadata, carrier: str) -> Iterator[tuple[str, str]]:
    """Pairs of place and value that a carrier takes as they are: not those in a structure of its own."""
    for datum in TABLE:
        place = datum.places.get(carrier, "//")
        if not place.startswith("//"):
            yield from ((place, value) for value in datum.carried(metadata, carrier))


def _datum(key: str, values: Values, *places: str) -> Datum:
    pairs = (place.partition("=") for place in " ".join(places).split())
    return Datum(key, values, {carrier: place for carrier, _, place in pairs})


TABLE = (
    _datum(
        "title",
        lambda m, c: [whole_title(m) if c in ("csl", "bibtex", "ris", "highwire", "citation") else m.title],
        "opf=//dc:title ncx=//n:docTitle/n:text xmp=dc:title tei=//t:titleStmt/t:title[@type='main'] jsonld=name",
        "dc=DC.title highwire=citation_title citation=text csl=title bibtex=title ris=TI marc=245$a",
    ),
    _datum(
        "subtitle",
        single("subtitle"),
        "opf=//dc:title tei=//t:titleStmt/t:title[@type='sub'] jsonld=alternativeHeadline",
        "dc=DCTERMS.alternative marc=245$b",
    ),
    _datum(
        "alternative-title",
        lambda m, _: list(m.alternative_title),
        "opf=dcterms:alternative tei=//t:titleStmt/t:title[@type='alt'] jsonld=alternateName",
        "dc=DCTERMS.alternative marc=246$a",
    ),
    _datum(
        "creator: aut",
        people("aut"),
        "opf=//dc:creator ncx=//n:docAuthor/n:text xmp=dc:creator tei=//t:titleStmt/t:author/t:name",
        "jsonld=//author/name dc=DC.creator highwire=citation_author citation=names csl=author bibtex=author ris=AU",
        "marc=100$a|110$a|700$a|710$a",
    ),
    _datum(
        "creator: edt (editor)",
        people("edt"),
        "opf=//dc:contributor xmp=dc:contributor tei=//t:titleStmt/t:editor/t:name jsonld=//editor/name",
        "dc=DC.contributor highwire=citation_editor citation=names csl=editor bibtex=editor ris=ED marc=700$a|710$a",
    ),
    _datum(
        "creator: trl (translator)",
        people("trl"),
        "opf=//dc:contributor xmp=dc:contributor tei=//t:titleStmt/t:respStmt/t:name jsonld=//translator/name",
        "dc=DC.contributor citation=names csl=translator bibtex=translator ris=A4 marc=700$a|710$a",
    ),
    _datum(
        "creator: any other role",
        people(),
        "opf=//dc:contributor xmp=dc:contributor tei=//t:titleStmt/t:respStmt/t:name",
        "jsonld=//contributor/name|illustrator/name dc=DC.contributor marc=700$a|710$a",
    ),
    _datum(
        "creator: orcid, isni, viaf",
        numbers,
        "opf=//o:meta[@property='dcterms:identifier'] tei=//t:titleStmt/*/t:name/@ref",
        "jsonld=//author/sameAs|editor/sameAs|translator/sameAs|illustrator/sameAs|contributor/sameAs",
        "marc=100$1|110$1|700$1|710$1",
    ),
    _datum(
        "identifier",
        lambda m, c: [identifier_in_form(m, c)],
        "opf=//dc:identifier ncx=//n:head/n:meta[@name='dtb:uid']/@content xmp=dc:identifier",
        "tei=//t:publicationStmt/t:idno jsonld=identifier dc=DC.identifier csl=note|URL|DOI bibtex=note|url|doi",
        "ris=N1|UR|DO marc=024$a",
    ),
    _datum(
        "doi",
        dois,
        "opf=//dc:identifier xmp=xmp:Identifier tei=//t:publicationStmt/t:idno[@type='DOI'] jsonld=sameAs",
        "dc=DC.identifier highwire=citation_doi csl=DOI bibtex=doi ris=DO marc=024$a",
    ),
    _datum(
        "products: isbn, print: isbn",
        lambda m, c: list(isbns(m, c)),
        "opf=//dc:identifier xmp=xmp:Identifier tei=//t:publicationStmt/t:idno[@type='ISBN']",
        "jsonld=//workExample/isbn marc=020$a",
    ),
    _datum("products: price", prices, "jsonld=//workExample/offers/price marc=020$c"),
    _datum(
        "products: status",
        lambda m, _: [AVAILABILITY[product.status] if product.status else None for _, product in m.products.each()],
        "jsonld=//workExample/offers/availability",
    ),
    _datum(
        "products: stores",
        lambda m, _: [store for _, product in m.products.each() for store in product.stores],
        "jsonld=//workExample/offers/seller/name",
    ),
    _datum(
        "version",
        single("version"),
        "opf=schema:version tei=//t:edition/@n jsonld=version citation=text csl=version bibtex=version ris=ET",
        "marc=250$a",
    ),
    _datum(
        "published",
        lambda m, c: [date_in_form(m.published, c)],
        "opf=dc:date xmp=dc:date tei=//t:publicationStmt/t:date[@type='published']/@when jsonld=datePublished",
        "dc=DCTERMS.issued highwire=citation_publication_date citation=text csl=issued bibtex=year ris=DA marc=264$c",
    ),
    _datum(
        "revised",
        single("revised"),
        "tei=//t:publicationStmt/t:date[@type='revised']/@when jsonld=dateModified dc=DCTERMS.modified",
    ),
    _datum(
        "publisher",
        single("publisher"),
        "opf=dc:publisher xmp=dc:publisher tei=//t:publicationStmt/t:publisher jsonld=//publisher/name",
        "dc=DC.publisher highwire=citation_publisher citation=text csl=publisher bibtex=publisher ris=PB marc=264$b",
    ),
    _datum(
        "lang",
        lambda m, c: [language_in_form(m.lang, c)],
        "opf=//dc:language xmp=dc:language tei=//t:langUsage/t:language/@ident jsonld=inLanguage dc=DC.language",
        "highwire=citation_language csl=language bibtex=language ris=LA marc=041$a",
    ),
    _datum(
        "series: name",
        lambda m, c: [(m.series.spelled if c == "dc" else m.series.name) if m.series else None],
        "opf=//o:meta[@property='belongs-to-collection'] tei=//t:seriesStmt/t:title jsonld=//isPartOf/name",
        "dc=DCTERMS.isPartOf csl=collection-title bibtex=series ris=T2 marc=490$a",
    ),
    _datum(
        "series: number",
        of("series", "number"),
        "opf=//o:meta[@property='group-position'] tei=//t:seriesStmt/t:biblScope/@n jsonld=position",
        "csl=collection-number bibtex=number ris=M1 marc=490$v",
    ),
    _datum(
        "series: issn",
        of("series", "issn"),
        "tei=//t:seriesStmt/t:idno[@type='ISSN'] jsonld=//isPartOf/issn marc=490$x",
    ),
    _datum(
        "rights",
        single("rights"),
        "opf=dc:rights xmp=dc:rights tei=//t:availability/t:p jsonld=copyrightNotice dc=DC.rights marc=540$a",
    ),
    _datum(
        "rights-uri",
        single("rights_uri"),
        "opf=dcterms:rights xmp=xmpRights:WebStatement tei=//t:availability/t:licence/@target jsonld=license",
        "dc=DCTERMS.rights marc=540$u",
    ),
    _datum(
        "rights-holder",
        lambda m, _: [holder.name for holder in m.rights_holder],
        "opf=dcterms:rightsHolder xmp=xmpRights:Owner tei=//t:titleStmt/t:respStmt/t:name",
        "jsonld=//copyrightHolder/name dc=DCTERMS.rightsHolder marc=542$d",
    ),
    _datum(
        "license-of-notes",
        single("license_of_notes"),
        "tei=//t:availability/t:licence[@corresp='#octavo.editorial'] jsonld=//hasPart/license marc=540$f",
    ),
    _datum(
        "access",
        lambda m, c: [ACCESS_STATUS[m.access] if c == "tei" else m.access],
        "opf=dcterms:accessRights tei=//t:availability/@status jsonld=conditionsOfAccess dc=DCTERMS.accessRights",
        "marc=506$a",
    ),
    _datum(
        "source",
        lambda m, c: [m.source if c in ("tei", "marc") else source_identifier(m)],
        "opf=dc:source xmp=dc:source tei=//t:sourceDesc/t:bibl dc=DC.source marc=500$a",
    ),
    _datum("source", lambda m, _: [source_in_words(m)], "opf=dcterms:source dc=DCTERMS.source"),
    _datum(
        "original",
        lambda m, _: [reference_of(m.original) if m.original else None],
        "opf=dcterms:isVersionOf dc=DCTERMS.isVersionOf citation=text bibtex=addendum ris=N1 marc=534$n",
    ),
    _datum(
        "original: title",
        of("original", "title"),
        "tei=//t:biblStruct/*/t:title jsonld=//isBasedOn/name csl=original-title bibtex=origtitle marc=534$t",
    ),
    _datum(
        "original: container",
        of("original", "container"),
        "tei=//t:sourceDesc/t:biblStruct/t:monogr/t:title jsonld=//isBasedOn/isPartOf/name",
    ),
    _datum(
        "original: issue",
        of("original", "issue"),
        "tei=//t:biblStruct/t:monogr/t:imprint/t:biblScope[@unit='issue'] jsonld=//isBasedOn/isPartOf/issueNumber",
    ),
    _datum(
        "original: pages",
        of("original", "pages"),
        "tei=//t:biblStruct/t:monogr/t:imprint/t:biblScope[@unit='page'] jsonld=//isBasedOn/pagination",
    ),
    _datum(
        "original: publisher",
        of("original", "publisher"),
        "tei=//t:biblStruct/t:monogr/t:imprint/t:publisher jsonld=//isBasedOn/publisher/name",
        "csl=original-publisher bibtex=origpublisher",
    ),
    _datum(
        "original: place",
        of("original", "place"),
        "tei=//t:biblStruct/t:monogr/t:imprint/t:pubPlace jsonld=//isBasedOn/locationCreated/name",
        "csl=original-publisher-place bibtex=origlocation",
    ),
    _datum(
        "original: date",
        lambda m, c: [date_in_form(m.original.date, "" if c == "marc" else c) if m.original else None],
        "tei=//t:biblStruct/t:monogr/t:imprint/t:date/@when jsonld=//isBasedOn/datePublished citation=text",
        "csl=original-date bibtex=origdate marc=534$c",
    ),
    _datum(
        "original: issn, isbn, doi",
        lambda m, _: [without_urn(m.original.identifier)[1] if m.original and m.original.identifier else None],
        "tei=//t:biblStruct/*/t:idno jsonld=//isBasedOn/identifier marc=534$x|534$z|534$o",
    ),
    _datum(
        "subject, subjects",
        subjects,
        "opf=//dc:subject xmp=dc:subject tei=//t:textClass/t:keywords/t:term jsonld=//about/name|about dc=DC.subject",
        "highwire=citation_keywords csl=keyword bibtex=keywords ris=KW marc=653$a|650$a",
    ),
    _datum(
        "subjects: code",
        lambda m, _: [subject.code for subject in m.subjects],
        "opf=//o:meta[@property='term'] tei=//t:textClass/t:classCode jsonld=//about/termCode marc=072$a|650$0",
    ),
    _datum(
        "audience",
        single("audience"),
        "opf=dcterms:audience tei=//t:notesStmt/t:note[@type='audience'] jsonld=//audience/audienceType",
        "dc=DCTERMS.audience marc=521$a",
    ),
    _datum(
        "description",
        single("description"),
        "opf=dc:description xmp=dc:description tei=//t:abstract/t:p jsonld=description dc=DC.description ris=AB",
        "marc=520$a",
    ),
)
"""The table."""
