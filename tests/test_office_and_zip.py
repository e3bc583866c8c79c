"""Files that LibreOffice turns, zip files of plans, and which files are taken from a folder."""

from __future__ import annotations

import io
import subprocess
import zipfile
from pathlib import Path

import pytest

from docx_parts import docx, p, tbl, tc
from planextract import LoadError, UsageError, load, load_bytes
from planextract.inputs import expand, plan_suffixes
from planextract.limits import Limits
from planextract.loading import office

SENTENCE = "到2025年，全县养老机构护理型床位占比达到55%。"
WORD = docx(p(SENTENCE) + tbl(tc("指标") + tc("2025年"), tc("床位（张）") + tc("300")))
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "WordDocument".encode("utf-16-le") + bytes(512)
RTF = rb"{\rtf1\ansi\ansicpg936 \u21040?2025\u24180?}"
ODT = b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.text"


@pytest.mark.parametrize(
    ("data", "what"),
    [(OLD, "an old Word or WPS file (.doc, .wps)"), (RTF, "an RTF file"), (ODT, "an OpenDocument file (.odt)")],
)
def test_where_libreoffice_is_missing(data: bytes, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "soffice", lambda: None)
    with pytest.raises(LoadError) as caught:
        load_bytes(data, "plan.wps")
    assert str(caught.value) == f"plan.wps: this is {what}; install LibreOffice to read it, or save it as .docx"


def program(folder: Path, body: str) -> str:
    """A stand-in for LibreOffice: its arguments are those of the real one."""
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


needs_shell = pytest.mark.skipif(not hasattr(__import__("os"), "fork"), reason="the stand-in is a shell script")


@needs_shell
def test_what_libreoffice_turns_is_read_as_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "turned.docx").write_bytes(WORD)
    stand_in = program(tmp_path, f'mkdir -p "$8" && cp {tmp_path}/turned.docx "$8/plan.docx"')
    monkeypatch.setattr(office, "soffice", lambda: stand_in)
    document = load_bytes(OLD, "plan.doc")
    assert document.format == "doc"
    assert document.text.startswith(SENTENCE)
    assert len(document.tables) == 1


@needs_shell
def test_libreoffice_that_fails_or_never_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "soffice", lambda: program(tmp_path, "exit 1"))
    with pytest.raises(LoadError, match=r"cannot open: damaged or encrypted; save it as \.docx"):
        load_bytes(OLD, "plan.doc")
    monkeypatch.setattr(office, "soffice", lambda: program(tmp_path, "sleep 60"))
    with pytest.raises(LoadError, match=r"LibreOffice took longer than 0.2 seconds"):
        load_bytes(OLD, "plan.doc", limits=Limits(seconds=0.2))


@pytest.mark.skipif(
    office.soffice() is None, reason="LibreOffice is not installed; it is needed for .doc, .rtf and .odt only"
)
@pytest.mark.parametrize("kind", ["doc", "rtf", "odt"])
def test_real_libreoffice(kind: str, tmp_path: Path) -> None:
    source = Path(__file__).parents[1] / "corpus/hetan/formats/plan.docx"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        office.soffice() or "",
        profile,
        "--headless",
        "--convert-to",
        kind,
        "--outdir",
        str(tmp_path),
        str(source),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    document, word = load(tmp_path / f"plan.{kind}"), load(source)
    assert document.format == kind
    assert document.text.split() == word.text.split()
    assert [[[c.text for c in row] for row in t.rows] for t in document.tables] == [
        [[c.text for c in row] for row in t.rows] for t in word.tables
    ]


def packed(members: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return held.getvalue()


def test_a_zip_file_stands_for_its_plans(tmp_path: Path) -> None:
    members = {"b/县.docx": WORD, "a.txt": SENTENCE.encode("gb18030"), "notes.xlsx": b"x", "b/.hidden.txt": b"1"}
    (tmp_path / "plans.dat").write_bytes(packed(members))  # whatever it is called
    items = expand([tmp_path / "plans.dat", tmp_path / "plans.dat"])
    assert [item.name for item in items] == ["plans.dat/a.txt", "plans.dat/b/县.docx"]
    documents = [item.load() for item in items]
    assert [(d.path, d.format) for d in documents] == [("plans.dat/a.txt", "txt"), ("plans.dat/b/县.docx", "docx")]
    assert all(d.text.startswith(SENTENCE) for d in documents)
    with pytest.raises(LoadError, match="a ZIP archive with 2 plans; planextract parse reads them all"):
        load(tmp_path / "plans.dat")
    assert load_bytes(packed({"a.txt": SENTENCE.encode()}), "one.zip").text == SENTENCE


def test_a_zip_file_without_plans(tmp_path: Path) -> None:
    (tmp_path / "plans.zip").write_bytes(packed({"x.csv": b"1"}))
    with pytest.raises(LoadError, match="there is no plan in this ZIP archive"):
        expand([tmp_path / "plans.zip"])[0].load()


def test_kinds_of_files_from_a_folder(tmp_path: Path) -> None:
    for name in ("a.txt", "b.md", "c.docx", "d.PDF", "~$c.docx", "e.csv"):
        (tmp_path / name).write_bytes(b"x")
    assert [item.name for item in expand([tmp_path])] == ["a.txt", "b.md"]
    assert [item.name for item in expand([tmp_path], types="docx,pdf")] == ["c.docx", "d.PDF"]
    assert [item.name for item in expand([tmp_path], types="all")] == ["a.txt", "b.md", "c.docx", "d.PDF"]
    assert [item.name for item in expand([f"{tmp_path}/**"], types=".docx")] == ["c.docx"]


@pytest.mark.parametrize("types", ["", "csv", "docx,exe"])
def test_kinds_that_are_none(types: str) -> None:
    with pytest.raises(UsageError, match=r"--types .* is none; write all or some of txt, md"):
        plan_suffixes(types)
