"""Rules that test themselves: each kind of mistake is found, and the built-in rules make none."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from planextract import check_patterns, cli
from planextract.patterns import load_patterns
from planextract.rulecheck import hostile
from planextract.rulecheck.firing import firing
from planextract.rulecheck.hostile import Job, escapes
from planextract.rulecheck.structure import alternations

CORPUS = Path(__file__).parents[1] / "corpus"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "rules").mkdir()
    return tmp_path / "rules"


def rules(folder: Path, *entries: str, concept: str = "names") -> Path:
    """A file of rules, each given as one line of YAML."""
    lines = "".join(f"  - {{{entry}}}\n" for entry in entries)
    (folder / f"{concept}.yaml").write_text(f"concept: {concept}\nrules:\n{lines}", encoding="utf-8")
    return folder


def said(folder: Path, hostile: bool = False) -> list[str]:
    return [str(problem) for problem in check_patterns(folder, hostile=hostile)]


def run(*arguments: object) -> Result:
    result = CliRunner().invoke(cli.app, ["patterns", *map(str, arguments)])
    assert "Traceback" not in result.output
    return result


# the built-in rules


def test_the_built_in_rules_have_no_error() -> None:
    # Without letting them loose: test_patterns does that, rule by rule.
    assert [str(problem) for problem in check_patterns(hostile=False) if problem.severity == "error"] == []


def test_every_rule_has_an_example() -> None:
    assert [str(problem) for problem in check_patterns(hostile=False) if problem.check == "example"] == []


# each kind of mistake


def test_sound_rules_are_left_alone(folder: Path) -> None:
    sound = "name: scheme, pattern: '阳光\\d{1,3}计划', value: name, examples: [阳光100计划], counterexamples: [阳光]"
    assert said(rules(folder, sound), hostile=True) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("concept: names\nrules: [", "names.yaml:3: error: did not find"),
        ("concept: names", "names.yaml:1: error: needs 'concept: NAME' and a list 'rules:' [schema]"),
        (
            "concept: names\nrules:\n  - {name: x, pattern: '('}",
            "names.yaml:3: error: pattern of 'names.x' is no regular",
        ),
        (
            "concept: names\nrules:\n  - {name: x, pattern: 'a*'}",
            "names.yaml:3: error: rule 'names.x' matches the empty",
        ),
        ("concept: names\nrules:\n  - {name: x, word: a}", "names.yaml:3: error: unknown key 'word'"),
    ],
)
def test_the_schema(folder: Path, text: str, problem: str) -> None:
    (folder / "names.yaml").write_text(text, encoding="utf-8")
    lines = said(folder)
    assert len(lines) == 1
    assert lines[0].startswith(problem)


def test_examples_and_counterexamples(folder: Path) -> None:
    rules(folder, "name: hotline, pattern: '12345|110', value: name, examples: [拨打114], counterexamples: [共110人]")
    assert said(folder) == [
        "names.yaml:3: error: names.hotline: does not match its example '拨打114' [example]",
        "names.yaml:3: error: names.hotline: matches '110' in its counterexample '共110人' [counterexample]",
    ]


def test_a_rule_without_example(folder: Path) -> None:
    assert said(rules(folder, "name: hotline, pattern: '12345', value: name")) == [
        "names.yaml:3: warning: names.hotline: has no example; nobody can see what it is for [example]"
    ]


def test_a_rule_that_matches_without_a_character(folder: Path) -> None:
    (problem,) = said(rules(folder, "name: hotline, pattern: '(?=热线)', value: name, examples: [热线]"))
    assert problem.startswith("names.yaml:3: error: names.hotline: matches no character of '热线'")


def test_branches_that_are_never_reached(folder: Path) -> None:
    rules(
        folder,
        "name: hotline, pattern: '(?:村|村级)会|村|村级', value: name, examples: [村]",
        "name: circle, pattern: '乡|镇|乡', value: name, examples: [乡]",
        "name: corps, terms: [团, 师, 团], value: name, examples: [团]",
    )
    assert said(folder) == [
        "names.yaml:3: warning: names.hotline: the branch '村级' is never reached behind '村' [shadowed]",
        "names.yaml:4: warning: names.circle: the branch '乡' is written twice [shadowed]",
        "names.yaml:5: warning: names.corps: the term '团' is written twice [shadowed]",
    ]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("a|b", [(["a", "b"], True)]),
        ("(a|b)c", [(["a", "b"], False)]),
        ("c(?:a|b)", [(["a", "b"], True)]),
        (r"[a|b]\|c", []),
        (r"[]|a]|\(", [(["[]|a]", r"\("], True)]),
        ("[^]|]x|y", [(["[^]|]x", "y"], True)]),
        ("(?<!a|b)c|d", [(["a", "b"], False), (["(?<!a|b)c", "d"], True)]),
        ("(?P<name>a|b)|(?i:c|d)", [(["a", "b"], False), (["c", "d"], True), (["(?P<name>a|b)", "(?i:c|d)"], True)]),
    ],
)
def test_how_a_pattern_branches(pattern: str, found: list[tuple[list[str], bool]]) -> None:
    assert list(alternations(pattern)) == found


def test_rules_that_others_leave_nothing(folder: Path) -> None:
    rules(
        folder,
        "name: first, terms: [工程师, 程师], value: 工, examples: [工程师]",
        "name: second, terms: [程师], value: 程, examples: [程师]",
        concept="units",
    )
    lines = said(folder)
    assert (
        "units.yaml:4: warning: units.second: all its terms stand in first, which comes before it [shadowed]" in lines
    )
    rules(folder, "name: late, pattern: '不低于', value: '<', examples: [不低于]", concept="comparators")
    assert "comparators.late: each of its examples is also read by at_least" in "\n".join(said(folder))


def test_rules_that_nothing_reads(folder: Path) -> None:
    rules(folder, "name: a, pattern: 'x', examples: [x]", concept="nmaes")
    rules(folder, "name: at_lest, pattern: '不小于', value: '>=', examples: [不小于]", concept="verbs")
    assert said(folder) == [
        "nmaes.yaml:3: error: nmaes.a: nothing reads the concept 'nmaes'; is it misspelt? [unreachable]",
        "verbs.yaml:3: warning: verbs.at_lest: nothing asks verbs for 'at_lest'; "
        "use the name of a built-in rule to replace it [unreachable]",
    ]


def test_a_fragment_of_a_rule_that_is_read_is_reachable(folder: Path) -> None:
    rules(
        folder,
        "name: piece, pattern: '[甲乙]类', examples: [甲类]",
        "name: forecast, pattern: '预计|{{piece}}', value: forecast, examples: [预计, 甲类]",
        concept="kinds",
    )
    total = "name: total, pattern: '(?:合计|{{mine}})$', value: total, examples: [合计, 丙计]"
    rules(folder, "name: mine, pattern: '[丙丁]计', examples: [丙计]", total, concept="tables")
    assert said(folder) == []


# running away


def test_rules_that_run_away(folder: Path) -> None:
    rules(
        folder,
        "name: hotline, pattern: '(?:养+)+级', value: name, examples: [养养级]",
        "name: circle, pattern: '\\d{1,5}圈', value: name, examples: [15圈]",
        "name: corps, pattern: '(?:\\d+\\.?)+圈', value: name, examples: [15圈]",
    )
    first, second = (str(problem) for problem in check_patterns(folder, seconds=0.4))
    assert first.startswith(
        "names.yaml:3: error: names.hotline: runs away: takes more than 0.4 s for 2,000 characters of "
    )
    assert second.startswith("names.yaml:5: error: names.corps: runs away: ")


def test_growing_with_the_square_is_slow_and_not_wrong() -> None:
    jobs = [Job("square", r"养+$", ()), Job("bounded", r"养{1,9}$", ())]
    found = list(escapes(jobs, seconds=0.4))
    assert [(escape.rule, escape.length) for escape in found] in ([], [("square", hostile.LONG)])


def test_the_process_is_gone_afterwards() -> None:
    program = (
        "from planextract.rulecheck.hostile import Job, escapes\n"
        "print(len(list(escapes([Job('x', '(?:a+)+b', ('aa',))], 0.3))))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert (done.stdout, done.stderr) == ("1\n", "")


# where rules fire


def test_where_a_rule_fired() -> None:
    fired = firing([str(CORPUS / "lanxi")])
    by_row = list(fired.read("table.row"))
    assert len(by_row) == fired.counts["table.row"] > 0
    assert all(place.plan == "plan.txt" and place.line > 0 and place.text in place.context for place in by_row)
    rule = load_patterns()["words"]["coverage"]
    matches = list(fired.matches(rule))
    lines = (CORPUS / "lanxi" / "plan.txt").read_text(encoding="utf-8").split("\n")
    assert matches
    assert all(place.text in lines[place.line - 1] for place in matches)


# the commands


def test_check_exits_by_what_it_found(folder: Path) -> None:
    rules(folder, "name: hotline, pattern: '12345', value: name")
    warned = run("check", folder)
    assert (warned.exit_code, warned.stderr) == (0, "planextract: 0 errors, 1 warnings\n")
    assert run("check", folder, "--strict").exit_code == 1
    rules(folder, "name: hotline, pattern: '12345', value: name, examples: [114]")
    wrong = run("check", folder, "--no-hostile")
    assert (wrong.exit_code, wrong.stdout.splitlines()[0][:20]) == (1, "names.yaml:3: error:")
    assert run("check", folder / "none").exit_code == 2


def test_list(folder: Path) -> None:
    rules(folder, "name: hotline, pattern: '12345', value: name, note: A number to call., examples: ['12345']")
    lines = run("list", "names", "--patterns", folder).stdout.splitlines()
    assert "names.hotline = name  names.yaml:3  A number to call." in lines
    assert all(line.startswith("names.") for line in lines)
    counted = run("list", "sentence", "--plans", CORPUS / "lanxi")
    assert (counted.exit_code, counted.stdout) == (2, "")
    everything = run("list", "--plans", CORPUS / "lanxi").stdout
    assert "table.row  (a step of reading, made of several rules)" in everything
    assert "words.coverage = 100" in everything


def test_show() -> None:
    shown = run("show", "words.coverage", "--plans", CORPUS / "lanxi", "--limit", "2").stdout
    assert "terms:    全覆盖" in shown
    assert "read by it: " in shown
    assert "its pattern matches: " in shown
    step = run("show", "table.row", "--plans", CORPUS / "lanxi", "--limit", "1").stdout.splitlines()
    assert step[0].startswith("read by it: ")
    assert len(step) == 2
    unknown = run("show", "coverage")
    assert (unknown.exit_code, "words.coverage" in unknown.stderr) == (2, True)
    assert run("show", "nothing.such").exit_code == 2
