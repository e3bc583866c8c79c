"""Same input, same bytes out: whatever the hash seed, time zone, locale, working directory, temporary folder or Python.

Each run is a process of its own. The plans are the samples, and the real plans where PLANEXTRACT_PLANS names their
folder. PLANEXTRACT_OTHER_PYTHON may name an interpreter of another version that has planextract installed, too.
"""

from __future__ import annotations

import json
import marshal
import os
import subprocess
import sys
import time
from functools import cache
from pathlib import Path

import pytest

CORPUS = Path(__file__).resolve().parent.parent / "corpus"

OTHER_PYTHON = os.environ.get("PLANEXTRACT_OTHER_PYTHON")

VARIANTS: dict[str, dict[str, str]] = {
    "hash seed 1": {"PYTHONHASHSEED": "1"},
    "hash seed 4711": {"PYTHONHASHSEED": "4711"},
    "east of Greenwich": {"TZ": "Pacific/Kiritimati", "LC_ALL": "zh_CN.UTF-8"},
    "west of Greenwich": {"TZ": "Pacific/Pago_Pago", "LC_ALL": "POSIX"},
    # The plainest machine: neither files nor standard output are UTF-8 unless the program says so.
    "ASCII only": {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
}


def inputs() -> list[str]:
    """The folders to parse, absolute: outputs must not tell them."""
    real = os.environ.get("PLANEXTRACT_PLANS")
    return [str(CORPUS), *([str(Path(real).resolve())] if real else [])]


def environment(changes: dict[str, str]) -> dict[str, str]:
    """This process's environment without what the variants vary; PYTHONPATH made fit for another working directory."""
    varied = {"PYTHONHASHSEED", "PYTHONUTF8", "PYTHONCOERCECLOCALE", "PYTHONIOENCODING", "TZ", "LANG", "LC_ALL"}
    env = {name: value for name, value in os.environ.items() if name not in varied}
    if "PYTHONPATH" in env:
        env["PYTHONPATH"] = os.pathsep.join(str(Path(part).resolve()) for part in env["PYTHONPATH"].split(os.pathsep))
    return env | changes


def parse(changes: dict[str, str], cwd: Path, python: str = sys.executable, form: str = "json") -> bytes:
    command = [python, "-m", "planextract", "parse", *inputs(), "-f", form]
    done = subprocess.run(command, env=environment(changes), cwd=cwd, capture_output=True, timeout=300)
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    return done.stdout


@cache
def reference(form: str = "json") -> bytes:
    return parse({"PYTHONHASHSEED": "0", "TZ": "UTC"}, CORPUS.parent, form=form)


def test_reference_holds_every_sample_and_no_place_of_this_machine() -> None:
    plans = json.loads(reference())
    paths = [plan["source"]["path"] for plan in plans]
    assert len(plans) >= 6
    assert all(plan["records"] for plan in plans)
    assert not [path for path in paths if path.startswith("/") or "\\" in path or ".." in path]
    assert str(CORPUS.parent).encode() not in reference()


@pytest.mark.parametrize("name", VARIANTS)
def test_same_bytes_in_another_environment(name: str, tmp_path: Path) -> None:
    assert parse(VARIANTS[name], tmp_path) == reference()


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_same_bytes_in_other_formats(form: str, tmp_path: Path) -> None:
    assert parse({"PYTHONHASHSEED": "99", "TZ": "Asia/Shanghai"}, tmp_path, form=form) == reference(form)


def plant_false_cache(folder: Path) -> None:
    """A jieba.cache as another user could leave it: sound marshal data, younger than the dictionary, false words."""
    text = "".join(path.read_text("utf-8") for path in sorted(CORPUS.glob("*/*.txt"))[:3])
    words = {text[i : i + 2]: 1_000_000 for i in range(1, len(text) - 2, 2)}
    prefixes = {word[:1]: 0 for word in words} | words
    cache_file = folder / "jieba.cache"
    cache_file.write_bytes(marshal.dumps((prefixes, sum(words.values()))))
    future = time.time() + 3600
    os.utime(cache_file, (future, future))


def stock_jieba(sentence: str, folder: Path) -> str:
    """How jieba as it comes cuts the sentence with this temporary folder."""
    program = "import sys, jieba; sys.stdout.buffer.write('/'.join(jieba.lcut(sys.argv[1])).encode())"
    command = [sys.executable, "-W", "ignore", "-X", "utf8", "-c", program, sentence]
    env = environment({"TMPDIR": str(folder), "TEMP": str(folder), "TMP": str(folder)})
    return subprocess.run(command, env=env, capture_output=True, check=True, timeout=60).stdout.decode()


def test_foreign_jieba_cache_changes_nothing(tmp_path: Path) -> None:
    foreign, empty = tmp_path / "foreign", tmp_path / "empty"
    foreign.mkdir()
    empty.mkdir()
    plant_false_cache(foreign)
    sentence = "每千名老年人拥有养老床位数提高到四十张"
    assert stock_jieba(sentence, foreign) != stock_jieba(sentence, empty), "the planted cache deceives nobody"
    folder = str(foreign)
    assert parse({"TMPDIR": folder, "TEMP": folder, "TMP": folder}, tmp_path) == reference()
    assert [path.name for path in foreign.iterdir()] == ["jieba.cache"], "something was left in the temporary folder"


@pytest.mark.parametrize("python", [sys.executable, *([OTHER_PYTHON] if OTHER_PYTHON else [])])
def test_same_bytes_with_each_python(python: str, tmp_path: Path) -> None:
    assert parse({"PYTHONHASHSEED": "7"}, tmp_path, python=python) == reference()
