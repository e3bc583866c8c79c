"""Files that were made to do harm, or that came to harm: one line or a bounded success, and nothing else happens.

Each is read in a process of its own that reports time and memory, refuses every connection, and looks whether a file
was written.
"""

# ruff: noqa: E501  (markup of other formats is not broken into lines)
from __future__ import annotations

import io
import json
import os
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from docx_parts import RELATIONS, docx, p
from pdf_parts import ENCRYPTED, pdf, text
from planextract import LoadError, load, load_bytes
from planextract.inputs import expand
from planextract.limits import Limits
from planextract.loading.zipped import shown_name

SENTENCE = "到2025年，全县养老机构护理型床位占比达到55%。"
SECONDS, MEGABYTES = 30.0, 700.0
"""What any of these files may take: most take a tenth of it."""

PROGRAM = """
import json, os, socket, sys, time
def refuse(*arguments, **options):
    print("NETWORK", flush=True)
    raise OSError("no network here")
socket.socket.connect = refuse
socket.getaddrinfo = refuse
from planextract import LoadError
from planextract.limits import Limits
from planextract.loading import load
begun = time.monotonic()
try:
    document = load(sys.argv[1], limits=Limits(**json.loads(sys.argv[2])))
    said, text = "", document.text
except LoadError as error:
    said, text = str(error), ""
took = time.monotonic() - begun
try:
    import resource
    usage = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    memory = max(usage) / (1024 if sys.platform != "darwin" else 1024**2)
except ImportError:
    memory = 0.0
print(json.dumps([said, len(text), text[:200], took, memory]))
"""


HERE = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


class Result(NamedTuple):
    said: str
    length: int
    text: str
    seconds: float
    megabytes: float


def read(folder: Path, name: str, data: bytes | None = None, **limits: float) -> Result:
    """Load a file in a process of its own and check what holds of every one."""
    path = folder / name
    if data is not None:
        path.write_bytes(data)
    (folder / "pdfplumber.py").write_text(
        "open('taken', 'w')\nraise SystemExit", encoding="utf-8"
    )  # never imported from here
    before = sorted(folder.rglob("*"))
    command = [sys.executable, "-X", "utf8", "-c", PROGRAM, str(path), json.dumps(limits)]
    done = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", timeout=4 * SECONDS, cwd=folder, env=HERE
    )
    assert done.returncode == 0, done.stderr
    *noise, answer = done.stdout.splitlines()
    result = Result(*json.loads(answer))
    assert noise == []
    assert sorted(folder.rglob("*")) == before
    assert result.seconds < SECONDS
    assert result.megabytes < MEGABYTES
    assert "\n" not in result.said
    assert not result.said or result.said.startswith(f"{path}: ")
    return result


