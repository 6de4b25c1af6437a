"""Preflight: what a printer asks of a file, one rule a function, run on the file as it is."""

from octavo.checks.press.job import PressJob

__all__ = ["PressJob"]
