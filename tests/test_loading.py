"""Every encoding is read exactly, and what is no text is named as what it is."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planextract.errors import LoadError
from planextract.loading import load, load_bytes, source_name

TEXT = "第一章  总则\r\n到2025年，全县养老机构护理型床位占比达到５５％。\u3000\xa0\r\n一、“十四五”\u200b时期\n"
TRADITIONAL = (
    "第一章 總則\n到2025年，實現養老服務設施全覆蓋，護理型床位佔比達到百分之五十五，為老年人提供關愛服務。\n" * 3
)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (TEXT.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-32"), "utf-32"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("gb18030"), "gb18030"),
        (("\ufeff" + TEXT).encode("gb18030"), "gb18030"),
    ],
)
def test_text_is_exactly_what_the_file_holds(data: bytes, encoding: str) -> None:
    document = load_bytes(data, "plan.txt")
    assert document.text == TEXT
    assert document.encoding == encoding
    assert document.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("text", ["养老", "到2025年", "\u3000一、目标\n一是"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_short_texts(text: str, encoding: str) -> None:
    assert load_bytes(text.encode(encoding), "plan.txt").text == text


def test_gbk_without_the_rest_of_gb18030() -> None:
    text = "全面推进“互联网＋民政”，发放补贴1.2万元。"
    assert load_bytes(text.encode("gbk"), "plan.txt").text == text


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-16-le"])
def test_traditional_characters(encoding: str) -> None:
    assert load_bytes(TRADITIONAL.encode(encoding), "plan.txt").text == TRADITIONAL


def test_utf16_without_mark_whose_low_bytes_are_zero() -> None:
    text = "一、一是\u3000统一\n" * 20
    assert load_bytes(text.encode("utf-16-le"), "plan.txt").text == text
    assert load_bytes(text.encode("utf-16-be"), "plan.txt").text == text


@given(st.text(st.sampled_from("到2025年，养老服务床位\r\n\u3000\xa0%"), min_size=1).filter(str.strip))
def test_newlines_and_spaces_are_never_changed(text: str) -> None:
    assert load_bytes(text.encode(), "plan.txt").text == text


def test_a_mark_in_the_middle_stays() -> None:
    assert load_bytes("养老\ufeff服务".encode("utf-8-sig"), "plan.txt").text == "养老\ufeff服务"


@pytest.mark.parametrize(("name", "kind"), [("a.txt", "txt"), ("a.MD", "md"), ("a.markdown", "md"), ("a", "txt")])
def test_format(name: str, kind: str) -> None:
    assert load_bytes(TEXT.encode(), name).format == kind


def zipped(member: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(member, "content")
    return held.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (" \r\n\u3000".encode(), "empty"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (zipped("word/document.xml"), "damaged: the document in it"),
        (zipped("xl/workbook.xml"), "Excel file (.xlsx)"),
        (zipped("other"), "ZIP"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\xef\xbb\xbf<!-- saved --><!DOCTYPE html><p>", "page shows no text"),
        (bytes(range(256)) * 8, "binary"),
        (b"abc\0\0def" * 20, "binary"),
        (b"\x01\x02\x03\x04abcdef" * 20, "binary"),
        (TEXT.encode()[:40] + b"\xff" + TEXT.encode()[40:], "damaged UTF-8 at byte 38 (line 2)"),
        (TEXT.encode()[:-2], "damaged UTF-8"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le") + b"\x00", "marked as UTF-16 but damaged"),
        ("Les établissements dépendants où l’été".encode("latin-1", "ignore"), "encoding"),
    ],
)
def test_what_is_no_text(data: bytes, said: str) -> None:
    with pytest.raises(LoadError) as caught:
        load_bytes(data, "plan.txt")
    message = str(caught.value)
    assert message.startswith("plan.txt: ")
    assert said in message
    assert "\n" not in message


def test_utf8_is_never_read_as_gb18030(tmp_path: Path) -> None:
    """Wherever a text is cut, and with whatever byte put in, it is refused or read rightly."""
    data = (TEXT * 2).encode()
    for cut in range(60, 75):
        for broken in (data[cut:], data[:-cut], data[:cut] + b"\x81" + data[cut:]):
            try:
                document = load_bytes(broken, "plan.txt")
            except LoadError:
                continue
            assert document.encoding == "utf-8"


def test_missing_folder_and_odd_paths(tmp_path: Path) -> None:
    for path, said in (
        (tmp_path / "none.txt", "no such file"),
        (tmp_path, "folder"),
        (tmp_path / "a\0b", "not a path"),
        (tmp_path / ("a" * 300), "cannot be read"),
    ):
        with pytest.raises(LoadError, match=said):
            load(path)


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "plan.txt"
    path.write_bytes(TEXT.encode())
    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(LoadError, match="no permission"):
        load(path)


def test_names_are_never_absolute(tmp_path: Path) -> None:
    path = tmp_path / "a" / "plan.txt"
    path.parent.mkdir()
    path.write_bytes(TEXT.encode())
    assert load(path).path == "plan.txt"
    assert load(str(path), base=tmp_path).path == "a/plan.txt"
    assert load(path, base=tmp_path / "elsewhere").path == "plan.txt"


def test_a_file_name_that_is_no_unicode() -> None:
    assert source_name(Path("\udcffplan.txt")) == "\ufffdplan.txt"


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode("gb18030"))))
    document = load("-")
    assert (document.path, document.text) == ("-", TEXT)
