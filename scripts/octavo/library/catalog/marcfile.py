"""All records in one file, for library catalogues: as MARCXML, and in ISO 2709, which most systems load."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from octavo.library.catalog.address import Addresses
from octavo.library.catalog.title import Title

NAMESPACE = "http://www.loc.gov/MARC21/slim"
FOLDER = "marc"
_FIELD, _RECORD, _SUBFIELD = "\x1e", "\x1d", "\x1f"
_MOST = 99_999
"""Bytes of a record, of which ISO 2709 counts five figures."""


def files(titles: Iterable[Title], addresses: Addresses) -> tuple[bytes, bytes]:
    """All records, each with the address of its page (field 856): as MARCXML, and in ISO 2709 and UTF-8.

    What is longer than a record of ISO 2709 may be is in the first alone.
    """
    root = etree.Element(f"{{{NAMESPACE}}}collection", nsmap={None: NAMESPACE})  # type: ignore[dict-item]
    root.text = "\n"
    head, end = etree.tostring(root, xml_declaration=True, encoding="UTF-8").rsplit(b"</", 1)
    records, packed = [head], []
    for title in titles:
        record = _record(title, addresses)
        if record is not None:
            records.append(_written(record, root))
            data = _packed(record)
            packed += [data] if len(data) <= _MOST else []
    return b"".join((*records, b"</", end, b"\n")), b"".join(packed)


def _written(record: etree._Element, root: etree._Element) -> bytes:
    """A record as it stands in the collection, which names the namespace for all of them."""
    root.append(record)  # so that it has no prefix of its own
    etree.indent(record, level=1)
    data: bytes = etree.tostring(record, encoding="UTF-8", with_tail=False)
    root.remove(record)
    return b"  " + data.replace(f' xmlns="{NAMESPACE}"'.encode(), b"", 1) + b"\n"


def _record(title: Title, addresses: Addresses) -> etree._Element | None:
    """A title's own record, made when it was built, and where it can be had."""
    if not title.entry["marc"]:
        return None
    collection = etree.fromstring(title.entry["marc"].encode(), etree.XMLParser(remove_blank_text=True))
    record = collection.find(f"{{{NAMESPACE}}}record")
    if record is not None and addresses.base is not None:
        field = etree.SubElement(record, f"{{{NAMESPACE}}}datafield", {"tag": "856", "ind1": "4", "ind2": "0"})
        etree.SubElement(field, f"{{{NAMESPACE}}}subfield", {"code": "u"}).text = addresses.whole(title.address)
    return record


def _packed(record: etree._Element) -> bytes:
    """A record as leader, directory and fields (ISO 2709, 4)."""
    directory, fields, at = b"", b"", 0
    for element in record:
        tag = element.get("tag") or ""
        if not tag:
            continue
        data = (_content(element) + _FIELD).encode()
        directory += f"{tag:0>3}{len(data):04}{at:05}".encode()
        fields += data
        at += len(data)
    base = 24 + len(directory) + 1
    leader = record.findtext(f"{{{NAMESPACE}}}leader") or " " * 24
    length = base + len(fields) + 1
    head = f"{length:05}{leader[5:12]}{base:05}{leader[17:24]}"
    return head.encode() + directory + _FIELD.encode() + fields + _RECORD.encode()


def _content(element: etree._Element) -> str:
    if element.tag == f"{{{NAMESPACE}}}controlfield":
        return element.text or ""
    inner = "".join(f"{_SUBFIELD}{each.get('code')}{each.text or ''}" for each in element)
    return f"{element.get('ind1')}{element.get('ind2')}{inner}"
