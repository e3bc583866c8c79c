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


def _one(where: str, bad: str, clean: str) -> tuple[Passages, Passages]:
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
    return _one("done", text % _wrong(true, d.rng), text % true)


@template
def growth_since_the_last_plan(d: Draw) -> tuple[Passages, Passages]:
    old = d.count()
    new = old + d.count(20, 200)
    true = round((new / old - 1) * 100, 1)
    text = f"截至{d.base}年底，{d.name}从{d.base - 5}年的⟦{old}⟧家发展到⟦{new}⟧家，比{d.base - 5}年增长⟦%s⟧%%。"
    return _one("done", text % _wrong(true, d.rng), text % true)


@template
def growth_of_a_standard(d: Draw) -> tuple[Passages, Passages]:
    old = d.count(20, 60) * 10
    new = old + d.count(10, 40) * 10
    true = round((new / old - 1) * 100, 1)
    text = f"{d.base}年，{d.name}管护补助标准由每人每月⟦{old}⟧元提高到⟦{new}⟧元，增长⟦%s⟧%%。"
    return _one("done", text % _wrong(true, d.rng), text % true)


@template
def growth_with_decimals(d: Draw) -> tuple[Passages, Passages]:
    old = float(d.tenths(20, 60))
    new = round(old + float(d.tenths(8, 40)), 1)
    true = round((new / old - 1) * 100, 1)
    text = f"{d.base}年，{d.name}总面积由⟦{old}⟧万平方米扩大到⟦{new}⟧万平方米，增长⟦%s⟧%%。"
    return _one("done", text % _wrong(true, d.rng), text % true)


@template
def fall_of_a_count(d: Draw) -> tuple[Passages, Passages]:
    old = d.count(200, 500)
    new = old - d.count(40, 120)
    true = round((1 - new / old) * 100, 1)
    text = f"{d.base}年，{d.name}安全隐患由⟦{old}⟧处减少到⟦{new}⟧处，下降⟦%s⟧%%。"
    return _one("done", text % _wrong(true, d.rng), text % true)


@template
def difference_of_counts(d: Draw) -> tuple[Passages, Passages]:
    old = d.count()
    new = old + d.count(20, 90)
    text = f"{d.base}年底，{d.name}由⟦{old}⟧个增加到⟦{new}⟧个，净增⟦%s⟧个。"
    return _one("done", text % (new - old + d.rng.choice((-7, 6, 13))), text % (new - old))


@template
def difference_in_points(d: Draw) -> tuple[Passages, Passages]:
    old = float(d.tenths(20, 50))
    rise = float(d.tenths(8, 30))
    text = f"{d.base}年，{d.name}覆盖率由⟦{old}⟧%提高到⟦{round(old + rise, 1)}⟧%，提高⟦%s⟧个百分点。".replace(
        "%提", "%%提"
    ).replace("⟧%，", "⟧%%，")
    return _one("done", text % round(rise + d.rng.choice((-2.4, 1.7, 3.1)), 1), text % rise)


@template
def points_as_percent(d: Draw) -> tuple[Passages, Passages]:
    old = float(d.tenths(22, 45))
    new = round(old + float(d.tenths(15, 40)), 1)
    text = f"{d.base}年，{d.name}开放率由⟦{old}⟧%%提高到⟦{new}⟧%%，增长⟦%s⟧%%。"
    return _one("done", text % round(new - old, 1), text % round((new / old - 1) * 100, 1))


@template
def doubling_that_is_none(d: Draw) -> tuple[Passages, Passages]:
    old = d.count(40, 120)
    text = f"{d.base}年，{d.name}由⟦{old}⟧家增加到⟦%s⟧家，翻了一番。"
    return _one("done", text % round(old * d.rng.choice((1.4, 1.6, 1.8))), text % (old * 2))


@template
def growth_of_two_together(d: Draw) -> tuple[Passages, Passages]:
    a, b = d.count(20, 60) * 10, d.count(20, 60) * 10
    x, y = a + d.count(10, 30) * 10, b + d.count(10, 30) * 10
    first, second = round((x / a - 1) * 100, 1), round((y / b - 1) * 100, 1)
    text = (
        f"{d.base}年，{d.names[0]}、{d.names[1]}补助标准分别由每月{a}元、⟦{b}⟧元提高到{x}元、⟦{y}⟧元，"
        f"分别增长{first}%%和⟦%s⟧%%。"
    )
    return _one("done", text % _wrong(second, d.rng), text % second)


