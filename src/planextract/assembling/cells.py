"""The figures, units and names that stand in the cells of a table."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from planextract.assembling.columns import Column
from planextract.assembling.drafts import Draft, Part
from planextract.assembling.sentences import SentenceAssembler
from planextract.document import Cell
from planextract.offsets import Span
from planextract.patterns import Patterns
from planextract.reading.bodies import BodyReader
from planextract.reading.quantities import Quantity
from planextract.records import Comparator

_FOOTNOTE = re.compile(r"[*＊#▲△★☆①-⑩]+$")
_MARK = re.compile(r"^\d{1,2}[.、．](?!\d)|^[（(]\d{1,2}[）)]")
_CUMULATED = re.compile(r"[〔\[［【（(](?:五年)?累计[数值]?[）)】\]］〕]$")
_LABEL = re.compile(r"(?P<label>[一-鿿]{2,8}?)(?:为|达到|达)?[:：]?\s*[≥≤><约]?$")
_SPLIT = re.compile(r"[；;，、/和]")
_RATIO = re.compile(r"^\d+(?:\.\d+)?\s*[:：∶]\s*\d")
GROWTH = "增长"
"""The word that the name of a growth ends with where it is a figure of its own."""
LONGEST_BESIDE = 8
"""A cell with more text than this beside its figure is a text."""
SENTENCE = 24
"""A cell at least this long that holds figures is read like a sentence."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a cell, with the words that tell which of several it is (城市640，农村480)."""

    quantity: Quantity
    label: str = ""


