"""Starting is cheap: what a command does not need, it does not import."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

HEAVY = ("jieba", "xlsxwriter", "openpyxl", "charset_normalizer", "hypothesis")
REPORT = """
import json, sys
code = 0
try:
{body}
except SystemExit as end:
    code = end.code or 0
sys.stdout.flush()
print(json.dumps([code, sorted({{name.split(".")[0] for name in sys.modules}}), sorted(sys.modules)]), file=sys.stderr)
"""
HELP = """
    from planextract.cli import main
    sys.argv = ["planextract", *{arguments!r}]
    code = main() or 0
"""


def run(body: str) -> tuple[str, int, set[str], set[str]]:
    """What the program prints, its exit code, the packages and the modules it imported."""
    program = REPORT.format(body=body)
    command = [sys.executable, "-X", "utf8", "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60)
    assert done.returncode == 0, done.stderr
    code, packages, modules = json.loads(done.stderr.splitlines()[-1])
    return done.stdout, code, set(packages), set(modules)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["parse", "--help"],
        ["explain", "--help"],
        ["text", "--help"],
        ["score", "--help"],
        ["diff", "--help"],
        ["golden", "check", "--help"],
    ],
)
def test_help_imports_neither_jieba_nor_a_writer(arguments: list[str]) -> None:
    shown, code, packages, modules = run(HELP.format(arguments=arguments))
    assert code == 0
    assert "Usage" in shown
    assert not packages & set(HEAVY)
    assert not [name for name in modules if name.startswith("planextract.writing.")]


def test_help_names_every_command() -> None:
    shown, *_ = run(HELP.format(arguments=["--help"]))
    commands = ("parse", "text", "schema", "explain", "score", "golden", "annotate", "patterns")
    assert [name for name in commands if name not in shown] == []


def test_importing_the_library_loads_no_dictionary() -> None:
    _, _, packages, _ = run("    import planextract")
    assert not packages & set(HEAVY)