def _table(head: str, rows: list[str], caption: str) -> str:
    return "\n".join([caption, head, *rows])


@template
def growth_in_a_table(d: Draw) -> tuple[Passages, Passages]:
    old = [d.count() for _ in range(4)]
    new = [n + d.count(20, 200) for n in old]
    rises = [round((b / a - 1) * 100, 1) for a, b in zip(old, new, strict=True)]
    head = f"指标\t单位\t{d.base - 5}年\t{d.base}年\t增长（%）"

    def rows(last: float) -> str:
        cells = [f"{n}数量\t个\t{a}\t{b}\t{g}" for n, a, b, g in zip(d.names[:3], old, new, rises, strict=False)]
        return _table(head, [*cells, f"{d.names[3]}数量\t个\t⟦{old[3]}⟧\t⟦{new[3]}⟧\t⟦{last}⟧"], "表8 主要指标完成情况")

    return _one("done", rows(_wrong(rises[3], d.rng)), rows(rises[3]))


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
        return _table(
            head, [f"{d.names[0]}数量\t家\t⟦{old[0]}⟧\t⟦{new[0]}⟧\t⟦{first}⟧\t预期性", *cells[1:]], "表9 发展指标"
        )

    return _one("goal", rows(round(rates[0] + d.rng.choice((2.9, 4.4, 6.1)), 1)), rows(rates[0]))


@template
def total_growth_as_yearly(d: Draw) -> tuple[Passages, Passages]:
    old = [d.count(100, 300) for _ in range(4)]
    new = [n + d.count(60, 200) for n in old]
    rates = [_yearly(a, b) for a, b in zip(old, new, strict=True)]
    head = f"指标\t单位\t{d.base}年\t{d.end}年\t年均增长（%）\t属性"

    def rows(rate: float) -> str:
        cells = [f"{n}数量\t个\t{a}\t{b}\t{g}\t预期性" for n, a, b, g in zip(d.names, old, new, rates, strict=False)]
        cells[2] = f"{d.names[2]}数量\t个\t⟦{old[2]}⟧\t⟦{new[2]}⟧\t⟦{rate}⟧\t预期性"
        return _table(head, cells, "表7 事业发展指标")

    return _one("goal", rows(round((new[2] / old[2] - 1) * 100, 1)), rows(rates[2]))


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
        return _table(head, [first, *rows], "表6 主要指标")

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
        return _table(head, [*rows, f"{d.name}使用登记率\t%\t⟦{shown}⟧\t95\t预期性"], "表5 发展主要指标")

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
        return _table(head, [*rows, f"{d.names[3]}覆盖率\t%\t⟦{base[3]}⟧\t⟦{target}⟧\t约束性"], "表4 主要指标")

    low, high = round(base[3] - float(d.tenths(1, 12)), 1), round(base[3] + float(d.tenths(3, 12)), 1)
    return _one("goal", table(low), table(high))


@template
def target_below_its_start(d: Draw) -> tuple[Passages, Passages]:
    base = d.count(50, 70)
    text = f"到{d.end}年，{d.name}规范管理率由⟦{base}⟧%%提高到⟦%s⟧%%。"
    return _one("goal", text % (base - d.count(4, 15)), text % (base + d.count(4, 15)))


# ---- totals ----------------------------------------------------------------------------------------------------------


@template
def kinds_of_organisations(d: Draw) -> tuple[Passages, Passages]:
    parts = d.count(60, 200), d.count(60, 200), d.count(2, 9)
    whole = sum(parts)
    kinds = f"社会团体⟦{parts[0]}⟧家、民办非企业单位⟦{parts[1]}⟧家、基金会⟦{parts[2]}⟧家"
    text = f"{d.base}年，{d.name}会员单位达到⟦%s⟧家，其中{kinds}。"
    return _one("done", text % (whole + d.rng.choice((-11, -3, 4, 9))), text % whole)


