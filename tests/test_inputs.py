"""Which plans a command line means."""

from __future__ import annotations

from pathlib import Path

import pytest

from planextract.errors import LoadError
from planextract.inputs import expand


@pytest.fixture
def plans(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("b.txt", "a.md", "c/d.TXT", "c/e/f.txt", "notes.pdf", ".hidden.txt", ".git/g.txt", "a.txt"):
        path = tmp_path / "plans" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("到2025年", encoding="utf-8")
    (tmp_path / "nothing").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path / "plans"


def names(*paths: str | Path) -> list[str]:
    return [item.name for item in expand(paths)]


def test_a_folder_gives_its_plans_sorted(plans: Path) -> None:
    expected = ["a.md", "a.txt", "b.txt", "c/d.TXT", "c/e/f.txt"]
    assert names("plans") == names(plans) == names("plans/") == expected
    assert expand(["plans"])[3].load().path == "c/d.TXT"


def test_files_are_named_barely_and_kept_in_order(plans: Path) -> None:
    assert names("plans/c/d.TXT", "plans/b.txt", "plans/notes.pdf") == ["d.TXT", "b.txt", "notes.pdf"]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("plans/*.txt", ["a.txt", "b.txt"]),
        ("plans/**/*.txt", ["a.txt", "b.txt", "c/e/f.txt"]),
        ("plans/**", ["a.md", "a.txt", "b.txt", "c/d.TXT", "c/e/f.txt"]),
        ("plans/c*", ["c/d.TXT", "c/e/f.txt"]),
        ("plans/c/[de].TXT", ["d.TXT"]),
    ],
)
def test_globs(plans: Path, pattern: str, expected: list[str]) -> None:
    assert names(pattern) == expected


def test_a_file_whose_name_looks_like_a_glob(plans: Path) -> None:
    (plans / "x[1].txt").write_text("到2025年", encoding="utf-8")
    assert names("plans/x[1].txt") == ["x[1].txt"]


def test_each_plan_once(plans: Path) -> None:
    assert names("plans/b.txt", "plans", plans / "b.txt", "plans/../plans/a.md", "-", "-") == [
        *("b.txt", "a.md", "a.txt", "c/d.TXT", "c/e/f.txt", "-")
    ]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("nothing", "no plan in this folder"),
        ("plans/*.csv", "no file matches"),
        ("gone.txt", "gone.txt: no such file"),
    ],
)
def test_a_path_that_leads_nowhere_does_not_stop_the_others(plans: Path, path: str, said: str) -> None:
    wrong, right = expand([path, "plans/b.txt"])
    with pytest.raises(LoadError, match=said):
        wrong.load()
    assert right.load().text == "到2025年"


def test_a_link_that_turns_in_a_circle(plans: Path) -> None:
    (plans / "c" / "loop").symlink_to(plans, target_is_directory=True)
    assert len(names("plans")) == 5
