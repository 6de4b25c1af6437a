"""Preflight of PDF/X: a claim that holds is not questioned, one that does not is an error for every printer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from foreign import as_pdfx, book, changed, photograph, placed, text
from preflighted import found_in, said, with_pdfx


def info(key: str, value: object) -> Callable[[pikepdf.Pdf], None]:
    def change(file: pikepdf.Pdf) -> None:
        if value is None:
            del file.trailer.Info[key]
        else:
            file.trailer.Info[key] = value  # type: ignore[assignment]

    return change


def intent(key: str) -> Callable[[pikepdf.Pdf], None]:
    def change(file: pikepdf.Pdf) -> None:
        del file.Root.OutputIntents[0][key]

    return change


def link(file: pikepdf.Pdf) -> None:
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[90, 90, 99, 99])
    file.pages[2].obj.Annots = pikepdf.Array([note])


def icc_gray(file: pikepdf.Pdf) -> None:
    profile = file.make_stream(b"not looked at", N=1)
    page = file.pages[3]
    page.obj.Resources.ColorSpace = pikepdf.Dictionary(Icc=[pikepdf.Name.ICCBased, profile])
    page.contents_add(b"/Icc cs 0.5 sc 100 100 50 50 re f")


def lzw(file: pikepdf.Pdf) -> None:
    stream = file.make_stream(b"")
    stream.write(b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01", filter=pikepdf.Name.LZWDecode)
    file.pages[0].obj.PieceInfo = pikepdf.Dictionary(Held=stream)


def opening(file: pikepdf.Pdf) -> None:
    file.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.GoTo, D=[file.pages[0].obj, pikepdf.Name.Fit])


def both_boxes(file: pikepdf.Pdf) -> None:
    file.pages[0].obj.ArtBox = file.pages[0].obj.TrimBox
    file.pages[1].obj.TrimBox = pikepdf.Array([-9, 0, 432, 648])


def group(file: pikepdf.Pdf) -> None:
    file.pages[1].obj.Group = pikepdf.Dictionary(S=pikepdf.Name.Transparency, CS=pikepdf.Name.DeviceCMYK)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (
            info("/GTS_PDFXConformance", pikepdf.String("PDF/X-1a:2003")),
            "its Info key GTS_PDFXVersion is ‘PDF/X-1:2001’",
        ),
        (info("/Title", None), "its Info dictionary has no Title"),
        (info("/ModDate", None), "its Info dictionary has no ModDate"),
        (info("/Trapped", None), "its key Trapped is missing; it must be True or False"),
        (info("/Trapped", pikepdf.Name.Unknown), "its key Trapped is Unknown; it must be True or False"),
        (intent("/S"), "it has no OutputIntent of PDF/X"),
        (intent("/OutputConditionIdentifier"), "its OutputIntent names no printing condition"),
        (intent("/RegistryName"), "its OutputIntent has neither a profile nor the registry"),
        (link, "annotations stand in what is printed (page 3)"),
        (icc_gray, "it uses the colour space ICC-based gray (page 4)"),
        (lzw, "something in it is compressed by LZW"),
        (opening, "it has an action on opening"),
        (both_boxes, "it has a TrimBox and an ArtBox as well (page 1)"),
        (both_boxes, "the TrimBox reaches out of the CropBox (page 2)"),
        (group, "it has a transparency group (page 2)"),
    ],
)
def test_a_false_claim(change: Callable[[pikepdf.Pdf], None], what: str, tmp_path: Path) -> None:
    stays = pikepdf.StreamDecodeLevel.none
    plain = {"compress_streams": False, "object_stream_mode": pikepdf.ObjectStreamMode.disable}
    data = with_pdfx(book(), change, stream_decode_level=stays, **plain)
    findings = found_in(data, tmp_path, "lulu")
    claims = [finding for finding in findings if finding.rule == "press/pdfx"]
    assert any(what in finding.message for finding in claims), said(findings)
    assert all(finding.severity == "error" and "ISO 15930" in finding.spec for finding in claims)
    also = {"press/gutter", "press/margins"} | ({"press/page-size"} if change is both_boxes else set())
    assert {finding.rule for finding in findings} <= {"press/pdfx", *also}


def test_a_claim_of_rgb_fonts_and_packed_objects(tmp_path: Path) -> None:
    data = book(extra={3: placed(photograph(600, 600, "RGB"), 2, 2, 1, 1), 5: lambda c, n: text(c, n, face="Courier")})
    with changed(as_pdfx(data), object_stream_mode=pikepdf.ObjectStreamMode.generate, min_version="1.5") as (_, made):
        pass
    claims = [f.message.partition(", but ")[2] for f in found_in(made[0], tmp_path) if f.rule == "press/pdfx"]
    assert claims == [
        "it is a PDF 1.5 and not 1.3",
        "its objects are packed in streams, which PDF 1.3 does not know",
        "the font Courier is not in it",
        "it uses the colour space DeviceRGB (page 3)",
    ]


def test_a_claim_of_2003_cites_its_clauses(tmp_path: Path) -> None:
    data = with_pdfx(book(), info("/Trapped", None))
    with changed(data) as (file, made):
        file.trailer.Info["/GTS_PDFXVersion"] = pikepdf.String("PDF/X-1a:2003")
    finding = next(f for f in found_in(made[0], tmp_path) if f.rule == "press/pdfx")
    assert finding.spec.startswith("ISO 15930-4:2003, 6.6 (trapping); Amazon KDP: ")


def test_no_claim_where_one_is_required(tmp_path: Path) -> None:
    assert "error press/pdfx: the file does not say that it is PDF/X-1a:2001" in said(
        found_in(book(), tmp_path, "ingram")
    )
