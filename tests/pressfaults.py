"""Faults in files for the press, one short operation each; fault.yaml says ``{press: print, fault: add-a-link}``.

What only one printer asks for, or asks for on a scale that no small test has, an edition asks for itself: asks.yaml.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pikepdf
import yaml
from PIL import Image

from octavo.printers import printer
from octavo.printers.printer import _tables

Fault = Callable[[pikepdf.Pdf], dict[str, Any] | None]
FAULTS: dict[str, Fault] = {}
PAGE = 4
"""The page, from 0, that most faults are made on: a recto with text."""


def fault(function: Fault) -> Fault:
    FAULTS[function.__name__.replace("_", "-")] = function
    return function


def broken(data: bytes, name: str) -> bytes:
    """The file with a fault in it; a fault may say how the file is to be saved."""
    if name == "cut-off":
        return data[:300]
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as file:
        header = file.pdf_version
        plain: dict[str, Any] = {"force_version": header, "static_id": True}
        plain["object_stream_mode"] = pikepdf.ObjectStreamMode.disable
        file.save(out, **(plain | (FAULTS[name](file) or {})))
    return out.getvalue()


@contextmanager
def asking(folder: Path) -> Iterator[None]:
    """Let the edition's printer ask for what asks.yaml says, as long as this lasts."""
    path = folder / "asks.yaml"
    asked = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}
    rules = _tables()[0]["generic"]["rules"]
    before = dict(rules)
    rules.update({name: {"source": "trade", **said} for name, said in asked.items()})
    try:
        assert printer("generic").requirement("pdfx")
        yield
    finally:
        rules.clear()
        rules.update(before)


def draw(page: pikepdf.Page, content: bytes) -> None:
    """Draw something over a page, with black ink and a line of 1 point unless it says otherwise."""
    page.contents_add(b"q 0 g 0 G 1 w " + content + b" Q")


def shift(page: pikepdf.Page, matrix: bytes) -> None:
    """Move or scale all that stands on a page."""
    page.contents_add(b"q " + matrix + b" cm", prepend=True)
    page.contents_add(b"Q")


def place(file: pikepdf.Pdf, page: pikepdf.Page, picture: Image.Image, matrix: bytes, at_front: bool = False) -> None:
    """Place a grey picture on a page."""
    image = file.make_stream(picture.convert("L").tobytes(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image)
    image.Width, image.Height = picture.size
    image.ColorSpace, image.BitsPerComponent = pikepdf.Name.DeviceGray, 8
    name = page.add_resource(image, pikepdf.Name.XObject)
    draw(page, matrix + b" cm " + str(name).encode() + b" Do")


def words(page: pikepdf.Page, matrix: bytes, letters: bytes = b"0001000200030004") -> bytes:
    """Some letters of a page's first font, whichever they are."""
    name = next(iter(page.obj.Resources.Font.keys())).encode()
    return b"BT " + name + b" 8 Tf " + matrix + b" Tm <" + letters + b"> Tj ET"


@fault
def add_a_link(file: pikepdf.Pdf) -> None:
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[90, 90, 99, 99])
    file.pages[PAGE].obj.Annots = pikepdf.Array([link])


@fault
def add_a_bookmark(file: pikepdf.Pdf) -> None:
    with file.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("Chapter", PAGE))


@fault
def say_it_is_tagged(file: pikepdf.Pdf) -> None:
    file.Root.MarkInfo = pikepdf.Dictionary(Marked=True)


@fault
def attach_a_file(file: pikepdf.Pdf) -> None:
    file.attachments["notes.txt"] = b"not to be printed"


@fault
def encrypt(file: pikepdf.Pdf) -> dict[str, Any]:
    encryption = pikepdf.Encryption(owner="owner", user="", R=3, aes=False, metadata=False)
    return {"encryption": encryption, "static_id": False}


@fault
def make_it_a_newer_pdf(file: pikepdf.Pdf) -> dict[str, Any]:
    return {"force_version": "1.7"}


@fault
def deny_trapping(file: pikepdf.Pdf) -> None:
    file.trailer.Info["/Trapped"] = pikepdf.Name.Unknown


@fault
def turn_a_page(file: pikepdf.Pdf) -> None:
    file.pages[PAGE].obj.Rotate = 90


@fault
def delete_trim_boxes(file: pikepdf.Pdf) -> None:
    for page in file.pages:
        del page.obj.TrimBox


@fault
def take_the_last_page_out(file: pikepdf.Pdf) -> None:
    del file.pages[-1]


@fault
def empty_two_pages(file: pikepdf.Pdf) -> None:
    for page in list(file.pages)[2:4]:
        page.obj.Contents = file.make_stream(b"")


