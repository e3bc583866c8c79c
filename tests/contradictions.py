"""Kinds of contradiction: a template writes passages whose ⟦marked⟧ figures cannot both be true, and clean twins."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

Passages = tuple[tuple[str, str], ...]
"""Where (done, goal, task) and what, with the marks."""


@dataclass(frozen=True)
class Draw:
    """What a template may use: the two years, names of its own, and numbers."""

    base: int
    end: int
    names: tuple[str, ...]
    rng: random.Random

    @property
    def name(self) -> str:
        return self.names[0]

    def count(self, low: int = 40, high: int = 400) -> int:
        return self.rng.randrange(low, high)

    def tenths(self, low: int, high: int) -> str:
        return f"{self.rng.randrange(low * 10, high * 10) / 10:.1f}"


Template = Callable[[Draw], tuple[Passages, Passages]]
TEMPLATES: dict[str, Template] = {}


def template(function: Template) -> Template:
    TEMPLATES[function.__name__] = function
    return function


def one_place(where: str, bad: str, clean: str) -> tuple[Passages, Passages]:
    return ((where, bad),), ((where, clean),)


def _wrong(true: float, rng: random.Random) -> float:
    """Clearly not the true growth, and not by coincidence right in another way."""
    return round(true + rng.choice((7.3, 11.6, 16.4, 23.7)), 1)


# ---- growth ----------------------------------------------------------------------------------------------------------


@template
def growth_of_a_count(d: Draw) -> tuple[Passages, Passages]:
    old = d.count()
    new = old + d.count(20, 200)
    true = round((new / old - 1) * 100, 1)
    text = f"{d.base}年底，全部{d.name}由⟦{old}⟧个增加到⟦{new}⟧个，增长⟦%s⟧%%。"
    return one_place("done", text % _wrong(true, d.rng), text % true)


@template
def growth_since_the_last_plan(d: Draw) -> tuple[Passages, Passages]:
    old = d.count()
    new = old + d.count(20, 200)
    true = round((new / old - 1) * 100, 1)
    text = f"截至{d.base}年底，{d.name}从{d.base - 5}年的⟦{old}⟧家发展到⟦{new}⟧家，比{d.base - 5}年增长⟦%s⟧%%。"
    return one_place("done", text % _wrong(true, d.rng), text % true)


@template
def growth_of_a_standard(d: Draw) -> tuple[Passages, Passages]:
    old = d.count(20, 60) * 10
    new = old + d.count(10, 40) * 10
    true = round((new / old - 1) * 100, 1)
    text = f"{d.base}年，{d.name}管护补助标准由每人每月⟦{old}⟧元提高到⟦{new}⟧元，增长⟦%s⟧%%。"
    return one_place("done", text % _wrong(true, d.rng), text % true)


@template
def growth_with_decimals(d: Draw) -> tuple[Passages, Passages]:
    old = float(d.tenths(20, 60))
    new = round(old + float(d.tenths(8, 40)), 1)
    true = round((new / old - 1) * 100, 1)
    text = f"{d.base}年，{d.name}总面积由⟦{old}⟧万平方米扩大到⟦{new}⟧万平方米，增长⟦%s⟧%%。"
    return one_place("done", text % _wrong(true, d.rng), text % true)


@template
def fall_of_a_count(d: Draw) -> tuple[Passages, Passages]:
    old = d.count(200, 500)
    new = old - d.count(40, 120)
    true = round((1 - new / old) * 100, 1)
    text = f"{d.base}年，{d.name}安全隐患由⟦{old}⟧处减少到⟦{new}⟧处，下降⟦%s⟧%%。"
    return one_place("done", text % _wrong(true, d.rng), text % true)


@template
def difference_of_counts(d: Draw) -> tuple[Passages, Passages]:
    old = d.count()
    new = old + d.count(20, 90)
    text = f"{d.base}年底，{d.name}由⟦{old}⟧个增加到⟦{new}⟧个，净增⟦%s⟧个。"
    return one_place("done", text % (new - old + d.rng.choice((-7, 6, 13))), text % (new - old))


@template
def difference_in_points(d: Draw) -> tuple[Passages, Passages]:
    old = float(d.tenths(20, 50))
    rise = float(d.tenths(8, 30))
    text = f"{d.base}年，{d.name}覆盖率由⟦{old}⟧%提高到⟦{round(old + rise, 1)}⟧%，提高⟦%s⟧个百分点。".replace(
        "%提", "%%提"
    ).replace("⟧%，", "⟧%%，")
    return one_place("done", text % round(rise + d.rng.choice((-2.4, 1.7, 3.1)), 1), text % rise)


@template
def points_as_percent(d: Draw) -> tuple[Passages, Passages]:
    old = float(d.tenths(22, 45))
    new = round(old + float(d.tenths(15, 40)), 1)
    text = f"{d.base}年，{d.name}开放率由⟦{old}⟧%%提高到⟦{new}⟧%%，增长⟦%s⟧%%。"
    return one_place("done", text % round(new - old, 1), text % round((new / old - 1) * 100, 1))


@template
def doubling_that_is_none(d: Draw) -> tuple[Passages, Passages]:
    old = d.count(40, 120)
    text = f"{d.base}年，{d.name}由⟦{old}⟧家增加到⟦%s⟧家，翻了一番。"
    return one_place("done", text % round(old * d.rng.choice((1.4, 1.6, 1.8))), text % (old * 2))


@template
def growth_of_two_together(d: Draw) -> tuple[Passages, Passages]:
    a, b = d.count(20, 60) * 10, d.count(20, 60) * 10
    x, y = a + d.count(10, 30) * 10, b + d.count(10, 30) * 10
    first, second = round((x / a - 1) * 100, 1), round((y / b - 1) * 100, 1)
    text = (
        f"{d.base}年，{d.names[0]}、{d.names[1]}补助标准分别由每月{a}元、⟦{b}⟧元提高到{x}元、⟦{y}⟧元，"
        f"分别增长{first}%%和⟦%s⟧%%。"
    )
    return one_place("done", text % _wrong(second, d.rng), text % second)


def lines_of(head: str, rows: list[str], caption: str) -> str:
    return "\n".join([caption, head, *rows])


@template
def growth_in_a_table(d: Draw) -> tuple[Passages, Passages]:
    old = [d.count() for _ in range(4)]
    new = [n + d.count(20, 200) for n in old]
    rises = [round((b / a - 1) * 100, 1) for a, b in zip(old, new, strict=True)]
    head = f"指标\t单位\t{d.base - 5}年\t{d.base}年\t增长（%）"

    def rows(last: float) -> str:
        cells = [f"{n}数量\t个\t{a}\t{b}\t{g}" for n, a, b, g in zip(d.names[:3], old, new, rises, strict=False)]
        return lines_of(
            head, [*cells, f"{d.names[3]}数量\t个\t⟦{old[3]}⟧\t⟦{new[3]}⟧\t⟦{last}⟧"], "表8 主要指标完成情况"
        )

    return one_place("done", rows(_wrong(rises[3], d.rng)), rows(rises[3]))


def _yearly(old: float, new: float) -> float:
    return round(((new / old) ** 0.2 - 1) * 100, 1)


@template
def yearly_growth_in_a_table(d: Draw) -> tuple[Passages, Passages]:
    old = [d.count(100, 300) for _ in range(4)]
    new = [n + d.count(60, 200) for n in old]
    rates = [_yearly(a, b) for a, b in zip(old, new, strict=True)]
    head = f"指标\t单位\t{d.base}年\t{d.end}年\t年均增长（%）\t属性"

    def rows(first: float) -> str:
        cells = [f"{n}数量\t家\t{a}\t{b}\t{g}\t预期性" for n, a, b, g in zip(d.names, old, new, rates, strict=False)]
        return lines_of(
            head, [f"{d.names[0]}数量\t家\t⟦{old[0]}⟧\t⟦{new[0]}⟧\t⟦{first}⟧\t预期性", *cells[1:]], "表9 发展指标"
        )

    return one_place("goal", rows(round(rates[0] + d.rng.choice((2.9, 4.4, 6.1)), 1)), rows(rates[0]))


@template
def total_growth_as_yearly(d: Draw) -> tuple[Passages, Passages]:
    old = [d.count(100, 300) for _ in range(4)]
    new = [n + d.count(60, 200) for n in old]
    rates = [_yearly(a, b) for a, b in zip(old, new, strict=True)]
    head = f"指标\t单位\t{d.base}年\t{d.end}年\t年均增长（%）\t属性"

    def rows(rate: float) -> str:
        cells = [f"{n}数量\t个\t{a}\t{b}\t{g}\t预期性" for n, a, b, g in zip(d.names, old, new, rates, strict=False)]
        cells[2] = f"{d.names[2]}数量\t个\t⟦{old[2]}⟧\t⟦{new[2]}⟧\t⟦{rate}⟧\t预期性"
        return lines_of(head, cells, "表7 事业发展指标")

    return one_place("goal", rows(round((new[2] / old[2] - 1) * 100, 1)), rows(rates[2]))


# ---- one indicator at two places -------------------------------------------------------------------------------------


def _pair(d: Draw, low: int = 40, high: int = 90) -> tuple[int, int]:
    value = d.count(low, high)
    return value, value + d.rng.choice((-15, -10, 5, 8))


@template
def goal_against_chapter(d: Draw) -> tuple[Passages, Passages]:
    value, other = _pair(d)
    goal = f"到{d.end}年，{d.name}建设达标率达到⟦{value}⟧%。"
    task = f"加强规范管理，到{d.end}年，{d.name}建设达标率达到⟦%s⟧%%。"
    return (("goal", goal), ("task", task % other)), (("goal", goal), ("task", task % value))


@template
def goal_against_table(d: Draw) -> tuple[Passages, Passages]:
    value, other = _pair(d)
    goal = f"到{d.end}年，乡镇{d.name}覆盖率达到⟦{value}⟧%。"
    head = f"序号\t指标\t单位\t{d.base}年\t{d.end}年\t属性"

    def table(shown: int) -> str:
        first = f"1\t乡镇{d.name}覆盖率\t%\t21.5\t⟦{shown}⟧\t预期性"
        rows = [f"{i}\t{n}覆盖率\t%\t{20 + i}\t{60 + i}\t预期性" for i, n in enumerate(d.names[1:4], 2)]
        return lines_of(head, [first, *rows], "表6 主要指标")

    return (("goal", table(other)), ("task", goal)), (("goal", table(value)), ("task", goal))


@template
def box_against_text(d: Draw) -> tuple[Passages, Passages]:
    value, other = _pair(d, 50, 300)
    task = f"到{d.end}年，新建{d.name}⟦{value}⟧个。"
    box = f"专栏6 重点工程\n到{d.end}年，新建{d.name}⟦%s⟧个，提升服务能力。"
    return (("goal", task), ("task", box % other)), (("goal", task), ("task", box % value))


@template
def at_least_two_numbers(d: Draw) -> tuple[Passages, Passages]:
    value = d.count(4, 20)
    other = value + d.rng.choice((6, 11, 15))
    goal = f"到{d.end}年，培育示范性{d.name}不少于⟦{value}⟧家。"
    task = f"实施提升行动，到{d.end}年，培育示范性{d.name}不少于⟦%s⟧家。"
    return (("goal", goal), ("task", task % other)), (("goal", goal), ("task", task % value))


@template
def reached_in_text_and_table(d: Draw) -> tuple[Passages, Passages]:
    value = float(d.tenths(30, 60))
    other = round(value + d.rng.choice((-2.0, 3.0, 5.4)), 1)
    done = f"截至{d.base}年底，{d.name}使用登记率达到⟦{value}⟧%。"
    head = f"指标\t单位\t{d.base}年\t{d.end}年\t属性"

    def table(shown: float) -> str:
        rows = [f"{n}覆盖率\t%\t{30 + i}\t{70 + i}\t预期性" for i, n in enumerate(d.names[1:4])]
        return lines_of(head, [*rows, f"{d.name}使用登记率\t%\t⟦{shown}⟧\t95\t预期性"], "表5 发展主要指标")

    return (("done", done), ("goal", table(other))), (("done", done), ("goal", table(value)))


@template
def reached_at_two_places(d: Draw) -> tuple[Passages, Passages]:
    value = d.count(100, 900)
    done = f"截至{d.base}年底，建成{d.name}⟦{value}⟧处。"
    again = f"{d.base}年底，已建成{d.name}⟦%s⟧处，基础进一步夯实。"
    return (("done", done), ("done", again % (value + d.rng.choice((-30, 20, 45))))), (
        ("done", done),
        ("done", again % value),
    )


@template
def per_hundred_and_per_one(d: Draw) -> tuple[Passages, Passages]:
    value = d.count(15, 60)
    goal = f"到{d.end}年，新建小区{d.name}面积不低于每百户⟦{value}⟧平方米。"
    task = f"到{d.end}年，新建小区{d.name}面积不低于每%s⟦{value}⟧平方米。"
    return (("goal", goal), ("task", task % "户")), (("goal", goal), ("task", task % "百户"))


# ---- targets that are no better --------------------------------------------------------------------------------------


@template
def target_below_its_row(d: Draw) -> tuple[Passages, Passages]:
    base = [float(d.tenths(50, 70)) for _ in range(4)]
    head = f"指标\t单位\t{d.base}年实际值\t{d.end}年目标值\t属性"

    def table(target: float) -> str:
        rows = [f"{n}覆盖率\t%\t{b}\t{round(b + 20, 1)}\t预期性" for n, b in zip(d.names[:3], base, strict=False)]
        return lines_of(head, [*rows, f"{d.names[3]}覆盖率\t%\t⟦{base[3]}⟧\t⟦{target}⟧\t约束性"], "表4 主要指标")

    low, high = round(base[3] - float(d.tenths(1, 12)), 1), round(base[3] + float(d.tenths(3, 12)), 1)
    return one_place("goal", table(low), table(high))


@template
def target_below_its_start(d: Draw) -> tuple[Passages, Passages]:
    base = d.count(50, 70)
    text = f"到{d.end}年，{d.name}规范管理率由⟦{base}⟧%%提高到⟦%s⟧%%。"
    return one_place("goal", text % (base - d.count(4, 15)), text % (base + d.count(4, 15)))
