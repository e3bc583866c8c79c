"""Measure planextract on plans of your own: a sheet to correct, gold to score against, agreement of two people."""

from __future__ import annotations

from planextract.annotation.agreement import Agreement, agreement
from planextract.annotation.merging import merge
from planextract.annotation.reading import SheetError, read_sheet
from planextract.annotation.sheet import annotation_sheet

__all__ = ["Agreement", "SheetError", "agreement", "annotation_sheet", "merge", "read_sheet"]
