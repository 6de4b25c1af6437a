"""Colours → the printer's: black alone for an interior, four inks for a cover (ISO 32000-1, 8.6 and 10.3)."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from octavo.pdfpage.values import data_of, entries, entry, holds, inside, number_in, number_of, stream_of, whole_of

if TYPE_CHECKING:
    from pikepdf import Object, Page, Pdf, Stream
    from pikepdf.models import ContentStreamInstructions
    from PIL.Image import Image

Colour = tuple[float, ...]
_FILL = {"rg", "g", "k", "sc", "scn"}
_OPERATORS = {1: ("g", "G"), 4: ("k", "K")}
_COMPONENTS = {"/DeviceGray": 1, "/DeviceRGB": 3, "/DeviceCMYK": 4, "/CalGray": 1, "/CalRGB": 3}
_SETTERS = {"g": 1, "G": 1, "rg": 3, "RG": 3, "k": 4, "K": 4}


def to_gray(colour: Colour) -> Colour:
    """A colour of one, three or four components as the grey that is as light (10.3.3 and 10.3.6)."""
    if len(colour) == 1:
        return colour
    if len(colour) == 3:
        red, green, blue = colour
        return (0.3 * red + 0.59 * green + 0.11 * blue,)
    cyan, magenta, yellow, black = colour
    return (1 - min(1.0, 0.3 * cyan + 0.59 * magenta + 0.11 * yellow + black),)


def to_inks(colour: Colour) -> Colour:
    """A colour as one that four inks make, all of its grey in black ink alone (10.3.5): never above 200 % of ink."""
    if len(colour) == 4 or len(colour) == 1:
        return colour
    cyan, magenta, yellow = (1 - part for part in colour)
    black = min(cyan, magenta, yellow)
    return (cyan - black, magenta - black, yellow - black, black)


class Inks:
    """Turns the colours of the pages of one file; what two pages share is turned once."""

    def __init__(self, file: Pdf, *, gray: bool) -> None:
        self._file = file
        self._gray = gray
        self._done: set[tuple[int, int]] = set()

    def convert(self, page: Page) -> None:
        """Turn the colours of a page, and of the forms and pictures that it shows."""
        resources = page.obj.get("/Resources")
        spaces = self._spaces(resources)
        if any(count != 1 for count in spaces.values()) or _speaks_of_colour(page.obj.get("/Contents")):
            page.obj.Contents = self._file.make_stream(self._rewritten(page, spaces))
        self._inside(resources)

    def _inside(self, resources: Object | None) -> None:
        """Turn pictures and forms, drop what only transparency needs, and name the grey for what it is."""
        import pikepdf

        spaces = inside(resources, "/ColorSpace")
        for name, space in entries(spaces):
            if spaces is not None and _components(space) == 1:
                spaces[name] = pikepdf.Name.DeviceGray
        for _, item in entries(inside(resources, "/XObject")):
            if item.objgen in self._done:
                continue
            self._done.add(item.objgen)
            if item.Subtype == "/Image":
                self._picture(stream_of(item))
            else:
                self._form(stream_of(item))

    def _form(self, form: Stream) -> None:
        resources = form.get("/Resources")
        spaces = self._spaces(resources)
        if any(count != 1 for count in spaces.values()) or _speaks_of_colour(form):
            form.write(self._rewritten(form, spaces))
        if "/Group" in form and not _needs_group(resources):
            del form["/Group"]
        self._inside(resources)

    def _spaces(self, resources: Object | None) -> dict[str, int]:
        """Named colour space → how many components its colours have."""
        return {name: _components(space) for name, space in entries(inside(resources, "/ColorSpace"))}

    def _rewritten(self, content: Page | Stream, spaces: dict[str, int]) -> bytes:
        """The operators of a page or form, each colour turned.

        pikepdf reads and writes them, and not ``contenttokens``, which drops what only a writer needs. It takes 2 to 3
        ms a page, and only pages in colour come here.
        """
        import pikepdf

        turn = to_gray if self._gray else to_inks
        # The spaces in force, filling and stroking, as the graphics state keeps them.
        state = [{"fill": 1, "stroke": 1}]
        instructions: list[ContentStreamInstructions] = []
        for instruction in pikepdf.parse_content_stream(content):
            operands, operator = instruction.operands, instruction.operator
            name = str(operator)
            which = "fill" if name in _FILL or name == "cs" else "stroke"
            if name == "q":
                state.append(dict(state[-1]))
            elif name == "Q" and len(state) > 1:
                state.pop()
            elif name in ("cs", "CS"):
                space = str(operands[0])
                state[-1][which] = spaces.get(space, _COMPONENTS.get(space, 0))
                if state[-1][which]:
                    continue  # the operator that sets the colour says its space as well
            count = _SETTERS.get(name) or (state[-1][which] if name in ("sc", "scn", "SC", "SCN") else 0)
            if count:
                state[-1][which] = count
                colour = turn(tuple(number_of(part) for part in operands))
                operator = pikepdf.Operator(_OPERATORS[len(colour)][which == "stroke"])
                instructions.append(pikepdf.ContentStreamInstruction([round(part, 4) for part in colour], operator))
            else:
                instructions.append(instruction)
        return pikepdf.unparse_content_stream(instructions)

    def _picture(self, image: Stream) -> None:
        """Turn a picture; what it lets through shows white paper, as print has no transparency."""
        import pikepdf

        space = image.get("/ColorSpace")
        count = _components(space) if space is not None else 1
        if "/SMask" not in image and count == 1:
            if space is not None and not image.get("/ImageMask", False):
                image.ColorSpace = pikepdf.Name.DeviceGray
            return
        if "/SMask" not in image and count == 4 and not self._gray:
            image.ColorSpace = pikepdf.Name.DeviceCMYK
            return
        flat = _on_paper(image)
        flat = flat.convert("L") if self._gray or flat.mode == "L" else _separated(flat)
        photograph = flat.mode == "L" and image.get("/Filter") == pikepdf.Name.DCTDecode
        for key in ("/SMask", "/Mask", "/Decode", "/DecodeParms", "/Filter", "/Intent"):
            if key in image:
                del image[key]
        if photograph:
            image.write(_as_jpeg(flat), filter=pikepdf.Name.DCTDecode)
        else:
            image.write(flat.tobytes())
        image.ColorSpace = pikepdf.Name.DeviceGray if flat.mode == "L" else pikepdf.Name.DeviceCMYK
        image.BitsPerComponent = 8
        image.Width, image.Height = flat.size


def _speaks_of_colour(content: Object | None) -> bool:
    """Whether a page's or form's content may set a colour by an operator for red, green and blue, or inks."""
    data = b"" if content is None else data_of(content)
    return any(word in data for word in (b" rg", b" RG", b" k\n", b" K\n", b" k ", b" K ", b"/Device"))


def _components(space: Object) -> int:
    """How many components a colour of this space has; 0 where it is a pattern, a spot colour or another's."""
    import pikepdf

    if isinstance(space, pikepdf.Name):
        return _COMPONENTS.get(str(space), 0)
    kind = str(space[0])
    if kind == "/ICCBased":
        return whole_of(entry(space[1], "/N"))
    return _COMPONENTS.get(kind, 0)


