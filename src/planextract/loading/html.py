"""Web pages, saved as .html or .mhtml: paragraphs, headings and tables of the main content."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import Message
from typing import TYPE_CHECKING

from planextract.document import Document
from planextract.errors import LoadError
from planextract.limits import Limits
from planextract.loading.builder import Builder, Grid, GridCell
from planextract.loading.extras import needed
from planextract.loading.text import decode

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

__all__ = ["load", "load_mhtml"]

_META = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.I)
_HEAD = 4096
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})(?=[\s/>])")
_CLOSED_BY_OTHERS = frozenset(
    "p li td th tr dt dd option thead tbody tfoot colgroup rt rp html body head "  # noqa: SIM905
    "br hr img input meta link col area base embed source track wbr param".split()
)
DEEPEST = 2_000
"""Elements in elements. The parser's time grows with the square of it."""
_BLOCKS = frozenset(
    "p div section article main header h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre center address figure "  # noqa: SIM905
    "figcaption fieldset details summary body tr td th caption hr table thead tbody tfoot".split()
)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_REFERENCE = re.compile(r"[\[［〔]\s*\d{1,3}\s*[\]］〕]")
LONGEST_CELL = 1_500
"""A table with more text in one cell holds the page together; it is no table of figures."""


def load(data: bytes, name: str, limits: Limits, *, charset: str | None = None, kind: str = "html") -> Document:
    """``charset`` is what a header says, which goes before what the page says itself."""
    needed("selectolax", "docs", "an HTML page")
    from selectolax.lexbor import LexborHTMLParser

    from planextract.loading.html_main import Page

    text, encoding = _decoded(data, charset)
    _check_depth(text)
    body = LexborHTMLParser(text).body
    builder = Builder(limits.characters)
    if body is not None:
        page = Page(body)
        _Reader(builder, page.skip, page.last).read(body)
    if builder.empty:
        raise LoadError("the page shows no text of its own; save it from the browser after it has loaded, as one file")
    return builder.document(data, name, kind, encoding)


def load_mhtml(data: bytes, name: str, limits: Limits) -> Document:
    """The first page in a saved web archive."""
    message = message_from_bytes(data, policy=policy.compat32)
    part = next((p for p in message.walk() if p.get_content_type() in ("text/html", "application/xhtml+xml")), None)
    content = part.get_payload(decode=True) if isinstance(part, Message) else None
    if part is None or not isinstance(content, bytes):
        raise LoadError("there is no web page in this web archive; save the page again")
    document = load(content, name, limits, charset=part.get_content_charset(), kind="mhtml")
    return Builder.with_digest(document, data)


def _decoded(data: bytes, charset: str | None) -> tuple[str, str]:
    """What the header says, else the page itself, where the bytes agree; else what the bytes look like."""
    if not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        meta = _META.search(data[:_HEAD])
        for said in (charset, meta.group(1).decode("ascii") if meta else None):
            encoding = _known(said)
            try:
                if encoding:
                    return data.decode(encoding), encoding
            except UnicodeDecodeError:
                continue  # it says what it is not
    decoded = decode(data)
    return decoded.text, decoded.encoding


def _known(said: str | None) -> str | None:
    """A charset as Python calls it; pages that say gb2312 use all of GB18030."""
    try:
        encoding = codecs.lookup((said or "").strip().lower()).name
    except LookupError:
        return None
    return (
        "gb18030"
        if encoding in ("gb2312", "gbk", "gb18030")
        else encoding
        if not encoding.startswith("utf-16")
        else None
    )


def _check_depth(text: str) -> None:
    depth = deepest = 0
    for match in _TAG.finditer(text):
        if match.group(2).lower() not in _CLOSED_BY_OTHERS:
            depth = max(0, depth - 1) if match.group(1) else depth + 1
            deepest = max(deepest, depth)
    if deepest > DEEPEST:
        raise LoadError(f"its elements are nested deeper than {DEEPEST:,}; save the page again from a browser")


@dataclass(slots=True)
class _OpenTable:
    """A table being read; its cells collect text while they are open."""

    grid: Grid = field(default_factory=Grid)
    cell: list[str] | None = None
    size: tuple[int, int] = (1, 1)
    row: bool = False


