"""Each format holds what was read, and opens in the programs it is for."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet
from rich.console import Console

from factories import SENTENCE, make_extraction, make_record, make_value
from planextract.document import Document
from planextract.errors import OutputError, UsageError
from planextract.records import Deadline, Evidence, Extraction, Indicator
from planextract.writing import FORMATS, format_of, write, xlsx
from planextract.writing.columns import RECORDS, Headers
from planextract.writing.csv import guarded, unguarded
from planextract.writing.output import whole_file
from planextract.writing.terminal import show, summary, value_shown

ORDER = """source, region, region_level, kind, indicator, indicator_id, comparator, value, value_high, unit, per,
value_text, implied, baseline, baseline_unit, change, change_unit, deadline, every, deadline_source, level,
level_source, responsible, binding, section, evidence, line, start, end, rule, id"""
HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1+1", "'quoted"]
CONVERTED = [
    "2-3",
    "1/2",
    "20-30",
    "2021-05",
    "2025.6",
    "12:30",
    "3月5日",
    "2025年6月",
    "007",
    "1E5",
    "1" * 20,
    "２-３",
]


def written(path: Path, extractions: Extraction | Iterable[Extraction], headers: Headers = "en") -> bytes:
    write(extractions, path, headers=headers)
    return path.read_bytes()


def plan(name: str) -> Extraction:
    return make_extraction(Document(SENTENCE, name, "0" * 64))


# JSON and JSONL


def test_json_of_one_plan_is_an_object_and_of_several_an_array(tmp_path: Path) -> None:
    one = json.loads(written(tmp_path / "a.json", plan("a.txt")))
    assert one == json.loads(plan("a.txt").model_dump_json())
    several = json.loads(written(tmp_path / "b.json", (plan(name) for name in ("a.txt", "b.txt", "c.txt"))))
    assert [each["source"]["path"] for each in several] == ["a.txt", "b.txt", "c.txt"]
    assert several[0] == one
    assert json.loads(written(tmp_path / "c.json", [])) == []


def test_json_can_be_read_by_people(tmp_path: Path) -> None:
    text = written(tmp_path / "a.json", plan("a.txt")).decode()
    assert text.endswith("}\n")
    assert '"comparator": ">=", "number": 55, "high": null, "unit": "%"' in text
    assert '    {"start": 19, "end": 21, "text": "37", "role": "unexplained", "record": null, "records": []}' in text
    assert Extraction.model_validate_json(text) == plan("a.txt")


def test_numbers_are_json_numbers_in_shortest_form(tmp_path: Path) -> None:
    numbers = ["10.10", "1E+2", "0.0001", "1234567.5"]
    records = [make_record(value=make_value(number, number)) for number in numbers]
    text = written(tmp_path / "a.json", make_extraction(records=records)).decode()
    assert re.findall(r'"number": ([^,]+), "high"', text) == ["10.1", "100", "0.0001", "1234567.5"]


def test_jsonl_has_one_whole_record_a_line(tmp_path: Path) -> None:
    odd = make_record("有\u2028行\u0085和\n换行")
    data = written(tmp_path / "a.jsonl", [make_extraction(records=[odd, make_record()]), plan("b.txt")])
    lines = data.decode().splitlines()
    assert len(lines) == data.count(b"\n") == 3
    first = json.loads(lines[0])
    assert list(first)[:4] == ["source", "text_sha256", "plan", "id"]
    assert first["source"] == "plan.txt"
    assert first["text_sha256"] == make_extraction().source.text_sha256
    assert first["plan"]["region"]["name"] == "青原县"
    assert first["evidence"]["text"] == odd.evidence.text


# CSV


def csv_rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_csv_columns(tmp_path: Path) -> None:
    data = written(tmp_path / "a.csv", [plan("a.txt"), plan("b.txt")])
    assert data.startswith(b"\xef\xbb\xbfsource,") and data.count(b"\xef\xbb\xbf") == 1
    header, *rows = csv_rows(data)
    assert header == re.split(r",\s+", ORDER)
    assert [row[0] for row in rows] == ["a.txt", "b.txt"]
    row = dict(zip(header, rows[0], strict=True))
    assert (
        row
        | {
            "region": "青原县",
            "comparator": ">=",
            "value": "55",
            "value_high": "",
            "implied": "false",
            "baseline": "37",
            "change_unit": "个百分点",
            "deadline": "2025-12-31",
            "responsible": "县民政局；县财政局",
            "section": "第二章  养老服务＞第一节  机构",
            "line": "1",
        }
        == row
    )


def test_csv_headers_in_chinese(tmp_path: Path) -> None:
    header = csv_rows(written(tmp_path / "a.csv", plan("a.txt"), "zh"))[0]
    assert header == RECORDS.header("zh")
    assert len(set(header)) == len(header)
    assert header[4] == "指标"


@pytest.mark.parametrize("text", [*HOSTILE, *CONVERTED, "--06-30"])
def test_csv_text_is_no_formula_and_no_date(tmp_path: Path, text: str) -> None:
    record = make_record(indicator=Indicator(text=text), deadline=Deadline(end=text))
    header, row = csv_rows(written(tmp_path / "a.csv", make_extraction(records=[record])))
    for name in ("indicator", "deadline"):
        cell = row[header.index(name)]
        assert cell == "'" + text
        assert unguarded(cell) == text


@pytest.mark.parametrize("text", ["55%以上", "2025-12-31", "每千名3-5张", "第3-4节", "1.2万", ""])
def test_csv_leaves_other_text_alone(text: str) -> None:
    assert guarded(text) == text


@given(st.text())
def test_csv_guard_loses_nothing(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_csv_numbers_stay_numbers(tmp_path: Path) -> None:
    record = make_record(value=make_value("-2.50", "-2.50", high=Decimal("3")))
    header, row = csv_rows(written(tmp_path / "a.csv", make_extraction(records=[record])))
    assert row[header.index("value")] == "-2.5"
    assert row[header.index("value_high")] == "3"


# XLSX


def sheet_of(path: Path, name: str) -> Worksheet:
    sheet = openpyxl.load_workbook(path)[name]
    assert isinstance(sheet, Worksheet)
    return sheet


def cells_of(sheet: Worksheet, row: int = 2) -> dict[object, object]:
    return {head.value: cell.value for head, cell in zip(sheet[1], sheet[row], strict=True)}


@pytest.mark.parametrize(
    ("headers", "names"),
    [
        ("en", ["Records", "Number ledger", "Findings", "Milestones"]),
        ("zh", ["记录", "数字台账", "发现", "里程碑"]),
    ],
)
def test_xlsx_sheets(tmp_path: Path, headers: Headers, names: list[str]) -> None:
    path = tmp_path / "a.xlsx"
    written(path, [plan("a.txt"), plan("b.txt")], headers)
    workbook = openpyxl.load_workbook(path)
    assert workbook.sheetnames == names
    for sheet, rows in zip(workbook.worksheets, (2, 4, 2, 2), strict=True):
        assert sheet.freeze_panes == "A2"
        assert sheet.max_row == rows + 1
        assert sheet.auto_filter.ref == sheet.dimensions
    assert [cell.value for cell in workbook.worksheets[0][1]] == RECORDS.header(headers)


def test_xlsx_without_milestones_has_no_sheet_for_them(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    written(path, make_extraction(milestones=[], findings=[]))
    workbook = openpyxl.load_workbook(path)
    assert workbook.sheetnames == ["Records", "Number ledger", "Findings"]
    assert workbook["Findings"].max_row == 1


def test_xlsx_types_and_widths(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    written(path, plan("a.txt"))
    sheet = sheet_of(path, "Records")
    cells = cells_of(sheet)
    assert cells["value"] == 55 and isinstance(cells["value"], int)
    assert cells["implied"] is False
    assert cells["value_high"] is None
    assert cells["deadline"] == "2025-12-31"
    assert cells["evidence"] == SENTENCE
    assert sheet["Z2"].alignment.wrap_text is True
    assert 7 <= sheet.column_dimensions["D"].width <= 16
    assert 50 <= sheet.column_dimensions["Z"].width <= 75
    assert cells_of(sheet_of(path, "Findings"))["spans"] == "19:21；27:29"


@pytest.mark.parametrize("text", [*HOSTILE, *CONVERTED, "http://example.org", "55", "{=1}"])
def test_xlsx_text_stays_text(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.xlsx"
    written(path, make_extraction(records=[make_record(indicator=Indicator(text=text))]))
    cell = sheet_of(path, "Records")["E2"]
    assert (cell.data_type, cell.hyperlink) == ("s", None)
    assert cell.value == text.replace("\r", "_x000D_")


@pytest.mark.parametrize("char", ["文", "𠮷"])
def test_xlsx_cuts_what_no_cell_holds(tmp_path: Path, char: str) -> None:
    path = tmp_path / "a.xlsx"
    text = char * 40_000
    written(path, make_extraction(records=[make_record(text)]))
    value = sheet_of(path, "Records")["Z2"].value
    assert isinstance(value, str)
    assert value.endswith(xlsx.CUT)
    assert set(value.removesuffix(xlsx.CUT)) == {char}
    assert xlsx.MAX_CELL - 2 <= len(value.encode("utf-16-le")) // 2 <= xlsx.MAX_CELL


def test_xlsx_holds_characters_that_xml_forbids(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    written(path, make_extraction(records=[make_record("坏\x00\x0b\x1f\ufffe\uffff字")]))
    value = sheet_of(path, "Records")["Z2"].value
    assert isinstance(value, str)
    assert (value[0], value[-1]) == ("坏", "字")


def test_xlsx_keeps_long_numbers(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    records = [make_record(value=make_value(number, number)) for number in ("12345678901234567", "1E+400", "0.5")]
    written(path, make_extraction(records=records))
    sheet = sheet_of(path, "Records")
    assert [sheet[f"H{row}"].value for row in (2, 3, 4)] == ["12345678901234567", f"1{'0' * 400}", 0.5]


def test_xlsx_goes_on_in_a_second_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MAX_ROWS", 3)
    path = tmp_path / "a.xlsx"
    written(path, [plan(f"{number}.txt") for number in range(3)])
    workbook = openpyxl.load_workbook(path)
    assert workbook.sheetnames[:5] == ["Records", "Records 2", "Number ledger", "Number ledger 2", "Number ledger 3"]
    assert cells_of(workbook["Records 2"])["source"] == "2.txt"


# All formats


@pytest.mark.parametrize("name", FORMATS)
def test_same_records_same_bytes(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first = written(tmp_path / f"a.{name}", [plan("a.txt"), plan("b.txt")])
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    monkeypatch.chdir(tmp_path)
    assert written(tmp_path / f"b.{name}", [plan("a.txt"), plan("b.txt")]) == first


@pytest.mark.parametrize("name", FORMATS)
def test_no_plan_at_all(tmp_path: Path, name: str) -> None:
    assert written(tmp_path / f"a.{name}", []) or name == "jsonl"


def test_formats_by_suffix() -> None:
    assert [format_of(f"x/a.{name.upper()}") for name in FORMATS] == list(FORMATS)
    for path in ("a.txt", "a", "json"):
        with pytest.raises(UsageError, match=r"\.xlsx"):
            format_of(path)
    with pytest.raises(UsageError, match="unknown format 'xml'"):
        write([], "a.xml", "xml")
    with pytest.raises(UsageError, match="which format"):
        write([])


# Files appear whole or not at all


def test_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("before", encoding="utf-8")

    def plans() -> Iterable[Extraction]:
        yield plan("a.txt")
        yield plan("b.txt")
        raise RuntimeError

    for target in (path, tmp_path / "new.json"):
        with pytest.raises(RuntimeError):
            write(plans(), target)
    assert path.read_text(encoding="utf-8") == "before"
    assert [each.name for each in tmp_path.iterdir()] == ["a.json"]


def test_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    for path, said in (
        (tmp_path / "none" / "a.json", "the folder none does not exist"),
        (tmp_path / "file" / "a.json", "cannot be written"),
        (tmp_path, "this is a folder"),
        (tmp_path / ("a" * 300 + ".json"), "cannot be written"),
    ):
        with pytest.raises(OutputError, match=said) as caught:
            write(plan("a.txt"), path, "json")
        assert "\n" not in str(caught.value)
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


def test_links_and_rights_stay(tmp_path: Path) -> None:
    target, link = tmp_path / "target.json", tmp_path / "link.json"
    target.write_text("", encoding="utf-8")
    target.chmod(0o640)
    link.symlink_to(target)
    write(plan("a.txt"), link)
    assert link.is_symlink()
    assert target.stat().st_mode & 0o777 == 0o640
    assert json.loads(target.read_text(encoding="utf-8"))


def test_what_is_no_file_is_not_replaced() -> None:
    write(plan("a.txt"), "/dev/null", "json")
    assert not Path("/dev/null").is_file()


def test_a_file_beside_may_already_be_there(tmp_path: Path) -> None:
    with whole_file(tmp_path / "a") as first, whole_file(tmp_path / "b") as second:
        first.write(b"1")
        second.write(b"2")
    assert [(tmp_path / name).read_bytes() for name in "ab"] == [b"1", b"2"]


# Terminal


def shown(extraction: Extraction, width: int = 80, headers: Headers = "en") -> str:
    console = Console(file=io.StringIO(), width=width, record=True)
    show(extraction, console, headers)
    return console.export_text()


@pytest.mark.parametrize("width", [80, 120])
def test_terminal_table(width: int) -> None:
    text = shown(plan("a.txt"), width)
    for word in ("indicator", "≥55%", "37%", "2025-12-31", "county", "约束性", "青原县"):
        assert word in text
    assert text.replace("\n", "").count("占比") == 1
    assert text.splitlines()[-1] == summary(plan("a.txt"))


def test_terminal_table_in_a_narrow_window() -> None:
    lines = shown(plan("a.txt"), 50).splitlines()
    assert lines[1].split() == ["indicator", "value", "deadline"]
    assert "2025-12-31" in lines[3]


def test_terminal_headers_in_chinese() -> None:
    text = shown(plan("a.txt"), headers="zh")
    assert "完成时限" in text and "县级" in text and "deadline" not in text


def test_terminal_shows_targets_only() -> None:
    text = shown(make_extraction(records=[make_record(kind="achieved", rule="past")]))
    assert text.splitlines()[0].startswith("plan.txt: 1 record (1 achieved);")


def test_summary() -> None:
    records = [make_record(), make_record(kind="norm"), make_record()]
    assert summary(make_extraction(records=records)) == (
        "plan.txt: 3 records (2 target, 1 norm); 1 milestone; 1 number accounted for, 1 unexplained; 1 finding"
    )


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (make_value("3至5名", "3", high=Decimal(5), unit="名", comparator="range"), "3–5 名"),
        (make_value("近12000人", "12000", unit="人", comparator="~"), "≈12,000 人"),
        (make_value("1.5", "1.50"), "1.5"),
        (make_value("3张", "3", unit="张", per="千名老年人"), "3 张/千名老年人"),
        (make_value("全覆盖", "100", unit="%", implied=True), "100% (全覆盖)"),
        (make_value("不低于居民收入增速"), "不低于居民收入增速"),
    ],
)
def test_values_read_well(value: object, expected: str) -> None:
    assert value_shown(value) == expected  # type: ignore[arg-type]


def test_terminal_is_not_steered_by_a_plan() -> None:
    text = shown(make_extraction(records=[make_record(indicator=Indicator(text="[red]床位\x1b[2J\x9b1m[/x]"))]), 120)
    assert "\x1b" not in text and "\x9b" not in text
    assert "[red]床位" in text


def test_evidence_of_a_table_row_keeps_its_tabs(tmp_path: Path) -> None:
    row = "\t养老床位\t张\t300"
    evidence = Evidence(text=row, start=0, end=len(row), line=3)
    header, cells = csv_rows(written(tmp_path / "a.csv", make_extraction(records=[make_record(evidence=evidence)])))
    assert unguarded(cells[header.index("evidence")]) == row