@fault
def show_pictures_of_pages(file: pikepdf.Pdf) -> None:
    picture = Image.linear_gradient("L").resize((1500, 2400))
    for page in file.pages:
        page.contents_add(b"BT 3 Tr ET", prepend=True)
        page.obj.Contents = file.make_stream(b"")
        place(file, page, picture, b"360 0 0 576 0 0")


@fault
def draw_crop_marks(file: pikepdf.Pdf) -> None:
    for page in file.pages:
        left, bottom, right, top = (float(edge) for edge in page.trimbox)
        page.obj.MediaBox = pikepdf.Array([left - 36, bottom - 36, right + 36, top + 36])
        page.obj.BleedBox = page.obj.TrimBox
        draw(page, b"%f %f m %f %f l S" % (left, bottom - 9, left, bottom - 27))


@fault
def move_to_the_gutter(file: pikepdf.Pdf) -> None:
    shift(file.pages[PAGE], b"1 0 0 1 -36 0")


@fault
def draw_at_the_foot(file: pikepdf.Pdf) -> None:
    draw(file.pages[PAGE], b"100 9 60 3 re f")


@fault
def draw_to_the_edge(file: pikepdf.Pdf) -> None:
    draw(file.pages[PAGE], b"340 90 20 20 re f")


@fault
def drop_font_programs(file: pikepdf.Pdf) -> None:
    for item in file.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor":
            del item["/FontFile3"]


@fault
def make_a_page_small(file: pikepdf.Pdf) -> None:
    shift(file.pages[PAGE], b"0.3 0 0 0.3 100 200")


@fault
def draw_a_hairline(file: pikepdf.Pdf) -> None:
    draw(file.pages[PAGE], b"0 w 100 100 m 200 100 l S")


@fault
def write_in_four_inks(file: pikepdf.Pdf) -> None:
    page = file.pages[PAGE]
    page.contents_add(b"q 0.6 0.5 0.5 0.9 k " + words(page, b"1 0 0 1 100 300") + b" Q")


@fault
def draw_in_rgb(file: pikepdf.Pdf) -> None:
    draw(file.pages[PAGE], b"1 0 0 rg 100 100 20 20 re f")


@fault
def draw_in_much_ink(file: pikepdf.Pdf) -> None:
    draw(file.pages[PAGE], b"0.9 0.9 0.8 0.7 k 100 100 20 20 re f")


@fault
def draw_see_through(file: pikepdf.Pdf) -> None:
    page = file.pages[PAGE]
    name = page.add_resource(pikepdf.Dictionary(ca=0.5), pikepdf.Name.ExtGState)
    draw(page, str(name).encode() + b" gs 100 100 20 20 re f")


@fault
def place_a_coarse_picture(file: pikepdf.Pdf) -> None:
    place(file, file.pages[PAGE], Image.linear_gradient("L"), b"200 0 0 200 100 200")


@fault
def place_a_fine_picture(file: pikepdf.Pdf) -> None:
    place(file, file.pages[PAGE], Image.linear_gradient("L"), b"40 0 0 40 100 200")  # 461 pixels an inch


@fault
def place_a_very_fine_picture(file: pikepdf.Pdf) -> None:
    place(file, file.pages[PAGE], Image.linear_gradient("L"), b"20 0 0 20 100 200")


@fault
def fill_with_grey(file: pikepdf.Pdf) -> None:
    draw(file.pages[PAGE], b"0.9 g 100 100 20 20 re f 1 g 130 100 20 20 re f")


@fault
def fill_with_light_grey(file: pikepdf.Pdf) -> None:
    draw(file.pages[PAGE], b"0.95 g 100 100 20 20 re f")


@fault
def change_the_words(file: pikepdf.Pdf) -> None:
    page = file.pages[PAGE]
    draw(page, words(page, b"1 0 0 1 100 300"))


@fault
def make_the_sheet_narrower(file: pikepdf.Pdf) -> None:
    page = file.pages[0]
    for key, less in (("/MediaBox", 18), ("/BleedBox", 18), ("/TrimBox", 18)):
        left, bottom, right, top = (float(edge) for edge in page.obj[key])
        page.obj[key] = pikepdf.Array([left, bottom, right - less, top])


@fault
def write_on_the_spine(file: pikepdf.Pdf) -> None:
    page = file.pages[0]
    middle = float(page.mediabox[2]) / 2
    draw(page, words(page, b"0 -1 1 0 %f 300" % (middle - 2)))


@fault
def write_at_the_edge(file: pikepdf.Pdf) -> None:
    page = file.pages[0]
    draw(page, words(page, b"1 0 0 1 14 300"))


@fault
def cover_the_barcode(file: pikepdf.Pdf) -> None:
    draw(file.pages[0], b"0 0 0 0 k 20 10 340 130 re f")
