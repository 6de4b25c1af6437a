"""What Amazon's Kindle Publishing Guidelines say that a Kindle rejects, ignores or shows badly, of any EPUB.

Each rule names its section in ``rules.toml``: that of the guidelines as numbered in their version of 2019.2, which the
help pages of Kindle Direct Publishing repeat in parts. All are warnings: Amazon's own previewer has the last word.
"""
