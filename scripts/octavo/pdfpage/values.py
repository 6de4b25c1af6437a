"""Values of a PDF, each as what the standard says it is; ``Damaged`` where the file has something else there.

A file is read through these functions alone, and who reads a file that may be damaged catches ``Damaged`` and the
errors of pikepdf. Every other exception is a fault of the program itself, and must be seen.
"""

from __future__ import annotations

import io
import math
import re
import zlib
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from pikepdf import Object, Pdf, Stream

Result = TypeVar("Result")
ObjectKey = tuple[int, int]
"""Number and generation of an object in its file; (0, 0) for one that is written where it is used (7.3.10)."""
DIRECT: ObjectKey = (0, 0)
SUSPECT, DENSEST = 4 << 20, 100
"""Bytes from which on, and times how many bytes packed, a stream is not unpacked: no text or drawing swells so."""
DEEPEST_TREE = 64
"""Nodes of the page tree above a page."""


DEEPEST_TREE = 50
"""Levels of a name tree that are followed; one that goes deeper goes round in a circle."""


_UNNAMED = re.compile(r"^stream <.*?>:?\s*")


class Damaged(ValueError):
    """A value of a PDF that is missing, or is not what the standard says."""


def in_words(error: Exception) -> str:
    """What is wrong, without what pikepdf calls a file that it was given as bytes."""
    return _UNNAMED.sub("", " ".join(str(error).split()))


def number_of(value: object) -> float:
    """A number (7.3.3); raises Damaged where it is none, or larger than a computer can hold."""
    import pikepdf

    number = pikepdf.as_float(value)
    if number is None:
        raise Damaged(f"{_shown(value)} where a number should be")
    return number


def whole_of(value: object) -> int:
    """A number without its decimals; raises Damaged."""
    return int(number_of(value))


def numbers_of(value: object, count: int | None = None) -> list[float]:
    """The numbers of an array, so many where ``count`` says so; raises Damaged."""
    numbers = [number_of(item) for item in array_of(value)]
    if count is not None and len(numbers) != count:
        raise Damaged(f"{len(numbers)} numbers where {count} should be")
    return numbers


def array_of(value: object) -> list[Object]:
    """The items of an array (7.3.6); raises Damaged where it is none."""
    import pikepdf

    if not isinstance(value, pikepdf.Array):
        raise Damaged(f"{_shown(value)} where an array should be")
    return list(value)


def listed(value: object) -> list[Object]:
    """What may be an array or its only item, as a list; nothing where there is no value."""
    import pikepdf

    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]  # type: ignore[list-item]


def name_of(value: object) -> str:
    """A name without its slash (7.3.5); raises Damaged where it is none."""
    import pikepdf

    if not isinstance(value, pikepdf.Name):
        raise Damaged(f"{_shown(value)} where a name should be")
    return text_of(value)


def text_of(value: object) -> str:
    """The text of a string (7.9.2), name, number or truth value; raises Damaged where it is something else."""
    import pikepdf

    if isinstance(value, pikepdf.Name):
        try:
            return str(value).removeprefix("/")
        except UnicodeDecodeError:  # names of fonts, as older programs write them
            return bytes(value).decode("latin-1").removeprefix("/")
    if isinstance(value, (str, int, Decimal, pikepdf.String)):
        return str(value)
    raise Damaged(f"{_shown(value)} where text should be")


def entry(holder: object, key: str) -> Object | None:
    """A value of a dictionary or stream by its key, ``None`` where it has none; raises Damaged where it is neither."""
    import pikepdf

    if isinstance(holder, (pikepdf.Dictionary, pikepdf.Stream)):
        return holder.get(key)
    raise Damaged(f"{_shown(holder)} where a dictionary should be")


def inside(holder: object, *keys: str) -> Object | None:
    """A value within dictionaries within one another; ``None`` where one of them is not there; raises Damaged."""
    found: object = holder
    for key in keys:
        if found is None:
            return None
        found = entry(found, key)
    return found  # type: ignore[return-value]


def entries(holder: object) -> list[tuple[str, Object]]:
    """The keys and values of a dictionary; none where it is not there; raises Damaged where it is no dictionary."""
    import pikepdf

    if holder is None:
        return []
    if isinstance(holder, (pikepdf.Dictionary, pikepdf.Stream)):
        return list(holder.items())
    raise Damaged(f"{_shown(holder)} where a dictionary should be")


def holds(holder: object, key: str) -> bool:
    """Whether a dictionary has a value by this name; raises Damaged where it is no dictionary."""
    return entry(holder, key) is not None


def number_in(holder: object, key: str, otherwise: float) -> float:
    """A number of a dictionary; ``otherwise`` where it has none; raises Damaged where it has something else."""
    value = entry(holder, key)
    return otherwise if value is None else number_of(value)


