"""What the columns of a table hold: read from the texts of its header rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Literal

from planextract.assembling.scope import Scope
from planextract.assembling.sentences import PlanContext
from planextract.document import Table
from planextract.layout.grids import is_caption
from planextract.patterns import Patterns
from planextract.reading.levels import ORDER
from planextract.reading.periods import PeriodReader
from planextract.records import AdministrativeLevel

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_PLAIN = re.compile(r"^(?:≥|≤|>|<|=|约|近)?\s*[-+]?\d")
_OPEN = ("actual", "target", "forecast", "year")
"""Roles of columns of figures before the years of the plan settle which were reached and which are aimed at."""


@dataclass(slots=True)
class Column:
    """One column. ``level`` is None for the plan's own; ``metric`` is what the title itself measures."""

    role: str
    title: str = ""
    year: int | None = None
    level: AdministrativeLevel | None = None
    unit: str | None = None
    metric: str = ""


@dataclass(slots=True)
class Group:
    """The columns that tell of one figure: its starting values, the levels it reaches, its growth."""

    level: AdministrativeLevel | None
    metric: str
    targets: list[int] = field(default_factory=list)
    actuals: list[int] = field(default_factory=list)
    rank: bool = False
    growths: list[int] = field(default_factory=list)
    past_growths: dict[int, int] = field(default_factory=dict)
    """Columns of growth that belong to a result, by the column of that."""


@dataclass(slots=True)
class Shape:
    """The columns of a table. ``kind`` is indicator, area (rows are places), project, detail (a project list without
    sums) or prose (cells hold sentences); ``achievement`` is set where its figures are results."""

    columns: list[Column]
    kind: Literal["indicator", "area", "project", "detail", "prose"] = "indicator"
    achievement: bool = False
    unit: str | None = None
    """The unit that stands above the table."""
    groups: list[Group] = field(default_factory=list)

    def first(self, *roles: str) -> int | None:
        return next((i for i, c in enumerate(self.columns) if c.role in roles), None)

    def all(self, *roles: str) -> list[int]:
        return [i for i, c in enumerate(self.columns) if c.role in roles]


