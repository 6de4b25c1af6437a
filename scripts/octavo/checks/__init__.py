"""Checks on source and renditions: one rule is one function with a stable name; its wording is data."""

from octavo.checks.registry import Finding, Subject, run_rules, table

__all__ = ["Finding", "Subject", "run_rules", "table"]
