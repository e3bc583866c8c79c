"""The indicator catalogue: every entry proves itself, and what is matched is matched by terms and structure."""

from __future__ import annotations

import os
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner, Result

from planextract import Extraction, PatternError, cli, extract, load, load_bytes, name_indicators
from planextract.catalogue import load_catalogue
from planextract.catalogue_files import DIRECTIONS, Entry, read_entries, read_example
from planextract.naming import identity
from planextract.proposals import as_yaml, propose, unmatched

CATALOGUE = load_catalogue()
ENTRIES = list(CATALOGUE.entries.values())
FOLDER = os.environ.get("PLANEXTRACT_PLANS")
VERDICTS = Path(__file__).parent / "data" / "catalogue_verdicts.yaml"
OWN = """sector: 民政
domain: 养老服务
prefix: elder_care
indicators:
  - {id: dream_beds, name: 梦想床位数, en: Beds, unit: 张, direction: higher, all: [[梦想床位]], examples: [梦想床位]}
"""


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: e.id)
def test_an_entry_is_matched_by_its_examples_and_by_none_of_its_counterexamples(entry: Entry) -> None:
    for line in (entry.name, *entry.examples):
        text, unit, per, qualifiers = read_example(line, entry, CATALOGUE.units)
        match = CATALOGUE.match(text, unit, per)
        assert match is not None, f"{line}: {CATALOGUE.why_not(text, unit, per)}"
        assert match.id == entry.id, line
        if qualifiers is not None:
            assert tuple(sorted(match.qualifiers)) == qualifiers, line
    for line in (*entry.aliases, *entry.short):
        match = CATALOGUE.match(line, entry.unit, sector=entry.sector)
        assert match is not None and match.id == entry.id, line
    for line in entry.counterexamples:
        text, unit, per, _ = read_example(line, entry, CATALOGUE.units)
        match = CATALOGUE.match(text, unit, per)
        assert match is None or match.id != entry.id, line


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: e.id)
def test_an_entry_says_all_that_a_reader_needs(entry: Entry) -> None:
    assert entry.direction in DIRECTIONS
    assert entry.counterexamples, "a counterexample shows where the entry ends"
    assert entry.en.isascii() and entry.en[0].isupper()
    assert CATALOGUE.units.dimension(entry.unit)


def test_names_and_ids_are_unique() -> None:
    assert [name for name, times in Counter(e.name for e in ENTRIES).items() if times > 1] == []
    assert len({e.sector for e in ENTRIES}) > 3
    assert sum(e.sector == "民政" for e in ENTRIES) >= 250


@pytest.mark.parametrize(
    "wording",
    [
        "养老机构护理型床位占比",
        "护理型床位在养老机构床位中占比",
        "护理型床位数占养老机构床位总数比例",
        "全州养老机构护理型床位占比",
    ],
)
def test_wordings_of_one_indicator_are_one(wording: str) -> None:
    match = CATALOGUE.match(wording, "%")
    assert match is not None
    assert match.identity == ("elder_care.nursing_bed_share", ())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("城市低保标准", "元", "人·月"), ("农村低保标准", "元", "人·年")),
        (("特困失能老人集中供养率", "%", None), ("有意愿的特困人员集中供养率", "%", None)),
        (("持证社工占总人口比例", "‰", None), ("社会工作专业人才占总人口比例", "‰", None)),
        (("州级未成年人救助保护机构覆盖率", "%", None), ("县级未成年人救助保护机构覆盖率", "%", None)),
        (("社工站", "个", None), ("新建社工站", "个", None)),
        (("农村互助幸福院", "个", None), ("改造农村互助幸福院", "个", None)),
        (("养老机构", "家", None), ("公办养老机构", "家", None)),
        (("培训养老护理员", "人次", None), ("培训养老护理员", "人次", "年")),
    ],
)
def test_qualifiers_keep_indicators_apart(one: tuple[str, str, str | None], other: tuple[str, str, str | None]) -> None:
    first, second = CATALOGUE.match(*one), CATALOGUE.match(*other)
    assert first is not None and second is not None
    assert first.id == second.id
    assert first.qualifiers != second.qualifiers