@template
def more_than_the_total(d: Draw) -> tuple[Passages, Passages]:
    a, b, c = d.count(20, 70), d.count(20, 70), d.count(10, 30)
    text = f"到{d.end}年，建设{d.name}⟦%s⟧个，其中城区⟦{a}⟧个、平原镇⟦{b}⟧个、山区镇⟦{c}⟧个。"
    return _one("goal", text % (a + b + c - d.rng.choice((4, 9, 10))), text % (a + b + c))


@template
def levels_added(d: Draw) -> tuple[Passages, Passages]:
    a, b = d.count(4, 20), d.count(8, 30)
    text = f"到{d.end}年，新建{d.name}⟦%s⟧个，其中市级⟦{a}⟧个、县级⟦{b}⟧个。"
    return _one("task", text % (a + b + d.rng.choice((2, 3, 5))), text % (a + b))


@template
def public_and_private(d: Draw) -> tuple[Passages, Passages]:
    a, b = d.count(10, 60), d.count(5, 40)
    text = f"{d.base}年底，共有{d.name}⟦%s⟧家，其中公办⟦{a}⟧家、民办⟦{b}⟧家。"
    return _one("done", text % (a + b + d.rng.choice((2, 5, 8))), text % (a + b))


@template
def sources_of_money(d: Draw) -> tuple[Passages, Passages]:
    a, b, c = float(d.tenths(5, 20)), float(d.tenths(3, 12)), float(d.tenths(2, 9))
    whole = round(a + b + c, 1)
    parts = f"上级补助资金⟦{a}⟧亿元，市县财政资金⟦{b}⟧亿元，社会资本⟦{c}⟧亿元"
    text = f"到{d.end}年，{d.name}建设总投资⟦%s⟧亿元，其中{parts}。"
    return _one("task", text % round(whole + d.rng.choice((-1.0, 0.8, 2.0)), 1), text % whole)


@template
def shares_of_a_whole(d: Draw) -> tuple[Passages, Passages]:
    a, b = d.count(20, 40), d.count(15, 35)
    text = f"{d.base}年，{d.name}投资中政府、企业、个人出资占比分别为⟦{a}⟧%%、⟦{b}⟧%%、⟦%s⟧%%。"
    return _one("done", text % (100 - a - b + d.rng.choice((-8, 7, 12))), text % (100 - a - b))


def _projects(d: Draw, amounts: list[str], total: str) -> str:
    head = "序号\t项目名称\t建设性质\t建设年限\t总投资（万元）\t责任单位"
    years = f"{d.base + 2}-{d.base + 4}"
    rows = [
        f"{i}\t{n}建设项目\t新建\t{years}\t{a}\t发展改革局"
        for i, (n, a) in enumerate(zip(d.names, amounts, strict=False), 1)
    ]
    return _table(head, [*rows, f"\t合计\t\t\t{total}\t"], "重点项目表")


@template
def projects_and_their_total(d: Draw) -> tuple[Passages, Passages]:
    amounts = [d.count(10, 90) * 100 for _ in range(4)]
    marked = [f"⟦{a}⟧" for a in amounts]
    wrong = sum(amounts) + d.rng.choice((-1000, 900, 2000))
    return _one("task", _projects(d, marked, f"⟦{wrong}⟧"), _projects(d, marked, f"⟦{sum(amounts)}⟧"))


@template
def category_and_its_projects(d: Draw) -> tuple[Passages, Passages]:
    one = [d.count(10, 90) * 100 for _ in range(2)]
    two = [d.count(10, 90) * 100 for _ in range(2)]
    years = f"{d.base + 2}-{d.base + 4}"
    head = "序号\t项目名称\t建设性质\t建设年限\t总投资（万元）\t责任单位"

    def table(shown: int) -> str:
        rows = [f"一\t{d.names[0]}类项目\t\t\t{sum(one)}\t"]
        rows += [f"{i}\t{d.names[i]}建设项目\t新建\t{years}\t{a}\t文化旅游局" for i, a in enumerate(one, 1)]
        rows += [f"二\t{d.names[3]}类项目\t\t\t⟦{shown}⟧\t"]
        rows += [
            f"{i}\t{n}改造项目\t改建\t{years}\t⟦{a}⟧\t文化旅游局"
            for i, (n, a) in enumerate(zip(d.names[2:], two, strict=True), 1)
        ]
        return _table(head, [*rows, f"\t合计\t\t\t{sum(one) + shown}\t"], "重大项目表")

    return _one("task", table(sum(two) + d.rng.choice((-700, 1200, 3000))), table(sum(two)))


