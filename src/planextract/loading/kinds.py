"""What a file is, told by its bytes: its name may say anything."""

from __future__ import annotations

import io
import re
import zipfile

__all__ = ["ZIP_START", "foreign_kind", "kind_of"]

ZIP_START = b"PK\x03\x04"
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"II*\x00", "a picture (TIFF)"),
    (b"MM\x00*", "a picture (TIFF)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
)
_ZIPPED: tuple[tuple[str, str], ...] = (
    ("xl/", "an Excel file (.xlsx)"),
    ("ppt/", "a PowerPoint file (.pptx)"),
    ("OFD.xml", "an OFD file"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_NAMES: tuple[tuple[str, str], ...] = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("PowerPoint Document", "ppt"),
)
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html[\s>])", re.I | re.S
)
_SOME_HTML = re.compile(rb"<(?:head|body|div|table|p|meta|h1|title|center|font)(?:\s[^<>]{0,300})?/?>", re.I)
_MHTML = re.compile(
    rb"(?:[A-Za-z][A-Za-z0-9-]{0,40}:[^\r\n]{0,1000}(?:\r?\n[ \t][^\r\n]{0,1000}){0,20}\r?\n){1,40}\r?\n"
)
_START = 65_536


def kind_of(data: bytes, name: str) -> str | None:
    """``docx``, ``pdf``, ``html``, ``mhtml``, ``doc``, ``rtf``, ``odt``, ``zip``; ``None`` for text or what is unknown.

    >>> kind_of(b"%PDF-1.7 ...", "plan.txt"), kind_of("第一章".encode(), "plan.pdf")
    ('pdf', None)
    """
    start = _start(data)
    if start.startswith(b"%PDF-") or (b"%PDF-" in data[:1024] and b"\0" in data[:_START]):
        return "pdf"
    if start.startswith(b"{\\rtf"):
        return "rtf"
    if data.startswith(ZIP_START):
        return _zipped(data)
    if data.startswith(_OLE):
        return next((kind for mark, kind in _OLE_NAMES if mark.encode("utf-16-le") in data), "doc")
    if _is_html(start, name):
        return "html"
    if (
        re.search(rb"^(?:mime-version|content-type):", data[:_START], re.I | re.M)
        and _MHTML.match(start)
        and b"multipart/related" in data[:_START].lower()
    ):
        return "mhtml"
    return None


def foreign_kind(data: bytes) -> str | None:
    """What a file is that cannot be read, with its article; ``None`` when nothing speaks against text.

    >>> foreign_kind(b"GIF89a"), foreign_kind("第一章".encode())
    ('a picture (GIF)', None)
    """
    start = _start(data)
    for magic, kind in _MAGIC:
        if start.startswith(magic):
            return kind
    if data.startswith(ZIP_START):
        names = _members(data)
        return next((kind for mark, kind in _ZIPPED if any(name.startswith(mark) for name in names)), None)
    return None


def _start(data: bytes) -> bytes:
    return data[:_START].removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n")


def _zipped(data: bytes) -> str | None:
    if any(name.startswith("word/") and name.endswith(".xml") for name in _members(data)):
        return "docx"
    if b"application/vnd.oasis.opendocument.text" in data[:_START]:
        return "odt"
    return None if foreign_kind(data) else "zip"


def _members(data: bytes) -> list[str]:
    """The names in a zip file; in a damaged one, those that can still be seen."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return [m.decode("ascii") for m in re.findall(rb"PK\x03\x04.{26}([ -~]{1,60}?\.xml)", data, re.S)]


def _is_html(start: bytes, name: str) -> bool:
    """A page that begins like one; or a fragment, where the name says so too."""
    head = start.replace(b"\0", b"") if start[:2] in (b"\xff\xfe", b"\xfe\xff") else start
    if _HTML.match(head.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")):
        return True
    return name.lower().endswith((".html", ".htm", ".xhtml")) and len(_SOME_HTML.findall(head)) > 1
