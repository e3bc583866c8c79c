"""Plans side by side: what is lined up, what is not, and how far apart it is."""

from __future__ import annotations

import csv
import io
import json
import os
from decimal import Decimal
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from rich.console import Console
from typer.testing import CliRunner

from planextract import Comparison, Extraction, UsageError, Vertical, compare, extract, load, load_bytes, vertical
from planextract.cli import app
from planextract.comparing import Row
from planextract.comparing.showing import show, show_vertical
from planextract.comparing.writing import write_to
from planextract.writing.terminal import value_shown

HEAD = "指标\t单位\t我县 2020 年现状值\t我县 2025 年目标\t市上 2025 年目标\t省上 2025 年目标\t国家 2025 年目标\t属性\n"
TABLE = (
    "养老机构护理型床位占比\t%\t20\t≥50\t≥55\t≥50\t≥45\t约束性\n"
    "每百户居民拥有的城乡社区综合服务设施面积\t平方米\t20\t30\t30\t28\t>30\t预期性\n"
    "社会组织专职工作人员数量\t人\t300\t400\t2000\t200000\t9000000\t预期性\n"
)
BEDS = "到2025年，养老机构护理型床位占比达到{}。"
NAME = "“十四五”民政事业发展规划"


@cache
def plan(region: str, text: str, name: str = "plan.txt") -> Extraction:
    return extract(load_bytes(f"{region}{NAME}\n\n{text}\n".encode(), name))


def only(found: Comparison) -> Row:
    assert len(found.rows) == 1, [(row.name, row.key) for row in found.rows]
    return found.rows[0]


def shown(row: Row) -> list[list[str]]:
    return [[value_shown(figure.record.value) for figure in cell.figures] for cell in row.cells]


def county() -> Extraction:
    return plan("山丹县", f"表1 主要指标\n{HEAD}{TABLE}\n到2025年，失能特困人员集中供养率达到90%以上。")


# ---- lining up -------------------------------------------------------------------------------------------------------


def test_one_indicator_in_several_wordings_is_one_row() -> None:
    found = compare(
        [plan("山丹县", BEDS.format("50%")), plan("高台县", "到2025年，护理型床位在养老机构床位中占比达到55%。")]
    )
    row = only(found)
    assert found.columns == ("山丹县", "高台县")
    assert (row.key.id, row.state, row.unit) == ("elder_care.nursing_bed_share", "different", "%")
    assert row.cells[1].differences == (Decimal(5),)
    assert [cell.rank for cell in row.cells] == [2, 1]


def test_a_difference_is_in_the_common_unit() -> None:
    says = "到2025年，社会工作专业人才占人口比例达到{}。"
    row = only(compare([plan("山丹县", says.format("1.5‰")), plan("高台县", says.format("0.2%"))]))
    assert (row.unit, row.cells[1].differences) == ("%", (Decimal("0.05"),))


def test_equal_figures_are_the_same_in_any_unit() -> None:
    says = "到2025年，社会工作专业人才占人口比例达到{}。"
    found = compare([plan("山丹县", says.format("2‰")), plan("高台县", says.format("0.2%"))])
    assert only(found).state == "same"
    assert found.alike
    assert found.changed().rows == ()


def test_comparators_count() -> None:
    row = only(compare([plan("山丹县", BEDS.format("55%")), plan("高台县", BEDS.format("55%以上"))]))
    assert (row.state, row.cells[1].differences) == ("different", (Decimal(0),))


def test_other_years_are_other_rows() -> None:
    found = compare([plan("山丹县", BEDS.format("50%")), plan("高台县", "到2023年，养老机构护理型床位占比达到50%。")])
    assert [(row.key.year, row.state) for row in found.rows] == [("2023", "only in some"), ("2025", "only in some")]


def test_other_qualifiers_are_other_rows() -> None:
    says = "到2025年，{}特困人员集中供养率达到90%。"
    found = compare([plan("山丹县", says.format("失能")), plan("高台县", says.format("有意愿的"))])
    assert [row.key.qualifiers for row in found.rows] == [("失能",), ("有意愿",)]