def packed(**members: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return held.getvalue()


def bomb(size: int, *, lying: bool = False) -> bytes:
    """A .docx whose document unpacks to ``size`` bytes; ``lying`` says it is small."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("_rels/.rels", RELATIONS)
        with archive.open("word/document.xml", "w", force_zip64=True) as member:
            for _ in range(size // 1_000_000):
                member.write(b" " * 1_000_000)
    data = bytearray(held.getvalue())
    if lying:
        at = data.rindex(b"PK\x01\x02")
        data[at + 24 : at + 28] = struct.pack("<I", 100)
    return bytes(data)


def entities() -> bytes:
    attack = '<!DOCTYPE w [<!ENTITY a "haha"><!ENTITY b SYSTEM "file:///etc/passwd">]><w>&a;&b;</w>'
    return packed(**{"_rels__.rels": RELATIONS.encode(), "word__document.xml": attack.encode()})


def remote() -> bytes:
    """Pictures, templates and frames that lie on a server."""
    drawing = '<w:r><w:drawing><a xmlns:r="urn:r" r:link="rId9"/></w:drawing></w:r>'
    relations = '<Relationships><Relationship Id="rId9" Type="image" Target="http://192.0.2.1/x.png" TargetMode="External"/></Relationships>'
    whole = docx(p(SENTENCE) + p(drawing) + '<w:altChunk xmlns:r="urn:r" r:id="rId9"/>')
    with zipfile.ZipFile(held := io.BytesIO(whole), "a") as archive:
        archive.writestr("word/_rels/document.xml.rels", relations)
    return held.getvalue()


def deep_docx() -> bytes:
    return docx("<w:tbl><w:tr><w:tc>" * 5_000 + p(SENTENCE) + "</w:tc></w:tr></w:tbl>" * 5_000)


def wide_html() -> bytes:
    cells = "".join(f"<tr><td rowspan=65534 colspan=1000>{i}<td>{i}" for i in range(3_000))
    return f"<html><body><table>{cells}</table></body></html>".encode()


def stream_bomb() -> bytes:
    """A PDF page whose content unpacks to a gigabyte."""
    maker = zlib.compressobj(9)
    content = b"".join([*(maker.compress(b"0 0 m " * 1_000_000) for _ in range(170)), maker.flush()])
    head = pdf([""]).replace(
        b"<< /Length 0 >>\nstream\n\nendstream",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(content) + content + b"\nendstream",
    )
    return head


WORD = docx(p(SENTENCE))
PDF = pdf([text((72, 700, "In 2025 there are 300 beds."))])

REFUSED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "encrypted docx": (
        "a.docx",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        "encrypted Office file",
    ),
    "encrypted pdf": ("a.pdf", lambda: ENCRYPTED, "it is encrypted; print it to PDF without a password"),
    "cut docx": ("a.docx", lambda: WORD[:-200], "damaged"),
    "broken docx": ("a.docx", lambda: packed(**{"_rels__.rels": b"", "word__document.xml": b"<w:document"}), "damaged"),
    "empty docx": ("a.docx", lambda: docx(""), "holds no text"),
    "cut pdf": ("a.pdf", lambda: PDF[:120], "damaged"),
    "pdf of rubbish": ("a.pdf", lambda: b"%PDF-1.7\n" + os.urandom(100_000), "damaged"),
    "zip bomb": ("a.docx", lambda: bomb(300_000_000), "raise --max-ratio if you trust it"),
    "zip bomb that lies": ("a.docx", lambda: bomb(300_000_000, lying=True), "damaged"),
    "zip bomb of plans": (
        "a.zip",
        lambda: packed(**{"plan.txt": b"1" * 90_000_000}),
        "raise --max-ratio if you trust it",
    ),
    "zip in zip": (
        "a.zip",
        lambda: packed(**{"plan.docx": packed(**{"x.txt": b"1"})}),
        "a ZIP archive in a ZIP archive",
    ),
    "external entities": ("a.docx", entities, "declares XML entities"),
    "boxes in boxes": ("a.docx", deep_docx, "nested deeper than"),
    "pages without end": (
        "a.pdf",
        lambda: pdf([text((72, 700, "page"))] * 5_000),
        "5,000 pages, more than 2,000; split it or raise --max-pages",
    ),
    "100,000 elements in elements": ("a.html", lambda: b"<html><body>" + b"<div>x" * 100_000, "nested deeper than"),
    "cells over cells": ("a.html", wide_html, "cells; split the file"),
    "picture called pdf": ("a.pdf", lambda: b"\x89PNG\r\n\x1a\n" + bytes(50), "a picture (PNG)"),
    "program called docx": ("a.docx", lambda: b"MZ\x90\x00\x03" + bytes(range(256)) * 40, "binary"),
    "sheet called docx": ("a.docx", lambda: packed(**{"xl__workbook.xml": b"<x/>"}), "an Excel file"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused_in_one_line(case: str, tmp_path: Path) -> None:
    name, make, said = REFUSED[case]
    result = read(tmp_path, name, make())
    assert said in result.said
    assert result.length == 0


TAKEN: dict[str, tuple[str, Callable[[], bytes]]] = {
    "word file called pdf": ("a.pdf", lambda: WORD),
    "text called docx": ("a.docx", lambda: SENTENCE.encode()),
    "page called txt": ("a.txt", lambda: f"<!doctype html><p>{SENTENCE}</p>".encode()),
    "remote pictures": ("a.docx", remote),
    "page with scripts": (
        "a.html",
        lambda: (
            f"<html><head><script src=http://192.0.2.1/a.js></script></head><body onload='x()'><iframe src=http://192.0.2.1/></iframe>"
            f"<img src=http://192.0.2.1/a.png><p>{SENTENCE}</p><script>while (true) {{}}</script></body></html>".encode()
        ),
    ),
    "100,000 open tags": ("a.html", lambda: f"<html><body><p>{SENTENCE}</p>".encode() + b"<p>x<li>y<td>z" * 33_000),
    "name with odd characters": (
        "a\u202e\n'\" $(touch x);.txt" if os.name == "posix" else "a'$(x);.txt",
        lambda: SENTENCE.encode(),
    ),
}


@pytest.mark.parametrize("case", TAKEN)
def test_read_for_what_it_is(case: str, tmp_path: Path) -> None:
    name, make = TAKEN[case]
    result = read(tmp_path, name, make())
    assert result.said == ""
    assert result.text.startswith(SENTENCE) or f">{SENTENCE}<" in result.text


def test_a_pdf_that_unpacks_to_a_gigabyte(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(stream_bomb())
    with pytest.raises(LoadError) as caught:
        load(path, limits=Limits(seconds=20))
    assert str(caught.value).count("\n") == 0


def test_a_text_of_200_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    result = read(tmp_path, "a.txt")
    assert "200 MB are more than the 100 MB of a plan; split the file or raise --max-megabytes" in result.said
    assert result.seconds < 1


def test_a_text_within_the_size_but_too_long(tmp_path: Path) -> None:
    result = read(tmp_path, "a.txt", b"1234567890" * 2_000, characters=10_000)
    assert "longer than the 10,000 characters of a plan" in result.said


@pytest.mark.parametrize("kind", ["docx", "pdf", "html"])
def test_every_cut_and_flipped_byte_is_bounded(kind: str) -> None:
    """Whatever happened on the way: a text or one line."""
    whole = {"docx": WORD, "pdf": PDF, "html": f"<html><body><p>{SENTENCE}<table><tr><td>1<td>2</table>".encode()}[kind]
    step = max(1, len(whole) // (4 if kind == "pdf" else 40))
    for at in range(0, len(whole), step):
        for data in (whole[:at], whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]):
            try:
                assert load_bytes(data, f"a.{kind}").text
            except LoadError as error:
                assert "\n" not in str(error)


def test_links_that_leave_the_folder(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    inside = tmp_path / "inside"
    outside.mkdir()
    inside.mkdir()
    (outside / "secret.txt").write_text(SENTENCE, encoding="utf-8")
    (inside / "plan.txt").write_text(SENTENCE, encoding="utf-8")
    try:
        (inside / "link.txt").symlink_to(outside / "secret.txt")
        (inside / "folder").symlink_to(outside, target_is_directory=True)
        (inside / "same.txt").symlink_to(inside / "plan.txt")
        (inside / "gone.txt").symlink_to(inside / "nowhere.txt")
    except OSError:
        pytest.skip("this system lets nobody make links")
    items = {item.name: item for item in expand([inside])}
    assert sorted(items) == ["gone.txt", "link.txt", "plan.txt"] or sorted(items) == [
        "gone.txt",
        "link.txt",
        "same.txt",
    ]
    with pytest.raises(LoadError, match="this link leads out of the folder; name the file that it leads to"):
        items["link.txt"].load()
    with pytest.raises(LoadError, match="no such file"):
        items["gone.txt"].load()
    assert expand([inside / "link.txt"])[0].load().text == SENTENCE  # a file that is named is meant


def test_members_that_climb_out_of_their_archive(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in ("../../up.txt", "/etc/root.txt", "C:\\Windows\\a.txt", "规划.txt", "__MACOSX/._规划.txt"):
            archive.writestr(name, SENTENCE)
    (tmp_path / "plans.zip").write_bytes(data.getvalue())
    items = expand([tmp_path / "plans.zip"])
    assert sorted(item.name for item in items) == [
        f"plans.zip/{n}" for n in ("Windows/a.txt", "etc/root.txt", "up.txt", "规划.txt")
    ]
    assert all(item.load().text == SENTENCE for item in items)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["plans.zip"]
    assert shown_name("..\\..\\a\n.txt") == "a_.txt"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_with_a_name_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    result = read(tmp_path, "pipe.txt")
    assert "a device or a pipe, not a file" in result.said
