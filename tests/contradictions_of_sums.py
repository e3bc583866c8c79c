"""Kinds of contradiction in totals, lists of projects, ratios and impossible values; all end in ``TEMPLATES``."""

from __future__ import annotations

from contradictions import TEMPLATES, Draw, Passages, lines_of, one_place, template

__all__ = ["TEMPLATES"]


# ---- totals ----------------------------------------------------------------------------------------------------------


@template
def kinds_of_organisations(d: Draw) -> tuple[Passages, Passages]:
    parts = d.count(60, 200), d.count(60, 200), d.count(2, 9)
    whole = sum(parts)
    kinds = f"社会团体⟦{parts[0]}⟧家、民办非企业单位⟦{parts[1]}⟧家、基金会⟦{parts[2]}⟧家"
    text = f"{d.base}年，{d.name}会员单位达到⟦%s⟧家，其中{kinds}。"
    return one_place("done", text % (whole + d.rng.choice((-11, -3, 4, 9))), text % whole)


@template
def more_than_the_total(d: Draw) -> tuple[Passages, Passages]:
    a, b, c = d.count(20, 70), d.count(20, 70), d.count(10, 30)
    text = f"到{d.end}年，建设{d.name}⟦%s⟧个，其中城区⟦{a}⟧个、平原镇⟦{b}⟧个、山区镇⟦{c}⟧个。"
    return one_place("goal", text % (a + b + c - d.rng.choice((4, 9, 10))), text % (a + b + c))


@template
def levels_added(d: Draw) -> tuple[Passages, Passages]:
    a, b = d.count(4, 20), d.count(8, 30)
    text = f"到{d.end}年，新建{d.name}⟦%s⟧个，其中市级⟦{a}⟧个、县级⟦{b}⟧个。"
    return one_place("task", text % (a + b + d.rng.choice((2, 3, 5))), text % (a + b))


@template
def public_and_private(d: Draw) -> tuple[Passages, Passages]:
    a, b = d.count(10, 60), d.count(5, 40)
    text = f"{d.base}年底，共有{d.name}⟦%s⟧家，其中公办⟦{a}⟧家、民办⟦{b}⟧家。"
    return one_place("done", text % (a + b + d.rng.choice((2, 5, 8))), text % (a + b))


@template
def sources_of_money(d: Draw) -> tuple[Passages, Passages]:
    a, b, c = float(d.tenths(5, 20)), float(d.tenths(3, 12)), float(d.tenths(2, 9))
    whole = round(a + b + c, 1)
    parts = f"上级补助资金⟦{a}⟧亿元，市县财政资金⟦{b}⟧亿元，社会资本⟦{c}⟧亿元"
    text = f"到{d.end}年，{d.name}建设总投资⟦%s⟧亿元，其中{parts}。"
    return one_place("task", text % round(whole + d.rng.choice((-1.0, 0.8, 2.0)), 1), text % whole)


@template
def shares_of_a_whole(d: Draw) -> tuple[Passages, Passages]:
    a, b = d.count(20, 40), d.count(15, 35)
    text = f"{d.base}年，{d.name}投资中政府、企业、个人出资占比分别为⟦{a}⟧%%、⟦{b}⟧%%、⟦%s⟧%%。"
    return one_place("done", text % (100 - a - b + d.rng.choice((-8, 7, 12))), text % (100 - a - b))


def _projects(d: Draw, amounts: list[str], total: str) -> str:
    head = "序号\t项目名称\t建设性质\t建设年限\t总投资（万元）\t责任单位"
    years = f"{d.base + 2}-{d.base + 4}"
    rows = [
        f"{i}\t{n}建设项目\t新建\t{years}\t{a}\t发展改革局"
        for i, (n, a) in enumerate(zip(d.names, amounts, strict=False), 1)
    ]
    return lines_of(head, [*rows, f"\t合计\t\t\t{total}\t"], "重点项目表")


@template
def projects_and_their_total(d: Draw) -> tuple[Passages, Passages]:
    amounts = [d.count(10, 90) * 100 for _ in range(4)]
    marked = [f"⟦{a}⟧" for a in amounts]
    wrong = sum(amounts) + d.rng.choice((-1000, 900, 2000))
    return one_place("task", _projects(d, marked, f"⟦{wrong}⟧"), _projects(d, marked, f"⟦{sum(amounts)}⟧"))


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
        return lines_of(head, [*rows, f"\t合计\t\t\t{sum(one) + shown}\t"], "重大项目表")

    return one_place("task", table(sum(two) + d.rng.choice((-700, 1200, 3000))), table(sum(two)))


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
    return one_place("done", text % round(share + d.rng.choice((-6.2, 4.8, 9.5)), 1), text % share)


# ---- impossible ------------------------------------------------------------------------------------------------------


@template
def more_than_all(d: Draw) -> tuple[Passages, Passages]:
    text = f"到{d.end}年，{d.name}开放服务覆盖率达到⟦%s⟧%%。"
    return one_place("goal", text % d.count(102, 140), text % d.count(60, 99))


@template
def more_than_all_in_a_table(d: Draw) -> tuple[Passages, Passages]:
    head = f"指标\t单位\t{d.base}年\t{d.end}年\t属性"

    def table(shown: int) -> str:
        rows = [f"{n}覆盖率\t%\t{30 + i}\t{70 + i}\t预期性" for i, n in enumerate(d.names[1:4])]
        return lines_of(head, [f"{d.name}覆盖率\t%\t41.5\t⟦{shown}⟧\t约束性", *rows], "表3 约束指标")

    return one_place("goal", table(d.count(102, 130)), table(d.count(60, 99)))


@template
def range_upside_down(d: Draw) -> tuple[Passages, Passages]:
    low = d.count(2, 9)
    high = low + d.count(2, 9)
    text = f"到{d.end}年，每个乡镇建设{d.name}⟦%s至%s⟧个。"
    return one_place("goal", text % (high, low), text % (low, high))


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
        return lines_of(head, [*rows, f"\t合计\t\t\t{sum(amounts)}\t"], "水利项目表")

    return one_place("task", table(f"{d.base + 4}-{d.base + 2}"), table(f"{d.base + 2}-{d.base + 4}"))


@template
def due_before_the_plan(d: Draw) -> tuple[Passages, Passages]:
    value = d.count(50, 95)
    text = f"力争到⟦%s⟧年，{d.name}标准化建设率达到⟦{value}⟧%%以上。"
    return one_place("goal", text % (d.base - d.rng.choice((1, 3))), text % d.end)
