"""Indicator tables: what each column holds, and one record per row and column of figures."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from planextract.assembling.drafts import Draft, Due, Entry, Part
from planextract.assembling.scope import Scope
from planextract.assembling.sentences import PlanContext, Result, SentenceAssembler
from planextract.document import Cell, Table
from planextract.layout.blocks import Block
from planextract.offsets import Span
from planextract.patterns import Patterns
from planextract.reading.bodies import BodyReader
from planextract.reading.quantities import Quantity
from planextract.records import AdministrativeLevel, Role

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_UNIT_IN_TEXT = re.compile(r"[（(]\s*(?P<unit>%|‰|％|[^（()）\d，、。]{1,12}|[一-鿿]{1,4}/[^（()）]{1,8}|1/10万|/10万|\d*/10万)\s*[)）]\s*$")
_NO_UNIT = re.compile(r"^(?:含.*|不含.*|以.*|街道|骨灰堂|站点?|市|区|县|镇|乡|镇、街道|助理|放|累计|左右|[①-⑩*＊]|注\d*|约束性|预期性|续建)$")
_MARKS = re.compile(r"[\[〔［【](?P<inner>[\d.]+%?)[\]〕］】]")
_PER = re.compile(r"^每(?P<n>[百千万十]|十万|百万|\d+)(?P<unit>名|人|户|张|万人|平方公里|公里|亩|万)?(?P<noun>(?:城镇|农村|常住|户籍|城乡|老年|居民|老)*(?:人口|老年人|老人|居民|儿童|人)?)")
_PLAIN = re.compile(r"^(?:≥|≤|>|<|=|约|近)?\s*[-+]?\d")


@dataclass(slots=True)
class Column:
    """What a column holds: its role, year, level and unit."""

    role: str
    year: int | None = None
    level: AdministrativeLevel | None = None
    unit: str | None = None
    title: str = ""
    binding: str | None = None


@dataclass(slots=True)
class Shape:
    """The columns of a table, by role."""

    columns: list[Column]
    kind: str = "indicator"
    achievement: bool = False
    money_unit: str | None = None
    by_role: dict[str, list[int]] = field(default_factory=dict)

    def first(self, role: str) -> int | None:
        found = self.by_role.get(role)
        return found[0] if found else None


class TableAssembler:
    """Reads tables by ``patterns/tables.yaml``."""

    def __init__(self, patterns: Patterns, sentences: SentenceAssembler) -> None:
        self.rules = {name: rule.regex for name, rule in patterns["tables"].items()}
        self.sentences = sentences
        self.unit = patterns.regex("units.any")
        self.bodies = BodyReader()

    # ---- columns ----------------------------------------------------------------------------------------------------

    def shape(self, table: Table, scope: Scope, plan: PlanContext, unit: str | None) -> Shape:
        """The columns of a table from its header rows."""
        titles = [self._title(table, c) for c in range(len(table.rows[0]))]
        columns = [self._column(title, plan) for title in titles]
        shape = Shape(columns, money_unit=unit)
        joined = " ".join(titles)
        if self.rules["project"].search(joined) or any(re.search(r"项目名称|建设内容|建设性质", t) for t in titles):
            if any(c.role == "investment" for c in columns):
                shape.kind = "project"
        self._settle_years(shape, scope, plan)
        if not any(c.role == "indicator" for c in columns):
            self._guess_indicator(table, columns)
        for i, column in enumerate(columns):
            shape.by_role.setdefault(column.role, []).append(i)
        return shape

    @staticmethod
    def _title(table: Table, column: int) -> str:
        """The texts of all header rows over a column; a merged cell gives its text to the empty ones on its right."""
        parts: list[str] = []
        last = table.header_rows - 1
        for r in range(table.header_rows):
            row = table.rows[r]
            text = row[column].text
            if not text and r < last and any(table.rows[k][column].text for k in range(r + 1, table.header_rows)):
                text = next((row[c].text for c in range(column - 1, -1, -1) if row[c].text), "")
            if text and text not in parts:
                parts.append(text)
        return "".join(parts)

    def _column(self, title: str, plan: PlanContext) -> Column:
        text = re.sub(r"\s", "", title)
        years = [int(y) for y in _YEAR.findall(text)]
        column = Column("other", years[-1] if years else None, title=text)
        if match := _UNIT_IN_TEXT.search(text):
            if not _NO_UNIT.match(match["unit"]):
                column.unit = match["unit"]
        elif text.endswith(("%", "‰")):
            column.unit = text[-1]
        r = self.rules
        if not text:
            return column
        level = self._level(text, plan)
        for role in ("serial", "binding", "responsible", "remark", "duration"):
            if r[role].search(text) and not (role == "binding" and years) and not (role == "duration" and years):
                column.role = role
                return column
        if r["investment"].search(text) and not re.search(r"主体|来源|方式|计划投资|完成投资|其中", text):
            column.role = "investment"
        elif re.search(r"位次|排名|名次", text):
            column.role = "rank"
        elif r["growth"].search(text) and not re.search(r"目标值|实际值", text):
            column.role = "growth"
        elif years or r["actual"].search(text) or r["target"].search(text) and not r["indicator"].search(text):
            column.role = "actual" if r["actual"].search(text) and not r["target"].search(text) else "target" if r["target"].search(text) else "year"
            column.level = level
        elif r["indicator"].search(text) or r["project"].search(text):
            column.role = "indicator"
        elif r["category"].search(text):
            column.role = "category"
        elif r["unit"].search(text):
            column.role = "unit"
        return column

    def _level(self, text: str, plan: PlanContext) -> AdministrativeLevel | None:
        """The level of another government's column; None for the plan's own."""
        if plan.own and plan.own.search(text) or re.match(r"[我本]", text):
            return None
        match = self.rules["other_level"].search(text)
        if not match:
            return None
        level = match.lastgroup
        if level == plan.level:
            return None
        return level  # type: ignore[return-value]

    @staticmethod
    def _settle_years(shape: Shape, scope: Scope, plan: PlanContext) -> None:
        """Columns that only name a year: the last is the target, or the result in a table of achievements."""
        own = [c for c in shape.columns if c.role in ("actual", "target", "year") and c.level is None]
        first = plan.time.first
        years = [c.year for c in own if c.year]
        past = bool(years) and first is not None and max(years) < first
        no_target = not any(c.role == "target" for c in shape.columns)
        shape.achievement = past or (scope.tense == "achieved" and no_target and not (first and years and max(years) >= first))
        for column in own:
            if column.role == "year":
                column.role = "target" if column.year == max(years, default=None) or (first and column.year and column.year >= first) else "actual"
        if shape.achievement:
            actual = [c for c in own if c.role in ("actual", "target")]
            for column in actual:
                column.role = "actual"
            if actual:
                actual[-1].role = "target"

    @staticmethod
    def _guess_indicator(table: Table, columns: list[Column]) -> None:
        """Without a header that says so, the indicator stands in the first wide column of text."""
        best, longest = None, 0.0
        for c, column in enumerate(columns):
            if column.role not in ("other", "category"):
                continue
            texts = [row[c].text for row in table.rows[table.header_rows :]]
            size = sum(len(t) for t in texts if not _PLAIN.match(t)) / max(1, len(texts))
            if size > longest:
                best, longest = c, size
        if best is not None and longest >= 3:
            columns[best].role = "indicator"

    # ---- rows -------------------------------------------------------------------------------------------------------

    def read(self, block: Block, blocks: tuple[Block, ...], scope: Scope, plan: PlanContext, unit: str | None) -> Result:
        """Records of an indicator table; tables of another kind only leave ledger entries."""
        table = block.table
        assert table is not None
        result = Result()
        shape = self.shape(table, scope, plan, unit)
        if shape.kind == "project" or shape.first("indicator") is None or not (shape.by_role.get("target") or shape.by_role.get("actual") or shape.by_role.get("investment")):
            return result
        section = tuple(blocks[p].span for p in block.parents)
        category = ""
        for r in range(table.header_rows, len(table.rows)):
            row = table.rows[r]
            cells = self._row(table, shape, row)
            name = cells[shape.by_role["indicator"][0]]
            if not name.text or self.rules["total"].match(name.text):
                continue
            category = category if len([c for c in row if c.text]) > 1 else name.text
            self._record_row(table, r, cells, shape, plan, scope, section, result)
        return result

    def _row(self, table: Table, shape: Shape, row: tuple[Cell, ...]) -> tuple[Cell, ...]:
        """The cells of a row under their columns: a row that lacks its serial cell is moved right."""
        indicator = shape.by_role["indicator"][0]
        filled = [c for c in row if c.text]
        if indicator > 0 and not row[-1].text and filled and not re.fullmatch(r"\d{1,3}[.、．]?|[一二三四五六七八九十（）()]+", row[0].text) and len(row[0].text) > 3 and shape.columns[0].role == "serial":
            return (row[-1], *row[:-1])
        return row

    def _record_row(
        self, table: Table, r: int, cells: tuple[Cell, ...], shape: Shape, plan: PlanContext, scope: Scope, section: tuple[Span, ...], result: Result
    ) -> None:
        name = cells[shape.by_role["indicator"][0]]
        indicator, unit = self._indicator(name.text)
        if (at := shape.first("unit")) is not None and cells[at].text and not self.rules["nothing"].match(cells[at].text):
            unit = cells[at].text
        binding = self._binding(cells, shape)
        evidence = _extent([c for c in cells if c.text])
        own = [i for i in shape.by_role.get("target", []) if shape.columns[i].level is None]
        others = [i for i in shape.by_role.get("target", []) if shape.columns[i].level is not None]
        if not own and not others and shape.by_role.get("actual"):
            own = shape.by_role["actual"][-1:]
        base = [i for i in shape.by_role.get("actual", []) if i not in own and shape.columns[i].level is None]
        for i in own + others:
            draft = self._cell(table, r, i, cells[i], shape, indicator, unit, plan, evidence, section)
            if draft is None:
                continue
            draft.binding = binding
            if i in own:
                if base:
                    draft.baseline = self._part(cells[base[-1]], unit, shape.columns[base[-1]], result, draft)
                if i == own[-1]:
                    for g in shape.by_role.get("growth", [])[:1]:
                        draft.change = self._growth(cells[g], shape.columns[g], result, draft)
            for b in shape.by_role.get("responsible", []):
                span = cells[b].span
                draft.responsible += [(n.text, cells[b].reading.source(n.start, n.end)) for n in self.bodies.split(cells[b].text)] if span else []
            result.drafts.append(draft)

    def _indicator(self, text: str) -> tuple[str, str | None]:
        """The indicator of a cell without the unit in brackets behind it and without footnote marks."""
        text = re.sub(r"[*＊#]+$|[①-⑩]$|^其中[:：]?", "", text.strip())
        text = re.sub(r"^\d{1,2}[.、．](?!\d)", "", text)
        unit = None
        if (match := _UNIT_IN_TEXT.search(text)) and not _NO_UNIT.match(match["unit"]):
            inner = match["unit"]
            if inner in ("%", "‰", "％") or self.unit.match(inner) or "/" in inner:
                unit, text = inner, text[: match.start()]
        return text.strip(), unit

    def _binding(self, cells: tuple[Cell, ...], shape: Shape) -> str | None:
        for i in shape.by_role.get("binding", []):
            text = re.sub(r"\s", "", cells[i].text)
            if "约束" in text:
                return "约束性"
            if re.search(r"预期|指导", text):
                return "预期性"
        return None

    def _cell(
        self, table: Table, r: int, column: int, cell: Cell, shape: Shape, indicator: str, unit: str | None, plan: PlanContext, evidence: Span, section: tuple[Span, ...]
    ) -> Draft | None:
        text = re.sub(r"\s", "", cell.text)
        if self.rules["nothing"].match(text):
            return None
        col = shape.columns[column]
        unit = unit or col.unit
        quantity = self._quantity(cell)
        due = Due(col.title, None, f"{col.year}-12-31", None, "explicit", None) if col.year else self._period_end(plan, shape)
        draft = Draft(
            kind="achieved" if shape.achievement else "target", indicator=indicator, rule="table.row", value_span=cell.span, span=cell.span,
            evidence=evidence, due=due, section=section, place=(table.index, r - table.header_rows + 1, column), text=cell.text,
        )
        if quantity is None:
            draft.rule = "table.text"
            draft.comparator = ">=" if re.match(r"不低于|不少于|高于|≥", text) else "<=" if re.match(r"不高于|不超过|≤", text) else "="
            draft.unit = None
            draft.unit = unit if shape.first("unit") is not None else None
        else:
            self._figure(draft, quantity, unit, cell)
        draft.per = draft.per or self._per(indicator, unit)
        if draft.unit and "/" in draft.unit and draft.unit not in ("微克/立方米",):
            head, _, tail = draft.unit.partition("/")
            if tail and head:
                draft.unit, draft.per = head, draft.per or tail.replace("/", "·")
        self._level_of(draft, indicator, col, plan)
        draft.trail = [f"row: {indicator}", f"column: {col.title}"]
        return draft

    def _period_end(self, plan: PlanContext, shape: Shape) -> Due:
        last = plan.time.last
        if last is None:
            return Due()
        year = plan.time.first - 1 if shape.achievement and plan.time.first else last
        return Due(None, None, f"{year}-12-31", None, "inherited", None)

    def _quantity(self, cell: Cell) -> Quantity | None:
        """The figure of a cell; None when its text is no figure (不低于居民收入增速)."""
        numbers = list(self.sentences.scanner.scan(cell.text))
        numbers = [n for n in numbers if n.form != "ordinal" and n.number is not None]
        if not numbers:
            return None
        quantities = self.sentences.quantities.read(cell.text, numbers)
        first = quantities[0]
        rest = cell.text[: first.start] + cell.text[first.end :]
        if len(re.sub(r"[\s（）()\[\]〔〕左右以上以下达到累计年均增长为约%年底前每人户]", "", rest)) > 8:
            return None
        return first

    def _figure(self, draft: Draft, q: Quantity, unit: str | None, cell: Cell) -> None:
        draft.number, draft.high, draft.implied = q.number, q.high, q.implied
        draft.comparator = q.comparator  # type: ignore[assignment]
        draft.value_span = cell.reading.source(q.first, q.last)
        draft.span = cell.reading.source(q.start, q.end)
        draft.text = cell.text[q.start : q.end]
        draft.per = "·".join(q.per) or None
        own = q.unit
        if own in ("万", "亿", "万亿") and unit and not unit.startswith(("%", "‰")):
            own = own + re.sub(r"^[万亿]+", "", unit)
        draft.unit = own or unit or None

    def _per(self, indicator: str, unit: str | None) -> str | None:
        if match := _PER.match(indicator):
            return f"{match['n']}{match['unit'] or ''}{match['noun']}"
        return None

    def _level_of(self, draft: Draft, indicator: str, column: Column, plan: PlanContext) -> None:
        if column.level:
            draft.level, draft.level_text, draft.level_source = column.level, column.title, "explicit"
            return
        word = self.sentences.levels.of_indicator(indicator)
        if word:
            draft.level, draft.level_text, draft.level_source = word.level, word.text, "explicit"
            return
        draft.level = plan.level
        own = self.sentences.own_scope.search(indicator) or self.sentences.own_scope.search(column.title)
        if own:
            draft.level_text, draft.level_source = own.group(), "explicit"

    def _part(self, cell: Cell, unit: str | None, column: Column, result: Result, draft: Draft) -> Part | None:
        q = self._quantity(cell)
        if q is None or q.number is None:
            return None
        span = cell.reading.source(q.first, q.last)
        result.entries.append(Entry(span, "baseline", "table.actual", [draft]))
        return Part(cell.text, q.number, q.unit or unit or column.unit, span, as_of=f"{column.year}-12-31" if column.year else None)

    def _growth(self, cell: Cell, column: Column, result: Result, draft: Draft) -> Part | None:
        q = self._quantity(cell)
        if q is None or q.number is None:
            return None
        span = cell.reading.source(q.first, q.last)
        result.entries.append(Entry(span, "change", "table.growth", [draft]))
        annual = "年均" in column.title
        return Part(cell.text, q.number, q.unit or column.unit or ("%" if "%" in column.title else None), span, basis="annual" if annual else "total")

    # ---- the ledger of a table --------------------------------------------------------------------------------------

    def ledger(self, block: Block, result: Result, plan: PlanContext, detail: bool) -> list[Entry]:
        """Entries for all numbers of the table's cells that no record uses."""
        table = block.table
        assert table is not None
        taken = [e.span for e in result.entries] + [d.value_span for d in result.drafts]
        entries: list[Entry] = []
        seen: set[Span] = set()
        for r, row in enumerate(table.rows):
            for c, cell in enumerate(row):
                if cell.span in seen or not cell.text:
                    continue
                seen.add(cell.span)
                for number in self.sentences.scanner.scan(cell.text):
                    span = cell.reading.source(number.start, number.end)
                    if any(span.overlaps(t) for t in taken):
                        continue
                    role = self._role(table, r, c, cell, number.text, number.start, detail)
                    entries.append(Entry(span, role, "table." + role))
        return entries

    def _role(self, table: Table, r: int, c: int, cell: Cell, text: str, at: int, detail: bool) -> Role:
        behind = cell.text[at + len(text) : at + len(text) + 2]
        if re.fullmatch(r"(?:19|20)\d\d", text) and (behind[:1] in ("年", "-", "—", "–", "", "至", "～", "~") or cell.text[max(0, at - 1) : at] in ("-", "—", "至")) and (behind[:1] != "" or r < table.header_rows or len(cell.text) <= 11):
            return "date" if len(cell.text) != 4 or r < table.header_rows else ("detail" if detail else "date")
        if r < table.header_rows:
            return "qualifier" if text in ("万", "亿", "%") else "date" if "年" in behind else "qualifier"
        if re.fullmatch(r"\d{1,3}[.、．]?|[一二三四五六七八九十（）()]{1,4}", cell.text) and c == 0:
            return "ordinal"
        names = [n for n in self.sentences.names.find(cell.text) if n.start <= at < n.end]
        if names:
            return names[0].reason
        dates = [d for d in self.sentences.periods.find(cell.text) if d.start <= at < d.end]
        if dates:
            return "date"
        if detail:
            return "detail"
        if re.search(r"每$", cell.text[:at]) or behind.startswith(("岁", "周岁", "级", "名", "户", "人")):
            return "qualifier"
        if c == 0 and at == 0 and re.match(r"\d{1,2}[.、．]", cell.text):
            return "ordinal"
        return "context"


def _extent(cells: list[Cell]) -> Span:
    return Span(min(c.span.start for c in cells), max(c.span.end for c in cells))