class ColumnReader:
    """Reads headers by ``patterns/tables.yaml``."""

    def __init__(self, patterns: Patterns, periods: PeriodReader) -> None:
        self.rules = patterns.regexes("tables")
        self.periods = periods

    def upright(self, table: Table) -> Table:
        """A table whose rows are years is turned, so that its rows are figures."""
        body = [row[0].text for row in table.rows[table.header_rows :]]
        title = re.sub(r"\s", "", _title(table, 0))
        if table.header_rows != 1 or len(body) < 2 or not self.rules["years_in_rows"].match(title):
            return table
        if not all(_YEAR.match(text) and len(text) <= 12 for text in body):
            return table
        return replace(table, rows=tuple(zip(*table.rows, strict=True)))

    def read(self, table: Table, scope: Scope, plan: PlanContext, unit: str | None) -> Shape:
        """The shape of a table, from its header rows and, where they say nothing, from its cells."""
        titles = [re.sub(r"\s", "", _title(table, c)) for c in range(len(table.rows[0]))]
        shape = Shape([self._column(title, plan) for title in titles], unit=unit)
        self._levels(shape.columns, plan)
        self._kind(shape, table)
        self._settle(shape, scope, plan, bool(self.rules["stock_caption"].search(table.caption)))
        shape.groups = _groups(shape)
        self._growths(shape)
        if shape.kind in ("indicator", "area") and not _figures(table, shape):
            shape.kind = "prose"
        return shape

    # ---- one column -------------------------------------------------------------------------------------------------

    def _column(self, title: str, plan: PlanContext) -> Column:
        column = Column("other", title, self._year(title, plan))
        if match := self.rules["unit_in_title"].search(title):
            if not self.rules["no_unit"].match(match["unit"]):
                column.unit = match["unit"]
        elif title.endswith(("%", "‰")):
            column.unit = title[-1]
        if title:
            column.role = self._role(title, column.year)
            column.metric = re.sub(r"[\W_]", "", self.rules["time_words"].sub("", title))
        return column

    def _year(self, title: str, plan: PlanContext) -> int | None:
        """The year a title names, “十四五”末 and the like included."""
        if years := _YEAR.findall(title):
            return int(years[-1])
        dates = [d for d in self.periods.find(title, plan.time.report) if d.last and d.last[0] != "-"]
        return int(str(dates[-1].last)[:4]) if dates else None

    def _role(self, title: str, year: int | None) -> str:
        for role in ("serial", "remark", "duration"):
            if self._is(role, title) and not (role == "duration" and _YEAR.search(title)):
                return role
        if self._is("binding", title) and year is None:
            return "binding"
        if self._is("responsible", title) and year is None:
            return "responsible"
        if self._is("investment", title) and not self._is("other_investment", title):
            return "investment"
        for role in ("rank", "progress", "sum"):
            if self._is(role, title):
                return role
        if self._is("growth", title) and not self._is("level_title", title):
            return "growth"
        return self._value_role(title, year) or self._name_role(title)

    def _value_role(self, title: str, year: int | None) -> str | None:
        """The role of a column of figures: reached, aimed at, expected, or a year that says none of these."""
        said = [role for role in ("target", "actual", "forecast") if self._is(role, title)]
        if year is None and (not said or self._is("indicator", title)):
            return "year" if self._is("amount", title) else None
        return said[0] if said else "year"

    def _name_role(self, title: str) -> str:
        if self._is("project", title) and not self._is("area", title):
            return "indicator"
        return next((role for role in ("area", "category", "indicator", "unit") if self._is(role, title)), "other")

    def _is(self, rule: str, title: str) -> bool:
        return bool(self.rules[rule].search(title))

    # ---- all columns together ---------------------------------------------------------------------------------------

    def _levels(self, columns: list[Column], plan: PlanContext) -> None:
        """Whose column each is. Where the plan's level is unknown, the lowest of the named levels is its own."""
        figures = [c for c in columns if c.role in _OPEN]
        named = {id(c): level for c in figures if (level := self._named_level(c.title, plan))}
        own: AdministrativeLevel | None = plan.level
        targets = [c for c in figures if c.role in ("target", "year")]
        if own is None and targets and all(id(c) in named for c in targets):
            own = max((named[id(c)] for c in targets), key=ORDER.index)
        for column in figures:
            level = named.get(id(column))
            column.level = level if level != own else None

    def _named_level(self, title: str, plan: PlanContext) -> AdministrativeLevel | None:
        if self._is("own_column", title) or (plan.own and plan.own.search(title)):
            return None
        match = self.rules["other_level"].search(title)
        return match.lastgroup if match else None  # type: ignore[return-value]

    def _kind(self, shape: Shape, table: Table) -> None:
        columns = shape.columns
        if any(self._is("project_content", c.title) or self._is("project", c.title) for c in columns):
            shape.kind = "project" if shape.first("investment") is not None else "indicator"
            if shape.kind == "indicator" and not shape.all(*_OPEN):
                shape.kind = "detail"
        elif shape.first("area") is not None and shape.first("indicator") is None:
            shape.kind = "area"
            for column in columns:
                if column.role == "other" and column.metric:
                    column.role = "year"
        if shape.first("indicator", "area") is None:
            _guess_indicator(table, columns)
        if not any(c.role in _OPEN and c.title != "" and (c.year or c.role != "year") for c in columns):
            self._measures(shape, table)
        self._second_name(shape, table)

    @staticmethod
    def _measures(shape: Shape, table: Table) -> None:
        """Without columns of years, columns of figures with a unit are what a row is measured by."""
        for c, column in enumerate(shape.columns):
            texts = [row[c].text for row in table.rows[table.header_rows :]]
            if column.role == "other" and column.unit and 2 * sum(bool(_PLAIN.match(t)) for t in texts) >= len(texts):
                column.role = "year"

    def _second_name(self, shape: Shape, table: Table) -> None:
        """A column without a title beside the names holds the rest of them (低保标准 | 城市)."""
        at = shape.first("indicator")
        if at is None or at + 1 >= len(shape.columns):
            return
        column = shape.columns[at + 1]
        texts = [row[at + 1].text for row in table.rows[table.header_rows :] if row[at + 1].span != row[at].span]
        untitled = column.title in ("", shape.columns[at].title) and column.role in ("other", "indicator")
        if untitled and any(texts) and not any(_PLAIN.match(t) for t in texts):
            column.role = "second_name"

    def _settle(self, shape: Shape, scope: Scope, plan: PlanContext, stock: bool) -> None:
        """Which figures were reached and which are aimed at: by their titles, else by the years of the plan."""
        figures = [c for c in shape.columns if c.role in _OPEN]
        years = [c.year for c in figures if c.year]
        first = plan.time.first
        future = bool(first and years and max(years) >= first)
        aims = any(c.role in ("target", "forecast") for c in figures)
        reached = any(c.role == "actual" for c in figures)
        past = bool(first and years and max(years) < first)
        told = scope.tense == "achieved" or (stock and not years)
        shape.achievement = past or (told and not future and (reached or not aims))
        for column in figures:
            if column.role == "year":
                late = column.year == max(years, default=None) or bool(first and column.year and column.year >= first)
                column.role = "actual" if shape.achievement or not late else "target"
            elif shape.achievement and column.role != "actual":
                column.role = "planned" if reached else "actual"
        self._settle_others(shape.columns, shape.achievement)

    def _settle_others(self, columns: list[Column], achievement: bool) -> None:
        """Sums are aimed at; a rank without a year is of the year of the figures before it."""
        last: Column | None = None
        for column in columns:
            if column.role == "sum" and not achievement:
                column.role = "target"
            elif column.role == "rank" and last and column.year is None and not self._is("target", column.title):
                column.year = last.year
            last = column if column.role in ("actual", "target") else last

    def _growths(self, shape: Shape) -> None:
        """Give each column of growth to the figures on its left: a yearly rate before the aim is that of a result."""
        for g in shape.all("growth"):
            own = [group for group in shape.groups if group.level is None and not group.rank]
            left = [group for group in own if min(group.targets + group.actuals) < g] or own
            if not left:
                continue
            group = left[-1 if left[-1].metric else 0]
            column, before = shape.columns[g], max([c for c in group.actuals + group.targets if c < g], default=-1)
            rate = column.year is None and (column.unit == "%" or self._is("growth_rate", column.title))
            aimed = any(c > g for c in group.targets) and not self._is("annual", column.title)
            if before in group.actuals and rate and aimed:
                group.past_growths[before] = g
            else:
                group.growths.append(g)


