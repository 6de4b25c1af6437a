"""The labels of all pages at once are those that the library tells of each."""

from __future__ import annotations

import warnings
from random import Random

import pikepdf
import pytest

from octavo.readback.pagelabels import page_labels

STYLES = ["/D", "/R", "/r", "/A", "/a", "/X", None]


def labelled(pages: int, ranges: dict[int, pikepdf.Dictionary]) -> pikepdf.Pdf:
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page()
    if ranges:
        pdf.Root.PageLabels = pikepdf.Dictionary(Nums=[])
        tree = pikepdf.NumberTree(pdf.Root.PageLabels)
        for number, label in ranges.items():
            tree[number] = pdf.make_indirect(label)
    return pdf


def random_label(chance: Random) -> pikepdf.Dictionary:
    label = pikepdf.Dictionary()
    style = chance.choice(STYLES)
    if style:
        label.S = pikepdf.Name(style)
    if chance.random() < 0.5:
        label.St = chance.choice([1, 4, 26, 27, 700, 4999, 0, -3])
    if chance.random() < 0.3:
        label.P = pikepdf.String(chance.choice(["A-", "§ ", "-"]))
    return label


@pytest.mark.parametrize("seed", range(40))
def test_they_are_the_librarys(seed: int) -> None:
    chance = Random(seed)
    numbers = sorted(chance.sample(range(12), chance.randrange(5)))
    pdf = labelled(chance.randrange(1, 14), {number: random_label(chance) for number in numbers})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = [page.label for page in pdf.pages]
    assert page_labels(pdf) == expected


def test_a_file_without_labels_counts_from_one() -> None:
    assert page_labels(labelled(3, {})) == ["1", "2", "3"]