def text_in(holder: object, key: str, otherwise: str = "") -> str:
    """A text or name of a dictionary, a name without its slash; ``otherwise`` where it has none; raises Damaged."""
    value = entry(holder, key)
    return otherwise if value is None else text_of(value)


def is_true(value: object) -> bool:
    """Whether a value is there and true (7.3.2)."""
    return value is True


def stream_of(value: object) -> Stream:
    """A stream (7.3.8); raises Damaged where it is none."""
    import pikepdf

    if not isinstance(value, pikepdf.Stream):
        raise Damaged(f"{_shown(value)} where a stream should be")
    return value


def data_of(value: object) -> bytes:
    """The data of a stream, unpacked; raises Damaged where it is none, pikepdf.PdfError where it cannot be unpacked.

    Damaged as well where it swells as no text, drawing or table does.
    """
    stream = stream_of(value)
    refuse_swelling(stream)
    return stream.read_bytes()


def refuse_swelling(stream: Stream) -> None:
    """Raise Damaged where a stream of Flate (7.4.4) would be a hundred times as long unpacked, and megabytes."""
    packed = stream.read_raw_bytes()
    for name in listed(entry(stream, "/Filter")):
        most = max(SUSPECT, DENSEST * len(packed))
        # Flate makes at most 1,032 bytes of one.
        if name not in ("/FlateDecode", "/Fl") or 1032 * len(packed) <= most:
            return
        unpacking = zlib.decompressobj()
        try:
            packed = unpacking.decompress(packed, most)
        except zlib.error:
            return  # pikepdf says what is wrong with it, or mends it
        if unpacking.unconsumed_tail:
            raise Damaged(f"a stream that is more than {most >> 20:,} MB when it is unpacked")


def opened(data: bytes) -> Pdf:
    """A PDF from anywhere; raises errors of pikepdf, and Damaged where that fails in another way."""
    import pikepdf

    try:
        return pikepdf.open(io.BytesIO(data))
    except (ValueError, OverflowError) as error:  # such as a number of many digits where an offset should be
        raise Damaged(str(error)) from None


def refuse_swelling_streams(data: bytes) -> None:
    """Raise Damaged where a file has a stream, other than a picture, that swells as none does; errors of pikepdf."""
    import pikepdf

    with opened(data) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Stream) and entry(item, "/Subtype") != "/Image":
                refuse_swelling(item)


def finite(number: float) -> float:
    """A length or place that a library has reckoned; 0 where a damaged file gave it none, or one without end."""
    return number if math.isfinite(number) else 0.0


def key_of(value: object) -> ObjectKey:
    """The number and generation of an object; (0, 0) where it has none of its own."""
    key: ObjectKey = getattr(value, "objgen", DIRECT)
    return key


def library_result(call: Callable[[], Result]) -> Result:
    """What a library reads of a file; raises Damaged for whatever it raises, as no library says what that may be.

    Only the call of the library may stand in ``call``: of our own code, errors would be hidden.
    """
    try:
        return call()
    except Exception as error:
        raise Damaged(" ".join(str(error).split()) or type(error).__name__) from error


def name_tree(tree: object, depth: int = 0) -> Iterator[tuple[bytes, Object]]:
    """The entries of a name tree (7.9.6), their names as the bytes that they are; raises Damaged.

    pikepdf’s own NameTree does not find names that are UTF-8 without its mark, as Typst writes them.
    """
    import pikepdf

    if depth > DEEPEST_TREE:
        raise Damaged("a name tree without end")
    for kid in listed(entry(tree, "/Kids")):
        yield from name_tree(kid, depth + 1)
    pairs = listed(entry(tree, "/Names"))
    for name, value in zip(pairs[::2], pairs[1::2], strict=False):
        if isinstance(name, pikepdf.String):
            yield bytes(name), value


def contents_of(page: Object) -> list[Stream]:
    """The content streams of a page in order (7.7.3.3); raises Damaged."""
    return [stream_of(item) for item in listed(entry(page, "/Contents"))]


def content_of(page: Object) -> bytes:
    """A page's content as one stream; raises Damaged, or pikepdf.PdfError where it cannot be unpacked."""
    return b"\n".join(data_of(stream) for stream in contents_of(page))


def inherited(page: Object, key: str) -> Object | None:
    """An entry of a page or of what it hangs from in the page tree (7.7.3.4); raises Damaged."""
    node: Object | None = page
    for _ in range(DEEPEST_TREE):
        if node is None:
            return None
        found = entry(node, key)
        if found is not None:
            return found
        node = entry(node, "/Parent")
    return None


def _shown(value: object) -> str:
    """What stands there instead, for a message."""
    import pikepdf

    if value is None:
        return "nothing"
    if isinstance(value, pikepdf.Object):
        kind = value._type_name
        return f"{'an' if kind == 'array' else 'a'} {kind}"
    return f"‘{str(value)[:20]}’"
