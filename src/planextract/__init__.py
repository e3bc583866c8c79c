"""planextract: from Chinese government plans to a table of figures that can be trusted.

>>> import planextract
>>> planextract.load_bytes("到2025年，建成床位300张。".encode(), "plan.txt").text
'到2025年，建成床位300张。'

Everything here is loaded when it is first used, so that ``import planextract`` costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from planextract.annotation import agreement, annotation_sheet, read_sheet
    from planextract.auditing import audit
    from planextract.batch import Outcome, run
    from planextract.catalogue import Catalogue, load_catalogue
    from planextract.comparing import Comparison, Vertical, compare, vertical
    from planextract.document import Document
    from planextract.errors import LoadError, OutputError, PatternError, PlanExtractError, UsageError
    from planextract.explaining import Explanation, explain
    from planextract.exporting import export
    from planextract.golden import check_golden, update_golden
    from planextract.inputs import Input, expand
    from planextract.limits import Limits
    from planextract.loading import load, load_bytes
    from planextract.naming import name_indicators
    from planextract.offsets import Span
    from planextract.pipeline import Given, extract
    from planextract.records import (
        Extraction,
        Finding,
        Milestone,
        NumberEntry,
        Plan,
        Record,
    )
    from planextract.rulecheck import check_patterns
    from planextract.scaling.many import Crew, parse_many
    from planextract.scaling.tasks import Settings
    from planextract.scoring import Score, score
    from planextract.units import to_base
    from planextract.writing import write

__version__ = "0.1.0"

__all__ = [
    "Catalogue",
    "Comparison",
    "Crew",
    "Document",
    "Explanation",
    "Extraction",
    "Finding",
    "Given",
    "Input",
    "Limits",
    "LoadError",
    "Milestone",
    "NumberEntry",
    "Outcome",
    "OutputError",
    "PatternError",
    "Plan",
    "PlanExtractError",
    "Record",
    "Score",
    "Settings",
    "Span",
    "UsageError",
    "Vertical",
    "__version__",
    "agreement",
    "annotation_sheet",
    "audit",
    "check_golden",
    "check_patterns",
    "compare",
    "expand",
    "explain",
    "export",
    "extract",
    "load",
    "load_bytes",
    "load_catalogue",
    "name_indicators",
    "parse_many",
    "read_sheet",
    "run",
    "score",
    "to_base",
    "update_golden",
    "vertical",
    "write",
]

_HOMES = {
    "annotation": ("agreement", "annotation_sheet", "read_sheet"),
    "auditing": ("audit",),
    "batch": ("Outcome", "run"),
    "catalogue": ("Catalogue", "load_catalogue"),
    "comparing": ("Comparison", "Vertical", "compare", "vertical"),
    "document": ("Document",),
    "errors": ("LoadError", "OutputError", "PatternError", "PlanExtractError", "UsageError"),
    "explaining": ("Explanation", "explain"),
    "exporting": ("export",),
    "golden": ("check_golden", "update_golden"),
    "inputs": ("Input", "expand"),
    "loading": ("load", "load_bytes"),
    "naming": ("name_indicators",),
    "offsets": ("Span",),
    "pipeline": ("Given", "extract"),
    "limits": ("Limits",),
    "records": ("Extraction", "Finding", "Milestone", "NumberEntry", "Plan", "Record"),
    "rulecheck": ("check_patterns",),
    "scoring": ("Score", "score"),
    "units": ("to_base",),
    "scaling.many": ("Crew", "parse_many"),
    "scaling.tasks": ("Settings",),
    "writing": ("write",),
}
_HOME = {name: f"planextract.{module}" for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
