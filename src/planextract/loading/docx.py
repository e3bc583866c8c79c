"""Word files: paragraphs and tables in their order, as a reader sees them when all changes are accepted.

The XML is read directly, because the libraries for it lose what plans need: list numbers that exist only in styles,
text boxes, insertions, hidden text, merged cells. Nothing outside the file is ever opened.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from planextract.document import Document
from planextract.errors import LoadError
from planextract.limits import Limits
from planextract.loading.archive import Archive, Element, local, parsed
from planextract.loading.builder import Builder, Grid, GridCell
from planextract.loading.docx_numbering import Numbering, attribute, child, value_of
from planextract.loading.docx_styles import Styles, is_on

__all__ = ["load"]

_GONE = frozenset(
    (
        "del",
        "moveFrom",
        "instrText",
        "delText",
        "rPr",
        "pPr",
        "fldData",
        "rt",
        "sectPr",
        "tblPr",
        "trPr",
        "tcPr",
        "proofErr",
    )
)
"""Elements whose content is not shown: deletions, field codes, properties."""
_NUMBER = re.compile(r"\d{1,4}$")
DEEPEST = 60
"""Boxes in boxes; a page holds two or three."""


def load(data: bytes, name: str, limits: Limits) -> Document:
    archive = Archive(data, limits)
    main = _main_part(archive)
    folder = posixpath.dirname(main)

    def part(name: str) -> Element | None:
        path = posixpath.join(folder, name)
        return parsed(archive.read(path), name) if path in archive else None

    body = child(parsed(archive.read(main), "the document"), "body")
    if body is None:
        raise LoadError("it is damaged: it has no body; save it again with Word or WPS")
    notes = _notes(part("footnotes.xml"), "footnote") | _notes(part("endnotes.xml"), "endnote")
    reader = _Reader(Builder(limits.characters), Styles(part("styles.xml")), Numbering(part("numbering.xml")), notes)
    reader.blocks(body)
    return reader.builder.document(data, name, "docx")


def _main_part(archive: Archive) -> str:
    if "EncryptedPackage" in archive:
        raise LoadError("it is encrypted; save it without a password")
    if "_rels/.rels" in archive:
        for relation in parsed(archive.read("_rels/.rels"), "its table of contents"):
            if (attribute(relation, "Type") or "").endswith("/officeDocument") and attribute(
                relation, "TargetMode"
            ) != "External":
                target = (attribute(relation, "Target") or "").lstrip("/")
                if target in archive:
                    return target
    if "word/document.xml" not in archive:
        raise LoadError("it is damaged: there is no document in it; get a whole copy")
    return "word/document.xml"


def _notes(root: Element | None, name: str) -> dict[tuple[str, str], Element]:
    found = {}
    for element in root if root is not None else ():
        if (
            local(element) == name
            and attribute(element, "type") in (None, "normal")
            and (key := attribute(element, "id"))
        ):
            found[name, key] = element
    return found


@dataclass(slots=True)
class _Text:
    """A paragraph being read, with what hangs on it and is read after it."""

    parts: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    notes: list[Element] = field(default_factory=list)
    mark: str = ""
    heading: int | None = None


@dataclass(slots=True)
class _Reader:
    builder: Builder
    styles: Styles
    numbering: Numbering
    notes: dict[tuple[str, str], Element]
    open: _Text | None = None
    """A paragraph whose end mark was deleted: the next one goes on with it."""
    depth: int = 0

    # ---- blocks -----------------------------------------------------------------------------------------------------

    def blocks(self, parent: Element) -> None:
        """Everything in a body, a text box or a one-celled table, in order."""
        self._deeper()
        for element in _shown_blocks(parent):
            if local(element) == "p":
                self._paragraph(element)
            else:
                self._table(element)
        self.depth -= 1

    def _deeper(self) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise LoadError(f"its boxes and tables are nested deeper than {DEEPEST}; save it again with Word or WPS")

    def _paragraph(self, element: Element) -> None:
        text = self._text(element)
        if text is None:
            return
        self.builder.paragraph(text.mark + "".join(text.parts).strip(" \t"), heading=text.heading)
        self._hanging(text)

    def _hanging(self, text: _Text) -> None:
        """Text boxes and footnotes stand after the paragraph they hang on."""
        for held in (*text.boxes, *text.notes):
            self.blocks(held)

    def _text(self, element: Element) -> _Text | None:
        properties = child(element, "pPr")
        if self.styles.in_contents(properties):
            return None
        style = value_of(properties, "pStyle")
        text, self.open = self.open or _Text(), None
        before = len("".join(text.parts).strip())
        self._runs(element, style, text)
        deleted = child(properties, "rPr", "del") is not None
        filled = len("".join(text.parts).strip()) > before
        if not text.mark and (filled or not deleted):
            mark = self._mark(properties)  # an empty paragraph counts, too
            if filled:
                text.mark, text.heading = mark, self.styles.heading(properties)
        if deleted:
            self.open = text
            return None
        return text

    def _mark(self, properties: Element | None) -> str:
        number, level, style = self.styles.list_of(properties)
        if number is None or number == "0":
            return ""
        if style is not None and level is None:
            depth = self.numbering.level_of_style(number, style) or 0
        else:
            depth = int(level) if level and _NUMBER.match(level) else 0
        return self.numbering.next(number, depth)

    # ---- runs -------------------------------------------------------------------------------------------------------

    def _runs(self, parent: Element, style: str | None, text: _Text) -> None:
        """The text of a paragraph, whatever wraps it: links, insertions, content controls, fields.

        The walk has a stack of its own, so that a file cannot nest deeper than Python calls itself.
        """
        fields: list[bool] = []
        stack = list(reversed(list(parent)))
        while stack:
            element = stack.pop()
            name = local(element)
            if name == "fldChar":
                _field(fields, attribute(element, "fldCharType"))
            elif name == "t" and not any(fields):
                text.parts.append(element.text or "")
            elif name in ("tab", "ptab"):
                text.parts.append("\t")
            elif name in ("br", "cr"):
                text.parts.append("\n")
            elif name == "noBreakHyphen":
                text.parts.append("-")
            elif name in ("footnoteReference", "endnoteReference"):
                if note := self.notes.pop((name.removesuffix("Reference"), attribute(element, "id") or ""), None):
                    text.notes.append(note)
            elif name == "txbxContent":
                text.boxes.append(element)
            elif name == "AlternateContent":
                stack += list(element)[:1]
            elif name == "r" and self.styles.hidden(child(element, "rPr"), style):
                continue
            elif name not in _GONE:
                stack += reversed(list(element))

    # ---- tables -----------------------------------------------------------------------------------------------------

    def _table(self, element: Element) -> None:
        self._deeper()
        rows = [row for row in _inside(element, "tr") if not _row_is_gone(row)]
        cells = [[cell for cell in _inside(row, "tc") if child(cell, "tcPr", "cellDel") is None] for row in rows]
        if all(len(held) == 1 for held in cells):
            for held in cells:  # a box: its content is ordinary text
                self.blocks(held[0])
        else:
            grid = Grid()
            nested: list[Element] = []
            above: dict[int, GridCell] = {}
            for row, held in zip(rows, cells, strict=True):
                self._row(grid, held, _count(value_of(row, "trPr", "gridBefore"), 0), above, nested)
            self.builder.table(grid.filled())
            for inner in nested:
                self._table(inner)
        self.depth -= 1

    def _row(
        self, grid: Grid, cells: list[Element], at: int, above: dict[int, GridCell], nested: list[Element]
    ) -> None:
        """Put the cells of a row into the grid, the first at column ``at``. ``above`` holds the cells, by their column,
        that may go on below; tables in cells are added to ``nested``."""
        grid.open_row()
        grid.skip(at)
        before: GridCell | None = None
        for cell in cells:
            properties = child(cell, "tcPr")
            merge = child(properties, "vMerge")
            if merge is not None and attribute(merge, "val") != "restart" and at in above:
                content = above[at]
            elif before is not None and value_of(properties, "hMerge") == "continue":
                content = before
            else:
                content = GridCell(self._cell_text(cell, nested))
            if merge is None:
                above.pop(at, None)
            else:
                above[at] = content
            width = _count(value_of(properties, "gridSpan"), 1)
            grid.put(content, width)
            before = content
            at += width

    def _cell_text(self, cell: Element, nested: list[Element]) -> str:
        """The paragraphs of a cell, with its boxes and notes; tables in it are handed on."""
        lines: list[str] = []
        waiting = [cell]
        while waiting:
            for element in _shown_blocks(waiting.pop(0)):
                if local(element) == "tbl":
                    nested.append(element)
                elif (text := self._text(element)) is not None:
                    lines.append(text.mark + "".join(text.parts).strip(" \t"))
                    waiting += [*text.boxes, *text.notes]
        if self.open is not None:  # a deleted end mark reaches no further than its cell
            lines.append(self.open.mark + "".join(self.open.parts).strip(" \t"))
            self.open = None
        return "\n".join(line for line in lines if line.strip())


def _field(open_codes: list[bool], mark: str | None) -> None:
    """Keep track of fields in fields: ``True`` while the code of one is read, ``False`` for its shown result."""
    if mark == "begin":
        open_codes.append(True)
    elif mark == "separate" and open_codes:
        open_codes[-1] = False
    elif mark == "end" and open_codes:
        open_codes.pop()


def _shown_blocks(parent: Element) -> Iterator[Element]:
    """Paragraphs and tables below ``parent``, through insertions and content controls."""
    stack = list(reversed(list(parent)))
    while stack:
        element = stack.pop()
        name = local(element)
        if name in ("p", "tbl"):
            yield element
        elif name == "AlternateContent":
            stack += list(element)[:1]
        elif name not in _GONE:
            stack += reversed(list(element))


def _inside(parent: Element, wanted: str) -> list[Element]:
    """Rows of a table or cells of a row, also those in content controls."""
    found = []
    stack = list(reversed(list(parent)))
    while stack:
        element = stack.pop()
        name = local(element)
        if name == wanted:
            found.append(element)
        elif name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            stack += reversed(list(element))
    return found


def _row_is_gone(row: Element) -> bool:
    properties = child(row, "trPr")
    return child(properties, "del") is not None or bool(is_on(properties, "hidden"))


def _count(text: str | None, otherwise: int) -> int:
    return int(text) if text and _NUMBER.match(text) else otherwise
