"""Golden files: what moved is said in words, what is stale or missing is known, and nothing is written unasked."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from typer.testing import CliRunner, Result

from planextract import check_golden, cli, extract, load, update_golden
from planextract.errors import PatternError, UsageError
from planextract.golden.differences import differences
from planextract.golden.form import golden_of, layout
from planextract.patterns import load_patterns

ROOT = Path(__file__).parents[1]
PLANS = os.environ.get("PLANEXTRACT_PLANS")
needs_plans = pytest.mark.skipif(
    not PLANS, reason="the real plans are not part of the project; set PLANEXTRACT_PLANS to their folder"
)

PLAN = """青原县“十四五”养老服务规划

第一章 发展目标
到2025年，养老机构护理型床位占比≥55%，社区日间照料覆盖率达到90%。
2023年底前，新建综合养老服务中心3个，培训养老护理员约200人次。

第二章 保障措施
2022年6月底前，由县民政局牵头建成养老信息平台。
"""
AT_LEAST = {"name": "at_least", "pattern": "不少于|不低于|至少|≥", "value": ">="}
MOVED = "养老机构护理型床位占比 comparator >= → > (line 4)"
"""What is said when that rule forgets that the bound belongs to it."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two plans with golden files beside them, one of them in a folder of its own."""
    plans = tmp_path / "plans"
    (plans / "lingquan").mkdir(parents=True)
    (plans / "qingyuan.txt").write_text(PLAN, encoding="utf-8")
    (plans / "lingquan" / "plan.txt").write_text(PLAN.replace("青原", "陵泉"), encoding="utf-8")
    (plans / "README.md").write_text("# 3 plans\n", encoding="utf-8")
    list(update_golden(plans, everything=True))
    return plans


def rules_of(folder: Path, rule: dict[str, Any]) -> Path:
    """A folder of rules to lay over the built-in ones."""
    folder.mkdir()
    (folder / "mine.yaml").write_text(json.dumps({"concept": "comparators", "rules": [rule]}), encoding="utf-8")
    return folder


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    return rules_of(tmp_path / "sound", AT_LEAST)


@pytest.fixture
def spoilt(tmp_path: Path) -> Path:
    """The same rules with a mistake."""
    return rules_of(tmp_path / "spoilt", AT_LEAST | {"value": ">"})


def run(*arguments: object) -> Result:
    result = CliRunner().invoke(cli.app, ["golden", *map(str, arguments)])
    assert "Traceback" not in result.output
    return result


def read(path: Path) -> dict[str, Any]:
    golden: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return golden


def write(path: Path, golden: dict[str, Any]) -> None:
    path.write_text(layout(golden), encoding="utf-8")


# the demonstration


def test_a_changed_rule_turns_the_check_red_and_its_reversal_green(folder: Path, sound: Path, spoilt: Path) -> None:
    assert run("check", folder, "--patterns", sound).exit_code == 0
    red = run("check", folder, "--patterns", spoilt)
    assert red.exit_code == 1
    assert red.stdout.splitlines() == [
        f"lingquan: {MOVED}",
        f"qingyuan: {MOVED}",
        "2 golden files: 2 changed",
    ]
    green = run("check", folder, "--patterns", sound)
    assert (green.exit_code, green.stdout) == (0, "2 golden files: 2 same\n")


@needs_plans
def test_a_changed_rule_moves_one_record_of_one_real_plan(tmp_path: Path) -> None:
    golden = tmp_path / "golden"
    golden.mkdir()
    list(update_golden(golden, everything=True, texts=PLANS))
    terms = [term for term in load_patterns()["comparators"]["after_about"].terms if term != "左右"]
    spoilt = rules_of(tmp_path / "spoilt", {"name": "after_about", "terms": terms, "value": "~"})
    red = run("check", golden, "--texts", PLANS, "--patterns", spoilt)
    assert red.exit_code == 1
    *said, summary = red.stdout.splitlines()
    assert summary == "5 golden files: 4 same, 1 changed"
    assert any(" comparator ~ → = " in line for line in said)
    records = [re.match(r"(\S+): (\S+) \w+ .* → .* \((line \d+)\)$", line) for line in said]
    assert len({match.groups() for match in records if match}) == 1
    assert run("check", golden, "--texts", PLANS).exit_code == 0