class _Reader:
    """Walks through a page and writes its text down."""

    def __init__(self, builder: Builder, skip: frozenset[int], last: int) -> None:
        self.builder, self.skip, self.last = builder, skip, last
        self.line: list[str] = []
        self.heading: int | None = None
        self.table: _OpenTable | None = None
        self.raised = 0

    def read(self, body: LexborNode) -> None:
        from planextract.loading.html_main import walk

        for node, opens in walk(body, self.skip):
            if node.mem_id in self.skip:
                continue
            if node.is_text_node:
                if opens:
                    self._say(node.text_content or "")
            else:
                self._element(node, node.tag or "", opens)
            if not opens and node.mem_id == self.last:
                break
        self._end_line()

    def _element(self, node: LexborNode, tag: str, opens: bool) -> None:
        if self.table is None and tag == "table" and opens:
            self._end_line()
            if is_data(node, self.skip):
                self.table = _OpenTable()
        elif self.table is not None:
            self._in_table(self.table, node, tag, opens)
        elif tag == "br" and opens:
            self.line.append("\n")
        elif tag in _BLOCKS:
            self._end_line()
            self.heading = int(tag[1]) if opens and re.fullmatch(r"h[1-6]", tag) else None
        self._small(tag, opens)

    def _in_table(self, table: _OpenTable, node: LexborNode, tag: str, opens: bool) -> None:
        if tag == "table" and not opens:
            self.builder.table(table.grid.filled())
            self.table = None
        elif tag == "tr" and opens:
            table.grid.open_row()
        elif tag in ("td", "th"):
            if opens:
                table.cell, table.size = [], (_number(node, "colspan"), _number(node, "rowspan"))
            elif table.cell is not None:
                table.grid.put(GridCell(_tidy("".join(table.cell))), *table.size)
                table.cell = None
        elif tag == "caption" and not opens:
            self._end_line()
        elif (tag == "br" and opens) or (tag in _BLOCKS and not opens):
            self._say_raw("\n")

    def _small(self, tag: str, opens: bool) -> None:
        """References to notes are set high: they are no part of the figure before them. m² is."""
        if tag == "sup":
            self.raised += 1 if opens else -1

    def _say(self, text: str) -> None:
        if self.raised and _REFERENCE.fullmatch(text.strip()):
            return
        if self.raised and text.strip() in ("2", "3"):
            text = {"2": "²", "3": "³"}[text.strip()]
        self._say_raw(_SPACES.sub(" ", text))

    def _say_raw(self, text: str) -> None:
        if self.table is None:
            self.line.append(text)
        elif self.table.cell is not None:
            self.table.cell.append(text)
        elif text.strip():
            self.line.append(text)  # a caption

    def _end_line(self) -> None:
        if self.line:
            self.builder.paragraph(_tidy("".join(self.line)), heading=self.heading)
            self.line = []


def is_data(table: LexborNode, skip: frozenset[int]) -> bool:
    """Whether a table holds figures and not the layout of a page: no table in it, no cell as long as a page."""
    from planextract.loading.html_main import walk

    rows = cells = widest = length = 0
    for node, opens in walk(table, skip):
        if not opens or node.mem_id == table.mem_id:
            continue
        if node.is_text_node:
            length += len((node.text_content or "").strip())
        elif node.tag == "table":
            return False
        elif node.tag == "tr":
            rows, widest, cells, length = rows + 1, max(widest, cells), 0, 0
        elif node.tag in ("td", "th"):
            cells, length = cells + 1, 0
        if length > LONGEST_CELL:
            return False
    return rows > 1 and max(widest, cells) > 1


def _number(node: LexborNode, name: str) -> int:
    said = (node.attributes.get(name) or "").strip()
    return int(said) if re.fullmatch(r"\d{1,5}", said) else 1


def _tidy(text: str) -> str:
    """Lines without the spaces that HTML ignores at their ends."""
    return "\n".join(line.strip(" \t") for line in text.split("\n")).strip("\n")
