"""What a plan says about itself: title, region, period, issuer, date, document number."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from planextract import regions
from planextract.assembling.scope import PlanTime
from planextract.layout.blocks import Block, Layout
from planextract.offsets import Span
from planextract.patterns import Patterns
from planextract.reading.periods import PeriodReader, plan_ordinal, plan_years, year_of
from planextract.records import AdministrativeLevel

_HEAD = 14
"""So many blocks from the start may hold the title, the issuer and the date."""
_NOTICE = re.compile(r"关于(?:印发|发布|转发|公布)(?:的)?《(?P<title>[^《》]{4,80})》")
_OWN_PERIOD = re.compile(r"规划期[为是]?\s*(?P<a>20\d\d)\s*年?\s*[-—–～~至]+\s*(?P<b>20\d\d)")
_SPAN_YEARS = re.compile(r"(?P<a>(?:19|20)\d\d)\s*年?\s*(?:[-—–－～~一]|至)+\s*(?P<b>(?:19|20)\d\d)\s*年?")
_PLAN = re.compile(r"[“\"'‘]?(?P<n>十[一二三四五]|[一二三四五六七八九十])五[”\"'’]?|第(?P<m>十?[一二三四五六七八九十])个五年")
_DATE = re.compile(r"(?P<y>(?:19|20)\d\d|[二2][〇○零0][〇○零0一二三四五六七八九]{2})\s*年\s*(?P<m>\d{1,2}|[一二三四五六七八九十]{1,2})\s*月(?:\s*(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})\s*日)?")
_WEB_DATE = re.compile(r"发布(?:时间|日期)[：:]\s*(?P<y>20\d\d)[-/.年](?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})")
_ISSUER = re.compile(r"^(?P<who>[一-鿿]{2,30}?(?:人民政府(?:办公室|办公厅)?|民政局|民政厅|局|厅|委员会|委|办公室))(?:文件|关于)?$")
_REPORT = re.compile(r"政府工作报告")
_SECTORS = ("民政", "养老", "卫生健康", "教育", "生态环境", "环境保护", "交通运输", "交通", "科技", "文化", "旅游", "农业农村", "水利", "应急", "住房", "人力资源", "就业", "国民经济和社会发展", "残疾人", "体育", "能源", "医疗保障", "市场监管", "退役军人", "妇女", "儿童", "老龄", "数字经济", "工业", "商务", "自然资源", "林业", "气象")


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
        return re.compile("(?:" + "|".join(re.escape(n) for n in sorted(names, key=lambda n: (-len(n), n))) + ")(?:的)?")


class FactReader:
    """Reads facts by ``patterns/layout.yaml`` and the divisions."""

    def __init__(self, patterns: Patterns, periods: PeriodReader) -> None:
        self.periods = periods
        self.title_end = patterns.regex("layout.title_end")
        self.docnumber = patterns.regex("layout.docnumber")

    def read(self, layout: Layout) -> Facts:
        facts = Facts()
        blocks = [b for b in layout.blocks if b.kind != "table"]
        text = "\n".join(b.text for b in blocks)
        self._title(facts, blocks[:_HEAD])
        self._region(facts, blocks, text)
        if facts.title is None:
            self._named_in_text(facts, blocks)
        self._period(facts, blocks, text)
        self._issue(facts, layout, blocks)
        self._sector(facts, text)
        return facts

    # ---- title ------------------------------------------------------------------------------------------------------

    def _title(self, facts: Facts, blocks: list[Block]) -> None:
        for i, block in enumerate(blocks):
            text = block.text.strip("—- *#")
            if block.kind == "furniture" or len(text) > 70 or "。" in text:
                continue
            if self.title_end.search(text) and len(text) >= 6 and not _NOTICE.search(text) and not re.search(r"^(?:附件|根据|现将|关于印发)|[，；]|《", text):
                span = block.span
                # 某市规划 ⏎ （2021—2025年）: the years on a line of their own belong to the title.
                if i + 1 < len(blocks) and re.fullmatch(r"[（(][^（()）]{4,24}[）)]", blocks[i + 1].text.strip()):
                    text += blocks[i + 1].text.strip()
                    span = Span(span.start, blocks[i + 1].span.end)
                facts.title = re.sub(r"(?:的通知|（草案）|（征求意见稿）)$", "", text)
                facts.where["title"] = span
                return
        for block in blocks:
            if match := _NOTICE.search(block.text):
                facts.title = match["title"]
                facts.where["title"] = block.reading.source(*match.span("title"))
                return

    def _named_in_text(self, facts: Facts, blocks: list[Block]) -> None:
        """A plan without a title line that names itself in passing (某州民政事业发展“十四五”规划以…为指引)."""
        names = [n for n in (facts.region, *facts.short_names) if n and len(n) > 1]
        if not names:
            return
        pattern = re.compile(rf"(?:{'|'.join(map(re.escape, names))})[一-鿿]{{0,16}}“?[一-鿿]{{1,3}}五”?[一-鿿]{{0,12}}?规划(?:纲要)?")
        for block in blocks:
            for match in pattern.finditer(block.text):
                if block.text[match.end() : match.end() + 1] != "》" and "《" not in block.text[max(0, match.start() - 1) : match.start()]:
                    facts.title = match.group()
                    facts.where["title"] = block.reading.source(*match.span())
                    return

    # ---- region -----------------------------------------------------------------------------------------------------

    def _region(self, facts: Facts, blocks: list[Block], text: str) -> None:
        division = regions.resolve_title(facts.title, text) if facts.title else None
        if division is None and not facts.title:
            division = self._most_named(text)
        if division is not None:
            facts.region, facts.code = division.name, division.code
            facts.region_level = division.level
            facts.short_names = division.short_names
            province = regions.province_of(division.code)
            facts.province = province.name if province else None
            self._where_region(facts, blocks)
            return
        if facts.title and re.match(r"中华人民共和国|国家|全国|中国|国民经济和社会发展第", facts.title):
            facts.region, facts.region_level = "中华人民共和国", "national"
            return
        if facts.title:
            self._unlisted(facts, blocks, text)

    def _unlisted(self, facts: Facts, blocks: list[Block], text: str) -> None:
        """A region that the list of divisions does not hold: its name from the title, its level from its suffix.

        Whether a 市 is a prefecture or a county is told by what the text says of it (各县（市、区）, 全市各镇).
        """
        match = re.match(r"(?:[12]\d{3}年)?(?P<name>[一-鿿]{1,12}?(?:自治区|自治州|自治县|自治旗|省|市|县|区|州|盟|旗|镇|乡))(?=[一-鿿“（\d]|$)", facts.title or "")
        if not match:
            return
        name = match["name"]
        facts.region = name
        facts.short_names = tuple({name, re.sub(r"[一-鿿]族", "", name)})
        level = regions.level_of_name(name)
        if level is None and name.endswith("市"):
            county = len(re.findall(r"各县|县（市|县\(市|县区|区县|各区|县级|辖县|[二三四五六七八九]县", text))
            level = "prefecture" if county >= 2 or re.search(r"地级市|市辖区", text) else "county"
            if re.search(r"县级市", text[:3000]):
                level = "county"
        facts.region_level = level
        self._where_region(facts, blocks)

    def _most_named(self, text: str) -> regions.Division | None:
        """The division of the level that 全州, 全县 or 全市 names which the text names most often."""
        kinds = Counter(m for m in re.findall(r"[全我]([州县市区盟旗省])", text))
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
        for name in sorted({facts.region or "", *facts.short_names}, key=lambda n: (-len(n), n)):
            for block in blocks:
                at = block.text.find(name) if len(name) > 1 else -1
                if at >= 0:
                    facts.where["region"] = block.reading.source(at, at + len(name))
                    return

    # ---- period and dates -------------------------------------------------------------------------------------------

    def _period(self, facts: Facts, blocks: list[Block], text: str) -> None:
        title = facts.title or ""
        if _REPORT.search(title) or (not title and _REPORT.search("".join(b.text for b in blocks[:6]))):
            self._report(facts, blocks, text)
            return
        if match := _SPAN_YEARS.search(title):
            a, b = int(match["a"]), int(match["b"])
            label = _PLAN.search(title)
            facts.period = (label.group().strip("“”\"") if label and label["n"] else match.group(), a, b)
            facts.where["period"] = facts.where["title"]
        elif match := _PLAN.search(title):
            self._five_years(facts, match)
            facts.where["period"] = facts.where["title"]
        else:
            for block in blocks:
                if match := _OWN_PERIOD.search(block.text):
                    facts.period = (match.group(), int(match["a"]), int(match["b"]))
                    facts.where["period"] = block.reading.source(match.start("a"), match.end("b"))
                    break
        if facts.period:
            label, a, b = facts.period
            if b - a == 4 and (a - 1976) % 5 == 0:
                facts.period = (_label((a - 1976) // 5 + 5), a, b)

    @staticmethod
    def _five_years(facts: Facts, match: re.Match[str]) -> None:
        ordinal = plan_ordinal(match["n"] + "五") if match["n"] else plan_ordinal(match["m"] + "五")
        if ordinal:
            a, b = plan_years(ordinal)
            facts.period = (match.group(), a, b)

    def _report(self, facts: Facts, blocks: list[Block], text: str) -> None:
        match = re.search(r"(20\d\d)年", facts.title or "")
        year = int(match.group(1)) if match else None
        if year is None:
            heads = [int(y) for b in blocks if b.kind == "heading" for y in re.findall(r"(20\d\d)年", b.text)]
            dated = [year_of(m["y"]) for b in blocks[:6] for m in _DATE.finditer(b.text)]
            year = dated[0] if dated else max(heads) if heads else None
        if year is not None:
            facts.report_year = year
            facts.period = (f"{year}年", year, year)
            if "title" in facts.where:
                facts.where["period"] = facts.where["title"]

    def _issue(self, facts: Facts, layout: Layout, blocks: list[Block]) -> None:
        for block in [b for b in layout.blocks[:_HEAD] if b.kind != "table"]:
            if facts.doc_number is None and (match := self.docnumber.search(block.text)) and len(block.text) < 40:
                facts.doc_number = match.group()
                facts.where["doc_number"] = block.reading.source(*match.span())
        printed = [(b, m) for b in blocks if (m := _DATE.search(b.text)) and re.search(r"印发$", b.text.strip())]
        alone = [(b, m) for b in blocks[:_HEAD] + blocks[-6:] if (m := re.fullmatch(rf"[（(]?{_DATE.pattern}[）)]?", b.text.strip()))]
        web = [(b, m) for b in blocks[:_HEAD] if (m := _WEB_DATE.search(b.text))]
        delivered = [(b, m) for b in blocks[:5] if (m := _DATE.search(b.text)) and re.search(r"会议上|大会|届", b.text) and len(b.text) < 60]
        for block, match in printed[-1:] or alone or delivered or web:
            facts.issued = _iso(match)
            facts.where["issued"] = block.reading.source(match.start("y") if match.re is not None else match.start(), match.end())
            break
        self._issuer(facts, blocks)

    def _issuer(self, facts: Facts, blocks: list[Block]) -> None:
        candidates = blocks[:_HEAD] + [b for b in blocks[-5:]]
        for block in candidates:
            text = re.sub(r"(?:文件|\d{4}年.*|关于.*)$", "", block.text.strip()).strip()
            if _ISSUER.match(text) and len(text) <= 24:
                facts.issuer = text
                at = block.text.find(text)
                facts.where["issuer"] = block.reading.source(at, at + len(text))
                return

    def _sector(self, facts: Facts, text: str) -> None:
        where = facts.title or text[:400]
        for sector in _SECTORS:
            if sector in where:
                facts.sector = {"国民经济和社会发展": "综合", "环境保护": "生态环境", "交通": "交通运输"}.get(sector, sector)
                return
        if _REPORT.search(where):
            facts.sector = "综合"


def _label(ordinal: int) -> str:
    digits = "一二三四五六七八九十"
    word = digits[ordinal - 1] if ordinal <= 10 else "十" + digits[ordinal - 11]
    return f"“{word}五”"


def _iso(match: re.Match[str]) -> str:
    from planextract.reading.numerals import chinese

    def number(text: str) -> int:
        return int(text) if text.isdigit() else int(chinese(text) or 0)

    year = year_of(match["y"])
    return f"{year}-{number(match['m']):02d}" + (f"-{number(match['d']):02d}" if match["d"] else "")
