"""Checks on source and renditions: one rule is one function with a stable name; its wording is data."""

from octavo.checks.finding import Finding
from octavo.checks.registry import run_rules, table
from octavo.checks.subject import Subject

__all__ = ["Finding", "Subject", "run_rules", "table"]
