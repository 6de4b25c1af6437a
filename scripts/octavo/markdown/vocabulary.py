"""HTML's elements as the tree uses them: which are blocks, and which may be written as raw HTML (HTML, 4)."""

from __future__ import annotations

BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "dd", "details", "div", "dl", "dt"),
        *("figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main"),
        *("nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr"),
        *("ul",),
    )
)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
INLINE = frozenset(
    (
        *("a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "kbd", "mark"),
        *("q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var"),
    )
)
VOID = frozenset({"br", "col", "hr", "img", "wbr"})
RENAMED = {
    **dict.fromkeys(("article", "aside", "center", "fieldset", "footer", "form", "header", "main", "nav"), "div"),
    **dict.fromkeys(("section", "address", "hgroup", "dir", "menu"), "div"),
    **dict.fromkeys(("big", "font", "nobr", "label", "time", "data"), "span"),
    "strike": "s",
    "tt": "code",
    "acronym": "abbr",
}
"""Elements that mean no more to a book than a plain one does, or that HTML has given up for another."""
KNOWN = (
    INLINE
    | VOID
    | {"blockquote", "p", "pre", "div", "ul", "ol", "li", "dl", "dt", "dd", "figure", "figcaption", "details"}
    | {"summary", "table", "caption", "colgroup", "thead", "tbody", "tfoot", "tr", "td", "th", *HEADINGS}
)
"""Elements of raw HTML that are taken for what they mean."""
SILENT = frozenset({"script", "style", "template", "title", "head", "noscript"})
"""Elements whose content is no text of the book."""
CLOSED_BY = {
    "li": ({"li"}, {"ul", "ol"}),
    "dt": ({"dt", "dd"}, {"dl"}),
    "dd": ({"dt", "dd"}, {"dl"}),
    "td": ({"td", "th"}, {"tr", "table"}),
    "th": ({"td", "th"}, {"tr", "table"}),
    "tr": ({"tr"}, {"table", "thead", "tbody", "tfoot"}),
    **dict.fromkeys(("thead", "tbody", "tfoot"), ({"thead", "tbody", "tfoot", "caption", "colgroup"}, {"table"})),
}
"""The start of an element → which open ones it ends, and within which one must look (HTML, 13.1.2.4, optional tags)."""
HOLDS_LINES = frozenset({"p", "li", "dd", "dt", "td", "th", "figcaption", "caption", "summary", "pre", *HEADINGS})
"""Elements in which text may stand without a paragraph around it."""
