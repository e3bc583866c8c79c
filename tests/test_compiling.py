"""Compiled rules: the same as the YAML, and never trusted when either has changed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from planextract import compiling, patterns, regions

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PLANEXTRACT_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def made(source: Path, cache: Path) -> tuple[Any, bool]:
    """What is compiled from a file, and whether it had to be made."""
    calls = []

    def make() -> dict[str, str]:
        calls.append(1)
        return {"text": source.read_text()}

    return compiling.compiled("texts", [source], make), bool(calls)


def test_made_once_and_again_when_the_file_changes(tmp_path: Path, cache: Path) -> None:
    source = tmp_path / "a.yaml"
    source.write_text("one")
    assert made(source, cache) == ({"text": "one"}, True)
    assert made(source, cache) == ({"text": "one"}, False)
    source.write_text("two")
    assert made(source, cache) == ({"text": "two"}, True)
    assert made(source, cache) == ({"text": "two"}, False)
    assert len(list(cache.iterdir())) == 1


@pytest.mark.parametrize("damage", ["cut", "changed", "empty", "other", "group"])
def test_what_is_not_as_it_was_written_is_not_trusted(tmp_path: Path, cache: Path, damage: str) -> None:
    source = tmp_path / "a.yaml"
    source.write_text("one")
    made(source, cache)
    (kept,) = cache.iterdir()
    content = kept.read_bytes()
    if damage == "group":
        kept.chmod(0o666)
    else:
        other = b"0" * 64 + b"\n" + json.dumps({"digest": "x", "data": {"text": "false"}}).encode()
        kept.write_bytes(
            {"cut": content[:-3], "changed": content.replace(b"one", b"ONE"), "empty": b"", "other": other}[damage]
        )
    assert made(source, cache) == ({"text": "one"}, True)


def test_without_a_place_to_keep_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "a.yaml"
    source.write_text("one")
    for place in ("", str(source / "below")):
        monkeypatch.setenv("PLANEXTRACT_CACHE", place)
        assert made(source, tmp_path) == ({"text": "one"}, True)
        assert made(source, tmp_path) == ({"text": "one"}, True)


def test_rules_and_divisions_are_the_same_from_the_cache(cache: Path) -> None:
    patterns.load_patterns.cache_clear()
    first = patterns.load_patterns()
    patterns.load_patterns.cache_clear()
    second = patterns.load_patterns()
    assert list(first.rules()) == list(second.rules())
    assert first.digest == second.digest
    assert [rule.examples for rule in first.rules()] == [rule.examples for rule in second.rules()]
    regions.load.cache_clear()
    fresh = list(regions.load())
    regions.load.cache_clear()
    assert fresh == list(regions.load())
    assert len(list(cache.iterdir())) == 2


def test_a_wheel_carries_them_compiled(tmp_path: Path) -> None:
    """Installed from a wheel, nothing is read from YAML and nothing is written to the cache."""
    target = tmp_path / "installed"
    build = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", str(tmp_path)]
    done = subprocess.run([*build, str(ROOT)], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)
    program = """
import sys
from planextract import patterns, regions
from planextract.catalogue_files import read_entries
read_entries()
print(len(list(patterns.load_patterns().rules())), regions.lookup("乌海市").code, "yaml" in sys.modules)
print(bool(next(patterns.load_patterns().rules()).examples))
"""
    environment = {**os.environ, "PYTHONPATH": str(target), "PLANEXTRACT_CACHE": str(tmp_path / "cache")}
    shown = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, cwd=tmp_path, check=True
    )
    assert shown.stdout.split()[1:] == ["150300", "False", "True"]
    assert not (tmp_path / "cache").exists()
