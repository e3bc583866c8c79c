"""Many plans in one run: failures stay alone, and every output has its own name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from factories import SENTENCE, install_pipeline, make_extraction
from planextract.batch import output_names, refuse_inputs, run, write_folder
from planextract.document import Document
from planextract.errors import OutputError, PatternError, UsageError
from planextract.inputs import Input, expand
from planextract.records import Extraction


@pytest.fixture
def plans(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "plans"
    for name in ("a.txt", "a.md", "b/a.txt", "b/c.txt"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(SENTENCE, encoding="utf-8")
    (folder / "bad.txt").write_bytes(b"%PDF-1.7")
    monkeypatch.chdir(tmp_path)
    return folder


def test_one_failure_takes_no_other_with_it(plans: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def extract(document: Document) -> Extraction:
        if document.path == "b/a.txt":
            raise ZeroDivisionError("1/0")
        return make_extraction(document)

    install_pipeline(monkeypatch, extract)
    outcomes = {outcome.input.name: outcome for outcome in run(expand(["plans", "gone.txt"]))}
    assert [name for name, outcome in outcomes.items() if outcome.extraction] == ["a.md", "a.txt", "b/c.txt"]
    assert outcomes["b/a.txt"].error == (
        "plans/b/a.txt: internal error (ZeroDivisionError: 1/0); please report it with this file"
    )
    assert "PDF" in str(outcomes["bad.txt"].error)
    assert outcomes["gone.txt"].error == "gone.txt: no such file; check the name"


@pytest.mark.parametrize("error", [PatternError("units.yaml", 3, "no such unit"), UsageError("no such period")])
def test_what_concerns_every_plan_ends_the_run(plans: Path, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def extract(document: Document) -> Extraction:
        raise error

    install_pipeline(monkeypatch, extract)
    with pytest.raises(type(error)):
        list(run(expand(["plans"])))


def test_plans_are_read_when_they_are_asked_for(plans: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = install_pipeline(monkeypatch)
    outcomes = run(expand(["plans"]))
    next(outcomes)
    assert len(seen) == 1


def names(*paths: str) -> list[str]:
    items = [Input(path.removeprefix("x/").removeprefix("y/"), path) for path in paths]
    return list(output_names(items).values())


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (["a.txt", "b/a.txt"], ["a.json", "b/a.json"]),
        (["a.txt", "a.md", "b.txt"], ["a.txt.json", "a.md.json", "b.json"]),
        (["A.txt", "a.md"], ["A.txt.json", "a.md.json"]),
        (["x/a.txt", "y/a.txt"], ["a.txt.json", "a.txt-2.json"]),
        (["a.txt", "a.md", "a.txt.md"], ["a.txt-2.json", "a.md.json", "a.txt.json"]),
        (["plan.2021.txt", "plan.2022.txt", "plan"], ["plan.2021.json", "plan.2022.json", "plan.json"]),
        (["-", "a"], ["stdin.json", "a.json"]),
    ],
)
def test_output_names(paths: list[str], expected: list[str]) -> None:
    assert names(*paths) == expected


def test_a_folder_of_json(plans: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install_pipeline(monkeypatch)
    items = expand(["plans"])
    outcomes = list(write_folder(run(items), items, "out/deep"))
    assert len(outcomes) == 5
    out = plans.parent / "out" / "deep"
    assert sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()) == [
        *("a.md.json", "a.txt.json", "b/a.json", "b/c.json")
    ]
    assert json.loads((out / "b" / "a.json").read_text(encoding="utf-8"))["source"]["path"] == "b/a.txt"


def test_a_file_where_the_folder_should_be(plans: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install_pipeline(monkeypatch)
    items = expand(["plans/a.txt"])
    for folder in ("plans/a.md", "plans/a.md/deep"):
        with pytest.raises(OutputError, match="folder"):
            list(write_folder(run(items), items, folder))


def test_no_output_over_an_input(plans: Path) -> None:
    items = expand(["plans/a.txt", "-"])
    (plans / "link.json").symlink_to(plans / "a.txt")
    refuse_inputs(items, ["plans/other.json", "-"])
    for output in ("plans/a.txt", plans / "link.json", "plans/b/../a.txt"):
        with pytest.raises(UsageError, match="one of the plans to read"):
            refuse_inputs(items, [output])
