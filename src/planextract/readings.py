"""What the steps of reading that no pattern file describes do, in a sentence each: for ``planextract explain``.

A step is looked up by its dotted name, then by ever shorter heads of it (``rate.of.something``, ``rate.of``, ``rate``).
"""

from __future__ import annotations

READINGS = {
    # ---- why a number has its role ----
    "figures.value": "a figure of its own",
    "figures.baseline": "a starting value: it leads to a level behind it (由A提高到B)",
    "figures.change": "a growth: a verb of change stands before it (增长, 提高, 下降)",
    "figures.qualifier": "a count inside an indicator (60%的乡镇建有1所…)",
    "figures": "a number of the running text",
    "asides": "a number beside the figures: threshold, group, duration, spelled-out word",
    "layout.mark": "the mark of a heading or list item",
    "layout.heading": "a number in a heading",
    "layout.furniture": "what a page, a website or a word processor left in the text",
    "layout": "told by the layout of the text",
    "ledger": "found by the last scan over the source: page furniture, part of a unit, or not placed by any rule",
    "names": "part of a name, an idiom or a date word",
    "periods": "a date; a deadline where a record is due by it",
    "periods.bare_year": "a year without 年",
    "project": "a number of a project list",
    "table.actual": "the actual column of an indicator table",
    "table.growth": "the growth column of an indicator table",
    "table.detail": "a number in the description of a project",
    "table.ordinal": "the serial number of a row",
    "table": "a number of a table that is no figure of a record",
    "units": "part of a unit",
    # ---- how an indicator was worded ----
    "table.row": "the row's name; the figure stands in a column of figures",
    "table.text": "the row's name; the target of the cell is in words",
    "project.row": "the project's name; the figure stands in its money column",
    "act": "what is done, with the things it is done to behind the figure (新建…N个)",
    "all": "全部: the share of a group that something holds for",
    "count": "the subject before a count",
    "count.things": "the things counted, which stand behind the figure",
    "count.both": "the subject before the figure with the things behind it",
    "count.group": "the group before the figure with the things behind it",
    "count.each": "每…: the things that each of a group has",
    "count.of": "a part of what an earlier clause counts",
    "count.inherited": "nothing in the clause itself: what an earlier clause is about",
    "count.level": "the level before the figure with what the clauses before are about",
    "coverage": "全覆盖: the coverage rate of what stands before it",
    "growth": "a growth without a level: a record of its own",
    "list": "a list of subjects with a list of figures (A、B分别达到…)",
    "rank": "a rank among others",
    "rate": "the subject before a share",
    "rate.inherited": "nothing in the clause itself: the last subject",
    "rate.behind": "the subject behind a share",
    "rate.theme": "a bare rate, completed from the clause before",
    "rate.compared": "compared with something (高于, 低于, 是…的)",
    "rise": "the subject before 由 or 从; this is the level it rises to",
    "rise.many": "several starting values raised to one level",
    "share": "N%的…: the share of a group that something holds for",
    "zero": "零…: what there is none of",
}

MODULES = {
    "table": "assembling/tables.py",
    "project": "assembling/projects.py",
    "rise": "assembling/statements.py",
    "growth": "assembling/statements.py",
    "list": "assembling/statements.py",
    "rate": "assembling/rates.py",
    "share": "assembling/rates.py",
    "count": "assembling/counts.py",
    "act": "assembling/counts.py",
    "rank": "assembling/counts.py",
    "": "assembling/wording.py",
}
"""Where the wording steps are written, by the first part of their name."""


def written_in(step: str) -> str:
    """The module of a wording step."""
    return MODULES.get(step.removeprefix("sentence.").partition(".")[0], MODULES[""])


def describe(step: str) -> str:
    """The sentence for a step, or an empty one."""
    while step:
        if step in READINGS:
            return READINGS[step]
        step = step.rpartition(".")[0]
    return ""