# the golden files of this project


def test_the_samples_are_read_as_expected() -> None:
    assert [line for result in check_golden(ROOT / "corpus") for line in result.lines] == []


@needs_plans
def test_the_real_plans_are_read_as_expected() -> None:
    assert [line for result in check_golden(ROOT / "tests" / "golden", texts=PLANS) for line in result.lines] == []


def test_golden_files_of_real_plans_hold_no_sentence() -> None:
    files = sorted((ROOT / "tests" / "golden").glob("*.golden.json"))
    assert [file.name.split(".")[0] for file in files] == ["changji", "chuxiong", "manas", "minle", "wuhai"]
    for file in files:
        golden = read(file)
        assert golden["texts"] == "withheld"
        texts = [text for row in golden["records"] + golden["milestones"] for text in _texts(row)]
        assert max(map(len, texts)) <= 32
        assert not [text for text in texts if re.search("[。；]", text)]
        assert all("message" not in finding for finding in golden["findings"])


def _texts(row: dict[str, Any]) -> list[str]:
    lists = [item for value in row.values() if isinstance(value, list) for item in value if isinstance(item, str)]
    texts = lists + [value for value in row.values() if isinstance(value, str)]
    return [text for text in texts if re.search("[一-鿿]", text)]


# the form


def test_a_golden_file_has_a_line_for_each_record_and_no_machine(folder: Path) -> None:
    text = (folder / "lingquan" / "expected.json").read_text(encoding="utf-8")
    assert text.count('{"at": ') == text.count('"rule": ')
    assert all(line.count('"indicator"') <= 1 for line in text.splitlines())
    assert str(folder) not in text
    assert "generator" not in text
    assert "0.1.0" not in text
    assert read(folder / "lingquan" / "expected.json")["source"]["path"] == "plan.txt"


def test_numbers_stand_under_their_line_of_the_plan(tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_bytes("一、目标\r\n到2025年，建成床位300张。\r\n2026年，床位达到400张。".encode())
    document = load(plan)
    golden = golden_of(extract(document), document)
    assert sorted(golden["numbers"]) == ["2", "3"]
    assert {record["line"] for record in golden["records"]} == {2, 3}


def test_withheld_texts_leave_figures_names_and_hashes(folder: Path) -> None:
    document = load(folder / "qingyuan.txt")
    kept, withheld = (golden_of(extract(document), document, hidden) for hidden in (False, True))
    assert kept["records"][0]["section"].endswith("第一章 发展目标")
    assert kept["records"][0]["text"] == "≥55%"
    row = withheld["records"][0]
    assert (row["indicator"], row["value"], row["unit"]) == ("养老机构护理型床位占比", 55, "%")
    assert "text" not in row
    assert row["section"].startswith("#")
    assert "第一章" not in json.dumps(withheld, ensure_ascii=False)


# what moved, in words


def moved(folder: Path, **changes: Any) -> list[str]:
    """What is said when the golden file expects ``changes`` of the first record."""
    path = folder / "qingyuan.golden.json"
    golden = read(path)
    row = golden["records"][0]
    golden["records"][0] = {key: value for key, value in (row | changes).items() if value is not None}
    write(path, golden)
    return [line for result in check_golden(folder) for line in result.lines]


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        ({"value": 50}, "value 50 → 55"),
        ({"unit": None}, "unit nothing → %"),
        ({"kind": "achieved"}, "kind achieved → target"),
        ({"deadline": "2023-12-31"}, "deadline 2023-12-31 → 2025-12-31"),
        ({"baseline": 37}, "baseline 37 → nothing"),
        ({"implied": True}, "implied yes → nothing"),
        ({"responsible": ["县民政局", "县财政局"]}, "responsible 县民政局、县财政局 → nothing"),
        ({"evidence": [0, 9]}, None),
        ({"rule": "x"}, None),
    ],
)
def test_a_field_that_moved(folder: Path, expected: dict[str, Any], said: str | None) -> None:
    lines = moved(folder, **expected)
    assert len(lines) == 1
    assert lines[0].startswith("qingyuan: 养老机构护理型床位占比 ")
    if said:
        assert lines == [f"qingyuan: 养老机构护理型床位占比 {said} (line 4)"]


