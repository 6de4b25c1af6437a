"""The encoding of a page of HTML: what it says of itself, as browsers understand it (WHATWG Encoding Standard, 4.2)."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from octavo.errors import InputError, Place

SEARCHED = 4096
"""Bytes in which a page must say what its encoding is."""
_META = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)
_DECLARATION = re.compile(rb"\A\s*<\?xml[^>]*encoding\s*=\s*[\"']([A-Za-z0-9_:.-]+)")
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_READ_AS = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "utf-16": "utf-8",
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}
"""What browsers read as another encoding than it is called; who can read “utf-16” in a page reads UTF-8."""
_KNOWN = frozenset(
    {
        *(
            "utf-8",
            "gb18030",
            "big5hkscs",
            "euc_jp",
            "iso2022_jp",
            "cp932",
            "cp949",
            "cp866",
            "cp874",
            "koi8-r",
            "koi8-u",
        ),
        *(f"cp{number}" for number in range(1250, 1259)),
        *(f"iso8859-{number}" for number in (*range(2, 9), 10, 13, 14, 15, 16)),
        *("mac-roman", "mac-cyrillic"),
    }
)


def decoded(data: bytes, file: Path) -> str:
    """The characters of a page; raises InputError where a byte is none in the encoding that the page has."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], name, file)
    if data[:4:2] == b"\0\0" or data[1:4:2] == b"\0\0":
        return _decoded(data, "utf-16-be" if data[:1] == b"\0" else "utf-16-le", file)
    return _decoded(data, _named_encoding(data[:SEARCHED]), file)


def _named_encoding(head: bytes) -> str:
    """The name that a page gives, as Python calls it; UTF-8 where it gives none that a browser knows."""
    found = _META.search(head) or _DECLARATION.search(head)
    try:
        name = codecs.lookup(found[1].decode("ascii")).name if found else "utf-8"
    except LookupError:
        return "utf-8"
    name = re.sub(r"^windows-", "cp", name)
    name = _READ_AS.get(name, name)
    return name if name in _KNOWN else "utf-8"


def _decoded(data: bytes, name: str, file: Path) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        if re.fullmatch(r"cp125\d", name):
            # The few bytes for which these have no character are control characters to a browser.
            return "".join(_single(data[at : at + 1], name) for at in range(len(data)))
        before = data[: error.start].decode(name, "replace")
        place = Place(file, before.count("\n") + 1, len(before) - before.rfind("\n"))
        message = f"byte 0x{data[error.start]:02x} is no character in {name.upper()}, which this page is read as"
        hint = "save it as UTF-8, or say its encoding in the page’s head: <meta charset=…>"
        raise InputError(message, place=place, hint=hint) from None


def _single(byte: bytes, name: str) -> str:
    try:
        return byte.decode(name)
    except UnicodeDecodeError:
        return chr(byte[0])