@pytest.mark.parametrize(
    ("text", "unit", "per"),
    [
        ("养老机构护理型床位占比", "张", None),
        ("养老机构护理型床位占比提高", "个百分点", None),
        ("护理型床位占比高于全市平均水平", "%", None),
        ("护理型床位占比全省排名", "位", None),
        ("综合性文化服务中心、城乡社工站、社区志愿者服务站点覆盖率", "%", None),
        ("完成消防改造的特困供养服务机构", "个", None),
        ("每千名老年人拥有养老床位数", "张", "百户"),
        ("覆盖率", "%", None),
        ("白蒿市优良天数比率", "%", None),
        ("", None, None),
    ],
)
def test_what_is_another_measure_stays_unmatched_with_a_reason(text: str, unit: str | None, per: str | None) -> None:
    assert CATALOGUE.match(text, unit, per) is None
    assert CATALOGUE.why_not(text, unit, per)


def test_a_wording_without_its_subject_counts_only_in_a_plan_of_the_sector() -> None:
    assert CATALOGUE.match("党组织覆盖率", "%") is None
    assert CATALOGUE.match("党组织覆盖率", "%", sector="教育") is None
    match = CATALOGUE.match("党组织覆盖率", "%", sector="民政")
    assert match is not None and match.id == "social_org.party_coverage"


def test_a_user_lays_entries_over_the_built_in_ones(tmp_path: Path) -> None:
    (tmp_path / "indicators").mkdir()
    (tmp_path / "indicators" / "own.yaml").write_text(OWN, encoding="utf-8")
    own = load_catalogue(tmp_path)
    match = own.match("全市梦想床位总数", "张")
    assert match is not None and match.id == "elder_care.dream_beds"
    assert len(own.entries) == len(ENTRIES) + 1
    assert own.digest != CATALOGUE.digest


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("unit: 张, ", "", "5: an indicator needs 'unit'"),
        ("direction: higher", "direction: up", "5: direction of 'dream_beds' must be one of higher, lower, none"),
        ("[[梦想床位]]", "[[]]", "5: all of 'dream_beds'"),
        ("[[梦想床位]]", "[[$nothing]]", "5: no group 'nothing'"),
        ("examples: [梦想床位]", "example: [梦想床位]", "5: unknown key 'example'"),
        ("examples: [梦想床位]", "examples: [12345]", "5: examples of 'dream_beds' must be a list of texts"),
        ("domain: 养老服务\n", "", "1: needs exactly the keys"),
        ("{id", "[id", "expected"),
    ],
)
def test_a_mistake_is_told_with_file_and_line(tmp_path: Path, old: str, new: str, problem: str) -> None:
    (tmp_path / "indicators").mkdir()
    (tmp_path / "indicators" / "own.yaml").write_text(OWN.replace(old, new), encoding="utf-8")
    with pytest.raises(PatternError) as error:
        load_catalogue(tmp_path)
    assert "own.yaml:" in str(error.value)
    assert problem in str(error.value)


def test_an_id_cannot_be_written_twice(tmp_path: Path) -> None:
    (tmp_path / "indicators").mkdir()
    (tmp_path / "indicators" / "own.yaml").write_text(OWN + OWN.splitlines()[-1] + "\n", encoding="utf-8")
    with pytest.raises(PatternError, match=r"own\.yaml:6: indicator 'elder_care\.dream_beds' is written twice"):
        read_entries(tmp_path)


def plan(*sentences: str) -> Extraction:
    text = "示例县“十四五”民政事业发展规划\n第一章 目标\n" + "\n".join(f"到2025年，{s}。" for s in sentences) + "\n"
    return extract(load_bytes(text.encode(), "plan.txt"))