def test_a_value_that_moved_by_a_character_is_the_same_record(folder: Path) -> None:
    at = read(folder / "qingyuan.golden.json")["records"][0]["at"]
    assert moved(folder, at=[at[0], at[1] + 1]) == [
        f"qingyuan: 养老机构护理型床位占比 at {at[0]}-{at[1] + 1} → {at[0]}-{at[1]} (line 4)"
    ]


def test_records_that_are_new_or_gone(folder: Path) -> None:
    path = folder / "qingyuan.golden.json"
    golden = read(path)
    gone = {"at": [1, 2], "kind": "target", "indicator": "床位", "value": 5, "unit": "张", "line": 1, "rule": "x"}
    golden["records"] = [gone, *golden["records"][1:]]
    write(path, golden)
    said = [line for result in check_golden(folder) for line in result.lines]
    assert said[0] == "qingyuan: record gone: target 床位 = 5 张 [x] (line 1)"
    assert re.fullmatch(
        r"qingyuan: new record: target 养老机构护理型床位占比 >= 55 % 2025-12-31 \[[\w.]+\] \(line 4\)", said[1]
    )


def test_numbers_facts_milestones_and_findings_that_moved() -> None:
    source = {"text_sha256": "0"}
    milestone = {"at": [5, 9], "action": "建成", "object": "平台", "line": 2, "rule": "m"}
    before = {
        "source": source, "plan": {"title": "甲", "issued": "2021-12-31"},
        "milestones": [milestone | {"deadline": "2022-06-30"}],
        "numbers": {"1": "0-4 date, 7-8 value", "2": "9-10 name"},
        "findings": [{"check": "growth", "severity": "error", "spans": [[0, 4]], "message": "does not fit"}],
    }  # fmt: skip
    now = {
        "source": source, "plan": {"title": "乙"},
        "milestones": [milestone | {"deadline": "2023-06-30"}],
        "numbers": {"1": "0-4 date, 7-8 context", "3": "11-12 name"},
        "findings": [{"check": "total", "severity": "info", "spans": [[0, 4]]}],
    }  # fmt: skip
    assert [str(difference) for difference in differences(before, now)] == [
        "plan title 甲 → 乙",
        "plan issued 2021-12-31 → nothing",
        "建成平台 deadline 2022-06-30 → 2023-06-30 (line 2)",
        "finding gone: error growth at 0-4: does not fit",
        "new finding: info total at 0-4",
        "number at 7-8 role value → context (line 1)",
        "number at 9-10 gone (name) (line 2)",
        "number at 11-12 new (name) (line 3)",
    ]


# stale, missing, unreadable


def test_another_text_is_stale_and_compared_without_places(folder: Path) -> None:
    plan = folder / "qingyuan.txt"
    plan.write_text("前言\n" + PLAN.replace("≥55%", "≥60%"), encoding="utf-8")
    result = run("check", folder)
    assert result.exit_code == 1
    stale, moved_value, *_ = result.stdout.splitlines()
    assert stale.startswith("qingyuan: stale: the text of qingyuan.txt is not the one it was made from")
    assert "qingyuan: 养老机构护理型床位占比 value 55 → 60 (line 5)" in result.stdout
    assert " at " not in moved_value
    assert result.stdout.splitlines()[-1] == "2 golden files: 1 same, 1 stale"


