"""What printers ask for, as data (``printers.toml``), and the lengths that follow from it."""

from octavo.printers.printer import Requirement, Source, parse_length, parse_trim, printer, printer_names
from octavo.printers.sheet import Box, Sheet, wrap_sheet

__all__ = [
    "Box",
    "Requirement",
    "Sheet",
    "Source",
    "parse_length",
    "parse_trim",
    "printer",
    "printer_names",
    "wrap_sheet",
]
