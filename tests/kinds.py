"""An edition that departs from its witness in every way: what stands in its files."""

FRONT_MATTER = """---
title: Both readings
subtitle: of every kind
creator:
  - {name: Ada Author, role: aut, file-as: "Author, Ada"}
  - {name: Ed Itor, role: edt}
  - {name: Tra Nslator, role: trl}
lang: en-GB
identifier: urn:isbn:9780000000002
version: "2"
published: 2020-02-02
revised: 2021-03-03
publisher: The House
rights: None reserved.
subject: [Testing, Texts]
witness: {path: witness.txt, paragraphs: line, siglum: "W 1", skip: '^\\[page \\d+\\]$'}
---
"""
TEXT_OF_ALL_KINDS = """
# The *first* chapter {#first}

[The witness has []{count="words-witness"} words.]{.editorial}

Alpha *beta gamma* delta. It was ho fewer than ten.[^1] The army, and [its]{.smallcaps} men.[^e1] On and on[^e2] then,
to receive and to receive.

An opening one that was two in the witness, and goes on.

This is a paragraph.

It was one with it before. A word left out here. The end

## Second *heading* [line]{.byline}

> A quotation of *some* words.
>
> Its second paragraph.

| A line of verse,
|   and another one,
|
| a second stanza.

1.  The first item
2.  The second item

    with a second paragraph.

(b) letter b
(c) letter c

Term
:   Its definition.
:   Another definition.

Formula $x^2 + y_1$ in a line, and `code here` too. In 1914–18 and 1939–45, he said ‘yes’ — “no”.

| A | B |
|---|---|
| one | two |

: The caption

[An inserted sentence of ours.]{.editorial} He went on. [Restored words.]{.restored} Last *word*

::: {.aside #box}
In a [box](#note-2-1) of [links](#first).
:::

# Editors’ chapter {.editorial}

Ours alone, with a note.[^2]

# Third

Begin again at the top. Wood chopper’s Ball again, wood. and so

[^1]: A note of the author’s, with a mistaek corrected. Its end.

[^e1]: [A note of ours.]{.editorial}

[^e2]: [What the author noted. Restored after another book.]{.restored}

[^2]: An author’s note in an editorial chapter.
"""
WITNESS = """The first chapter
Alfa beta gama delta. It was no fewer than ten. The army, and his men. On and onthen, to recieve and to recieve.
An opening one
that was two in the witness, and goes on.
This is a paragraph. It was one with it before. A left out here. The end Second headline
A quotation of sum words. Its second paragraph.
A line of verse. and an other one, a second stanza.
l. The first item
2. Then second item
with a second paragraph.
(b) letter b
(c) letter c
Term
Its definition.
Another definition.
Formula x2 + y1 in a line, and code there too. In 1914-18 and 1939-45, he said 'yes' -- "no".
[page 12]
The caption
A
B
one
too
He went went on. Last word In a box of links.
A note of the author’s, with a mistake corrected. Its ends.
An author’s notes in an editorial chapter.
Third
Oh Begin again at the top. Woodchopper’s Ball again,
wood . and so on
"""
ERRATA = r"""errata:
  - {id: alpha, for: Alfa, read: Alpha, kind: misread, cert: high, by: Ada Author}
  - {id: gamma, for: beta gama, read: beta gamma, kind: misprint, cert: low,
     by: Pro Of, source: The MS., date: "2021-01-01"}
  - {id: ho, for: "no", read: ho, in: was no fewer, kind: misread}
  - {id: his, for: his, read: its, in: his men, kind: unknown}
  - {id: across-a-mark, for: onthen, read: on then, kind: misread}
  - {id: receive, for: recieve, read: receive, kind: misprint, every: true, count: 2}
  - {id: join, for: "¶", read: "", in: "one ¶ that", kind: paragraph, note: Not shown to readers.}
  - {id: part, for: "paragraph. It", read: "paragraph. ¶ It", kind: paragraph}
  - {id: word, for: "A left", read: "A word left", kind: omission}
  - {id: headline, for: "The end Second headline", read: "The end ¶ Second heading line", kind: heading}
  - {id: sum, for: sum, read: some, in: of sum words, kind: misread}
  - {id: its2, for: "words. Its", read: "words. ¶ Its", kind: paragraph}
  - {id: verse, for: "verse. and an other", read: "verse, and another", kind: misread}
  - {id: one, for: "l.", read: "1.", kind: misread}
  - {id: two, for: "Then second", read: The second, kind: misread}
  - {id: x, for: "x2", read: "x^2", kind: misread}
  - {id: y, for: "y1", read: "y_1", kind: misread}
  - {id: code, for: there too, read: here too, kind: misread}
  - {id: too, for: too, read: two, in: one ¶ too, kind: misread}
  - {id: went, for: went went, read: went, kind: repetition}
  - {id: box, for: "word In", read: "word ¶ In", kind: paragraph}
  - {id: note, for: mistake, read: mistaek, kind: misread}
  - {id: ends, for: "ends. ¶ An author’s notes", read: "end. ¶ An author’s note", kind: misread}
  - {id: oh, for: "Oh Begin", read: Begin, kind: addition}
  - {id: chop, for: Woodchopper’s, read: Wood chopper’s, kind: spacing}
  - {id: wood, for: "again, ¶ wood .", read: "again, wood.", kind: spacing}
  - {id: "on", for: "so on", read: so, kind: addition}
normalise:
  - {for: '(\d{4})-(\d\d)', read: '\1–\2', why: an en dash joins years, count: 2}
  - {for: "'(\\w+)'", read: '‘\1’', why: curly quotation marks, count: 1}
  - {for: '"(\w+)"', read: '“\1”', why: curly quotation marks, count: 1}
  - {for: ' -- ', read: ' — ', why: one dash, count: 1}
"""
