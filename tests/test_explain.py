"""How each number was read, as `planextract explain` tells it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import planextract
from planextract import Explanation, UsageError, explain, explaining, load, load_bytes
from planextract.pipeline import Given, read
from planextract.readings import describe

CORPUS = sorted((Path(__file__).parents[1] / "corpus").glob("*/plan.*"))
PLAN = """云岫县“十四五”养老服务规划

一、发展基础
“十三五”时期，全县养老床位由200张增加到300张，增长50%。

二、发展目标
到2025年底：
1.养老机构护理型床位占比不低于55%，由县民政局牵头。
2.每千名老年人拥有床位达到37张。

三、主要任务
2023年底前建成县敬老院，12345热线继续运行。
"""


def explained(text: str = PLAN, **wanted: int) -> list[Explanation]:
    return explain(load_bytes(text.encode(), "plan.txt"), **wanted)


def one(number: str, text: str = PLAN) -> Explanation:
    return next(e for e in explained(text) if e.text == number)


def facts(number: str) -> dict[str, str]:
    return {fact.label: fact.text for fact in one(number).uses[0].facts}


def test_all_numbers_of_the_ledger_in_order() -> None:
    document = load_bytes(PLAN.encode(), "plan.txt")
    assert [e.span for e in explain(document)] == [e.span for e in read(document).entries]
    assert {e.role for e in explain(document)} >= {"value", "baseline", "change", "date", "qualifier", "ordinal"}


def test_the_number_stands_marked_in_its_surroundings() -> None:
    shown = one("55").render()
    assert "1.养老机构护理型床位占比不低于⟦55⟧%，由县民政局牵头。 2.每千名老年人拥有床" in shown.splitlines()[0]
    assert shown.startswith(f"line 8, {PLAN.index('55')}-{PLAN.index('55') + 2}: ")


def test_a_value_says_how_it_was_worded() -> None:
    said = facts("55")
    assert said["indicator"].startswith("养老机构护理型床位占比, worded by sentence.")
    assert ".py)" in said["indicator"]
    assert "worded by" in said["indicator"] and describe("rate") in said["indicator"]
    assert said["clause"] == "养老机构护理型床位占比不低于55%"


def test_a_value_says_by_which_rules_its_comparator_and_unit_were_read() -> None:
    figure = facts("55")["figure"]
    assert figure.startswith(
        "不低于55% read as >= 55 %; comparator >= (comparators.at_least, patterns/comparators.yaml:"
    )
    assert "unit % (units.percent, patterns/units.yaml:" in figure
    assert figure.endswith("per none")
    assert "千名老年人" in facts("37")["figure"].rsplit("per ", 1)[1]


def test_a_deadline_says_where_it_was_inherited_from() -> None:
    said = facts("37")["deadline"]
    assert said.startswith("2025-12-31, inherited: 2025年底 (from the lead “到2025年底：”, line 7, ")


def test_a_kind_says_which_heading_decided() -> None:
    assert facts("55")["kind"].startswith(
        "target, from the heading “二、发展目标” (kinds.future_heading, patterns/kinds.yaml:"
    )
    assert facts("300")["kind"].startswith("achieved, from the heading “一、发展基础” (kinds.past_heading, ")


def test_a_level_says_which_word_decided_or_that_none_did() -> None:
    assert facts("300")["level"].startswith("county, from the word 全县 (levels.own, patterns/levels.yaml:")
    assert facts("55")["level"] == "county, the plan's own; no word near the figure says another"


def test_baseline_and_change_name_each_other() -> None:
    said = facts("300")
    at = PLAN.index("200")
    assert said["baseline"] == f"200张 read as 200 张 (line 4, {at}-{at + 4})"
    assert said["change"].startswith("增长50% read as 50 % (line 4, ")
    base = one("200")
    assert (base.role, base.uses[0].part) == ("baseline", "baseline")
    assert base.uses[0].what.startswith("achieved ") and base.uses[0].what.endswith("= 300 张")
    assert base.uses[0].facts[0].text == f"line 4, {PLAN.index('300')}-{PLAN.index('300') + 3}"


def test_what_is_no_figure_names_the_pattern_with_file_and_line() -> None:
    hotline = one("12345")
    assert hotline.role == "name"
    assert re.match(r"patterns/names\.yaml:\d+, ", hotline.rule_note)
    mark = explained(line=8)[0]
    assert (mark.role, mark.rule, mark.rule_note) == ("ordinal", "layout.mark", describe("layout.mark"))


def test_a_date_says_which_milestone_is_due() -> None:
    (use,) = one("2023").uses
    assert (use.part, use.what) == ("deadline", "milestone 建成 县敬老院")
    assert use.facts[0].text == "2023-12-31"
    assert use.facts[1].text.startswith("milestones.done: patterns/milestones.yaml:")


def test_one_line() -> None:
    assert [e.text for e in explained(line=4)] == ["200", "300", "50"]
    assert explained(line=3) == []
    assert explained(line=999) == []


def test_one_offset_also_in_comparator_and_unit() -> None:
    for at in (PLAN.index("55"), PLAN.index("不低于"), PLAN.index("%，由")):
        assert [e.text for e in explained(at=at)] == ["55"]
    assert explained(at=PLAN.index("养老机构")) == []


def test_a_target_in_words_is_explained_though_the_ledger_has_no_number() -> None:
    rows = ("序号\t指标\t2025年目标值\t属性", "1\t低保标准\t不低于上年消费增速\t预期性", "2\t床位\t300张\t约束性")
    table = "云岫县“十四五”规划\n\n二、发展目标\n\n" + "\n".join(rows) + "\n"
    found = next(e for e in explained(table) if "上年" in e.text)
    assert (found.role, found.rule) == ("value", "table.text")
    labels = {fact.label: fact.text for fact in found.uses[0].facts}
    assert (labels["row"], labels["binding"]) == ("低保标准", "预期性")


def test_what_is_given_is_said_nowhere_as_read() -> None:
    document = load_bytes("建成养老院3所，床位50张。".encode(), "plan.txt")
    (three, _) = explain(document, given=Given(level="county", period="十四五"))
    assert any(f.label == "level" and f.text.startswith("county, the plan's own") for f in three.uses[0].facts)


@pytest.mark.parametrize("path", CORPUS, ids=lambda p: p.parent.name)
def test_every_number_of_the_samples_has_a_rule_that_says_something(path: Path) -> None:
    for explanation in explain(load(path)):
        assert explanation.rule_note, explanation.rule
        assert explanation.role != "value" or explanation.uses, explanation.render()
        for use in explanation.uses:
            wordings = [f.text for f in use.facts if f.label == "indicator"]
            assert all(": (" not in wording.split("worded by ")[1] for wording in wordings), wordings
        assert "\n\n" not in explanation.render()


def command(*arguments: str, stdin: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "planextract", "explain", *arguments],
        input=stdin, capture_output=True, timeout=60, check=False,
    )  # fmt: skip


def test_the_command(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(PLAN, encoding="utf-8")
    done = command(str(path), "--line", "8")
    assert done.returncode == 0 and done.stderr == b""
    assert done.stdout.decode() == "".join(f"{e.render()}\n" for e in explain(load(path), line=8))
    assert command("-", "--line", "8", stdin=PLAN.encode()).stdout == done.stdout
    nothing = command(str(path), "--line", "3")
    assert (nothing.returncode, nothing.stdout, nothing.stderr) == (0, b"", b"planextract: no number on line 3\n")
    assert command(str(path), "--line", "1", "--at", "1").returncode == 2
    missing = command(str(tmp_path / "gone.txt"))
    assert missing.returncode == 1 and missing.stderr.startswith(b"planextract: error: ")


def test_the_function_has_the_name_that_no_module_has() -> None:
    assert planextract.explain is explaining.explain
    with pytest.raises(UsageError):
        explain(load_bytes(b"1", "a.txt"), given=Given(period="soon"))
