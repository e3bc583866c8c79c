"""Annotation sheets: a parse becomes a sheet, a corrected sheet becomes gold, two sheets say how far people agree."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner, Result

from planextract import Document, agreement, annotation_sheet, cli, extract, load, read_sheet
from planextract.annotation import SheetError, merge
from planextract.annotation.agreement import as_prediction
from planextract.annotation.columns import COLUMNS, NAMES
from planextract.errors import LoadError
from planextract.scoring import score_plans

CORPUS = Path(__file__).parents[1] / "corpus"
PLAN = """青原县“十四五”养老服务规划
到2025年，养老机构护理型床位占比由37%提高到55%以上，村、社区日间照料机构覆盖率分别达到60%、90%。
"""

Row = dict[str, Any]


class Sheet:
    """A sheet under correction."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = openpyxl.load_workbook(path)
        self.figures = self.book["Figures"]

    def row(self, number: str) -> int:
        return next(n for n in range(2, self.figures.max_row + 1) if self.get(n, "number") == number)

    def get(self, row: int, column: str) -> Any:
        return self.figures.cell(row, NAMES.index(column) + 1).value

    def put(self, row: int, **cells: Any) -> None:
        for column, value in cells.items():
            self.figures.cell(row, NAMES.index(column.rstrip("_")) + 1).value = value

    def add(self, **cells: Any) -> int:
        row = self.figures.max_row + 1
        self.put(row, **cells)
        return row

    def save(self) -> Path:
        self.book.save(self.path)
        self.book.close()
        return self.path


@pytest.fixture
def plan(tmp_path: Path) -> Document:
    (tmp_path / "qingyuan.txt").write_text(PLAN, encoding="utf-8")
    return load(tmp_path / "qingyuan.txt")


@pytest.fixture
def sheet(tmp_path: Path, plan: Document) -> Sheet:
    (tmp_path / "sheet.xlsx").write_bytes(annotation_sheet(plan, extract(plan)))
    return Sheet(tmp_path / "sheet.xlsx")


def run(*arguments: object) -> Result:
    result = CliRunner().invoke(cli.app, ["annotate", *map(str, arguments)])
    assert "Traceback" not in result.output
    return result


def problems(path: Path, plan: Document) -> list[str]:
    with pytest.raises(SheetError) as caught:
        read_sheet(path, plan)
    return [problem.removeprefix(f"{path}: ") for problem in caught.value.problems]


# the sheet


def test_every_number_has_a_row_with_its_context(sheet: Sheet, plan: Document) -> None:
    numbers = extract(plan).numbers
    rows = range(2, sheet.figures.max_row + 1)
    assert {sheet.get(row, "start") for row in rows} == {number.start for number in numbers}
    row = sheet.row("55")
    assert (sheet.get(row, "role"), sheet.get(row, "kind"), sheet.get(row, "value")) == ("value", "target", 55)
    assert sheet.get(row, "before").endswith("由37%提高到")
    assert sheet.get(row, "after").startswith("%以上")
    assert sheet.get(row, "baseline") == sheet.get(sheet.row("37"), "id")
    assert sheet.get(sheet.row("2025"), "role") == "date"


def test_the_same_plan_gives_the_same_bytes(plan: Document) -> None:
    assert annotation_sheet(plan, extract(plan)) == annotation_sheet(plan, extract(plan))


def test_choices_are_offered_and_columns_explained(sheet: Sheet) -> None:
    offered = {str(rule.formula1): str(rule.sqref) for rule in sheet.figures.data_validations.dataValidation}
    assert '"target,achieved,forecast,norm,project"' in offered
    assert all(sheet.figures.cell(1, n).comment for n in range(1, len(COLUMNS) + 1))
    assert sheet.figures.freeze_panes == "E2"
    assert sheet.book.sheetnames == ["Figures", "Plan", "Conflicts", "Guide"]