def test_a_plan_that_is_gone_is_stale_and_deleted_when_asked(folder: Path) -> None:
    (folder / "qingyuan.txt").unlink()
    result = run("check", folder)
    assert (result.exit_code, "qingyuan: stale: its plan qingyuan.txt is gone" in result.stdout) == (1, True)
    left = run("update", folder, "qingyuan")
    assert (left.exit_code, (folder / "qingyuan.golden.json").exists()) == (2, True)
    deleted = run("update", folder, "qingyuan", "--prune")
    assert (deleted.exit_code, deleted.stdout.splitlines()[-1]) == (0, "qingyuan: deleted")
    assert run("check", folder).exit_code == 0


def test_a_plan_without_golden_file_is_missing(folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "new.txt").write_text(PLAN, encoding="utf-8")
    result = run("check", folder)
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (1, "3 golden files: 2 same, 1 missing")
    assert run("update", folder, "sub/new").stdout == "sub/new: written (new)\n"
    assert run("check", folder).exit_code == 0


def test_the_same_plan_in_another_format_needs_no_golden_file_of_its_own(folder: Path) -> None:
    (folder / "lingquan" / "formats").mkdir()
    for path in ("qingyuan.md", "lingquan/formats/plan.md"):
        (folder / path).write_text(PLAN, encoding="utf-8")
    assert run("check", folder).stdout == "2 golden files: 2 same\n"
    (folder / "lingquan" / "formats" / "other.md").write_text(PLAN, encoding="utf-8")
    assert run("check", folder).stdout.splitlines()[-1] == "3 golden files: 2 same, 1 missing"
    for path in folder.rglob("*.json"):
        path.unlink()
    assert [result.name for result in update_golden(folder, everything=True)] == [
        "lingquan", "lingquan/formats/other", "qingyuan",
    ]  # fmt: skip
    assert read(folder / "qingyuan.golden.json")["source"]["path"] == "qingyuan.md"


def test_texts_that_are_elsewhere(folder: Path, tmp_path: Path) -> None:
    golden = tmp_path / "golden"
    golden.mkdir()
    assert run("update", golden, "--all", "--texts", folder).exit_code == 0
    assert sorted(path.relative_to(golden).as_posix() for path in golden.rglob("*.json")) == [
        "lingquan/plan.golden.json", "qingyuan.golden.json",
    ]  # fmt: skip
    assert run("check", golden, "--texts", folder).exit_code == 0
    unsaid = run("check", golden)
    assert (unsaid.exit_code, "say where it is with --texts DIR" in unsaid.stdout) == (2, True)
    (folder / "qingyuan.txt").unlink()
    assert "qingyuan: stale: its plan qingyuan.txt is gone" in run("check", golden, "--texts", folder).stdout


@pytest.mark.parametrize(
    ("content", "reason"), [("{", "is no JSON"), ("[]", "is no golden file"), ('{"golden": "0"}', "is no")]
)
def test_golden_files_that_are_none(folder: Path, content: str, reason: str) -> None:
    (folder / "qingyuan.golden.json").write_text(content, encoding="utf-8")
    result = run("check", folder)
    assert (result.exit_code, f"qingyuan: its golden file {reason}" in result.stdout) == (2, True)
    assert run("update", folder, "qingyuan").exit_code == 0
    assert run("check", folder).exit_code == 0


def test_a_spoilt_golden_file_of_a_plan_that_is_elsewhere(folder: Path, tmp_path: Path) -> None:
    golden = tmp_path / "golden"
    golden.mkdir()
    list(update_golden(golden, everything=True, texts=folder))
    (golden / "qingyuan.golden.json").write_text("<<<<<<< HEAD", encoding="utf-8")
    assert run("check", golden, "--texts", folder).stdout.splitlines()[-1] == "2 golden files: 1 same, 1 failed"
    assert run("update", golden, "qingyuan", "--texts", folder).exit_code == 0
    assert read(golden / "qingyuan.golden.json")["texts"] == "withheld"


