"""The score: on a small gold of our own, by hand, and against the reference script where that is at hand."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from planextract import cli, extract, load, score
from planextract.errors import LoadError, UsageError
from planextract.scoring import score_plans
from planextract.scoring.breakdown import by_kind, by_rule, by_source, confusion
from planextract.scoring.figures import figures, intervals
from planextract.scoring.judging import closeness, judge, same_number
from planextract.scoring.showing import describe

Json = dict[str, Any]

GOLD_FOLDER = os.environ.get("PLANEXTRACT_GOLD")
PLANS_FOLDER = os.environ.get("PLANEXTRACT_PLANS")
CORPUS = Path(__file__).parents[1] / "corpus"
needs_gold = pytest.mark.skipif(
    not GOLD_FOLDER, reason="the reference script is not part of the project; set PLANEXTRACT_GOLD to its folder"
)
needs_plans = pytest.mark.skipif(
    not PLANS_FOLDER, reason="the real plans are not part of the project; set PLANEXTRACT_PLANS to their folder"
)


def gold_record(at: int, **changes: Any) -> Json:
    return {
        "value_span": [at, at + 2], "kind": "target", "indicator": "养老机构床位", "comparator": ">=", "value": 55,
        "value_high": None, "value_text": None, "unit": "%", "per": None, "deadline": "2025-12-31", "level": "county",
        "binding": None, "responsible": [], "from": "text", "baseline_span": None, "change_span": None,
    } | changes  # fmt: skip


def read_record(at: int, **changes: Any) -> Json:
    record: Json = {
        "kind": "target",
        "indicator": {"text": "养老机构床位"},
        "value": {"text": "不低于55%", "comparator": ">=", "number": 55, "high": None, "unit": "%", "per": None},
        "baseline": None,
        "change": None,
        "deadline": {"end": "2025-12-31"},
        "level": {"level": "county"},
        "responsible": [],
        "binding": None,
        "evidence": {"value_span": [at, at + 2], "table": None},
        "rule": "sentence.rate",
    }
    value = {key: changes.pop(key) for key in list(changes) if key in record["value"]}
    return record | {"value": record["value"] | value} | changes


def gold(*records: Json, numbers: list[Json] | None = None) -> Json:
    return {"plan": {}, "records": list(records), "numbers": numbers or [], "conflicts": []}


def output(*records: Json, numbers: list[Json] | None = None) -> Json:
    return {"records": list(records), "numbers": numbers or []}


def overall(golds: Json, found: Json) -> dict[str, Any]:
    return score_plans({"a": golds}, {"a": found}).overall


# what is the same figure, and what is right about it


def test_what_is_found_missed_and_too_many() -> None:
    result = score_plans({"a": gold(gold_record(0), gold_record(10))}, {"a": output(read_record(0), read_record(20))})
    assert (result.overall["precision"], result.overall["recall"], result.overall["f1"]) == (0.5, 0.5, 0.5)
    plan = result.plans[0]
    assert ([len(part) for part in (plan.matches, plan.missed, plan.extra)]) == [1, 1, 1]


def test_optional_records_count_neither_way() -> None:
    golds = gold(gold_record(0), gold_record(10, optional=True), gold_record(20, optional=True))
    assert overall(golds, output(read_record(0), read_record(10)))["f1"] == 1.0


def test_what_is_required_goes_before_what_is_optional() -> None:
    golds = gold(gold_record(0, optional=True), gold_record(0, indicator="床位"))
    assert overall(golds, output(read_record(0)))["recall"] == 1.0


def test_two_figures_on_one_span_go_by_their_names() -> None:
    golds = gold(gold_record(0, indicator="城市低保标准"), gold_record(0, indicator="农村特困标准"))
    found = output(
        read_record(0, indicator={"text": "农村特困标准"}), read_record(0, indicator={"text": "城市低保标准"})
    )
    assert overall(golds, found)["strict_f1"] == 1.0


def test_a_span_that_swallows_its_neighbourhood_is_no_match() -> None:
    assert closeness((10, 12), (9, 24)) == 0
    assert closeness((10, 12), (10, 24)) > 0


@pytest.mark.parametrize(
    ("wanted", "found", "wrong"),
    [
        ({}, {}, []),
        ({"unit": "名"}, {"unit": "人"}, []),
        ({"unit": "%"}, {"unit": "个百分点"}, ["unit"]),
        ({"per": "人·月"}, {"per": "月·人"}, []),
        ({"kind": "achieved"}, {}, ["kind"]),
        ({"kind": "achieved", "alt": {"kind": "target"}}, {}, []),
        ({"kind": "achieved", "also": {"kind": ["norm", "target"]}}, {}, []),
        ({"comparator": None}, {"comparator": "="}, []),
        ({"value": 55.0000000001}, {}, []),
        ({"value": 55}, {"number": "55"}, ["value"]),
        ({"value": 50, "value_high": 60}, {"number": 50, "high": 60}, []),
        ({"value": 50, "value_high": 60}, {"number": 50}, ["value"]),
        ({"value": None, "value_text": "不低于上年"}, {"number": None, "text": "不低于 上年"}, []),
        ({"value": None, "value_text": "不低于上年"}, {"number": None, "text": "翻番"}, ["value"]),
        ({"value": None, "value_text": "不低于上年"}, {"number": 55}, ["value"]),
        ({"indicator": "养老机构 床位（张）"}, {}, []),
        ({"indicator": "社区服务设施"}, {}, ["indicator"]),
        ({"deadline": None}, {"deadline": {"end": None}}, []),
        ({"deadline": None}, {}, ["deadline"]),
        ({"level": "village"}, {}, ["level"]),
    ],
)
def test_which_fields_are_right(wanted: Json, found: Json, wrong: list[str]) -> None:
    right = judge(gold_record(0, **wanted), read_record(0, **found))
    assert [name for name, value in right.items() if not value] == wrong


def test_numbers_that_are_none() -> None:
    assert same_number(None, None)
    assert not same_number(True, 1)
    assert not same_number([], 1)


def test_level_and_denominator_do_not_count_for_the_strict_f1() -> None:
    result = overall(gold(gold_record(0, level="village", per="人")), output(read_record(0)))
    assert (result["strict_f1"], result["level"], result["per"]) == (1.0, 0.0, 0.0)


def test_what_few_figures_have() -> None:
    body = {
        "responsible": ["县民政局", "县财政局"],
        "binding": "约束性",
        "baseline_span": [4, 6],
        "change_span": [8, 9],
    }
    nothing = overall(gold(gold_record(0)), output(read_record(0)))
    assert [nothing[name] for name in ("baseline", "change", "binding", "responsible")] == [None] * 4
    found = read_record(
        0,
        responsible=[{"text": "县财政局"}, "县民政局"],
        binding="约束性",
        baseline={"span": [4, 7]},
        change={"span": [20, 21]},
    )
    result = overall(gold(gold_record(0, **body)), output(found))
    assert [result[name] for name in ("baseline", "change", "binding", "responsible")] == [1.0, 0.0, 1.0, 1.0]
    either = gold(gold_record(0, baseline_span=[4, 6], alt={"baseline_span": None}))
    assert overall(either, output(read_record(0)))["baseline"] == 1.0


def test_the_ledger() -> None:
    numbers = [
        {"start": 0, "end": 4, "role": "date"},
        {"start": 5, "end": 7, "role": "value"},
        {"start": 8, "end": 9, "role": "context", "alt_role": "value"},
        {"start": 50, "end": 51, "role": "name"},
        {"start": 60, "end": 61, "role": "ordinal"},
    ]
    ledger = [
        {"start": 60, "end": 61, "role": "unexplained"},
        {"start": 0, "end": 4, "role": "deadline"},
        {"start": 5, "end": 7, "role": "baseline"},
        {"start": 8, "end": 9, "role": "value"},
        {"start": 30, "end": 75, "role": "name"},
    ]
    result = overall(gold(numbers=numbers), output(numbers=ledger))
    assert (result["accounted"], result["unexplained"], result["role"], result["reason"]) == (0.8, 0.4, 0.8, 0.4)


def test_whatever_is_malformed_counts_as_absent() -> None:
    found = output(
        {},
        {"evidence": {"value_span": "0:2"}, "indicator": "x"},
        {"evidence": {"value_span": [0, 2]}, "value": [], "kind": 3},
    )
    result = overall(gold(gold_record(0)), found)
    assert (result["recall"], result["strict_f1"]) == (1.0, 0.0)
    assert overall(gold(gold_record(0)), {})["f1"] == 0.0


# breakdowns


def plans() -> Any:
    one = gold(gold_record(0), gold_record(10, kind="achieved"), gold_record(20, **{"from": "table"}))
    two = gold(gold_record(0, kind="project", **{"from": "table"}), gold_record(30, alt={"kind": "norm"}))
    found = {
        "one": output(
            read_record(0), read_record(10), read_record(90, kind="norm", rule="other"),
            read_record(20, evidence={"value_span": [20, 22], "table": {"index": 0}}, rule="table.row"),
        ),
        "two": output(read_record(0, kind="project"), read_record(30, kind="norm")),
    }  # fmt: skip
    return score_plans({"one": one, "two": two}, found, samples=50)


def test_by_kind() -> None:
    kinds = by_kind(plans().plans)
    assert kinds["target"] == {"gold": 2, "pred": 3, "precision": 0.6667, "recall": 1.0, "f1": 0.8}
    assert kinds["target"]["f1"] == plans().overall["target_f1"]
    assert kinds["norm"] == {"gold": 1, "pred": 2, "precision": 0.5, "recall": 1.0, "f1": 0.6667}
    assert kinds["achieved"]["recall"] == 0
    assert "forecast" not in kinds


def test_by_source() -> None:
    sources = by_source(plans().plans)
    assert {name: (row["gold"], row["pred"]) for name, row in sources.items()} == {
        "text": (3, 4), "table": (1, 1), "project": (1, 1),
    }  # fmt: skip


def test_by_rule() -> None:
    rules = by_rule(plans().plans)
    assert list(rules) == ["sentence.rate", "other", "table.row"]
    assert (rules["sentence.rate"]["pred"], rules["sentence.rate"]["precision"], rules["sentence.rate"]["kind"]) == (
        4,
        1.0,
        0.75,
    )
    assert (rules["other"]["precision"], rules["other"]["strict"]) == (0.0, None)


def test_confusion_of_kinds() -> None:
    assert confusion(plans().plans) == {
        "target": {"target": 2},
        "achieved": {"target": 1},
        "norm": {"norm": 1},
        "project": {"project": 1},
        "nothing": {"norm": 1},
    }


def test_the_worst_errors_come_first() -> None:
    golds = gold(
        gold_record(0), gold_record(10, unit="张"), gold_record(20, kind="achieved"), gold_record(30, deadline=None)
    )
    found = output(read_record(10), read_record(30, rule="x"), read_record(50, kind="norm"))
    result = score_plans({"a": golds}, {"a": found})
    assert [(error.what, error.span[0]) for error in result.errors] == [
        ("missed", 0), ("missed", 20), ("extra", 50), ("wrong", 10), ("wrong", 30),
    ]  # fmt: skip
    said = [describe(error) for error in result.errors]
    assert said[0] == "a 0:2 missed: target 养老机构床位 55%"
    assert said[3] == "a 10:12 wrong unit: target 养老机构床位 55张; gold 张, read % (sentence.rate)"
    assert said[4].endswith("; gold nothing, read 2025-12-31 (x)")


def test_intervals_draw_plans_with_a_fixed_seed() -> None:
    result = plans()
    assert result.intervals == plans().intervals
    low, high = result.intervals["f1"]
    assert low <= result.overall["f1"] <= high
    assert low < high
    assert score_plans({"a": gold(gold_record(0))}, {}).intervals == {}
    counts = [plan.counts for plan in result.plans]
    low, high = intervals(counts, samples=1)["f1"]
    assert low == high
    assert figures(counts[0])["gold"] == 3


# files and the command


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    (tmp_path / "gold").mkdir()
    (tmp_path / "out").mkdir()
    for name in ("a", "b"):
        (tmp_path / "gold" / f"{name}.gold.json").write_text(json.dumps(gold(gold_record(0))), encoding="utf-8")
    (tmp_path / "out" / "a.json").write_text(json.dumps(output(read_record(0))), encoding="utf-8")
    return tmp_path


def run(*arguments: object) -> Any:
    result = CliRunner().invoke(cli.app, ["score", *map(str, arguments)])
    assert "Traceback" not in result.output
    return result


def test_a_plan_without_output_counts_as_an_empty_reading(folders: Path) -> None:
    result = run(folders / "gold", folders / "out", "-f", "json")
    said = json.loads(result.stdout)
    assert result.exit_code == 0
    assert result.stderr == "planextract: b: no output for this plan; counted as an empty reading\n"
    assert (said["missing"], said["figures"]["recall"], said["plans"]["a"]["f1"]) == (["b"], 0.5, 1.0)
    assert said["errors_in_all"] == 1


def test_tables_and_the_whole_as_json(folders: Path) -> None:
    result = run(folders / "gold", folders / "out", "-o", folders / "score.json", "--worst", "1")
    assert result.exit_code == 0
    for heading in ("Figures found", "By kind", "By source", "Kinds: gold down", "By rule", "Worst 1 of 1 errors"):
        assert heading in result.stdout
    assert json.loads((folders / "score.json").read_text(encoding="utf-8"))["figures"]["gold"] == 2
    assert result.stdout == run(folders / "gold", folders / "out", "--worst", "1").stdout


def test_one_plan_and_the_exit_code(folders: Path) -> None:
    assert run(folders / "gold", folders / "out", "a", "--fail-under", "1").exit_code == 0
    below = run(folders / "gold", folders / "out", "--fail-under", "0.9")
    assert (below.exit_code, below.stderr.splitlines()[-1]) == (1, "planextract: f1 0.6667 is below 0.9")


def test_a_file_against_a_file_whatever_its_name(folders: Path) -> None:
    (folders / "other.json").write_text(json.dumps([output(read_record(0)) | {"source": {"path": "x.txt"}}]), "utf-8")
    assert score(folders / "gold" / "a.gold.json", folders / "other.json").overall["f1"] == 1.0


def test_one_json_of_many_plans(folders: Path) -> None:
    found = [output(read_record(at)) | {"source": {"path": name}} for at, name in ((0, "sub/b.txt"), (9, "a/plan.txt"))]
    (folders / "all.json").write_text(json.dumps(found), encoding="utf-8")
    result = score(folders / "gold", folders / "all.json")
    assert {name: row["f1"] for name, row in result.per_plan.items()} == {"a": 0.0, "b": 1.0}


def test_samples_with_folders_of_their_own(tmp_path: Path) -> None:
    for name in ("qiyuan", "lanxi"):
        plan = extract(load(CORPUS / name / "plan.txt"))
        (tmp_path / name).mkdir()
        (tmp_path / name / "plan.json").write_text(plan.model_dump_json(), encoding="utf-8")
    result = score(CORPUS, tmp_path, names=["qiyuan", "lanxi"])
    assert result.missing == ()
    assert set(result.per_plan) == {"lanxi", "qiyuan"}
    assert (result.overall["f1"] or 0) > 0.5


def test_what_cannot_be_scored(folders: Path) -> None:
    with pytest.raises(UsageError, match="no such file or folder"):
        score(folders / "none", folders / "out")
    with pytest.raises(UsageError, match=r"no NAME\.gold\.json"):
        score(folders / "out", folders / "out")
    with pytest.raises(UsageError, match="no such file or folder; PRED"):
        score(folders / "gold", folders / "none")
    (folders / "all.jsonl").write_text("{}\n{}\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"hold no ledger of numbers to score; write \.json"):
        score(folders / "gold", folders / "all.jsonl")
    with pytest.raises(UsageError, match="no gold for 'c'; there is: a, b"):
        score(folders / "gold", folders / "out", names=["c"])
    (folders / "out" / "b.json").write_text("{", encoding="utf-8")
    with pytest.raises(LoadError, match=r"b\.json: this is no JSON"):
        score(folders / "gold", folders / "out")
    lacking = deepcopy(gold(gold_record(0)))
    del lacking["records"][0]["kind"]
    for content, reason in (({"records": []}, "this is no gold"), (lacking, "record 0 has no kind")):
        (folders / "gold" / "a.gold.json").write_text(json.dumps(content), encoding="utf-8")
        with pytest.raises(LoadError, match=reason):
            score(folders / "gold", folders / "out")


# the reference


def reference(gold_folder: Path, found: Path) -> Json:
    command = [sys.executable, str(Path(GOLD_FOLDER or "") / "score.py"), str(gold_folder), str(found)]
    done = subprocess.run(command, capture_output=True, check=True, env={**os.environ, "PYTHONIOENCODING": "utf-8"})
    last: Json = json.loads(done.stdout.decode().splitlines()[-1])
    return last


def agrees(golds: dict[str, Path], plans: dict[str, Path], folder: Path) -> None:
    """Figures are those of the script for outputs as they are and for outputs full of errors."""
    for part in ("gold", "read", "spoilt"):
        (folder / part).mkdir()
    for name, path in golds.items():
        (folder / "gold" / f"{name}.gold.json").write_bytes(path.read_bytes())
        plan = json.loads(extract(load(plans[name])).model_dump_json())
        (folder / "read" / f"{name}.json").write_text(json.dumps(plan), encoding="utf-8")
        (folder / "spoilt" / f"{name}.json").write_text(json.dumps(_spoilt(plan)), encoding="utf-8")
    for variant in ("read", "spoilt"):
        assert score(folder / "gold", folder / variant).overall == reference(folder / "gold", folder / variant)


@needs_gold
def test_the_reference_script_says_the_same_of_the_samples(tmp_path: Path) -> None:
    golds = {path.parent.name: path for path in sorted(CORPUS.glob("*/gold.json"))}
    agrees(golds, {name: CORPUS / name / "plan.txt" for name in golds}, tmp_path)


@needs_gold
@needs_plans
def test_the_reference_script_says_the_same_to_the_last_digit(tmp_path: Path) -> None:
    golds = {path.name.split(".")[0]: path for path in sorted(Path(GOLD_FOLDER or "").glob("*.gold.json"))}
    agrees(golds, {name: Path(PLANS_FOLDER or "", f"{name}.txt") for name in golds}, tmp_path)


def _spoilt(plan: Json) -> Json:
    """The same with every kind of error, so that no figure is 1 by luck."""
    worse: Json = deepcopy(plan)
    for position, record in enumerate(worse["records"]):
        start, end = record["evidence"]["value_span"]
        record["evidence"]["value_span"] = [start - position % 3, end + position % 17]
        if position % 5 == 0:
            record["kind"], record["value"]["unit"] = "norm", "个"
        if position % 7 == 0:
            record["indicator"]["text"] = record["indicator"]["text"][::-1]
            record["baseline"], record["binding"], record["level"] = None, "约束性", {"level": "village"}
        if position % 11 == 0:
            record["deadline"], record["change"] = {"end": "2023-12-31"}, {"span": [start, end]}
            record["responsible"] = [{"text": "县民政局"}]
    worse["records"] = [record for position, record in enumerate(worse["records"]) if position % 13]
    worse["numbers"] = [entry for position, entry in enumerate(worse["numbers"]) if position % 9]
    for entry in worse["numbers"][::8]:
        entry["role"] = "unexplained"
    return worse
