"""ONIX for Books 3.1: each product with an ISBN, for shops and wholesalers; all of them, or what has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from octavo.edition.dates import Date
from octavo.library.catalog.address import Addresses
from octavo.library.catalog.onixdescription import describe
from octavo.library.catalog.onixproduct import NAMESPACE, PRINTED, Product, add, products, tag
from octavo.library.catalog.title import COVER, Title
from octavo.library.settings import Settings

FOLDER = "onix"
MEDIA_TYPE = "application/onix+xml"
CONFIRMED, UPDATE, DELETION = "03", "04", "05"
"""Kinds of notification (List 1)."""
_STATUS = {
    "forthcoming": ("02", "10"),
    "available": ("04", "20"),
    "out-of-print": ("07", "51"),
    "withdrawn": ("11", "46"),
}
"""Status of the front matter → publishing status (List 64) and availability (List 65)."""


def message(products: Iterable[bytes], settings: Settings, sent: str) -> bytes:
    """A message of written records; ``sent`` is its date in ISO 8601 and UTC (ONIX 3.1, Header)."""
    root = etree.Element(tag("ONIXMessage"), {"release": "3.1"}, {None: NAMESPACE})  # type: ignore[dict-item]
    header = add(root, "Header")
    sender = add(header, "Sender")
    assert settings.sender is not None
    for name, text in (
        ("SenderName", settings.sender.name),
        ("ContactName", settings.sender.contact),
        ("EmailAddress", settings.sender.email),
    ):
        if text:
            add(sender, name, text)
    add(header, "SentDateTime", sent.replace("-", "").replace(":", ""))
    etree.indent(root)
    head, end = etree.tostring(root, xml_declaration=True, encoding="UTF-8").rsplit(b"</", 1)
    inside = b"".join(b"  " + product + b"\n" for product in products) or b"  <NoProduct/>\n"
    return b"".join((head, inside, b"</", end, b"\n"))


def written(record: etree._Element) -> bytes:
    """A record as it stands in a message, which names the namespace for all of them."""
    etree.indent(record, level=1)
    data: bytes = etree.tostring(record, encoding="UTF-8")
    return data.replace(f' xmlns="{NAMESPACE}"'.encode(), b"", 1)


def digest(record: etree._Element) -> str:
    """By which it is known whether a record is as it was sent last."""
    return hashlib.sha256(etree.tostring(record, method="c14n")).hexdigest()[:16]


@dataclass
class Messages:
    """The records of a catalogue, written one by one so that no more than one is held as a tree."""

    sent: Mapping[str, str]
    """Digests of the records that were sent last, by reference."""
    numbers: Mapping[str, str]
    """Their ISBNs."""
    full: list[bytes] = field(default_factory=list)
    changed: list[bytes] = field(default_factory=list)
    """What is new is confirmed, what is another is updated, and what is there no longer is deleted."""
    digests: dict[str, str] = field(default_factory=dict)
    references: dict[str, str] = field(default_factory=dict)
    """ISBNs of all records that there are now."""

    def add(self, product: Product, settings: Settings, addresses: Addresses) -> None:
        """Take in one product."""
        made, reference = record(product, settings, addresses), product.reference
        self.digests[reference], self.references[reference] = digest(made), product.isbn
        self.full.append(written(made))
        if reference not in self.sent:
            self.changed.append(self.full[-1])
        elif self.sent[reference] != self.digests[reference]:
            kind = made.find(tag("NotificationType"))
            assert kind is not None
            kind.text = UPDATE
            self.changed.append(written(made))

    def end(self) -> None:
        """Take in what is there no longer."""
        for reference in sorted(self.sent.keys() - self.digests.keys()):
            gone = etree.Element(tag("Product"), nsmap={None: NAMESPACE})  # type: ignore[dict-item]
            _head(gone, reference, DELETION, self.numbers[reference])
            self.changed.append(written(gone))


def record(product: Product, settings: Settings, addresses: Addresses) -> etree._Element:
    """The record of one product (ONIX 3.1, Product)."""
    made = etree.Element(tag("Product"), nsmap={None: NAMESPACE})  # type: ignore[dict-item]
    _head(made, product.reference, CONFIRMED, product.isbn)
    describe(add(made, "DescriptiveDetail"), product)
    _collateral(made, product.title, addresses)
    _publishing(add(made, "PublishingDetail"), product, settings)
    _related(made, product)
    _supply(made, product, settings)
    return made


def _head(made: etree._Element, reference: str, kind: str, isbn: str) -> None:
    add(made, "RecordReference", reference)
    add(made, "NotificationType", kind)
    _identify(made, "ProductIdentifier", isbn)


def _identify(parent: etree._Element, name: str, isbn: str) -> None:
    holder = add(parent, name)
    add(holder, "ProductIDType", "15")
    add(holder, "IDValue", isbn)


def _collateral(made: etree._Element, title: Title, addresses: Addresses) -> None:
    """Description and cover (blocks 2); without either there is none."""
    cover = title.file(COVER) if addresses.base else None
    if not (title.metadata.description or cover):
        return
    holder = add(made, "CollateralDetail")
    if title.metadata.description:
        text = add(holder, "TextContent")
        add(text, "TextType", "03")
        add(text, "ContentAudience", "00")
        add(text, "Text", title.metadata.description)
    if cover:
        resource = add(holder, "SupportingResource")
        for name, code in (("ResourceContentType", "01"), ("ContentAudience", "00"), ("ResourceMode", "03")):
            add(resource, name, code)
        version = add(resource, "ResourceVersion")
        add(version, "ResourceForm", "02")
        add(version, "ResourceLink", addresses.whole(f"{title.address}{cover.name}"))


def _publishing(made: etree._Element, product: Product, settings: Settings) -> None:
    """Who publishes it, since when, and whether it can be had (block 4)."""
    metadata = product.title.metadata
    name = metadata.publisher or settings.publisher
    if name:
        publisher = add(made, "Publisher")
        add(publisher, "PublishingRole", "01")
        add(publisher, "PublisherName", name)
    if metadata.imprint.place:
        add(made, "CityOfPublication", metadata.imprint.place)
    add(made, "PublishingStatus", _status(product)[0])
    if metadata.published:
        date = add(made, "PublishingDate")
        add(date, "PublishingDateRole", "01")
        _dated(date, metadata.published)


def _dated(parent: etree._Element, date: Date) -> None:
    """A date with its precision (List 55: year, month, day)."""
    form = {"year": "05", "month": "01", "day": "00"}[date.precision]
    add(parent, "Date", date.joined(""), {"dateformat": form} if form != "00" else {})


def _status(product: Product) -> tuple[str, str]:
    given = getattr(product.title.metadata.products, product.form)
    return _STATUS[given.status if given and given.status else "available"]


def _related(made: etree._Element, product: Product) -> None:
    """The other forms of the title (block 5; List 51)."""
    others = [other for other in products([product.title]) if other.form != product.form]
    if not others:
        return
    material = add(made, "RelatedMaterial")
    for other in others:
        related = add(material, "RelatedProduct")
        add(related, "ProductRelationCode", _relation(product.form, other.form))
        _identify(related, "ProductIdentifier", other.isbn)


def _relation(form: str, other: str) -> str:
    if form not in PRINTED and other in PRINTED:
        return "13"
    return "27" if form in PRINTED and other not in PRINTED else "06"


def _supply(made: etree._Element, product: Product, settings: Settings) -> None:
    """Who supplies it at what price (block 6)."""
    metadata = product.title.metadata
    given = getattr(metadata.products, product.form)
    detail = add(add(made, "ProductSupply"), "SupplyDetail")
    supplier = add(detail, "Supplier")
    add(supplier, "SupplierRole", "01")
    add(supplier, "SupplierName", metadata.publisher or settings.publisher or settings.title)
    add(detail, "ProductAvailability", _status(product)[1])
    if not (given and given.price):
        add(detail, "UnpricedItemType", "01" if metadata.access == "open" else "04")
        return
    for currency, amount in given.price.items():
        price = add(detail, "Price")
        for name, text in (("PriceType", "02"), ("PriceAmount", amount), ("CurrencyCode", currency)):
            add(price, name, text)
