"""Octavo: the text you ship is the text you proofed."""

__version__ = "0.1.0"