def test_only_wanted_kinds() -> None:
    done = "截至2020年底，养老机构护理型床位占比为{}。" + BEDS.format("60%")
    plans = [plan("山丹县", done.format("30%")), plan("高台县", done.format("40%"))]
    assert only(compare(plans)).state == "same"
    found = compare(plans, kinds=("achieved", "target"))
    assert [(row.key.kind, row.state) for row in found.rows] == [("achieved", "different"), ("target", "same")]


def test_a_plan_with_two_figures_shows_both() -> None:
    both = f"{BEDS.format('50%')}\n\n第二章 重点任务\n\n{BEDS.format('52%以上')}\n\n{BEDS.format('50%')}"
    row = only(compare([plan("山丹县", BEDS.format("50%")), plan("高台县", both)]))
    assert shown(row) == [["50%"], ["50%", "≥52%"]]
    assert len(row.cells[1].repeats) == 1
    assert row.cells[1].differences == (Decimal(0), Decimal(2))
    assert [cell.rank for cell in row.cells] == [1, 1]  # of several the most modest


def test_none_is_not_zero() -> None:
    plans = [plan("山丹县", BEDS.format("50%")), plan("高台县", "到2025年，建成养老机构3所。")]
    row = next(row for row in compare(plans).rows if row.key.id == "elder_care.nursing_bed_share")
    assert (row.state, row.cells[1].figures, row.cells[1].differences) == ("only in some", (), ())


UNKNOWN = "到2025年，{}达到{}。"


@pytest.mark.parametrize(
    ("other", "value", "shared"),
    [("驿亭夜灯点亮比例", "80%", True), ("驿亭夜灯亮灯比例", "80%", False), ("驿亭夜灯点亮比例", "80盏", False)],
)
def test_what_the_catalogue_does_not_know_needs_the_same_words_and_dimension(
    other: str, value: str, shared: bool
) -> None:
    plans = [plan("山丹县", UNKNOWN.format("驿亭夜灯点亮比例", "70%")), plan("高台县", UNKNOWN.format(other, value))]
    found = compare(plans)
    assert all(row.key.id is None for row in found.rows)
    assert any(row.shared for row in found.rows) == shared


def test_what_a_plan_quotes_is_no_figure_of_its_own() -> None:
    found = compare([county(), plan("高台县", BEDS.format("55%"))], indicator="nursing_bed")
    assert shown(only(found)) == [["≥50%"], ["55%"]]


# ---- columns and options ---------------------------------------------------------------------------------------------


def test_columns_are_told_apart() -> None:
    text = BEDS.format("50%")
    twice = [plan("山丹县", text, "draft.txt"), plan("山丹县", text, "final.txt"), plan("高台县", text)]
    assert compare(twice).columns == ("山丹县 draft.txt", "山丹县 final.txt", "高台县")
    assert compare([twice[0], twice[0]]).columns == ("山丹县", "山丹县 #2")


@pytest.mark.parametrize("wanted", ["高台县", "高台", "620724"])
def test_against_another_plan(wanted: str) -> None:
    found = compare([plan("山丹县", BEDS.format("50%")), plan("高台县", BEDS.format("55%"))], against=wanted)
    assert found.against == 1
    assert only(found).cells[0].differences == (Decimal(-5),)
    assert only(found).cells[1].differences == ()


def test_against_a_short_name_that_several_divisions_bear() -> None:
    found = compare([plan("山丹县", BEDS.format("50%")), plan("楚雄州", BEDS.format("55%"))], against="楚雄")
    assert found.columns[found.against] == "楚雄彝族自治州"


def test_against_nobody() -> None:
    with pytest.raises(UsageError, match="is none of the plans; there are 山丹县、高台县"):
        compare([plan("山丹县", BEDS.format("50%")), plan("高台县", BEDS.format("55%"))], against="民乐县")


