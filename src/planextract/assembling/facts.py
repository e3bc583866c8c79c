"""What a plan says about itself: title, region, period, sector, issuer, date, document number."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from planextract import regions
from planextract.assembling.head import Head
from planextract.assembling.issue import Found, IssueReader
from planextract.assembling.scope import PlanTime
from planextract.assembling.titles import Title, TitleReader
from planextract.layout.blocks import Block, Layout
from planextract.offsets import Span
from planextract.patterns import Patterns
from planextract.reading.periods import PeriodReader, plan_ordinal, plan_years
from planextract.records import AdministrativeLevel

NATION = "中华人民共和国"


@dataclass(slots=True)
class Facts:
    """What was found; ``where`` holds the span each fact was read from."""

    title: str | None = None
    region: str | None = None
    region_level: AdministrativeLevel | None = None
    province: str | None = None
    code: str | None = None
    sector: str | None = None
    period: tuple[str, int, int] | None = None
    issuer: str | None = None
    issued: str | None = None
    doc_number: str | None = None
    report_year: int | None = None
    where: dict[str, Span] = field(default_factory=dict)
    short_names: tuple[str, ...] = ()

    @property
    def time(self) -> PlanTime:
        first, last = (self.period[1], self.period[2]) if self.period else (None, None)
        return PlanTime(first, last, self.report_year)

    def own_names(self) -> re.Pattern[str] | None:
        """The region's names and the words that stand for it, as a lead to be left out of indicators."""
        names = [n for n in {self.region, *self.short_names} if n and len(n) > 1]
        if not names:
            return None
        return re.compile(
            "(?:" + "|".join(re.escape(n) for n in sorted(names, key=lambda n: (-len(n), n))) + ")(?:的)?"
        )

    def put(self, name: str, found: Found | None) -> None:
        """Set a fact and where it was read."""
        if found:
            setattr(self, name, found[0])
            self.where[name] = found[1]