def _figures(table: Table, shape: Shape) -> bool:
    """Whether a column of figures holds one, or words where no cell holds a whole sentence."""
    columns = {c for g in shape.groups for c in (*g.targets, *g.actuals, *g.growths)}
    rows = table.rows[table.header_rows :]
    if any(_PLAIN.match(row[c].text) for row in rows for c in columns):
        return True
    return bool(columns) and not any("。" in cell.text for row in rows for cell in row)


def _title(table: Table, column: int) -> str:
    """The texts of all header rows over a column; a merged cell gives its text to the empty ones on its right."""
    rows = [row for row in table.rows[: table.header_rows] if not is_caption(row)]
    parts: list[str] = []
    for r, row in enumerate(rows):
        text = row[column].text
        if not text and any(below[column].text for below in rows[r + 1 :]):
            text = next((row[c].text for c in range(column - 1, -1, -1) if row[c].text), "")
        if text and text not in parts:
            parts.append(text)
    return "".join(parts)


def _guess_indicator(table: Table, columns: list[Column]) -> None:
    """Without a header that says so, the indicator stands in the first wide column of text."""
    best, longest = None, 0.0
    for c, column in enumerate(columns):
        aim = column.role == "target" and column.year is None and sum(c.role in _OPEN for c in columns) > 1
        if column.role not in ("other", "category") and not aim:
            continue
        texts = [row[c].text for row in table.rows[table.header_rows :]]
        size = sum(len(t) for t in texts if not _PLAIN.match(t)) / max(1, len(texts))
        if size > longest:
            best, longest = c, size
    if best is not None and longest >= 3:
        columns[best].role = "indicator"


def _groups(shape: Shape) -> list[Group]:
    """Columns of figures by level and, where one row holds several figures of a year, by what they measure."""
    aims = [(c.year, c.level, c.role) for c in shape.columns if c.role in ("target", "forecast", "actual")]
    by_metric = shape.kind == "area" or len(set(aims)) < len(aims)
    groups: dict[tuple[AdministrativeLevel | None, str], Group] = {}
    for i, column in enumerate(shape.columns):
        if column.role not in ("target", "forecast", "actual", "rank"):
            continue
        metric = column.metric if by_metric else ""
        if column.role == "rank":
            before = [c for c in shape.columns[:i] if c.role in ("target", "actual")]
            metric = (before[-1].metric if before and by_metric else "") + column.metric
        group = groups.setdefault((column.level, metric), Group(column.level, metric, rank=column.role == "rank"))
        (group.actuals if column.role == "actual" else group.targets).append(i)
    return list(groups.values())