def _needs_group(resources: Object | None) -> bool:
    """Whether something inside a form is let through in part, so that its group means something."""
    states = entries(inside(resources, "/ExtGState"))
    return any(holds(state, "/SMask") or number_in(state, "/ca", 1) < 1 for _, state in states)


def _on_paper(image: Stream) -> Image:
    """A picture without its transparency, on white."""
    import pikepdf
    from PIL import Image

    shown = pikepdf.PdfImage(image).as_pil_image()
    if "/SMask" not in image:
        return shown if shown.mode in ("L", "RGB", "CMYK") else shown.convert("RGB")
    shown = shown if shown.mode == "L" else shown.convert("RGB")
    mask = pikepdf.PdfImage(stream_of(image.SMask)).as_pil_image().convert("L").resize(shown.size)
    return Image.composite(shown, Image.new(shown.mode, shown.size, "#fff"), mask)


def _separated(picture: Image) -> Image:
    """A picture in four inks, its grey in black alone."""
    from PIL import Image, ImageChops

    if picture.mode == "CMYK":
        return picture
    cyan, magenta, yellow = (ImageChops.invert(band) for band in picture.convert("RGB").split())
    black = ImageChops.darker(ImageChops.darker(cyan, magenta), yellow)
    bands = [ImageChops.subtract(band, black) for band in (cyan, magenta, yellow)]
    return Image.merge("CMYK", [*bands, black])


def _as_jpeg(picture: Image) -> bytes:
    """A picture as JPEG, in the quality that print asks for."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=92)
    return out.getvalue()
