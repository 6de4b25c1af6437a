"""The EPUB's style sheet: the reader's settings rule, and each rule of ours says why it is there."""

from __future__ import annotations

import re

from octavo.renditions.style import mirrored, style

PARAGRAPHS = [paragraph for paragraph in style("epub.css").split("\n\n") if "{" in paragraph]
RULES = re.findall(r"([^{}]+)\{([^{}]*)\}", re.sub(r"/\*.*?\*/", "", style("epub.css"), flags=re.DOTALL))


def declarations() -> list[tuple[str, str, str]]:
    """Selector, property and value of all that the sheet says."""
    said = [(rule.strip(), line) for rule, block in RULES for line in block.split(";") if line.strip()]
    return [(rule, line.partition(":")[0].strip(), line.partition(":")[2].strip()) for rule, line in said]


def test_each_rule_says_why() -> None:
    assert len(PARAGRAPHS) > 25
    assert [paragraph[:60] for paragraph in PARAGRAPHS if not paragraph.lstrip().startswith("/*")] == []


def test_no_colour_face_or_ground_is_given_to_text() -> None:
    """They are the reader's, but for the ground of pictures that have none; the one face named is for code."""
    rest = [declared for declared in declarations() if declared[0] not in (".on-light", ".on-dark")]
    found = {(name, value) for _, name, value in rest if name in ("color", "font-family") or "backg" in name}
    assert found == {("color", "inherit"), ("font-family", "monospace")}
    values = " ".join(value for _, _, value in rest)
    assert not re.search(r"#[0-9a-fA-F]{3}|rgb|hsl|\b(black|white|gr[ae]y|red|blue)\b", values)


def test_running_text_is_left_to_the_reader() -> None:
    running = [(name, value) for rule, name, value in declarations() if rule in ("html", "body", "p", "li", "section")]
    kept = {"font-size", "line-height", "text-align", "width", "max-width", "height", "padding"}
    assert kept.isdisjoint(name for name, _ in running)
    assert ("margin", "0") in running


def test_lengths_grow_with_the_reader_s_type() -> None:
    """But for the rules of a line's breadth, and the cover, which is as high as the window."""
    for rule, name, value in declarations():
        fixed = re.findall(r"\d(?:px|pt|mm|cm|in|vw|vh)\b", value)
        assert not fixed or name.startswith("border") or rule == ".cover img", (rule, name, value)


def test_old_engines_find_nothing_that_makes_them_drop_the_sheet() -> None:
    sheet = re.sub(r"/\*.*?\*/", "", style("epub.css"), flags=re.DOTALL)
    assert not re.search(
        r"@|:is\(|:has\(|:where\(|:not\(|var\(|calc\(|-inline|-block-|!important|position:|float:", sheet
    )


def test_a_section_that_is_an_epigraph_is_not_ranged_as_one() -> None:
    """The page of the book's own has the class on its section, and the block in it once more."""
    sheets = [
        declarations(),
        [("html", *rule) for rule in re.findall(r"(?m)^([^\n{]*\.epigraph) \{([^}]*)\}", style("html.css"))],
    ]
    ranged = [rule for sheet in sheets for rule in sheet if "auto" in rule[2] and str(rule).count(".epigraph") == 1]
    selectors = [rule[0] if rule[0] != "html" else rule[1] for rule in ranged]
    assert sorted(selector for selector in selectors if "display-page" not in selector) == ["div.epigraph"] * 2


def test_mirrored_the_sheet_is_another_and_mirrored_twice_the_same() -> None:
    assert mirrored(style("epub.css")) != style("epub.css")
    assert mirrored(mirrored(style("epub.css"))) == style("epub.css")


def test_an_epigraph_has_no_hyphens_and_the_mark_on_a_title_is_as_small_as_in_the_text() -> None:
    said = {(rule, name): value for rule, name, value in declarations()}
    assert said["div.epigraph", "hyphens"] == said["div.epigraph", "-epub-hyphens"] == "none"
    on_title = float(said["h1 .noteref", "font-size"].removesuffix("em")) * float(said["h1", "font-size"][:-2])
    in_text = said["sub, sup, .noteref", "font-size"]
    assert abs(on_title - float(in_text.removesuffix("em"))) < 0.02
