"""The long form for statistics, and that its documentation is true."""

from __future__ import annotations

import csv
import io
import re
from contextlib import redirect_stdout
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from planextract import UsageError, export, extract, load_bytes
from planextract.cli import app
from planextract.exporting import FIGURES

DOCS = Path(__file__).parents[1] / "docs" / "export.md"
TEXT = """山丹县“十四五”民政事业发展规划

到2025年，养老机构护理型床位占比由37%提高到55%以上。社会工作专业人才占人口比例达到1.8‰。

截至2020年底，全县共有养老机构12家。
"""


@pytest.fixture
def rows(tmp_path: Path) -> list[dict[str, str]]:
    export([extract(load_bytes(TEXT.encode(), "plan.txt"))], tmp_path / "figures.csv")
    with (tmp_path / "figures.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_one_row_per_record_in_base_units(rows: list[dict[str, str]]) -> None:
    assert [row["kind"] for row in rows] == ["target", "target", "achieved"]
    beds, people, homes = rows
    facts = ("region_code", "comparator", "value", "value_base", "unit_base", "baseline", "year")
    assert [beds[name] for name in facts] == ["620725", "ge", "55", "55", "%", "37", "2025"]
    assert [people[name] for name in ("value", "unit", "value_base", "unit_base")] == ["1.8", "‰", "0.18", "%"]
    assert (homes["value"], homes["year"], homes["quoted"]) == ("12", "2020", "false")
    assert all(TEXT[int(row["start"]) : int(row["end"])] == row["evidence"] for row in rows)


def test_no_text_of_the_form_is_a_formula(rows: list[dict[str, str]]) -> None:
    assert not [value for row in rows for value in row.values() if value.startswith(("=", "+", "@", "'"))]


def test_the_documentation_lists_the_columns() -> None:
    documented = re.findall(r"^\| `(\w+)` \|", DOCS.read_text(encoding="utf-8"), re.MULTILINE)
    assert documented == [column.name for column in FIGURES]
    assert len({column.zh for column in FIGURES}) == len(FIGURES)


def test_the_example_of_the_documentation_runs(rows: list[dict[str, str]], tmp_path: Path) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    shown = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(shown):
        patch.chdir(tmp_path)
        exec(compile(example, "export.md", "exec"), {})
    assert shown.getvalue() == "山丹县 [('2025', 'ge', 55.0)]\n"


def test_xlsx_and_other_suffixes(tmp_path: Path) -> None:
    plans = [extract(load_bytes(TEXT.encode(), "plan.txt"))]
    export(plans, tmp_path / "figures.xlsx", headers="zh")
    sheet = openpyxl.load_workbook(tmp_path / "figures.xlsx")["数据"]
    assert [cell.value for cell in sheet[1]] == [column.zh for column in FIGURES]
    assert sheet.max_row == 4
    with pytest.raises(UsageError, match="end it in"):
        export(plans, tmp_path / "figures.doc")


def test_the_command_goes_on_after_a_plan_that_cannot_be_read(tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text(TEXT, encoding="utf-8")
    done = CliRunner().invoke(app, ["export", str(tmp_path / "none.txt"), str(plan), "-o", str(tmp_path / "f.csv")])
    assert done.exit_code == 1
    assert "no such file" in done.stderr
    assert len((tmp_path / "f.csv").read_text(encoding="utf-8-sig").splitlines()) == 4
