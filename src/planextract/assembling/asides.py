"""Numbers that are no figures: what a numeral says when it neither counts a result nor states a commitment."""

from __future__ import annotations

import re

from planextract.patterns import Patterns
from planextract.reading.quantities import Quantity
from planextract.records import Role

Aside = tuple[Role, str]


class AsideReader:
    """Tells qualifiers, context, idioms and durations from figures by ``patterns/asides.yaml``."""

    def __init__(self, patterns: Patterns) -> None:
        self.rule = patterns.regexes("asides")
        self.commit = re.compile(rf"{patterns.source('verbs.commit')}(?:了|起|好|约)?$")
        self.act = re.compile(rf"{patterns.source('verbs.act')}(?:了|起|好|约)?$")

    def read(self, quantity: Quantity, text: str, left: str, right: str, later: bool) -> Aside | None:
        """The role of a quantity that is no figure, with the rule that says so; None for a figure.

        ``left`` and ``right`` are the rest of its clause before and behind it; ``later`` tells that another quantity
        follows in the clause.
        """
        number = quantity.numbers[0]
        if quantity.word == "some" or quantity.number is None:
            return "context", "asides.no_number"
        if number.form == "ordinal":
            return None if self._is_rank(quantity, left, right) else ("ordinal", "asides.ordinal")
        if quantity.word == "double":
            return None
        if quantity.word:
            return self._word(quantity, left, right)
        if quantity.spelled and not quantity.unit and self.rule["grade_list"].match(text, quantity.end):
            return "qualifier", "asides.grade_list"  # its word stands behind the next quantity, where right has ended
        for check in (
            self._threshold,
            self._each,
            self._age,
            self._grade,
            self._duration,
            self._divided,
            self._spelled,
        ):
            if aside := check(quantity, left, right, later):
                return aside
        return None

    def _is_rank(self, quantity: Quantity, left: str, right: str) -> bool:
        return quantity.unit in ("位", "名") and bool(self.rule["rank"].search(left))

    def _word(self, quantity: Quantity, left: str, right: str) -> Aside | None:
        if quantity.numbers[0].text == "全面覆盖" and re.match(r"[一-鿿]", right):
            return "idiom", "asides.covering"
        if quantity.word == "all" and left.endswith(("健", "安")) and right.startswith(("门", "署", "委")):
            return "idiom", "asides.all"
        if quantity.word == "all" and (not left.strip() or re.match(r"[，。；]|$", right)):
            return "idiom", "asides.all"
        return None

    def _threshold(self, q: Quantity, left: str, right: str, later: bool) -> Aside | None:
        """A bound inside the name of what is counted (10亿元以上项目5个; 超过10万元的行政村126个)."""
        if not later or q.family in ("share", "points") or q.comparator not in (">=", "<=", ">", "<", "range"):
            return None
        if (q.trailing and re.match(r"的?[一-鿿]", right)) or re.match(r"的[一-鿿]", right) or right.strip() == "的":
            return "qualifier", "asides.threshold"
        return None

    def _each(self, q: Quantity, left: str, right: str, later: bool) -> Aside | None:
        if left.endswith(("每", "平均每")) and q.comparator != ">=":
            return "qualifier", "asides.each"
        if (
            q.spelled
            and self.rule["group_number"].match(q.numbers[0].text)
            and q.family in ("people", "beds", "area")
            and (later or "拥有" in right)
        ):
            return "qualifier", "asides.group_number"
        if q.unit == "元" and self.rule["group_number"].match(q.numbers[0].text) and self.rule["output"].match(right):
            return "qualifier", "asides.output"
        if left.endswith("等") and q.comparator == "=" and len(left) > 2:
            return "context", "asides.and_others"
        if self.rule["part_of"].search(right) and q.unit in ("个", "家", "所"):
            return "context", "asides.part_of"
        return None

    def _age(self, q: Quantity, left: str, right: str, later: bool) -> Aside | None:
        if q.unit not in ("岁", "周岁"):
            return None
        if self.rule["age_subject"].search(left):
            return None
        return "qualifier", "asides.age"

    def _grade(self, q: Quantity, left: str, right: str, later: bool) -> Aside | None:
        if q.unit.endswith("级") and q.unit != "级":
            return "qualifier", "asides.grade"
        if q.unit not in ("级", "等", "档", "层"):
            return None
        if not q.spelled:
            return "name", "asides.grade"
        if q.comparator in (">=", "<=") or self.rule["grade_group"].match(right) or left.endswith("、"):
            return "qualifier", "asides.grade"
        return "context", "asides.grade"

    def _duration(self, q: Quantity, left: str, right: str, later: bool) -> Aside | None:
        if q.family != "time":
            return None
        if self.rule["time_subject"].search(left[-14:]) or self.rule["time_subject"].match(right):
            return None
        if q.unit in ("天", "小时") and re.search(r"达到?|增加|减少|多|少", left[-4:]):
            return None
        return "date", "asides.duration"

    def _divided(self, q: Quantity, left: str, right: str, later: bool) -> Aside | None:
        if q.unit == "部" and right.startswith("分"):
            return "ordinal", "asides.part"
        behind = (q.unit if q.family in ("count", "other", "people") else "") + right
        if q.comparator == "=" and q.family in ("count", "other", "") and self.rule["classified"].match(behind):
            return "context", "asides.classified"
        if q.unit in ("县市", "县（市）", "县", "市", "县区") and later:
            return "context", "asides.places"
        return None

    def _spelled(self, q: Quantity, left: str, right: str, later: bool) -> Aside | None:
        if q.implied or "分之" in q.numbers[0].text:
            return None
        if (
            not q.spelled
            or q.comparator != "="
            or q.family in ("share", "points", "ratio", "money")
            or q.high is not None
        ):
            return None
        if q.number is not None and q.number > 20 and q.family != "time":
            return None
        if q.unit == "支" and right[:1] not in "，。；、":
            return "idiom", "asides.spelled"
        if q.unit in (
            "批",
            "次",
            "轮",
            "届",
            "环",
            "步",
            "路",
            "线",
            "方",
            "种",
            "类",
            "期",
            "段",
            "线",
            "点",
        ) and not self.commit.search(left.rstrip("各")):
            return "idiom", "asides.spelled"
        if self.commit.search(re.sub(r"(?:各|了|分别|均|都|至少|年)$", "", left)) or re.search(
            r"每年|各$|至少", left[-8:]
        ):
            return None
        return "context", "asides.spelled"