def test_domain_and_indicator() -> None:
    plans = [county(), county()]
    assert {row.domain for row in compare(plans, domain="养老").rows} == {"养老服务"}
    assert [row.key.id for row in compare(plans, indicator="护理型床位").rows] == ["elder_care.nursing_bed_share"]
    with pytest.raises(UsageError, match="nothing to compare"):
        compare(plans, indicator="no such thing")


def test_rows_come_in_the_order_of_the_catalogue() -> None:
    ids = [row.key.id for row in compare([county(), county()]).rows]
    assert ids == [
        "community.service_area_per_100",
        "elder_care.nursing_bed_share",
        "social_assistance.tekun_concentrated_rate",
        "social_org.staff",
    ]


# ---- levels ----------------------------------------------------------------------------------------------------------


def relations(found: Vertical) -> dict[tuple[str, str | None], str]:
    return {(pair.higher_name, pair.lower.key.id): pair.relation for pair in found.pairs}


def test_the_columns_of_a_table_are_higher_levels() -> None:
    found = vertical([county()])
    beds, area, staff = "elder_care.nursing_bed_share", "community.service_area_per_100", "social_org.staff"
    assert relations(found) == {
        ("张掖市", area): "meets",
        ("张掖市", beds): "falls short",
        ("张掖市", staff): "part of it",
        ("甘肃省", area): "exceeds",
        ("甘肃省", beds): "meets",
        ("甘肃省", staff): "part of it",
        ("全国", area): "falls short",  # 30 is not more than 30
        ("全国", beds): "exceeds",
        ("全国", staff): "part of it",
    }
    assert all(pair.quoted for pair in found.pairs)
    assert not found.alike


def test_a_plan_is_compared_with_the_one_above() -> None:
    low, high = plan("山丹县", BEDS.format("60%")), plan("张掖市", BEDS.format("55%以上"))
    found = vertical([high, low])
    (pair,) = found.pairs
    assert (pair.lower_name, pair.higher_name, pair.relation, pair.quoted) == ("山丹县", "张掖市", "exceeds", False)


def test_near_neighbours_say_what_keeps_them_apart() -> None:
    says = "{}，{}特困人员集中供养率达到90%。"
    low = plan("山丹县", says.format("到2025年", "失能") + BEDS.format("60%"))
    high = plan("张掖市", says.format("到2025年", "有意愿的") + "到2023年，养老机构护理型床位占比达到50%。")
    found = vertical([low, high])
    assert found.pairs == ()
    assert [near.apart for near in found.neighbours] == ["2025 / 2023", "失能 / 有意愿"]


def test_plans_side_by_side_are_no_levels() -> None:
    with pytest.raises(UsageError, match="none of these plans is above another"):
        vertical([plan("山丹县", BEDS.format("60%")), plan("高台县", BEDS.format("60%"))])


# ---- outputs ---------------------------------------------------------------------------------------------------------


def written(found: Comparison | Vertical, format: str, headers: str = "en") -> bytes:
    stream = io.BytesIO()
    write_to(stream, found, format, "zh" if headers == "zh" else "en")
    return stream.getvalue()


def pair() -> list[Extraction]:
    return [county(), plan("高台县", BEDS.format("55%"), "gaotai.txt")]


@pytest.mark.parametrize("format", ["csv", "json", "xlsx"])
def test_the_same_plans_give_the_same_bytes(format: str) -> None:
    assert written(compare(pair()), format) == written(compare(pair()), format)
    assert written(vertical(pair()), format) == written(vertical(pair()), format)


def test_long_form_leads_to_the_evidence() -> None:
    rows = list(csv.DictReader(io.StringIO(written(compare(pair()), "csv").decode("utf-8-sig"))))
    beds = [row for row in rows if row["indicator_id"] == "elder_care.nursing_bed_share"]
    assert [(row["plan"], row["value_base"], row["difference"], row["line"]) for row in beds] == [
        ("山丹县", "50", "", "5"),
        ("高台县", "55", "5", "3"),
    ]
    assert beds[0]["baseline"] == "20"
    assert beds[1]["evidence"] == BEDS.format("55%")


