"""Passages that look like contradictions and are none: what the audit must stay silent about at grade error."""

from __future__ import annotations

from collections.abc import Callable

from contradictions import Draw, Passages

Trap = Callable[[Draw], Passages]
TRAPS: dict[str, Trap] = {}


def trap(function: Trap) -> Trap:
    TRAPS[function.__name__] = function
    return function


@trap
def open_list(d: Draw) -> Passages:
    whole = d.count(300, 400)
    return (
        (
            "done",
            f"{d.base}年底，共建成{d.name}{whole}个，其中省级示范点{d.count(5, 20)}个、市级示范点{d.count(20, 60)}个。",
        ),
    )


@trap
def overlapping_attributes(d: Draw) -> Passages:
    return (("done", f"{d.base}年底，{d.name}工作人员达到300人，其中大专以上学历240人、党员170人、女性160人。"),)


@trap
def steps_to_a_target(d: Draw) -> Passages:
    low = d.count(30, 50)
    text = f"到{d.base + 2}年，{d.name}建设达标率达到{low}%，到{d.end}年达到{low + 30}%。"
    return ("goal", text), ("task", f"到{d.end}年，{d.name}建设达标率达到{low + 30}%。")


@trap
def floor_and_value(d: Draw) -> Passages:
    value = d.count(60, 80)
    goal = f"到{d.end}年，{d.name}建设达标率不低于{value}%。"
    return ("goal", goal), ("task", f"到{d.end}年，{d.name}建设达标率达到{value + 5}%。")


@trap
def town_and_country(d: Draw) -> Passages:
    value = d.count(60, 80)
    goal = f"到{d.end}年，城市{d.name}覆盖率达到{value + 15}%，农村{d.name}覆盖率达到{value}%。"
    return ("goal", goal), ("task", f"到{d.end}年，农村{d.name}覆盖率达到{value}%。")


@trap
def rounded_to_ten_thousands(d: Draw) -> Passages:
    seats = d.count(12310, 12340)
    done = f"截至{d.base}年底，{d.name}座位达到{seats}个。"
    return ("done", done), ("done", f"{d.base}年底，{d.name}座位达到1.23万个。")


@trap
def better_when_lower(d: Draw) -> Passages:
    head = f"指标\t单位\t{d.base}年\t{d.end}年\t属性"
    rows = [f"{d.names[0]}事故发生率\t%\t3.4\t2.1\t约束性", f"{d.names[1]}设备故障投诉率\t%\t6.5\t4.0\t预期性"]
    rows += [f"{d.names[2]}覆盖率\t%\t50\t80\t预期性", f"{d.names[3]}覆盖率\t%\t40\t75\t预期性"]
    return (("goal", "\n".join(["表2 安全与服务指标", head, *rows])),)


@trap
def linear_growth(d: Draw) -> Passages:
    head = f"指标\t单位\t{d.base}年\t{d.end}年\t年均增长（%）\t属性"
    rows = [f"{n}数量\t个\t200\t{200 + 20 * i}\t{2 * i}\t预期性" for i, n in enumerate(d.names, 1)]
    return (("goal", "\n".join(["表1 增长指标", head, *rows])),)


@trap
def years_and_year(d: Draw) -> Passages:
    done = f"{d.base - 4}至{d.base}年，累计新增{d.name}{d.count(300, 400)}个。"
    return ("done", done), ("done", f"{d.base}年，新增{d.name}{d.count(50, 90)}个。")


@trap
def per_this_and_per_that(d: Draw) -> Passages:
    return (("goal", f"到{d.end}年，每千名老年人配备{d.name}管理员1名，每百张床位配备{d.name}管理员1名。"),)


@trap
def more_than_planned(d: Draw) -> Passages:
    return (("done", f"{d.base}年，{d.name}完成投资{d.count(20, 60)}.5亿元，占年度计划的{d.count(102, 115)}.3%。"),)


@trap
def shorter_is_better(d: Draw) -> Passages:
    return (("done", f"{d.base}年，{d.name}审批时限由{d.count(15, 20)}天缩短至{d.count(3, 9)}天。"),)


@trap
def doubled_and_more(d: Draw) -> Passages:
    old = d.count(40, 90)
    return (("done", f"{d.base}年，{d.name}由{old}家增加到{old * 2 + 3}家，翻了一番。"),)


@trap
def about_as_much(d: Draw) -> Passages:
    value = d.count(200, 300)
    done = f"截至{d.base}年底，建成{d.name}{value}处。"
    return ("done", done), ("done", f"{d.base}年底，已建成{d.name}{value - 2}处左右。")


@trap
def subtotals_below(d: Draw) -> Passages:
    head = "序号\t项目名称\t建设性质\t建设年限\t总投资（万元）\t责任单位"
    years = f"{d.base + 1}-{d.base + 3}"
    rows = [f"{i}\t{n}维修项目\t改建\t{years}\t{i * 100}\t交通运输局" for i, n in enumerate(d.names, 1)]
    rows = [*rows[:2], "\t小计\t\t\t300\t", *rows[2:], "\t小计\t\t\t700\t", "\t合计\t\t\t1000\t"]
    return (("task", "\n".join(["交通项目表", head, *rows])),)


@trap
def growth_against_last_year(d: Draw) -> Passages:
    old = d.count(100, 200)
    text = f"{d.name}由{d.base - 5}年的{old}家发展到{d.base}年的{old * 2}家，同比增长{d.count(5, 9)}.5%。"
    return (("done", text),)