class CellReader:
    """Reads cells by ``patterns/tables.yaml``."""

    def __init__(self, patterns: Patterns, sentences: SentenceAssembler) -> None:
        self.rules = patterns.regexes("tables")
        self.town_and_country = patterns["tables"]["town_and_country"].terms
        self.unit = sentences.quantities.unit
        self.compound = patterns.regex("units.concentration")
        self.scanner = sentences.scanner
        self.quantities = sentences.quantities
        self.bodies = BodyReader(patterns)

    # ---- names and units --------------------------------------------------------------------------------------------

    def nothing(self, cell: Cell) -> bool:
        return bool(self.rules["nothing"].match(re.sub(r"\s", "", cell.text)))

    def indicator(self, text: str) -> tuple[str, str | None]:
        """The indicator of a cell without the unit in brackets behind it, footnote marks and 其中.

        >>> from planextract.patterns import load_patterns
        >>> reader = CellReader(load_patterns(), SentenceAssembler(load_patterns()))
        >>> reader.indicator("3.每千人口床位数（张）*")
        ('每千人口床位数', '张')
        """
        text = _MARK.sub("", self.rules["part_of"].sub("", _FOOTNOTE.sub("", text.strip())))
        text = _CUMULATED.sub("", text)
        match = self.rules["unit_in_title"].search(text)
        if match and not self.rules["no_unit"].match(match["unit"]):
            unit = match["unit"]
            if unit in ("%", "‰") or self.unit.match(unit) or "/" in unit:
                return _CUMULATED.sub("", text[: match.start()]).strip(), unit
        return text.strip(), None

    def per(self, indicator: str) -> str | None:
        """The denominator that an indicator names: 千人口 of 每千人口床位数."""
        match = self.rules["per"].search(indicator)
        return match["per"] if match and match["per"] else None

    def split_unit(self, unit: str | None) -> tuple[str | None, str | None]:
        """A written unit as unit and denominator: 元/人·月 is 元 per 人·月, 微克/立方米 stays whole."""
        if not unit or "/" not in unit or self.compound.fullmatch(unit):
            return unit, None
        head, _, tail = unit.partition("/")
        if not head or not tail:
            return unit, None
        return head, tail.removeprefix("每").replace("/", "·")

    # ---- figures ----------------------------------------------------------------------------------------------------

    def figures(self, cell: Cell) -> list[Figure]:
        """The figures of a cell; none when it is empty or a text (不低于居民收入增速)."""
        quantities = self._quantities(cell)
        if not quantities or _RATIO.match(cell.text):
            return []
        if len(quantities) > 1 and (several := self._several(cell.text, quantities)):
            return several
        first = quantities[0]
        rest = cell.text[: first.start] + cell.text[first.end :]
        return [Figure(first)] if len(self.rules["beside_figure"].sub("", rest)) <= LONGEST_BESIDE else []

    def is_sentence(self, cell: Cell) -> bool:
        return len(cell.text) >= SENTENCE and bool(self._quantities(cell))

    def _quantities(self, cell: Cell) -> list[Quantity]:
        numbers = [n for n in self.scanner.scan(cell.text) if n.form != "ordinal" and n.number is not None]
        return self.quantities.read(cell.text, numbers) if numbers else []

    def _several(self, text: str, quantities: list[Quantity]) -> list[Figure]:
        """Figures that divide a cell between them: 640、480 or 城市640，农村480."""
        figures: list[Figure] = []
        at = 0
        for quantity in quantities:
            before = text[at : quantity.start]
            label = _LABEL.search(before)
            lead = before[: label.start()] if label else before
            if _SPLIT.sub("", lead).strip(" （(") or (figures and not _SPLIT.search(before)):
                return []
            figures.append(Figure(quantity, label["label"] if label else ""))
            at = quantity.end
        return figures if not self.rules["beside_figure"].sub("", text[at:]) and _alike(figures) else []

    def coordinated(self, indicator: str, figures: list[Figure]) -> list[str]:
        """The names of several figures of one cell: by their labels, else by the parts of the indicator's head.

        >>> from planextract.patterns import load_patterns
        >>> reader = CellReader(load_patterns(), SentenceAssembler(load_patterns()))
        >>> two = [Figure(Quantity(0, 1, 0, 1, None))] * 2
        >>> reader.coordinated("城市、农村低保标准", two)
        ['城市低保标准', '农村低保标准']
        """
        if all(f.label for f in figures):
            head = indicator.removeprefix("城乡")
            return [indicator if f.label in indicator else f.label + head for f in figures]
        parts = re.split(r"[、和与]", indicator)
        if indicator.startswith("城乡"):
            parts, head = list(self.town_and_country), indicator.removeprefix("城乡")
        elif len(parts) > 1:
            # The last part is as long as the one before it, what follows is the common head.
            size = len(parts[-2])
            parts, head = [*parts[:-1], parts[-1][:size]], parts[-1][size:]
        if len(parts) != len(figures):
            return [indicator] * len(figures)
        return [part + head for part in parts]

    def growth_word(self, cell: Cell, quantity: Quantity, indicator: str, unit: str | None) -> str:
        """What the name lacks when a cell tells a growth of its indicator (增长6%) instead of its level."""
        grown = self.rules["grown"].search(cell.text[: quantity.first]) and quantity.unit == "%" and unit != "%"
        return GROWTH if grown and not self.rules["grows"].search(indicator) else ""

    def set_figure(self, draft: Draft, quantity: Quantity, unit: str | None, cell: Cell) -> None:
        """Give a draft its number, comparator and unit; ``unit`` is the row's or the column's."""
        draft.number, draft.high, draft.implied = quantity.number, quantity.high, quantity.implied
        draft.comparator = quantity.comparator  # type: ignore[assignment]
        draft.value_span = cell.reading.source(quantity.first, quantity.last)
        draft.span = cell.reading.source(quantity.start, quantity.end)
        draft.text = cell.text[quantity.start : quantity.end]
        draft.unit, per = self.split_unit(self._own_unit(quantity, unit))
        draft.per = "·".join(quantity.per) or per or self.per(draft.indicator)

    @staticmethod
    def _own_unit(quantity: Quantity, unit: str | None) -> str | None:
        """The unit of the cell itself before that of its row; a bare 万 or 亿 multiplies the row's."""
        if quantity.unit in ("万", "亿", "万亿") and unit and not unit.startswith(("%", "‰")):
            return quantity.unit + re.sub(r"^[万亿]+", "", unit)
        return quantity.unit or unit

    def set_text(self, draft: Draft, unit: str | None) -> None:
        """Make a draft a target in words."""
        text = re.sub(r"\s", "", draft.text or "")
        comparator: Comparator = "="
        if self.rules["floor_text"].match(text):
            comparator = ">="
        elif self.rules["ceiling_text"].match(text):
            comparator = "<="
        draft.comparator, draft.rule = comparator, "table.text"
        draft.unit, per = self.split_unit(unit)
        draft.per = per or self.per(draft.indicator)

    def part(self, cell: Cell, quantity: Quantity, unit: str | None, column: Column) -> Part | None:
        """A figure of a cell as a starting value."""
        if quantity.number is None:
            return None
        span = cell.reading.source(quantity.first, quantity.last)
        text = cell.text[quantity.start : quantity.end]
        own, _ = self.split_unit(self._own_unit(quantity, unit))
        return Part(text, quantity.number, own, span, as_of=f"{column.year}-12-31" if column.year else None)

    def change(self, cell: Cell, quantity: Quantity, column: Column, unit: str | None) -> Part | None:
        """A figure of a cell as a change; in brackets it is cumulated also in a column of yearly rates."""
        if quantity.number is None:
            return None
        span = cell.reading.source(quantity.first, quantity.last)
        cumulated = cell.text[:1] in ("[", "〔", "［", "【")
        yearly = not cumulated and self.rules["annual"].search(column.title)
        basis: Literal["total", "annual"] = "annual" if yearly else "total"
        own = quantity.unit or column.unit or (None if cumulated else self.growth_unit(column, unit))
        return Part(cell.text, quantity.number, own, span, basis=basis)

    def growth_unit(self, column: Column, unit: str | None = None) -> str | None:
        """Rates of growth are per cent, also where the title does not say so; an increase has the unit of its level.

        The increase of a share may be meant in per cent or in points, so that its unit stays open.
        """
        if self.rules["growth_rate"].search(column.title):
            return "%"
        return unit if self.rules["increase"].search(column.title) and unit != "%" else None

    # ---- bodies -----------------------------------------------------------------------------------------------------

    def responsible(self, row: tuple[Cell, ...], columns: list[int]) -> list[tuple[str, Span]]:
        """The bodies of a row; where columns have slipped, those in the next cell that holds nothing else."""
        found = [body for c in columns for body in self._bodies(row[c])]
        for c in [c + 1 for c in columns if c + 1 < len(row)]:
            if not found and row[c].text:
                listed = self._bodies(row[c])
                found = listed if all(self.rules["body"].search(name) for name, _ in listed) else []
        return found

    def _bodies(self, cell: Cell) -> list[tuple[str, Span]]:
        if self.rules["no_body"].search(cell.text):
            return []
        found = []
        for body in self.bodies.split(cell.text):
            label = self.rules["body_label"].match(body.text)
            start = body.start + (label.end() if label else 0)
            if body.end - start >= 2:
                found.append((cell.text[start : body.end], cell.reading.source(start, body.end)))
        return found


def _alike(figures: list[Figure]) -> bool:
    """Whether figures are told apart by labels that all or none of them have."""
    return len({bool(f.label) for f in figures}) == 1 and len({f.quantity.unit for f in figures}) <= 2