def test_text_that_looks_like_a_formula_is_text(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text("=1+1的占比达到55%。", encoding="utf-8")
    document = load(tmp_path / "plan.txt")
    book = openpyxl.load_workbook(BytesIO(annotation_sheet(document, extract(document))))
    assert all(cell.data_type != "f" for row in book["Figures"].iter_rows() for cell in row)


# back again


@pytest.mark.parametrize("name", ["lanxi", "qiyuan", "canglan"])
def test_an_untouched_sheet_is_gold_that_the_parse_meets(name: str, tmp_path: Path) -> None:
    document = load(CORPUS / name / "plan.txt")
    extraction = extract(document)
    (tmp_path / "sheet.xlsx").write_bytes(annotation_sheet(document, extraction))
    unsettled = Sheet(tmp_path / "sheet.xlsx")
    for row in range(2, unsettled.figures.max_row + 1):
        if unsettled.get(row, "role") is None:
            unsettled.put(row, role="context")
    gold = read_sheet(unsettled.save(), document)
    result = score_plans({name: gold}, {name: json.loads(extraction.model_dump_json())}).overall
    assert (result["f1"], result["strict_f1"], result["role"], result["accounted"]) == (1.0, 1.0, 1.0, 1.0)
    assert len(gold["records"]) == len(extraction.records)
    assert gold["plan"]["title"] == (extraction.plan.title)


def test_a_correction_arrives_in_the_gold(sheet: Sheet, plan: Document) -> None:
    row = sheet.row("55")
    sheet.put(row, kind="achieved", indicator="护理型床位占比", value="1,055.50", unit="‰", per="百户", comparator=None)
    sheet.put(row, responsible="县民政局；县财政局", note="核对过", implied="yes", level="village", deadline="--06-30")
    gold = read_sheet(sheet.save(), plan)
    record = next(record for record in gold["records"] if record["value"] == 1055.5)
    assert record["value_span"] == [PLAN.index("55%"), PLAN.index("55%") + 2]
    assert record["baseline_span"] == [PLAN.index("37%"), PLAN.index("37%") + 2]
    wanted = {
        "kind": "achieved", "indicator": "护理型床位占比", "unit": "‰", "per": "百户", "comparator": "=",
        "responsible": ["县民政局", "县财政局"], "note": "核对过", "implied": True, "deadline": "--06-30",
        "level": "village", "from": "text",
    }  # fmt: skip
    assert {key: record[key] for key in wanted} == wanted
    assert gold["plan"]["region"] == "青原县"
    assert gold["plan"]["period"] == ["2021-01-01", "2025-12-31"]


def test_rows_that_a_person_adds(sheet: Sheet, plan: Document) -> None:
    at = PLAN.index("村、社区")
    base = {"role": "value", "kind": "target", "deadline": "2025-12-31", "number": "55", "start": PLAN.index("55%")}
    sheet.add(**base, end=PLAN.index("55%") + 2, indicator="另一指标", value=55, unit="%")
    sheet.add(
        role="value",
        kind="target",
        indicator="文字目标",
        value_text="村、社区",
        number="村、社区",
        start=at,
        end=at + 4,
    )
    gold = read_sheet(sheet.save(), plan)
    assert [record["indicator"] for record in gold["records"] if record["value"] == 55][-1:] == ["另一指标"]
    textual = next(record for record in gold["records"] if record["value"] is None)
    assert (textual["value_text"], textual["value_span"]) == ("村、社区", [at, at + 4])
    assert len(gold["numbers"]) == len(extract(plan).numbers)  # neither row is a number more


def test_a_figure_that_is_none_and_a_value_of_two_numbers(sheet: Sheet, plan: Document) -> None:
    row = sheet.row("60")
    sheet.put(row, role="context", kind=None, indicator=None)
    sheet.put(sheet.row("90"), value_start=PLAN.index("60%"), value_end=PLAN.index("90%") + 2, value=60, value_high=90)
    gold = read_sheet(sheet.save(), plan)
    ranged = next(record for record in gold["records"] if record["value_high"] == 90)
    assert ranged["value_span"] == [PLAN.index("60%"), PLAN.index("90%") + 2]
    assert {"start": PLAN.index("60%"), "end": PLAN.index("60%") + 2, "text": "60", "role": "context"} in gold[
        "numbers"
    ]


def test_conflicts_are_named_by_numbers_or_offsets(sheet: Sheet, plan: Document) -> None:
    sheet.book["Conflicts"].append([f"{sheet.get(sheet.row('37'), 'id')}；0:3", "对不上"])
    gold = read_sheet(sheet.save(), plan)
    assert gold["conflicts"] == [{"spans": [[PLAN.index("37%"), PLAN.index("37%") + 2], [0, 3]], "why": "对不上"}]


# what is wrong is said, all at once


def test_everything_that_is_wrong_is_said_with_its_row(sheet: Sheet, plan: Document) -> None:
    first, second, third = (sheet.row(number) for number in ("55", "60", "90"))
    sheet.put(first, kind="goal", deadline="年底", value="很多")
    sheet.put(second, role=None)
    sheet.put(third, role="date")
    sheet.put(sheet.row("37"), number="73")
    added = sheet.add(role="context", number="5")
    said = problems(sheet.save(), plan)
    assert f"Figures row {first}: value '很多' is no number" in said
    assert f"Figures row {first}: kind 'goal' is none of: target, achieved, forecast, norm, project" in said
    assert f"Figures row {first}: deadline '年底' is no date; write 2025-12-31 or --06-30" in said
    assert f"Figures row {second}: '60' has no role yet" in said
    assert f"Figures row {third}: is a figure (kind, indicator) with the role date" in said
    assert any(line.endswith("of the plan") and "'73' is not what stands at" in line for line in said)
    assert f"Figures row {added}: needs start and end; copy them from the row of its number" in said


def test_figures_that_lack_something(sheet: Sheet, plan: Document) -> None:
    sheet.put(sheet.row("37"), role="context")
    sheet.put(sheet.row("60"), kind=None, value=None)
    sheet.put(sheet.row("90"), baseline="n9999")
    sheet.book["Conflicts"].append(["n9998", "?"])
    row = sheet.row("55")
    said = problems(sheet.save(), plan)
    assert any(line.startswith(f"Figures row {row}: ") and line.endswith("but has the role context") for line in said)
    assert f"Figures row {sheet.row('60')}: a value needs a kind and an indicator" in said
    assert any("needs its number, or the text of a target in words" in line for line in said)
    assert any(line.endswith("baseline: there is no number 'n9999'") for line in said)
    assert any(line.startswith("Conflicts row") for line in said)


def test_a_sheet_of_another_text(sheet: Sheet, tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text(PLAN + "\n", encoding="utf-8")
    assert problems(sheet.save(), load(tmp_path / "other.txt")) == [
        "it is about another text than other.txt; offsets would not fit"
    ]


def test_what_is_no_sheet(tmp_path: Path, plan: Document) -> None:
    with pytest.raises(LoadError, match="no such file"):
        read_sheet(tmp_path / "none.xlsx", plan)
    (tmp_path / "text.xlsx").write_text("1", encoding="utf-8")
    with pytest.raises(LoadError, match="cannot be read as XLSX"):
        read_sheet(tmp_path / "text.xlsx", plan)
    book = openpyxl.Workbook()
    book.save(tmp_path / "empty.xlsx")
    assert problems(tmp_path / "empty.xlsx", plan) == ["no sheet 'Figures'; this is no annotation sheet"]


def test_a_column_that_is_missing(sheet: Sheet, plan: Document) -> None:
    sheet.figures.delete_cols(NAMES.index("unit") + 1)
    assert problems(sheet.save(), plan) == ["Figures: the column 'unit' is missing"]


# two people


def test_agreement_of_two_sheets(sheet: Sheet, plan: Document) -> None:
    first = read_sheet(sheet.path, plan)
    same = agreement(first, first).figures
    assert (same["f1"], same["strict_f1"], same["role"], same["kappa"], same["numbers_alone"]) == (
        1.0,
        1.0,
        1.0,
        1.0,
        0,
    )
    sheet.put(sheet.row("60"), role="context", kind=None, indicator=None)
    sheet.put(sheet.row("90"), deadline="2023-12-31")
    second = read_sheet(sheet.save(), plan)
    result, back = agreement(first, second), agreement(second, first)
    assert result.figures["f1"] == back.figures["f1"] == 0.8
    assert result.figures["strict_f1"] == back.figures["strict_f1"] == 0.4
    assert (result.figures["first"], result.figures["second"]) == (3, 2)
    assert {error.what for error in result.differences} == {"missed", "wrong"}
    kappa = result.figures["kappa"]
    assert kappa is not None
    assert 0 < kappa < 1


def test_numbers_are_paired_by_overlap() -> None:
    one = {"records": [], "numbers": [{"start": 0, "end": 9, "role": "date"}]}
    other = {"records": [], "numbers": [{"start": 0, "end": 4, "role": "date"}, {"start": 5, "end": 9, "role": "date"}]}
    assert agreement(one, other).figures["numbers_alone"] == 1


def test_two_annotations_become_one_gold(sheet: Sheet, plan: Document) -> None:
    sheet.book["Conflicts"].append(["0:3", "第一位"])
    first = read_sheet(sheet.save(), plan)
    sheet.put(sheet.row("60"), role="context", kind=None, indicator=None)
    sheet.put(sheet.row("90"), deadline="2023-12-31")
    sheet.book["Conflicts"].append(["2:4", "第二位"])
    second = read_sheet(sheet.save(), plan)
    gold = merge(first, second)
    by_value = {record["value"]: record for record in gold["records"]}
    assert by_value[60]["optional"]
    assert by_value[90]["alt"] == {"deadline": "2023-12-31"}
    assert "alt" not in by_value[55]
    assert [number["alt_role"] for number in gold["numbers"] if number["text"] == "60"] == ["context"]
    assert gold["conflicts"][0] == {"spans": [[0, 3]], "why": "第一位", "both": True, "second": "第一位"}
    assert gold["conflicts"][-1] == {"spans": [[2, 4]], "why": "第二位", "both": False}
    for one in (first, second):
        assert score_plans({"a": gold}, {"a": as_prediction(one)}).overall["strict_f1"] == 1.0
    assert len(merge(second, first)["records"]) == len(gold["records"])


# the command


def test_the_command_from_plan_to_score(tmp_path: Path, plan: Document) -> None:
    made = run(tmp_path / "qingyuan.txt", "-o", tmp_path / "a.xlsx")
    assert (made.exit_code, made.stdout) == (0, "")
    assert "numbers, 3 figures, 0 without a role" in made.stderr
    read = run(tmp_path / "a.xlsx", "--plan", tmp_path / "qingyuan.txt", "-o", tmp_path / "q.gold.json")
    assert read.exit_code == 0
    gold = json.loads((tmp_path / "q.gold.json").read_text(encoding="utf-8"))
    assert json.loads(run(tmp_path / "a.xlsx", "--plan", tmp_path / "qingyuan.txt").stdout) == gold
    compared = run(tmp_path / "a.xlsx", tmp_path / "q.gold.json", "--plan", tmp_path / "qingyuan.txt")
    assert compared.stdout.splitlines()[:2] == ["a.xlsx: 3 figures; q.gold.json: 3 figures", "f1              1.000"]


def test_the_command_lists_differences(tmp_path: Path, sheet: Sheet, plan: Document) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "sheet.xlsx").write_bytes(sheet.path.read_bytes())
    sheet.put(sheet.row("60"), role="context", kind=None, indicator=None)
    sheet.put(sheet.row("90"), unit="‰")
    sheet.save()
    arguments = [tmp_path / "one" / "sheet.xlsx", sheet.path, "--plan", tmp_path / "qingyuan.txt"]
    said = run(*arguments).stdout
    assert f"only in {tmp_path / 'one' / 'sheet.xlsx'}: target " in said
    assert "differs in unit: " in said
    assert "first %, second ‰" in said
    assert "differs in" not in run(*arguments, "--no-differences").stdout
    assert run(*arguments, "-o", tmp_path / "both.gold.json").exit_code == 0
    assert len(json.loads((tmp_path / "both.gold.json").read_text(encoding="utf-8"))["records"]) == 3


def test_the_command_says_what_is_wrong(tmp_path: Path, sheet: Sheet, plan: Document) -> None:
    sheet.put(sheet.row("60"), role=None)
    sheet.put(sheet.row("90"), role=None)
    result = run(sheet.save(), "--plan", tmp_path / "qingyuan.txt")
    assert (result.exit_code, result.stderr.count("has no role yet")) == (1, 2)
    for arguments in (
        [tmp_path / "qingyuan.txt"],
        [tmp_path / "qingyuan.txt", "-o", "x.csv"],
        [sheet.path],
        [sheet.path, "--plan", tmp_path / "qingyuan.txt", "-o", tmp_path / "gold.txt"],
        [tmp_path / "qingyuan.txt", tmp_path / "qingyuan.txt"],
    ):
        assert run(*arguments).exit_code == 2
