"""The same plan as text, Word file, web page and PDF gives the same records."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from invariants import disordered, unaccounted, ungrounded, unlinked
from planextract import Document, Extraction, Record, extract, load
from planextract.layout.normalise import folded, read

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "corpus"
SAMPLES = sorted(path.parent.name for path in CORPUS.glob("*/formats"))
LEAST = {"docx": 1.0, "html": 1.0, "pdf": 0.98}
PLANS = os.environ.get("PLANEXTRACT_PLANS")


@cache
def sample(name: str, kind: str) -> tuple[Document, Extraction]:
    path = CORPUS / name / ("plan.txt" if kind == "txt" else f"formats/plan.{kind}")
    document = load(path)
    return document, extract(document)


def bare(text: str | None) -> str | None:
    """A text without what only its file has: spaces, line breaks, bookmarks, entities."""
    if text is None:
        return None
    base = folded(text)
    return re.sub(r"\s", "", read(base, 0, len(base)).text)


def fields(record: Record) -> tuple[Any, ...]:
    value, deadline = record.value, record.deadline
    return (
        *(record.kind, bare(record.indicator.text), value.number, value.high, value.unit, value.per, value.comparator),
        *(deadline.end, deadline.every, record.level.level, record.binding, tuple(map(bare, record.section))),
    )


def agreement(one: list[Any], other: list[Any]) -> float:
    """F1 of two multisets."""
    common = sum((Counter(one) & Counter(other)).values())
    return 2 * common / (len(one) + len(other))


def test_there_are_files() -> None:
    assert len(SAMPLES) >= 6


@pytest.mark.parametrize("kind", LEAST)
@pytest.mark.parametrize("name", SAMPLES)
def test_records_are_those_of_the_text(name: str, kind: str) -> None:
    wanted = [fields(r) for r in sample(name, "txt")[1].records]
    found = [fields(r) for r in sample(name, kind)[1].records]
    missing, surplus = Counter(wanted) - Counter(found), Counter(found) - Counter(wanted)
    assert agreement(wanted, found) >= LEAST[kind], (list(missing), list(surplus))


@pytest.mark.parametrize("kind", LEAST)
@pytest.mark.parametrize("name", SAMPLES)
def test_what_always_holds(name: str, kind: str) -> None:
    document, extraction = sample(name, kind)
    assert extraction.source.format == document.format == kind
    assert ungrounded(document.text, extraction) == []
    assert unaccounted(document.text, extraction) == []
    assert disordered(extraction) == []
    assert unlinked(extraction) == []


@pytest.mark.parametrize("name", SAMPLES)
def test_facts_about_the_plan_are_the_same(name: str) -> None:
    said = [sample(name, kind)[1].plan.model_dump(exclude={"read_from"}) for kind in ("txt", *LEAST)]
    assert said[1:] == said[:1] * 3


@pytest.mark.parametrize("name", SAMPLES)
def test_pages_only_in_pdf_and_in_order(name: str) -> None:
    pages = [r.evidence.page for r in sample(name, "pdf")[1].records]
    assert None not in pages
    assert pages == sorted(pages, key=lambda page: page or 0)
    assert pages[-1] != pages[0]
    assert {r.evidence.page for kind in ("txt", "docx", "html") for r in sample(name, kind)[1].records} == {None}


def test_a_table_over_a_page_break_is_one_table() -> None:
    document, extraction = sample("hetan", "pdf")
    in_table = [r for r in extraction.records if r.evidence.table and r.evidence.table.index == 0]
    assert {r.evidence.page for r in in_table} == {3, 4}
    assert len(document.tables[0].rows) == len(sample("hetan", "docx")[0].tables[0].rows)


def test_merged_cells_are_one_cell() -> None:
    for kind in ("docx", "html", "pdf"):
        rows = sample("canglan", kind)[0].tables[0].rows
        assert rows[1][0].text == "环境质量"
        assert rows[1][0] is rows[2][0] is rows[4][0]
        assert rows[5][0].text == "污染减排"


def test_furniture_is_left_out() -> None:
    for kind in ("html", "pdf"):
        for name in SAMPLES:
            text = sample(name, kind)[0].text
            assert not re.search(r"20251231|网站名称|另一份文件|10000001|内部资料|^— \d+ —$", text, re.M)


def test_text_prints_what_offsets_count_in(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    path = CORPUS / "hetan/formats/plan.docx"
    command = [sys.executable, "-m", "planextract", "text", str(path)]
    printed = subprocess.run(command, capture_output=True, check=True, timeout=120).stdout
    assert printed.decode() == sample("hetan", "docx")[0].text


@pytest.mark.parametrize("kind", LEAST)
def test_the_printed_text_reads_like_the_file(kind: str, tmp_path: Path) -> None:
    """A person who goes on with ``planextract text`` loses nothing: tables are found again."""
    document, extraction = sample("jichuan", kind)
    again = extract(Document(document.text, "plan.txt", document.sha256))
    assert agreement([fields(r) for r in extraction.records], [fields(r) for r in again.records]) >= 0.98


def test_the_table_in_the_documentation_is_true() -> None:
    shown = (ROOT / "docs/formats.md").read_text(encoding="utf-8")
    for name in SAMPLES:
        count = len(sample(name, "txt")[1].records)
        row = re.search(rf"^\| {name} \|(.*)\|$", shown, re.M)
        assert row, name
        said = [float(cell.strip().rstrip("%")) for cell in row.group(1).split("|")[1:]]
        assert len(said) == len(LEAST)
        for kind, percent in zip(LEAST, said, strict=True):
            found = [fields(r) for r in sample(name, kind)[1].records]
            least = agreement([fields(r) for r in sample(name, "txt")[1].records], found)
            assert 100 * least >= percent - 0.05, (name, kind, count)


def test_text_files_need_no_document_library() -> None:
    program = (
        "import sys, json, planextract\n"
        f"planextract.extract(planextract.load({str(CORPUS / 'hetan/plan.txt')!r}))\n"
        "print(json.dumps(sorted(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=120)
    modules = json.loads(done.stdout)
    heavy = ("selectolax", "pdfplumber", "pdfminer", "pypdfium2", "docx", "mammoth", "lxml", "rapidocr", "onnxruntime")
    loaders = [f"planextract.loading.{name}" for name in ("docx", "html", "pdf", "office", "ocr", "zipped", "archive")]
    assert [m for m in modules if m.split(".")[0] in heavy or m in loaders] == []


@pytest.mark.skipif(
    not PLANS, reason="the real plans are not part of the project; set PLANEXTRACT_PLANS to their folder"
)
@pytest.mark.parametrize("kind", ["docx", "html"])
def test_real_plans(kind: str, tmp_path: Path) -> None:
    pytest.importorskip("docx", reason="python-docx makes the files; pip install python-docx")
    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        import make_formats
    finally:
        sys.path.pop(0)
    for plan in sorted(Path(PLANS or "").glob("*.txt")):
        target = tmp_path / f"{plan.stem}.{kind}"
        make_formats.write(plan, target)
        wanted, found = (
            [fields(r)[:5] + fields(r)[6:8] + fields(r)[9:11] for r in extract(load(path)).records]
            for path in (plan, target)
        )
        assert agreement(wanted, found) >= 0.99, (
            plan.stem,
            Counter(wanted) - Counter(found),
            Counter(found) - Counter(wanted),
        )
