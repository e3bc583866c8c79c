"""The commands as a user meets them: what is on which stream, and the exit code."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import get_args

import pytest
from typer.testing import CliRunner, Result

import planextract
from factories import SENTENCE, install_pipeline, make_extraction
from planextract import cli, records
from planextract.document import Document
from planextract.errors import PatternError, UsageError
from planextract.records import Extraction
from planextract.reporting import Report


@pytest.fixture
def plans(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "plans" / "sub").mkdir(parents=True)
    for name in ("a.txt", "sub/b.txt"):
        (tmp_path / "plans" / name).write_text(SENTENCE, encoding="utf-8")
    (tmp_path / "bad.txt").write_bytes(b"%PDF-1.7")
    (tmp_path / "none.txt").write_text("总则", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    install_pipeline(monkeypatch)
    return tmp_path


def run(*arguments: str, stdin: bytes | None = None) -> Result:
    result = CliRunner().invoke(cli.app, arguments, input=stdin)
    assert "Traceback" not in result.output
    return result


def process(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "planextract", *arguments]
    return subprocess.run(command, env={**os.environ, **environment}, capture_output=True, timeout=60, check=False)


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


# parse


def test_a_table_and_a_summary(plans: Path) -> None:
    result = run("parse", "plans")
    assert result.exit_code == 0
    assert result.stderr == ""
    assert result.stdout.count("≥55%") == 2
    assert result.stdout.splitlines()[-1].startswith("sub/b.txt: 1 record (1 target);")
    assert "\x1b" not in result.stdout


def test_headers_in_chinese(plans: Path) -> None:
    assert "完成时限" in run("parse", "plans", "--headers", "zh").stdout
    assert run("parse", "plans", "-f", "csv", "--headers", "zh").stdout.splitlines()[0].split(",")[4] == "指标"


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "xlsx"])
def test_formats_to_a_file_and_to_standard_output(plans: Path, form: str) -> None:
    result = run("parse", "plans", "-o", f"out.{form}")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"planextract: wrote out.{form}: 2 plans, 2 records\n"
    assert run("parse", "plans", "-f", form).stdout_bytes == (plans / f"out.{form}").read_bytes()
    assert run("parse", "plans", "-f", form, "-o", "-").stdout_bytes == (plans / f"out.{form}").read_bytes()


def test_one_plan_is_an_object_and_several_an_array(plans: Path) -> None:
    assert json.loads(run("parse", "plans/a.txt", "-f", "json").stdout)["source"]["path"] == "a.txt"
    assert len(json.loads(run("parse", "plans/a.txt", "plans/sub", "-f", "json").stdout)) == 2


def test_the_format_option_wins_over_the_suffix(plans: Path) -> None:
    assert run("parse", "plans", "-f", "csv", "-o", "out.dat", "-q").stderr == ""
    assert len(list(csv.reader(io.StringIO((plans / "out.dat").read_text(encoding="utf-8-sig"))))) == 3


@pytest.mark.parametrize("folder", ["new", "new/", "there"])
def test_a_folder_of_json(plans: Path, folder: str) -> None:
    (plans / "there").mkdir()
    assert run("parse", "plans", "-o", folder).exit_code == 0
    assert files(plans / folder) == ["a.json", "sub/b.json"]


def test_standard_input(plans: Path) -> None:
    result = run("parse", "-", "-f", "json", stdin=SENTENCE.encode("gb18030"))
    source = json.loads(result.stdout)["source"]
    assert (source["path"], source["encoding"]) == ("-", "gb18030")


def test_what_the_options_give(plans: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = install_pipeline(monkeypatch)
    run("parse", "plans/a.txt", "--region", "青原县", "--level", "county", "--period", "十四五")
    assert (seen[0].region, seen[0].level, seen[0].period) == ("青原县", "county", "十四五")


@pytest.mark.parametrize("options", [[], ["-o", "out.csv"], ["-o", "out"], ["-f", "json"]])
def test_one_file_fails_and_the_others_are_written(plans: Path, options: list[str]) -> None:
    result = run("parse", "bad.txt", "plans", "gone.txt", *options)
    assert result.exit_code == 1
    messages = result.stderr.splitlines()
    assert messages[0] == "planextract: error: bad.txt: this is a PDF file, but a damaged one; print it to PDF again"
    assert messages[1] == "planextract: error: gone.txt: no such file; check the name"
    assert messages[2] == "planextract: 2 of 4 inputs could not be read"
    if "-f" in options:
        assert len(json.loads(result.stdout)) == 2
    if "out" in options:
        assert files(plans / "out") == ["a.json", "failures.csv", "sub/b.json"]
    if "out.csv" in options:
        assert (plans / "out.csv").read_bytes().count(b"\r\n") == 3


def test_nothing_could_be_read(plans: Path) -> None:
    result = run("parse", "bad.txt", "-o", "out.json")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1] == "planextract: nothing was written to out.json"
    assert not (plans / "out.json").exists()


def test_a_folder_without_plans(plans: Path) -> None:
    (plans / "empty").mkdir()
    result = run("parse", "empty")
    assert result.exit_code == 1
    assert "empty: no plan in this folder" in result.stderr


def test_a_plan_without_figures(plans: Path) -> None:
    result = run("parse", "none.txt", "-o", "out.json")
    assert result.exit_code == 0
    assert "warning: none.txt: no figures found" in result.stderr
    assert json.loads((plans / "out.json").read_text(encoding="utf-8"))["records"] == []
    assert run("parse", "none.txt", "-o", "out.json", "--quiet").stderr == ""


def test_warnings_are_told(plans: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install_pipeline(monkeypatch, lambda document: make_extraction(document, warnings=["--region wins"]))
    assert run("parse", "plans/a.txt").stderr == "planextract: warning: a.txt: --region wins\n"
    assert run("parse", "plans/a.txt", "-q").stderr == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["parse"], "PATH"),
        (["parse", "plans", "-o", "out.doc"], "no format has this suffix"),
        (["parse", "plans", "-f", "xml"], "xml"),
        (["parse", "plans", "--level", "street"], "street"),
        (["parse", "plans", "--headers", "fr"], "fr"),
        (["parse", "plans", "-f", "csv", "-o", "plans"], "a folder takes one JSON per plan"),
        (["parse", "plans", "-f", "json", "-o", "plans/a.txt"], "one of the plans to read"),
        (["parse", "plans", "-o", "gone/out.json"], "the folder gone does not exist"),
        (["parse", "plans", "-o", "-"], "-f"),
        (["explain", "plans/a.txt", "--line", "0"], "--line"),
        (["nothing"], "nothing"),
    ],
)
def test_wrong_use(plans: Path, arguments: list[str], said: str) -> None:
    before = files(plans)
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""
    assert files(plans) == before


@pytest.mark.parametrize(
    "error", [PatternError("x/units.yaml", 3, "no such unit; correct it"), UsageError("bad period")]
)
def test_wrong_rules_and_options_end_the_run(plans: Path, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def extract(document: Document) -> Extraction:
        raise error

    install_pipeline(monkeypatch, extract)
    for options in ([], ["-o", "out.json"], ["-o", "out"]):
        result = run("parse", "plans", *options)
        assert result.exit_code == 2
        assert result.stderr == f"planextract: error: {error}\n"
    assert not list(plans.rglob("*.json"))


def test_a_run_that_is_stopped_leaves_what_is_done_in_its_journal(plans: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def extract(document: Document) -> Extraction:
        if document.path == "sub/b.txt":
            raise KeyboardInterrupt
        return make_extraction(document)

    install_pipeline(monkeypatch, extract)
    before = files(plans)
    result = run("parse", "plans", "-o", "out.json")
    assert result.exit_code == 130
    assert result.stderr.splitlines() == [
        "planextract: 1 of 2 plans are safe; the same command with --resume goes on",
        "planextract: interrupted",
    ]
    assert set(files(plans)) - set(before) == {".out.json.planextract"}


def test_a_name_with_line_breaks_is_one_message(plans: Path) -> None:
    assert run("parse", "gone\n\x1b[2J.txt").stderr.count("\n") == 1


def test_progress_only_on_a_terminal_and_for_several(monkeypatch: pytest.MonkeyPatch) -> None:
    def shown(total: int, *, terminal: bool, quiet: bool = False) -> str:
        stream = io.StringIO()
        monkeypatch.setattr(stream, "isatty", lambda: terminal)
        monkeypatch.setattr(sys, "stderr", stream)
        monkeypatch.setenv("TERM", "xterm")
        report = Report(lambda message: None, total, quiet, bar=True)
        list(report.watch([]))
        return stream.getvalue()

    assert "━" in shown(2, terminal=True)
    assert shown(1, terminal=True) == shown(2, terminal=False) == shown(2, terminal=True, quiet=True) == ""


# text, schema, explain and the rest


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_text_is_printed_byte_for_byte(plans: Path, encoding: str) -> None:
    text = "第一章\r\n\t到２０２５年\u200b\xa0\n\r末"
    (plans / "odd.txt").write_bytes(text.encode(encoding))
    for environment in ({"LC_ALL": "C", "PYTHONUTF8": "0"}, {"PYTHONIOENCODING": "latin-1"}):
        done = process("text", str(plans / "odd.txt"), **environment)
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout == text.encode()


def test_text_of_no_text(plans: Path) -> None:
    result = run("text", "bad.txt")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("planextract: error: bad.txt: this is a PDF file")


def test_messages_survive_a_plain_locale(plans: Path) -> None:
    done = process("text", "没有.txt", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert done.returncode == 1
    assert b"no such file" in done.stderr and done.stderr.count(b"\n") == 1


def test_schema(plans: Path) -> None:
    first, second = process("schema", PYTHONHASHSEED="1"), process("schema", PYTHONHASHSEED="2")
    assert first.stdout == second.stdout
    schema = json.loads(first.stdout)
    assert {"source", "plan", "records", "numbers", "findings"} <= set(schema["properties"])
    assert "number" in json.dumps(schema["$defs"]["Value"]["properties"]["number"])


def test_the_schema_in_the_documentation_names_every_field() -> None:
    """Fields and not bytes: versions of pydantic print one schema differently."""
    written = json.loads((Path(__file__).parents[1] / "docs" / "record.schema.json").read_text(encoding="utf-8"))
    models = json.loads(process("schema").stdout)["$defs"]
    fields = {name: sorted(model.get("properties", {})) for name, model in models.items()}
    assert {name: sorted(model.get("properties", {})) for name, model in written["$defs"].items()} == fields


def test_explain(plans: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Explanation:
        def render(self) -> str:
            return "37: unexplained"

    def explain(
        document: Document, *, line: int | None, at: int | None, patterns_dir: Path | None
    ) -> list[Explanation]:
        asked.append((document.path, line, at))
        return [] if at == 999 else [Explanation()]

    asked: list[tuple[str, int | None, int | None]] = []
    stub = ModuleType("planextract.explaining")
    vars(stub)["explain"] = explain
    monkeypatch.setitem(sys.modules, "planextract.explaining", stub)
    assert run("explain", "plans/a.txt", "--line", "1").stdout == "37: unexplained\n"
    nothing = run("explain", "plans/a.txt", "--at", "999")
    assert (nothing.exit_code, nothing.stdout) == (0, "")
    assert nothing.stderr == "planextract: no number at offset 999\n"
    assert asked == [("a.txt", 1, None), ("a.txt", None, 999)]
    assert run("explain", "plans/a.txt", "--line", "1", "--at", "1").exit_code == 2


def test_whoever_reads_may_stop() -> None:
    program = (
        "import sys; from planextract import cli\n"
        "@cli.app.command()\n@cli.guarded\ndef flood() -> None:\n"
        "    while True: sys.stdout.write('x' * 4096)\n"
        "sys.argv = ['planextract', 'flood']; cli.main()"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as flood:
        assert flood.stdout and flood.stderr
        flood.stdout.read(10)
        flood.stdout.close()
        assert flood.stderr.read() == b""
        assert flood.wait(30) == cli.BROKEN_PIPE


def test_interrupted_from_the_keyboard() -> None:
    program = (
        "import sys, time; from planextract import cli\n"
        "@cli.app.command()\n@cli.guarded\ndef wait() -> None:\n    print('ready', flush=True); time.sleep(60)\n"
        "sys.argv = ['planextract', 'wait']; cli.main()"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as waiting:
        assert waiting.stdout and waiting.stderr
        waiting.stdout.readline()
        waiting.send_signal(signal.SIGINT)
        assert waiting.wait(30) == cli.INTERRUPTED
        assert waiting.stderr.read() == b"planextract: interrupted\n"


def test_standard_output_that_is_full() -> None:
    if not Path("/dev/full").exists():
        return
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "planextract", "schema"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, timeout=60, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith(b"planextract: error: standard output cannot be written")
    assert done.stderr.count(b"\n") == 1


def test_an_error_of_our_own_is_one_line(plans: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Extraction, "model_json_schema", lambda mode: 1 / 0)
    result = run("schema")
    assert result.exit_code == 2
    assert result.stderr == "planextract: internal error: ZeroDivisionError: division by zero; please report it\n"


def test_version() -> None:
    assert run("--version").stdout == f"planextract {planextract.__version__}\n"


def test_levels_are_those_of_the_contract() -> None:
    assert get_args(cli.AdministrativeLevel) == get_args(records.AdministrativeLevel)


def test_help_is_quick() -> None:
    program = (
        "import sys; from planextract import cli\nsys.argv = ['planextract', 'parse', '--help']\n"
        "try: cli.main()\n"
        "finally: print(*sorted(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert "--headers" in done.stdout
    modules = set(done.stderr.split())
    # typer may bring pydantic; our models, the rules and the writers are what takes long.
    assert not {"jieba", "xlsxwriter", "rich", "yaml", "regex", "charset_normalizer"} & modules
    own = {name for name in modules if name.startswith("planextract.") and not name.startswith("planextract.commands")}
    assert own == {"planextract.cli", "planextract.errors"}


def test_public_names() -> None:
    for name in planextract.__all__:
        if name not in ("Given", "extract"):
            assert getattr(planextract, name) is not None
    assert set(planextract.__all__) <= set(dir(planextract))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        planextract.nothing  # noqa: B018
