"""What printers ask for, as data (``printers.toml``), and the lengths that follow from it."""

from octavo.printers.printer import PRINTERS, Requirement, Source, parse_length, parse_trim, printer
from octavo.printers.sheet import Box, Sheet, wrap_sheet

__all__ = ["PRINTERS", "Box", "Requirement", "Sheet", "Source", "parse_length", "parse_trim", "printer", "wrap_sheet"]
