"""Make .docx, .html and .pdf files of plans from their plain text.

    python scripts/make_formats.py                          # corpus/<name>/plan.txt -> corpus/<name>/formats/
    python scripts/make_formats.py --out DIR plans/*.txt    # other plans -> DIR/<name>.docx, .html, .pdf

Tables become real tables, whatever the text made of them; headings get styles; merged cells are merged. Needs
python-docx for .docx, and Chromium or LibreOffice for .pdf; none of them is needed to read the files or to run the
tests.
"""

from __future__ import annotations

import argparse
import html
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from planextract import load
from planextract.layout.blocks import Block, LayoutReader
from planextract.patterns import load_patterns

CORPUS = Path(__file__).parents[1] / "corpus"
PAGE_PART = re.compile(r"[-—–－·\s]*\d{1,4}[-—–－·\s]*|第\s*\d{1,4}\s*页.*")
FONT = "Noto Serif CJK SC"


@dataclass
class Style:
    """How the files of one plan differ from those of the others, so that more than one kind is read."""

    printer: str = "chromium"
    ruled: bool = True
    charset: str = "utf-8"
    break_row: int | None = None
    """The row of the first table before which a page ends."""
    indent: bool = True


STYLES = {
    "canglan": Style(charset="gb18030"),
    "hetan": Style(break_row=7),
    "jichuan": Style(printer="libreoffice"),
    "lanxi": Style(indent=False),
    "qiyuan": Style(printer="libreoffice", charset="gb18030"),
    "shuangpu": Style(ruled=False),
}


@dataclass
class Cell:
    text: str
    columns: int = 1
    rows: int = 1


@dataclass
class Part:
    """A paragraph, a heading of some level or a table; a merged cell stands where it begins, elsewhere is ``None``."""

    text: str = ""
    level: int = 0
    rows: list[list[Cell | None]] = field(default_factory=list)


def parts(path: Path) -> Iterator[Part]:
    """What a person would type into a word processor."""
    layout = LayoutReader(load_patterns()).read(load(path))
    ranks = sorted({b.rank for b in layout.blocks if b.kind == "heading"})
    for block in layout.blocks:
        text = block.text.strip()
        if block.table is not None:
            yield Part(rows=merged(block))
        elif PAGE_PART.fullmatch(text) or not text:
            continue
        else:
            yield Part(text, min(6, ranks.index(block.rank) + 1) if block.kind == "heading" else 0)


def merged(block: Block) -> list[list[Cell | None]]:
    """Rows with a caption over all columns, years over their columns and categories over their rows as merged cells."""
    assert block.table is not None
    rows: list[list[Cell | None]] = [[Cell(cell.text) for cell in row] for row in block.table.rows]
    head = block.table.header_rows
    width = len(rows[0])
    for r, row in enumerate(rows):
        texts = [cell.text if cell else "" for cell in row]
        if r < head and texts[0] and not any(texts[1:]):
            rows[r] = [Cell(texts[0], columns=width), *[None] * (width - 1)]
        elif r < head - 1:
            for c in range(width - 1):
                if re.match(r"\d{4}年", texts[c]) and not texts[c + 1] and (cell := row[c]):
                    cell.columns, row[c + 1] = 2, None
    _merge_down(rows, head)
    return rows


def _merge_down(rows: list[list[Cell | None]], head: int) -> None:
    """A first column with gaps between its texts, beside a full second one, holds categories."""
    body = rows[head:]
    if len(body) < 3 or len(body[0]) < 4 or not all((row[1] or Cell("")).text for row in body):
        return
    first = [(row[0] or Cell("")).text for row in body]
    if not first[0] or all(first):
        return
    for r, text in enumerate(first):
        if text:
            rows_below = next((k for k in range(r + 1, len(first)) if first[k]), len(first)) - r
            body[r][0] = Cell(text, rows=rows_below)
            for k in range(r + 1, r + rows_below):
                body[k][0] = None


# ---- docx ------------------------------------------------------------------------------------------------------------


def write_docx(content: list[Part], target: Path, style: Style) -> None:
    import docx
    from docx.oxml.ns import qn
    from docx.shared import Pt

    document = docx.Document()
    for name in ("Normal", *(f"Heading {i}" for i in range(1, 7))):
        font = document.styles[name].font
        font.name = FONT
        document.styles[name].element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    document.styles["Normal"].font.size = Pt(12)
    document.core_properties.author = ""
    for part in content:
        if part.rows:
            _docx_table(document, part.rows)
        elif part.level:
            document.add_paragraph(part.text, style=f"Heading {part.level}")
        else:
            paragraph = document.add_paragraph(part.text)
            if style.indent:
                paragraph.paragraph_format.first_line_indent = Pt(24)
    document.sections[0].footer.paragraphs[0].text = "第1页"
    document.save(str(target))


def _docx_table(document: Any, rows: list[list[Cell | None]]) -> None:
    table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if cell is None:
                continue
            held = table.cell(r, c)
            if cell.rows > 1 or cell.columns > 1:
                held = held.merge(table.cell(r + cell.rows - 1, c + cell.columns - 1))
            held.text = cell.text
    document.add_paragraph("")


# ---- html ------------------------------------------------------------------------------------------------------------

