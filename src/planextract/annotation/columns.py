"""The columns of an annotation sheet: what is given, what a person fills in, and which words are allowed there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from planextract.records import AdministrativeLevel, Comparator, Kind, Role

FIGURES, PLAN, CONFLICTS, GUIDE = "Figures", "Plan", "Conflicts", "Guide"
VALUE = "value"
ROLES = (*(role for role in get_args(Role) if role not in ("deadline", "unexplained")),)
"""What a number of the text may be. A deadline is a ``date`` here; ``unexplained`` is what a person has to settle."""
USED = ("value", "baseline", "change")
KINDS: tuple[str, ...] = get_args(Kind)
COMPARATORS: tuple[str, ...] = get_args(Comparator)
LEVELS: tuple[str, ...] = get_args(AdministrativeLevel)
DEADLINE_SOURCES = ("explicit", "inherited", "none")
LEVEL_SOURCES = ("explicit", "default")
BINDINGS = ("约束性", "预期性")
ORIGINS = ("text", "table")
YES = "yes"


@dataclass(frozen=True)
class Column:
    name: str
    width: int
    help: str
    choices: tuple[str, ...] = ()
    given: bool = False
    """Comes with the sheet and is not to be changed."""


COLUMNS = (
    Column("id", 8, "Name of the number. Leave it empty in a row that you add.", given=True),
    Column("line", 6, "Line of the plan.", given=True),
    Column("before", 34, "What stands before it.", given=True),
    Column("number", 14, "The number as it is written; checked against the plan.", given=True),
    Column("after", 34, "What stands after it.", given=True),
    Column("role", 11, "What the number is. A figure has the role value.", ROLES),
    Column("kind", 10, "target: committed to; achieved: an actual; forecast: expected; norm: a rule's parameter; "
           "project: a row of a project list.", KINDS),
    Column("indicator", 34, "What is measured, in the text's words: the shortest phrase that says what is counted."),
    Column("comparator", 11, "Empty is the same as =.", COMPARATORS),
    Column("value", 10, "The number as written, in the written unit; Chinese numerals converted."),
    Column("value_high", 10, "The upper end of a range."),
    Column("unit", 10, "As written, without the denominator."),
    Column("per", 12, "What it is counted per: 人·月, 百户, 年."),
    Column("implied", 8, "yes where a word stands for the number (全覆盖).", (YES,)),
    Column("baseline", 9, "The id of the number it started from."),
    Column("change", 9, "The id of the number that says by how much it changed."),
    Column("deadline", 12, "2025-12-31, or --06-30 for every year; of an actual, its date."),
    Column("deadline_source", 12, "explicit: same sentence or table; inherited: a lead or heading.", DEADLINE_SOURCES),
    Column("level", 11, "Level of government at which the figure is counted.", LEVELS),
    Column("level_source", 11, "explicit where a word says the level.", LEVEL_SOURCES),
    Column("binding", 10, "Where a table says so.", BINDINGS),
    Column("responsible", 20, "Bodies, joined by ；."),
    Column("from", 8, "Running text or a table.", ORIGINS),
    Column("value_text", 24, "The text of a target in words."),
    Column("note", 24, "Anything."),
    Column("value_start", 10, "Where the figure begins, if that is not where the number begins."),
    Column("value_end", 10, "Where the figure ends, if that is not where the number ends."),
    Column("start", 8, "Offset of the number's first character.", given=True),
    Column("end", 8, "Offset behind the number's last character.", given=True),
)  # fmt: skip
NAMES = tuple(column.name for column in COLUMNS)
PLAN_ROWS = ("title", "region", "level", "province", "period_start", "period_end", "issued", "doc_number")
CONFLICT_COLUMNS = ("numbers", "why")
