"""The rules: each proves itself on its own examples, and a mistake in a file is told with its place."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from planextract.assembling.figures import LONGEST
from planextract.errors import PatternError
from planextract.patterns import Rule, alternation, load_patterns
from planextract.patterns_dir import patterns_root

RULES = list(load_patterns().rules())
LENGTH = 6_000
CLAUSE_CONCEPTS = {"asides", "figures", "kinds", "levels", "phrases", "verbs", "wording"}
"""Rules that are only tried on the stretch of a clause, which ``figures.LONGEST`` bounds."""
HOSTILE = {
    name: piece * (LENGTH // len(piece))
    for name, piece in {
        "digits": "9",
        "numerals": "一",
        "spaced": "1 ",
        "blank": " ",
        "brackets": "（",
        "titles": "《",
        "quotes": "“",
        "words": "县",
        "list": "县、",
        "latin": "a",
    }.items()
}
ENOUGH = 0.15
"""Seconds. A linear search takes a hundredth of it, one that grows with the square of the line takes more."""


def of(rule: Rule) -> str:
    return f"{Path(rule.path).name}:{rule.line} {rule.full_name}"


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.full_name)
def test_a_rule_matches_its_examples_and_nothing_in_its_counterexamples(rule: Rule) -> None:
    missed = [text for text in rule.examples if not rule.regex.search(text)]
    wrong = {
        text: match.group()
        for text in rule.counterexamples
        if (match := rule.regex.search(text)) and rule.value != "optional"
    }
    assert not missed, f"{of(rule)} does not match {missed}"
    assert not wrong, f"{of(rule)} matches in {wrong}"


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.full_name)
def test_a_rule_has_examples_of_both_kinds(rule: Rule) -> None:
    assert rule.examples, f"{of(rule)} has no example"
    assert rule.counterexamples or rule.value == "optional", f"{of(rule)} has no counterexample"


def seconds(rule: Rule, line: str) -> float:
    """The time to find all matches; the rules of clauses get a line as long as their longest."""
    if rule.concept in CLAUSE_CONCEPTS:
        line = line[:LONGEST]
    begin = time.process_time()
    for _ in rule.regex.finditer(line):
        pass
    return time.process_time() - begin


@pytest.mark.parametrize("line", HOSTILE)
def test_no_rule_hangs_on_a_hostile_line(line: str) -> None:
    slow = [rule for rule in RULES if seconds(rule, HOSTILE[line]) > ENOUGH]
    # Measured again, lest a busy machine be taken for a bad rule.
    assert [of(rule) for rule in slow if min(seconds(rule, HOSTILE[line]) for _ in range(3)) > ENOUGH] == []


def test_alternations_prefer_the_longest_term() -> None:
    assert alternation(["达", "达到", "达"]) == "(?:达到|达)"


# ---- what is refused, and how it is told ---------------------------------------------------------------------------

GOOD = """\
concept: mine
rules:
  - name: one
    terms: [甲, 甲乙]
    value: x
    examples: [甲乙]
    counterexamples: [丙]
  - name: two
    pattern: '{{one}}丁|{{mine.one}}戊'
"""


def folder(tmp_path: Path, text: str, name: str = "mine.yaml") -> Path:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_fragments_are_composed_within_and_across_files(tmp_path: Path) -> None:
    (tmp_path / "more.yaml").write_text(
        "concept: other\nrules:\n  - name: a\n    pattern: '{{mine.two}}己'\n", encoding="utf-8"
    )
    patterns = load_patterns(folder(tmp_path, GOOD))
    assert patterns.regex("mine.two").fullmatch("甲乙丁")
    assert patterns.regex("other.a").fullmatch("甲戊己")
    assert patterns["mine"]["one"].value == "x"
    assert patterns["mine"].any("one") == "(?:(?:甲乙|甲))"
    assert list(patterns["mine"]) == ["one", "two"] and len(patterns["mine"]) == 2


def test_a_pattern_may_run_over_several_lines(tmp_path: Path) -> None:
    text = "concept: mine\nrules:\n  - name: long\n    pattern: |-\n      甲乙\n      |丙丁\n"
    rule = load_patterns(folder(tmp_path, text))["mine"]["long"]
    assert [bool(rule.regex.fullmatch(t)) for t in ("甲乙", "丙丁", "甲乙\n")] == [True, True, False]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (GOOD + "  - name: one\n    terms: [己]\n", 10, "written twice"),
        (GOOD + "  - name: three\n    term: [己]\n", 10, "unknown key 'term'"),
        (GOOD + "  - name: three\n    pattern: '(己'\n", 10, "no regular expression"),
        (GOOD + "  - name: three\n    pattern: '己*'\n", 10, "matches the empty text"),
        (GOOD + "  - name: three\n    pattern: '{{four}}'\n", 10, "no rule 'mine.four'"),
        (GOOD + "  - name: three\n    pattern: '{{mine.three}}己'\n", 10, "refers to itself"),
        (GOOD + "  - name: a\n    pattern: '{{b}}己'\n  - name: b\n    pattern: '{{a}}庚'\n", 10, "refers to itself"),
        (GOOD + "  - name: three\n", 10, "either terms or pattern"),
        (GOOD + "  - name: three\n    terms: [己]\n    pattern: 己\n", 10, "either terms or pattern"),
        (GOOD + "  - name: three\n    terms: [1]\n", 10, "list of texts"),
        (GOOD + "  - name: three\n    pattern: 1\n", 10, "must be text"),
        (GOOD + "  - terms: [己]\n", 10, "needs a name"),
        (GOOD + "  - 己\n", 10, "must be a mapping"),
        ("concept: mine\nrules: 3\n", 1, "needs 'concept: NAME'"),
        ("- 1\n", 1, "needs 'concept: NAME'"),
        ("concept: mine\nrules:\n  - name: [\n", 4, "correct the YAML"),
        ("concept: mine\nrules:\n  - name: a\n   terms: [b]\n", 4, "correct the YAML"),
    ],
)
def test_a_bad_file_is_refused_with_its_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    with pytest.raises(PatternError) as caught:
        load_patterns(folder(tmp_path, text))
    assert f"mine.yaml:{line}" in str(caught.value)
    assert said in str(caught.value)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_bytes(GOOD.encode("gb18030"))
    with pytest.raises(PatternError, match="UTF-8"):
        load_patterns(tmp_path)


def test_what_is_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PatternError, match="folder"):
        load_patterns(tmp_path / "absent")


# ---- a folder of one's own -----------------------------------------------------------------------------------------


def test_a_users_rule_replaces_the_built_in_one_of_its_name_and_others_are_added(tmp_path: Path) -> None:
    text = "concept: words\nrules:\n  - name: half\n    terms: [半壁]\n  - name: mine\n    terms: [我的]\n"
    own, built_in = load_patterns(folder(tmp_path, text)), load_patterns()
    assert own["words"]["half"].terms == ("半壁",)
    assert list(own["words"]) == [*built_in["words"], "mine"]
    assert own["units"].rules.keys() == built_in["units"].rules.keys()
    assert own.digest != built_in.digest


def test_a_users_fragment_reaches_the_built_in_rules_that_use_it(tmp_path: Path) -> None:
    text = "concept: periods\nrules:\n  - name: quarter\n    terms: [旺季]\n"
    patterns = load_patterns(folder(tmp_path, text))
    assert patterns.regex("periods.calendar").search("2025年旺季")


def test_the_same_files_give_the_same_digest() -> None:
    assert load_patterns(None).digest == load_patterns().digest
    assert all(Path(rule.path).parent == patterns_root() for rule in RULES)
