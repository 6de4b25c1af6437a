"""A content stream → its operators with their operands (ISO 32000-1, 7.8.2), in linear time, whatever it holds.

Numbers become floats; names, strings and arrays stay the bytes that they were written as, since most of them are only
passed on or looked up. A string or array that is not closed is passed over to the next operator.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Operand = float | bytes
_TOKEN = re.compile(
    rb"[\x00\t\n\f\r ]*+(?:%[^\r\n]*+[\x00\t\n\f\r ]*+)*+(?:"
    rb"([+-]?+(?:\d++\.?+\d*+|\.\d++))(?=[\x00\t\n\f\r ()<>\[\]{}/%]|[A-Za-z'\"]|$|-|\.)"
    rb"|(/[^\x00\t\n\f\r ()<>\[\]{}/%]*+|\((?:[^()\\]++|\\.)*+\)|<[0-9A-Fa-f\x00\t\n\f\r ]*+>"
    rb"|\[(?:[^\[\]()<>%]++|\((?:[^()\\]++|\\.)*+\)|<[0-9A-Fa-f\x00\t\n\f\r ]*+>)*+\])"
    rb"|([A-Za-z][A-Za-z0-9*]*+|['\"])"
    rb"|(\()|(<<|>>|[\[\]{}])|([^\x00\t\n\f\r ]))",
    re.DOTALL,
)
_STRING = re.compile(rb"\((?:[^()\\]++|\\.)*+\)|<[^<>]*+>|[+-]?+(?:\d++\.?+\d*+|\.\d++)", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
_HASHED = re.compile(rb"#([0-9A-Fa-f]{2})")
_PAREN = re.compile(rb"[()]|\\.", re.DOTALL)
_ARRAY_PAREN = re.compile(rb"[()\]]|\\.", re.DOTALL)
_IMAGE_DATA = re.compile(rb"[\x00\t\n\f\r ]ID[\x00\t\n\f\r ]")
_IMAGE_END = re.compile(rb"[\x00\t\n\f\r ]EI(?=[\x00\t\n\f\r ]|$)")
_NO_DIGITS = bytes(code for code in range(256) if code not in b"0123456789abcdefABCDEF")
"""Bytes that are no hexadecimal digits."""
_CONSTANTS = (b"true", b"false", b"null")
UNCLOSED = b"()"
MOST_OPERANDS = 64
MOST_UNCLOSED = 8
"""Strings that are never closed, before the stream is taken to be damaged and its parentheses mean nothing more."""


def operations(data: bytes) -> Iterator[tuple[bytes, list[Operand]]]:
    """Each operator and its operands; an inline image comes as ``BI`` with its dictionary as one operand."""
    operands: list[Operand] = []
    position: int | None = 0
    unclosed = 0
    while position is not None:
        restart = None
        for match in _TOKEN.finditer(data, position):
            kind = match.lastindex
            if kind == 1:
                operands.append(float(match[1]))
            elif kind == 2:
                operands.append(match[2])
            elif kind == 3:
                operator = match[3]
                if operator in _CONSTANTS:
                    operands.append(operator)
                    continue
                if operator == b"BI":
                    dictionary, restart = _inline_image(data, match.end())
                    yield b"BI", [dictionary]
                    operands = []
                    break
                yield operator, operands
                operands = []
            elif kind == 4 and unclosed < MOST_UNCLOSED:
                string, restart = _nested_string(data, match.start(4))
                unclosed += string == UNCLOSED
                operands.append(string)
                break
            elif kind == 5 and match[5] == b"[" and unclosed < MOST_UNCLOSED:
                array, restart = _nested_array(data, match.start(5))
                unclosed += array == UNCLOSED
                operands += [array] if array != UNCLOSED else []
                break
            if len(operands) > MOST_OPERANDS:
                operands = operands[-MOST_OPERANDS:]
        position = restart


def _inline_image(data: bytes, start: int) -> tuple[bytes, int]:
    """The dictionary of an inline image (8.9.7), and where the stream goes on behind it."""
    begin = _IMAGE_DATA.search(data, start)
    if not begin:
        return b"", len(data)
    end = _IMAGE_END.search(data, begin.end() - 1)
    return data[start : begin.start()], end.end() if end else len(data)


def _nested_string(data: bytes, start: int) -> tuple[bytes, int]:
    """A string that holds parentheses, and where the stream goes on; ``UNCLOSED`` where it is never closed."""
    depth = 0
    for match in _PAREN.finditer(data, start):
        depth += {b"(": 1, b")": -1}.get(match[0], 0)
        if depth == 0:
            return data[start : match.end()], match.end()
    return UNCLOSED, start + 1


def _nested_array(data: bytes, start: int) -> tuple[bytes, int]:
    """An array with strings that hold parentheses, these escaped, and where the stream goes on; or ``UNCLOSED``.

    A program may leave parentheses as they are where they are paired, such as by chance in the numbers of glyphs.
    """
    depth, at = 0, start
    parts: list[bytes] = []
    for match in _ARRAY_PAREN.finditer(data, start + 1):
        sign = match[0]
        if sign == b"]" and depth == 0:
            return b"".join([*parts, data[at : match.end()]]), match.end()
        depth -= sign == b")"
        if depth < 0:
            break
        if depth > 0 and sign in b"()":
            parts += [data[at : match.start()], b"\\"]
            at = match.start()
        depth += sign == b"("
    return UNCLOSED, start + 1


def pieces(array: bytes) -> list[bytes]:
    """The strings and numbers of an array as ``TJ`` has them."""
    return _STRING.findall(array)


def string_bytes(token: bytes) -> bytes:
    """The bytes that a string stands for (7.3.4)."""
    if token[:1] == b"<":
        digits = token.translate(None, _NO_DIGITS)
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
    inner = token[1:-1]
    if b"\\" not in inner:
        return inner
    return _ESCAPE.sub(_unescaped, inner)


def name_text(token: bytes) -> str:
    """A name as pikepdf has it, slash and all: what is written by its number is put in (7.3.5)."""
    if b"#" in token:
        token = _HASHED.sub(lambda match: bytes.fromhex(match[1].decode()), token)
    return token.decode("utf-8", "surrogateescape")


def _unescaped(match: re.Match[bytes]) -> bytes:
    escaped = match[1]
    if escaped[0] in b"01234567":
        return bytes([int(escaped, 8) & 0xFF])
    return _ESCAPED.get(escaped, escaped)