def test_a_plan_that_cannot_be_read_does_not_stop_the_others(folder: Path) -> None:
    (folder / "qingyuan.txt").write_bytes(b"\x00\x01\x02")
    result = run("check", folder)
    assert (result.exit_code, "qingyuan: its plan cannot be read: " in result.stdout) == (2, True)
    assert result.stdout.splitlines()[-1] == "2 golden files: 1 same, 1 failed"


def test_what_cannot_be_run(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for arguments in (("check", tmp_path / "none"), ("check", tmp_path / "empty"), ("update", folder, "none")):
        assert run(*arguments).exit_code == 2
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "x.yaml").write_text("concept: x", encoding="utf-8")
    assert run("check", folder, "--patterns", tmp_path / "rules").exit_code == 2
    with pytest.raises(PatternError):
        list(check_golden(folder, patterns_dir=tmp_path / "rules"))


# updating


def test_update_needs_to_be_told_which(folder: Path) -> None:
    result = run("update", folder)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "their names, or --all" in result.stderr
    with pytest.raises(UsageError):
        list(update_golden(folder, ["qingyuan"], everything=True))


def test_update_writes_only_what_is_named_and_says_what_changed(folder: Path, spoilt: Path) -> None:
    before = (folder / "lingquan" / "expected.json").read_bytes()
    result = run("update", folder, "qingyuan", "--patterns", spoilt)
    assert result.exit_code == 0
    assert result.stdout == f"qingyuan: {MOVED}\nqingyuan: written\n"
    assert (folder / "lingquan" / "expected.json").read_bytes() == before
    assert run("update", folder, "--all", "--patterns", spoilt).stdout.splitlines()[-1] == "qingyuan: unchanged"


def test_update_keeps_texts_withheld(folder: Path, tmp_path: Path) -> None:
    golden = tmp_path / "golden"
    golden.mkdir()
    list(update_golden(golden, everything=True, texts=folder))
    shutil.copy(folder / "qingyuan.txt", golden)
    list(update_golden(golden, ["qingyuan"], texts=folder))
    assert read(golden / "qingyuan.golden.json")["texts"] == "withheld"


# for machines


def test_junit(folder: Path, spoilt: Path, tmp_path: Path) -> None:
    (folder / "new.txt").write_bytes(b"\x00")
    result = run("check", folder, "--patterns", spoilt, "--junit", tmp_path / "golden.xml")
    assert result.exit_code == 2
    suites = ElementTree.parse(tmp_path / "golden.xml").getroot()
    suite = suites[0]
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("3", "2", "1")
    cases = {case.get("name"): case for case in suite}
    failure = cases["qingyuan"][0]
    assert (failure.tag, failure.get("type")) == ("failure", "changed")
    assert failure.text == f"qingyuan: {MOVED}"
    assert cases["new"][0].tag == "error"


def test_annotations_for_github(folder: Path, spoilt: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    golden = read(folder / "qingyuan.golden.json")
    golden["plan"]["title"] = "100%:\n甲,乙"
    write(folder / "qingyuan.golden.json", golden)
    said = run("check", ".", "--patterns", spoilt, "--github").stdout.splitlines()
    assert f"::error file=qingyuan.txt,line=4,title=golden changed::qingyuan: {MOVED}" in said
    title = [line for line in said if line.startswith("::error file=qingyuan.golden.json")]
    assert title[0].startswith(
        "::error file=qingyuan.golden.json,title=golden changed::qingyuan: plan title 100%25:%0A甲,乙 →"
    )


def test_hooks_for_pre_commit_are_commands_that_exist() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    documented = (ROOT / "docs" / "golden.md").read_text(encoding="utf-8")
    for hook in hooks:
        program, *command = hook["entry"].split()
        assert program == "planextract"
        assert CliRunner().invoke(cli.app, [*command, "--help"]).exit_code == 0
        assert f"id: {hook['id']}" in documented