# ---- ratios and shares -----------------------------------------------------------------------------------------------


@template
def ratio_of_two_standards(d: Draw) -> tuple[Passages, Passages]:
    low = d.count(30, 60) * 10
    ratio = d.rng.choice((1.3, 1.4, 1.5, 1.6))
    high = round(low * ratio)
    a, b = f"{d.names[0]}管护标准", f"{d.names[1]}管护标准"
    levels = f"截至{d.base}年底，{a}达到每人每月⟦{high}⟧元，{b}达到每人每月⟦{low}⟧元。"
    ratio_text = f"截至{d.base}年底，{a}与{b}之比达到⟦%s⟧倍。"
    wrong = round(ratio + d.rng.choice((0.3, 0.4, -0.2)), 1)
    return (("done", levels), ("done", ratio_text % wrong)), (("done", levels), ("done", ratio_text % ratio))


@template
def part_of_a_count(d: Draw) -> tuple[Passages, Passages]:
    whole = d.count(200, 500)
    part = d.count(60, 150)
    share = round(part / whole * 100, 1)
    text = f"{d.base}年底，共有{d.name}⟦{whole}⟧个，达到省级标准的⟦{part}⟧个，占⟦%s⟧%%。"
    return _one("done", text % round(share + d.rng.choice((-6.2, 4.8, 9.5)), 1), text % share)


# ---- impossible ------------------------------------------------------------------------------------------------------


@template
def more_than_all(d: Draw) -> tuple[Passages, Passages]:
    text = f"到{d.end}年，{d.name}开放服务覆盖率达到⟦%s⟧%%。"
    return _one("goal", text % d.count(102, 140), text % d.count(60, 99))


@template
def more_than_all_in_a_table(d: Draw) -> tuple[Passages, Passages]:
    head = f"指标\t单位\t{d.base}年\t{d.end}年\t属性"

    def table(shown: int) -> str:
        rows = [f"{n}覆盖率\t%\t{30 + i}\t{70 + i}\t预期性" for i, n in enumerate(d.names[1:4])]
        return _table(head, [f"{d.name}覆盖率\t%\t41.5\t⟦{shown}⟧\t约束性", *rows], "表3 约束指标")

    return _one("goal", table(d.count(102, 130)), table(d.count(60, 99)))


@template
def range_upside_down(d: Draw) -> tuple[Passages, Passages]:
    low = d.count(2, 9)
    high = low + d.count(2, 9)
    text = f"到{d.end}年，每个乡镇建设{d.name}⟦%s至%s⟧个。"
    return _one("goal", text % (high, low), text % (low, high))


@template
def years_upside_down(d: Draw) -> tuple[Passages, Passages]:
    amounts = [d.count(10, 90) * 100 for _ in range(3)]
    years = [f"{d.base + 1}-{d.base + 3}", f"{d.base + 2}-{d.base + 4}"]

    def table(last: str) -> str:
        head = "序号\t项目名称\t建设性质\t建设年限\t总投资（万元）\t责任单位"
        rows = [
            f"{i}\t{n}提升项目\t新建\t{y}\t{a}\t水利局"
            for i, (n, y, a) in enumerate(zip(d.names, [*years, f"⟦{last}⟧"], amounts, strict=False), 1)
        ]
        return _table(head, [*rows, f"\t合计\t\t\t{sum(amounts)}\t"], "水利项目表")

    return _one("task", table(f"{d.base + 4}-{d.base + 2}"), table(f"{d.base + 2}-{d.base + 4}"))


@template
def due_before_the_plan(d: Draw) -> tuple[Passages, Passages]:
    value = d.count(50, 95)
    text = f"力争到⟦%s⟧年，{d.name}标准化建设率达到⟦{value}⟧%%以上。"
    return _one("goal", text % (d.base - d.rng.choice((1, 3))), text % d.end)