def test_json_has_a_null_where_a_plan_states_none() -> None:
    content = json.loads(written(compare(pair()), "json"))
    assert content["against"] == "山丹县"
    row = next(row for row in content["rows"] if row["id"] == "social_org.staff")
    assert row["cells"]["高台县"] is None
    assert row["cells"]["山丹县"]["figures"][0]["base"] == {"number": 400, "high": None, "unit": "人", "per": None}


def test_a_cell_of_the_matrix_leads_to_the_long_form() -> None:
    book = openpyxl.load_workbook(io.BytesIO(written(compare(pair()), "xlsx", "zh")))
    matrix, long = book["对照"], book["明细"]
    header = [cell.value for cell in matrix[1]]
    for column in (header.index("山丹县"), header.index("高台县")):
        for row in matrix.iter_rows(min_row=2):
            cell = row[column]
            if cell.value == "—":
                assert cell.hyperlink is None
                continue
            assert cell.hyperlink is not None
            target = int(cell.hyperlink.location.split("!A")[1])
            line = {name.value: value.value for name, value in zip(long[1], long[target], strict=True)}
            assert (line["指标"], line["规划"]) == (row[1].value, header[column])


@pytest.mark.parametrize("width", [40, 80, 120, 200])
@pytest.mark.parametrize("headers", ["en", "zh"])
def test_the_terminal_shows_it_at_any_width(width: int, headers: str) -> None:
    console = Console(width=width, file=io.StringIO(), highlight=False)
    show(compare(pair()), console, "zh" if headers == "zh" else "en")
    show_vertical(vertical(pair()), console, "zh" if headers == "zh" else "en")
    assert isinstance(console.file, io.StringIO)
    text = console.file.getvalue()
    assert "高台县" in text
    assert "+5" in text
    assert all(len(line) <= width for line in text.splitlines())


# ---- the command -----------------------------------------------------------------------------------------------------


@pytest.fixture
def files(tmp_path: Path) -> Path:
    for region, value, name in (("山丹县", "50%", "a"), ("高台县", "55%", "b"), ("临泽县", "50%", "c")):
        tmp_path.joinpath(f"{name}.txt").write_text(f"{region}{NAME}\n\n{BEDS.format(value)}\n", encoding="utf-8")
    return tmp_path


def run(*arguments: str | Path) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["diff", *map(str, arguments)])
    return done.exit_code, done.stdout, done.stderr


def test_exit_codes(files: Path) -> None:
    assert run(files / "a.txt", files / "b.txt")[0] == 1
    assert run(files / "a.txt", files / "c.txt")[0] == 0
    code, shown, said = run(files / "a.txt")
    assert (code, shown) == (2, "")
    assert "give two or more" in said
    code, shown, said = run(files / "a.txt", files / "none.txt")
    assert (code, shown) == (2, "")
    assert said.count("\n") == 1
    assert "no such file" in said


def test_exit_codes_of_levels(files: Path) -> None:
    high = files / "high.txt"
    for said, code in (("50%", 0), ("60%", 1)):
        high.write_text(f"张掖市{NAME}\n\n{BEDS.format(said)}\n", encoding="utf-8")
        assert run(files / "a.txt", high, "--vertical")[0] == code
    high.write_text(f"张掖市{NAME}\n\n到2025年，建成养老机构30所。\n", encoding="utf-8")
    code, shown, said = run(files / "a.txt", high, "--vertical")
    assert (code, shown.strip()) == (2, "0 pairs; 0 near but not paired")
    assert "nothing could be compared" in said


def test_plans_folders_and_earlier_output_mix(files: Path) -> None:
    plans = [files / "a.txt", files / "b.txt"]
    both, one = files / "out" / "both.json", files / "out" / "one.json"
    both.parent.mkdir()
    both.write_text(f"[{','.join(extract(load(path)).model_dump_json() for path in plans)}]", encoding="utf-8")
    one.write_text(extract(load(files / "c.txt")).model_dump_json(), encoding="utf-8")
    read = [run(files, "-f", "csv")[1], run(both, files / "c.txt", "-f", "csv")[1], run(both.parent, "-f", "csv")[1]]
    assert read[0].count("\n") == 4
    assert read[0] == read[1] == read[2]