class FactReader:
    """Reads facts by ``patterns/plan.yaml``, ``patterns/sectors.yaml`` and the divisions."""

    def __init__(self, patterns: Patterns, periods: PeriodReader) -> None:
        self.periods = periods
        self.rule = patterns.regexes("plan")
        self.sectors = [(rule.regex, str(rule.value)) for rule in patterns["sectors"].values()]
        self.titles = TitleReader(patterns)
        self.issues = IssueReader(patterns)

    def read(self, layout: Layout) -> Facts:
        facts = Facts()
        blocks = [b for b in layout.blocks if b.kind != "table"]
        text = "\n".join(b.text for b in blocks)
        head = Head(blocks)
        notice = self.titles.notice(head)
        issue = self.issues.read(head, blocks, notice)
        self._title(facts, self.titles.read(head, notice))
        for name, found in (("issuer", issue.issuer), ("issued", issue.issued), ("doc_number", issue.number)):
            facts.put(name, found)
        self._region(facts, head, blocks, text)
        if facts.title is None:
            self._title(facts, self.titles.in_passing(blocks, self._names(facts)))
        if self.rule["report"].search(facts.title or head.text):
            self._report(facts, blocks, issue.delivered_in)
        else:
            self._period(facts, head, blocks)
        self._sector(facts, head)
        return facts

    @staticmethod
    def _title(facts: Facts, title: Title | None) -> None:
        if title:
            facts.put("title", (title.text, title.span))

    @staticmethod
    def _names(facts: Facts) -> list[str]:
        return [n for n in (facts.region, *facts.short_names) if n and len(n) > 1]

    # ---- region -----------------------------------------------------------------------------------------------------

    def _region(self, facts: Facts, head: Head, blocks: list[Block], text: str) -> None:
        """From the title, else from who issued it or where it was delivered, else from what the text names most."""
        delivered = [line.text for line in head.lines if self.rule["delivered"].search(line.text)]
        places = [facts.title or "", facts.issuer or "", *(re.sub(r"^.*?日在?", "", t) for t in delivered)]
        for place in filter(None, places):
            if self._listed(facts, regions.resolve_title(place, text)) or self._nation(facts, place):
                break
            if self._unlisted(facts, place, text):
                break
        else:
            if facts.title and self.rule["bare_outline"].search(facts.title):
                self._national(facts)
            elif not facts.title:
                self._listed(facts, self._most_named(text))
        self._where_region(facts, blocks)

    @staticmethod
    def _listed(facts: Facts, division: regions.Division | None) -> bool:
        if division is None:
            return False
        facts.region, facts.code, facts.region_level = division.name, division.code, division.level
        facts.short_names = division.short_names
        province = regions.province_of(division.code)
        facts.province = province.name if province else None
        return True

    def _nation(self, facts: Facts, place: str) -> bool:
        if not self.rule["national"].search(place):
            return False
        return self._national(facts)

    @staticmethod
    def _national(facts: Facts) -> bool:
        facts.region, facts.region_level = NATION, "national"
        facts.short_names = ("中国", "我国", "全国")
        return True

    def _unlisted(self, facts: Facts, place: str, text: str) -> bool:
        """A region that the list of divisions does not hold: its name from the title, its level from its suffix."""
        match = self.rule["unlisted"].match(place)
        if not match:
            return False
        name = match["name"]
        facts.region = name
        facts.short_names = tuple(sorted({name, re.sub(r"[一-鿿]族", "", name)}))
        facts.region_level = regions.level_of_name(name) or (self._city_level(text) if name.endswith("市") else None)
        return True

    def _city_level(self, text: str) -> AdministrativeLevel:
        """Whether a 市 is a prefecture or a county is told by what the text says of it (各县（市、区）, 全市各镇)."""
        if self.rule["is_county"].search(text[:3000]):
            return "county"
        counties = sum(1 for _ in self.rule["has_counties"].finditer(text))
        return "prefecture" if counties >= 2 or self.rule["is_prefecture"].search(text) else "county"

    def _most_named(self, text: str) -> regions.Division | None:
        """The division of the level that 全州, 全县 or 全市 names which the text names most often."""
        kinds = Counter(m["kind"] for m in self.rule["whole"].finditer(text))
        if not kinds:
            return None
        suffix = kinds.most_common(1)[0][0]
        counts: Counter[str] = Counter()
        found: dict[str, regions.Division] = {}
        for start, end, division, _ in regions.find(text):
            if division is not None and text[start:end].endswith(suffix):
                counts[division.code] += 1
                found[division.code] = division
        return found[counts.most_common(1)[0][0]] if counts else None

    def _where_region(self, facts: Facts, blocks: list[Block]) -> None:
        for name in sorted(self._names(facts), key=lambda n: (-len(n), n)):
            for block in blocks:
                at = block.text.find(name)
                if at >= 0:
                    facts.where["region"] = block.reading.source(at, at + len(name))
                    return
        if facts.region and "title" in facts.where:
            facts.where["region"] = facts.where["title"]

    # ---- period -----------------------------------------------------------------------------------------------------

    def _period(self, facts: Facts, head: Head, blocks: list[Block]) -> None:
        title = facts.title or ""
        if match := self.rule["years"].search(title):
            facts.period = (match.group(), int(match["a"]), int(match["b"]))
            facts.where["period"] = facts.where["title"]
        elif (match := self.rule["five_years"].search(title)) and (years := _years(match)):
            facts.period = (match.group(), *years)
            facts.where["period"] = facts.where["title"]
        else:
            self._stated_period(facts, blocks)
        if facts.period and facts.period[2] - facts.period[1] == 4 and (facts.period[1] - 1976) % 5 == 0:
            facts.period = (_label((facts.period[1] - 1976) // 5 + 5), *facts.period[1:])

    def _stated_period(self, facts: Facts, blocks: list[Block]) -> None:
        """规划期为2021—2025年; else the five-year plan of the paragraph that says 特制定本规划."""
        for block in blocks:
            if match := self.rule["own_period"].search(block.text):
                facts.period = (match.group(), int(match["a"]), int(match["b"]))
                facts.where["period"] = block.reading.source(match.start("a"), match.end("b"))
                return
        for block in blocks[:20]:
            if not self.rule["drawn_up"].search(block.text):
                continue
            text = re.sub(r"《[^《》]*》", lambda m: "　" * len(m.group()), block.text)
            if (found := self.rule["five_years"].search(text)) and (years := _years(found)):
                facts.period = (found.group(), *years)
                facts.where["period"] = block.reading.source(*found.span())
                return

    def _report(self, facts: Facts, blocks: list[Block], delivered: int | None) -> None:
        """The year of a work report: in its title, else the one it was delivered in, or the next if headings say so."""
        match = self.rule["year_head"].search(facts.title or "")
        heads = [int(m["y"]) for b in blocks if b.kind == "heading" for m in self.rule["year_head"].finditer(b.text)]
        year = int(match["y"]) if match else None
        if year is None and delivered:
            year = max([y for y in heads if y in (delivered, delivered + 1)], default=delivered)
        if year is None:
            year = max(heads, default=None)
        if year is None:
            return
        facts.report_year, facts.period = year, (f"{year}年", year, year)
        where = facts.where.get("title") if match else facts.where.get("issued", facts.where.get("title"))
        if where:
            facts.where["period"] = where

    # ---- sector -----------------------------------------------------------------------------------------------------

    def _sector(self, facts: Facts, head: Head) -> None:
        """The first sector that the title names; without a title what the head of the text says."""
        where = facts.title or re.sub(r"《[^《》]*》", "", head.text)[:600]
        facts.sector = next((sector for pattern, sector in self.sectors if pattern.search(where)), None)


def _years(match: re.Match[str]) -> tuple[int, int] | None:
    ordinal = plan_ordinal((match["n"] or match["m"]) + "五")
    return plan_years(ordinal) if ordinal else None


def _label(ordinal: int) -> str:
    digits = "一二三四五六七八九十"
    return f"“{digits[ordinal - 1] if ordinal <= 10 else '十' + digits[ordinal - 11]}五”"