PAGE = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="{charset}"><title>{title}</title>
<style>{css}</style><script>var hits = 20251231; document.title += "";</script></head>
<body>
<header role="banner"><a href="#">网站名称</a></header>
<nav class="nav"><ul><li><a href="#">第1栏</a></li><li><a href="#">第2栏</a></li></ul></nav>
<div class="wrap"><div class="content">
{body}
</div></div>
<div class="related-list"><a href="#">2019年另一份文件的标题</a> <a href="#">2020年另一份文件的标题</a></div>
<footer>备案号 10000001</footer>
</body></html>
"""
SHOWN = "body{font-family:serif} table{border-collapse:collapse} td{border:1px solid}"
PRINTED = """
@page { size: A4; margin: 25mm 26mm; @top-center { content: "内部资料"; font-size: 9pt }
 @bottom-center { content: "— " counter(page) " —"; font-size: 10pt } }
body { font: 12pt/1.6 "WenQuanYi Zen Hei", sans-serif; text-align: justify }
header, nav, footer, .related-list { display: none }
p { margin: 0; text-indent: 2em } p.flush { margin: 0 0 .8em; text-indent: 0 }
h1, h2, h3, h4, h5, h6 { font-size: 14pt; margin: .6em 0; text-align: left }
h1 { font-size: 16pt; text-align: center } h2 { text-align: center }
table { border-collapse: collapse; width: 100%; margin: .4em 0; font-size: 10pt; text-align: left }
td { border: 1px solid #000; padding: 1mm } table.open td { border: none; padding: 1mm 3mm }
tr { break-inside: avoid } tr.break { break-before: page }
"""


def page(content: list[Part], title: str, style: Style, css: str) -> str:
    body = []
    first = True
    for part in content:
        if part.rows:
            body.append(_html_table(part.rows, style, style.break_row if first else None))
            first = False
        elif part.level:
            body.append(f"<h{part.level}>{html.escape(part.text)}</h{part.level}>")
        else:
            body.append(f"<p{'' if style.indent else ' class=flush'}>{html.escape(part.text)}</p>")
    return PAGE.format(charset=style.charset, title=html.escape(title), css=css, body="\n".join(body))


def _html_table(rows: list[list[Cell | None]], style: Style, break_row: int | None) -> str:
    lines = []
    for r, row in enumerate(rows):
        cells = [
            f"<td{_more('colspan', c.columns)}{_more('rowspan', c.rows)}>{html.escape(c.text)}</td>"
            for c in row
            if c is not None
        ]
        lines.append(f"<tr{' class=break' if r == break_row else ''}>{''.join(cells)}</tr>")
    if break_row is not None:  # the header comes again on the next page
        lines[0] = f"<thead>{lines[0]}{lines.pop(1)}</thead>"
    return f"<table{'' if style.ruled else ' class=open'}>\n" + "\n".join(lines) + "\n</table>"


def _more(name: str, count: int) -> str:
    return f" {name}={count}" if count > 1 else ""


# ---- pdf -------------------------------------------------------------------------------------------------------------


def write_pdf(content: list[Part], title: str, target: Path, style: Style) -> None:
    with tempfile.TemporaryDirectory() as folder:
        if style.printer == "libreoffice":
            source = Path(folder, target.stem + ".docx")
            write_docx(content, source, style)
            office = shutil.which("soffice") or shutil.which("libreoffice") or sys.exit("LibreOffice is not installed")
            command = [
                office,
                f"-env:UserInstallation={Path(folder, 'profile').as_uri()}",
                "--headless",
                "--convert-to",
                "pdf",
            ]
            subprocess.run([*command, "--outdir", folder, str(source)], check=True, capture_output=True, timeout=300)
            shutil.move(source.with_suffix(".pdf"), target)
        else:
            source = Path(folder, "plan.html")
            source.write_text(page(content, title, style, PRINTED).replace(style.charset, "utf-8"), encoding="utf-8")
            browser = shutil.which("chromium") or shutil.which("google-chrome") or sys.exit("Chromium is not installed")
            command = [
                browser,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-pdf-header-footer",
                f"--user-data-dir={folder}/profile",
            ]
            subprocess.run(
                [*command, f"--print-to-pdf={target}", source.as_uri()], check=True, capture_output=True, timeout=300
            )


def write(plan: Path, target: Path, style: Style | None = None) -> None:
    """Write ``plan`` to ``target`` in the format of its suffix."""
    style = style or Style()
    content = list(parts(plan))
    title = next((part.text for part in content if part.level == 0), plan.stem)
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.suffix == ".docx":
        write_docx(content, target, style)
    elif target.suffix == ".html":
        target.write_bytes(page(content, title, style, SHOWN).encode(style.charset))
    else:
        write_pdf(content, title, target.absolute(), style)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("plans", nargs="*", type=Path, help="plain-text plans; without any, the samples of corpus/")
    parser.add_argument("--out", type=Path, help="folder for the files of other plans")
    given = parser.parse_args()
    if given.plans and not given.out:
        parser.error("say with --out where the files shall go")
    plans = [(plan, given.out / plan.stem, Style()) for plan in given.plans] or [
        (plan, plan.parent / "formats" / "plan", STYLES.get(plan.parent.name, Style()))
        for plan in sorted(CORPUS.glob("*/plan.txt"))
    ]
    for plan, target, style in plans:
        for suffix in (".docx", ".html", ".pdf"):
            write(plan, target.with_name(target.name + suffix), style)
        print(target)


if __name__ == "__main__":
    main()
