"""Administrative divisions: the list, short names, mentions in texts, regions of titles."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from planextract import regions
from planextract.errors import PatternError, PlanExtractError
from planextract.patterns_dir import locate, patterns_root


def code(division: regions.Division | None) -> str | None:
    return division.code if division else None


def test_counts() -> None:
    present = [division for division in regions.load() if division.until is None]
    counts = Counter(division.level for division in present)
    assert (counts["province"], counts["prefecture"]) == (34, 333)
    assert 2800 <= counts["county"] <= 3000
    assert len({division.code for division in present}) == len(present)


def test_no_placeholders_and_every_parent_is_listed() -> None:
    load = regions.load()
    names = {division.name for division in load}
    assert not names & {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
    assert not [d for d in load if d.level != "province" and load.get(d.parent_code or "") is None]
    assert not [d for d in load if d.until and not all(load.get(each) for each in d.successors)]


@pytest.mark.parametrize(
    ("name", "expected", "level"),
    [
        ("云南省", "530000", "province"),
        ("内蒙古", "150000", "province"),
        ("新疆", "650000", "province"),
        ("香港", "810000", "province"),
        ("重庆市", "500000", "province"),
        ("楚雄彝族自治州", "532300", "prefecture"),
        ("楚雄州", "532300", "prefecture"),
        ("昌吉州", "652300", "prefecture"),
        ("阿坝州", "513200", "prefecture"),
        ("海南州", "632500", "prefecture"),
        ("克州", "653000", "prefecture"),
        ("兴安盟", "152200", "prefecture"),
        ("大兴安岭", "232700", "prefecture"),
        ("乌海市", "150300", "prefecture"),
        ("苏州市", "320500", "prefecture"),
        ("吉林市", "220200", "prefecture"),
        ("吉林省", "220000", "province"),
        ("海南省", "460000", "province"),
        ("昌吉市", "652301", "county"),
        ("义乌市", "330782", "county"),
        ("玛纳斯县", "652324", "county"),
        ("玛纳斯", "652324", "county"),
        ("民乐县", "620722", "county"),
        ("石河子市", "659001", "county"),
        ("白杨市", "659012", "county"),
        ("仙桃市", "429004", "county"),
        ("北川县", "510726", "county"),
        ("北川", "510726", "county"),
        ("东乡县", "622926", "county"),
        ("鄂伦春旗", "150723", "county"),
        ("管城区", "410104", "county"),
        ("神农架", "429021", "county"),
        ("和康县", "653228", "county"),
        ("米林市", "540481", "county"),
    ],
)
def test_lookup(name: str, expected: str, level: str) -> None:
    division = regions.lookup(name)
    assert division is not None
    assert (division.code, division.level) == (expected, level)


@pytest.mark.parametrize("name", ["朝阳区", "鼓楼区", "和平", "吉林", "海南", "昌吉", "城区", "青岭县", "县", ""])
def test_lookup_does_not_guess(name: str) -> None:
    assert regions.lookup(name) is None


@pytest.mark.parametrize(
    ("name", "within", "expected"),
    [
        ("朝阳区", "北京市", "110105"),
        ("朝阳区", "22", "220104"),
        ("鼓楼区", "开封市", "410204"),
        ("鼓楼区", "江苏省", None),  # Nanjing and Xuzhou have one each
        ("昌吉", "652300", "652301"),
        ("大同", "山西省", "140200"),
        ("民乐县", "云南省", None),
        ("朝阳区", "朝阳区", None),
        ("楚雄州", "楚雄州", "532300"),
    ],
)
def test_lookup_within(name: str, within: str, expected: str | None) -> None:
    assert code(regions.lookup(name, within)) == expected


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("楚雄彝族自治州", ("楚雄州", "楚雄")),
        ("巴音郭楞蒙古自治州", ("巴州", "巴音郭楞州", "巴音郭楞")),
        ("广西壮族自治区", ("广西",)),
        ("内蒙古自治区", ("内蒙古",)),
        ("积石山保安族东乡族撒拉族自治县", ("积石山县", "积石山")),
        ("东乡族自治县", ("东乡县", "东乡")),
        ("龙胜各族自治县", ("龙胜县", "龙胜")),
        ("梅里斯达斡尔族区", ("梅里斯区", "梅里斯")),
        ("浦东新区", ("浦东",)),
        ("金林区", ("金林",)),
        ("井陉矿区", ()),
        ("赵县", ()),
        ("易县", ()),
    ],
)
def test_short_names(name: str, short: tuple[str, ...]) -> None:
    division = regions.lookup(name)
    assert division is not None
    assert division.short_names == short


def test_former_names_resolve_and_tell_what_became_of_them() -> None:
    former = regions.lookup("禄丰县")
    assert former is not None
    assert (former.until, former.successors) == ("2021-02-02", ("532302",))
    assert [above.name for above in regions.parents(former.code)] == ["楚雄彝族自治州", "云南省"]
    assert code(regions.lookup("禄丰")) == "532302"
    assert [each.code for each in regions.candidates("禄丰")] == ["532302", "532331"]


def test_relations() -> None:
    assert [above.code for above in regions.parents("652324")] == ["652300", "650000"]
    assert [above.code for above in regions.parents("659001")] == ["650000"]
    assert [above.code for above in regions.parents("110105")] == ["110000"]
    assert regions.parents("530000") == () == regions.parents("999999")
    assert code(regions.province_of("620722")) == "620000"
    assert regions.is_within("652324", "652300") and regions.is_within("652324", "650000")
    assert regions.is_within("652300", "652300") and not regions.is_within("652300", "652324")
    assert not regions.is_within("620722", "650000")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("昌吉州和玛纳斯县", [("昌吉州", "652300"), ("玛纳斯县", "652324")]),
        ("内蒙古自治区乌海市海勃湾区", [("内蒙古自治区", "150000"), ("乌海市", "150300"), ("海勃湾区", "150302")]),
        (
            "北京市朝阳区、长春市朝阳区",
            [("北京市", "110000"), ("朝阳区", "110105"), ("长春市", "220100"), ("朝阳区", "220104")],
        ),
        ("在朝阳区", [("朝阳区", None)]),
        ("安徽省和县，《和县规划》", [("安徽省", "340000"), ("和县", "340523"), ("和县", "340523")]),
        ("晋城市城区的城区", [("晋城市", "140500"), ("城区", "140502")]),
        ("玛纳斯的经验", [("玛纳斯", "652324")]),
        ("楚雄州市场监管局", [("楚雄州", "532300")]),
        # ordinary words
        ("昌吉的，大同社会", []),
        ("省和县两级，推进城区和老城区", []),
        ("公平和县级统筹，沿海城市，会同县民政局，全州县市", []),
        ("中原区域，合肥市场", []),
        ("玛纳斯镇", []),
        ("", []),
    ],
)
def test_find(text: str, expected: list[tuple[str, str | None]]) -> None:
    found = regions.find(text)
    assert [(text[start:end], code(division)) for start, end, division, _ in found] == expected


def test_find_gives_the_candidates_and_keeps_to_its_bounds() -> None:
    text = "云南省与朝阳区与云南省"
    ((start, end, division, candidates),) = regions.find(text, 3, 8)
    assert (text[start:end], division) == ("朝阳区", None)
    assert {each.code for each in candidates} == {"110105", "220104"}


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("楚雄州民政事业发展“十四五”规划", "532300"),
        ("昌吉回族自治州民政事业规划", "652300"),
        ("2023年临江市政府工作报告", "220681"),
        ("关于印发民乐县“十四五”民政事业发展规划的通知", "620722"),
        ("乌海市人民政府关于印发《乌海市“十四五”规划》的通知", "150300"),
        ("甘肃省张掖市民乐县养老服务规划", "620722"),
        ("新疆昌吉州玛纳斯县规划", "652324"),
        ("长春市朝阳区养老服务规划", "220104"),
        ("西安市新城区民政规划", "610102"),
        ("禄丰县国民经济和社会发展规划", "532331"),
        ("云南“十四五”养老服务体系规划", "530000"),
        ("云南省乡村振兴规划", "530000"),
        ("云南省推进县域经济规划", "530000"),
        ("昆明市城市社区养老规划", "530100"),
        # not named, not in the list, several, only cited, the beginning of another name
        ("国民经济和社会发展第十四个五年规划", None),
        ("青岭县民政规划", None),
        ("云南省青岭县民政规划", None),
        ("大青山区民政规划", None),
        ("昌吉县民政规划", None),
        ("玛纳斯市民政规划", None),
        ("民乐县青岭镇人民政府工作报告", None),
        ("成都市德阳市同城化规划", None),
        ("民政部关于支持云南省发展的意见", None),
        ("北京大学“十四五”规划", None),
        ("苏州工业园区“十四五”规划", None),
        ("老城区改造规划", None),
        ("朝阳区民政规划", None),
        ("", None),
    ],
)
def test_resolve_title(title: str, expected: str | None) -> None:
    assert code(regions.resolve_title(title)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("根据《北京市养老规划》，朝阳区", "110105"),
        ("长春的经验，吉林省的规划，北京的做法", "220104"),
        ("北京与长春", None),
        ("朝阳区", None),
    ],
)
def test_the_text_settles_an_ambiguous_title(text: str, expected: str | None) -> None:
    assert code(regions.resolve_title("朝阳区民政规划", text)) == expected


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("青岭县", "county"),
        ("青岭自治县", "county"),
        ("青岭旗", "county"),
        ("青岭区", "county"),
        ("青岭省", "province"),
        ("青岭自治区", "province"),
        ("青岭州", "prefecture"),
        ("青岭地区", "prefecture"),
        ("青岭盟", "prefecture"),
        ("青岭镇", "township"),
        ("青岭街道", "township"),
        ("青岭村", "village"),
        ("青岭社区", "village"),
        ("青岭市", None),
        ("工业园区", None),
        ("社区", None),
        ("昌吉市", "county"),
        ("苏州市", "prefecture"),
        ("吉林", None),
    ],
)
def test_level_of_name(name: str, level: str | None) -> None:
    assert regions.level_of_name(name) == level


def test_importing_reads_no_file_of_rules() -> None:
    program = (
        "import sys\nopened = []\n"
        "sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == 'open' else None)\n"
        "import planextract.regions\n"
        "assert not [path for path in opened if path.endswith(('.json', '.yaml'))], opened\n"
        "assert 'ahocorasick_rs' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


def test_own_changes_are_added(tmp_path: Path) -> None:
    folder = tmp_path / "regions"
    folder.mkdir()
    changes = folder / "changes.yaml"
    changes.write_text('changes:\n  - {date: "2030-01-01", source: x, added: [["530199", 青岭县]]}\n', encoding="utf-8")
    own = regions.load(user_dir=tmp_path)
    assert [above.name for above in own.parents("530199")] == ["昆明市", "云南省"]
    assert code(own.resolve_title("青岭县民政规划")) == "530199"
    assert regions.lookup("青岭县") is None


def test_a_wrong_change_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "regions"
    folder.mkdir()
    (folder / "changes.yaml").write_text("changes:\n  - {former: [[530199, 青岭县]]}\n", encoding="utf-8")
    with pytest.raises(PatternError, match=r"changes\.yaml.*date"):
        regions.load(user_dir=tmp_path)


def test_one_folder_of_rules(tmp_path: Path) -> None:
    assert (patterns_root() / "regions" / "divisions.json").is_file()
    package = tmp_path / "src" / "planextract"
    package.mkdir(parents=True)
    with pytest.raises(PlanExtractError, match="install planextract again"):
        locate(package)
    (tmp_path / "patterns").mkdir()
    assert locate(package) == tmp_path / "patterns"
    (package / "_patterns").mkdir()
    with pytest.raises(PlanExtractError, match="delete the first"):
        locate(package)
    (tmp_path / "patterns").rmdir()
    assert locate(package) == package / "_patterns"
