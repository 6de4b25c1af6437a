"""Checks on source and renditions: one rule is one function with a stable name; its wording is data."""

from octavo.checks.finding import Finding
from octavo.checks.registry import Subject, run_rules, table

__all__ = ["Finding", "Subject", "run_rules", "table"]