def test_records_are_named_when_a_plan_is_read() -> None:
    extraction = plan("全县养老机构护理型床位占比达到55%以上", "全县农村社工梦想达标率达到60%")
    known, unknown = extraction.records
    assert identity(known) == ("elder_care.nursing_bed_share", ())
    assert (known.indicator.name, known.indicator.domain) == ("养老机构护理型床位占比", "养老服务")
    assert identity(unknown) is None
    stripped = extraction.model_copy(
        update={
            "records": [
                r.model_copy(update={"indicator": r.indicator.model_copy(update={"id": None})})
                for r in extraction.records
            ]
        }
    )
    assert [r.indicator for r in name_indicators(stripped).records] == [r.indicator for r in extraction.records]


def test_proposed_entries_match_what_they_were_made_from(tmp_path: Path) -> None:
    extraction = plan("农村梦想驿站建成率达到60%", "梦想驿站建成率达到80%", "飞行社工数量达到30艘")
    left = unmatched([extraction])
    assert left
    text = as_yaml(propose(left, CATALOGUE))
    (tmp_path / "indicators").mkdir()
    (tmp_path / "indicators" / "own.yaml").write_text(text, encoding="utf-8")
    own = load_catalogue(tmp_path)
    for wording in left:
        match = own.match(wording.text, wording.unit, wording.per)
        assert match is not None and match.id.startswith("own."), text
    like = {own.match(w.text, w.unit, w.per).id for w in left if "梦想" in w.text}  # type: ignore[union-attr]
    assert len(like) == 1


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.app, ["catalogue", *arguments])


def test_the_command_lists_and_shows() -> None:
    listed = run("--domain", "福利彩票").stdout.splitlines()
    assert any(line.startswith("lottery.sales  福利彩票销售额") for line in listed)
    assert all(line.endswith("福利彩票") for line in listed)
    assert "护理型床位" in run("elder_care.nursing_bed_share").stdout
    assert "social_assistance.dibao_standard [城市]" in run("城市低保标准 | 元/人·月").stdout
    assert "unmatched" in run("飞行社工数量 | 艘").stdout


@pytest.mark.parametrize("arguments", [["--unmatched"], ["--domain", "没有"], ["elder_care.nothing"]])
def test_what_cannot_be_listed_is_said_in_one_line(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1


def test_the_command_proposes_entries_that_can_be_pasted(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("示例县民政事业发展规划\n到2025年，梦想驿站建成率达到60%，火化率达到90%。\n", encoding="utf-8")
    result = run("--unmatched", str(path))
    assert result.exit_code == 0
    assert [entry["name"] for entry in yaml.safe_load(result.stdout)["indicators"]] == ["梦想驿站建成率"]
    assert "1 of 2 records matched" in result.stderr


# ---- the five real plans ---------------------------------------------------------------------------------------------


@cache
def real(name: str) -> Extraction:
    return extract(load(Path(FOLDER or "") / f"{name}.txt"))


needs_plans = pytest.mark.skipif(not FOLDER, reason="set PLANEXTRACT_PLANS to the folder of the real plans")


@needs_plans
def test_the_records_that_were_checked_by_hand_are_matched_as_then() -> None:
    sheet = yaml.safe_load(VERDICTS.read_text(encoding="utf-8"))["records"]
    assert len(sheet) == 200
    seen = agreed = wrong = 0
    for source, start, end, id, verdict in sheet:
        ids = [
            r.indicator.id for r in real(source).records if r.evidence.value_span == (start, end) and r.kind == "target"
        ]
        if not ids:  # the figure is read otherwise by now
            continue
        seen += 1
        agreed += verdict == "right" and id in ids
        wrong += verdict == "right" and id not in ids and ids != [None]
    assert seen >= 180
    assert agreed >= 0.85 * seen
    assert wrong <= 0.01 * seen


@needs_plans
def test_every_target_of_an_indicator_table_is_matched() -> None:
    for name in ("changji", "chuxiong", "manas", "minle", "wuhai"):
        rows = [r for r in real(name).records if r.kind == "target" and r.evidence.table]
        assert [r.indicator.text for r in rows if identity(r) is None] == []