@pytest.mark.parametrize("content", ["{", "[1]", '{"records": []}', "[" * 100_000])
def test_json_that_is_no_output(files: Path, content: str) -> None:
    wrong = files / "wrong.json"
    wrong.write_text(content, encoding="utf-8")
    code, shown, said = run(files / "a.txt", wrong)
    assert (code, shown, said.count("\n")) == (2, "", 1)
    assert "wrong.json: this is no" in said


def test_written_by_suffix(files: Path) -> None:
    for name in ("d.csv", "d.json", "d.xlsx"):
        assert run(files / "a.txt", files / "b.txt", "-o", files / name)[0] == 1
        assert (files / name).stat().st_size > 500
    assert "end it in" in run(files / "a.txt", files / "b.txt", "-o", files / "d.doc")[2]
    assert "choose another name" in run(files / "a.txt", files / "b.txt", "-o", files / "b.txt")[2]
    assert "no kind 'goal'" in run(files / "a.txt", files / "b.txt", "--kind", "goal")[2]


# ---- the real plans --------------------------------------------------------------------------------------------------

FOLDER = os.environ.get("PLANEXTRACT_PLANS")
real = pytest.mark.skipif(
    not FOLDER, reason="the real plans are not part of the project; set PLANEXTRACT_PLANS to their folder"
)
REGIONS = {
    "changji": "昌吉回族自治州",
    "chuxiong": "楚雄彝族自治州",
    "minle": "民乐县",
    "wuhai": "乌海市",
    "manas": "玛纳斯县",
}


@cache
def real_plan(name: str) -> Extraction:
    return extract(load(Path(FOLDER or "") / f"{name}.txt"))


def stated(found: Comparison, id: str) -> dict[str, set[str]]:
    """What each plan states for 2025."""
    row = next(r for r in found.rows if r.key.id == id and r.key.year == "2025" and not r.key.qualifiers)
    names = {region: name for name, region in REGIONS.items()}
    values = (set(cell) for cell in shown(row))
    return {names[column]: said for column, said in zip(found.columns, values, strict=True) if said}


@real
def test_the_real_plans_share_indicators() -> None:
    found = compare([real_plan(name) for name in REGIONS])
    assert len({row.key.id for row in found.rows if row.shared and row.key.id}) >= 20
    beds = stated(found, "elder_care.nursing_bed_share")
    assert beds.keys() == {"changji", "chuxiong", "minle", "wuhai"}
    assert beds["changji"] == {"≥60%"}
    assert beds["chuxiong"] == {"≥55%"}
    assert "≥55%" in beds["minle"]
    assert beds["wuhai"] == {"55%", "≥55%"}
    area = stated(found, "community.service_area_per_100")
    assert {name: {value.split()[0] for value in said} for name, said in area.items()} == {
        "chuxiong": {">30"},
        "minle": {"30"},
        "wuhai": {"≥36"},
    }
    sites = stated(found, "charity.volunteer_site_coverage")
    assert sites == {"changji": {"80%"}, "chuxiong": {"80%"}, "minle": {"80%"}, "wuhai": {"100%"}}


@real
def test_a_real_county_against_the_levels_in_its_table() -> None:
    found = vertical([real_plan("minle")])
    odd = {key: how for key, how in relations(found).items() if how not in ("meets", "part of it")}
    assert odd == {
        ("张掖市", "child_welfare.protection_station_coverage"): "falls short",
        ("甘肃省", "elder_care.township_comprehensive_coverage"): "exceeds",
        ("全国", "community.service_area_per_100"): "falls short",
    }
    assert set(relations(found).values()) >= {"meets", "part of it"}


@real
def test_a_real_county_against_its_prefecture() -> None:
    found = vertical([real_plan("manas"), real_plan("changji")])
    apart = {near.lower.key.id: near.apart for near in found.neighbours}
    assert apart["social_assistance.tekun_concentrated_rate"].startswith("失能 / 有意愿")
    assert apart["social_work.professional_ratio"].startswith("持证 / ")
