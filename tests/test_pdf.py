"""PDF pages: reading order, tables with and without lines, headers, pages without text. Pages are made by hand."""

from __future__ import annotations

import pytest

from pdf_parts import ENCRYPTED, frame, pdf, text
from planextract import Document, LoadError, load_bytes
from planextract.limits import Limits
from planextract.loading.ocr import spread
from planextract.loading.pdf_lines import Glyph
from planextract.loading.pdf_pages import Page, Paragraph, flow
from planextract.loading.pdf_tables import Sheet
from planextract.radicals import RADICALS


def read(*pages: str) -> Document:
    return load_bytes(pdf(list(pages)), "plan.pdf")


def glyphs(said: str, x: float, y: float, size: float = 12) -> list[Glyph]:
    return [Glyph(char, x + i * size, y, x + (i + 1) * size, y + size) for i, char in enumerate(said)]


def page(number: int, *lines: tuple[float, float, str]) -> Page:
    return Page(number, 600, 800, [glyph for x, y, said in lines for glyph in glyphs(said, x, y)])


def flowing(*pages: Page) -> list[str | list[list[str]]]:
    shown: list[str | list[list[str]]] = []
    for item in flow(list(pages)):
        if isinstance(item, Paragraph):
            shown.append("".join(said for said, _ in item.pieces))
        elif isinstance(item, Sheet):
            shown.append([[cell.text for cell in row] for row in item.rows])
    return shown


FULL = "到二零二五年全县养老机构护理型床位占全部床位的比例达到百分之五十五以上，社区养"
assert len(FULL) == 39


def test_lines_become_paragraphs_over_pages() -> None:
    first = page(1, (76, 100, FULL[:37]), (52, 120, FULL), (52, 140, "老服务全覆盖。"), (76, 160, FULL[:37]))
    second = page(2, (52, 100, "老服务设施达标。"), (76, 120, "另起一段。"))
    assert flowing(first, second) == [
        FULL[:37] + FULL + "老服务全覆盖。",
        FULL[:37] + "老服务设施达标。",
        "另起一段。",
    ]
    pieces = [item.pieces for item in flow([first, second]) if isinstance(item, Paragraph)]
    assert [number for _, number in pieces[1]] == [1, 2]


def test_headers_footers_and_page_numbers_are_left_out() -> None:
    pages = [
        page(n, (200, 20, "某县民政事业发展规划"), (52, 100, f"第{n}页的正文内容。"), (280, 770, f"—{n}—"))
        for n in (1, 2, 3)
    ]
    assert flowing(*pages) == ["第1页的正文内容。", "第2页的正文内容。", "第3页的正文内容。"]


def test_two_columns_are_read_one_after_the_other() -> None:
    left, right = "左边的文字内容不多也不少", "右边的文字内容不多也不少"
    lines = [(x, 100.0 + 20 * i, said) for i in range(6) for x, said in ((52, left), (320, right))]
    shown = "".join(item for item in flowing(page(1, *lines)) if isinstance(item, str))
    assert shown == left * 6 + right * 6


def test_a_table_without_lines() -> None:
    rows = [("指标", "二零年", "二五年"), ("床位数", "200", "300"), ("机构数", "10", "12"), ("护理员", "40", "55")]
    lines = [
        (x, 100.0 + 20 * i, said) for i, row in enumerate(rows) for x, said in zip((52, 300, 450), row, strict=True)
    ]
    assert flowing(page(1, (52, 60, "正文。"), *lines)) == ["正文。", [list(row) for row in rows]]


def test_a_table_with_lines_over_two_pages() -> None:
    xs: list[float] = [72, 200, 300, 400]

    def table(rows: list[tuple[str, str, str]], top: float) -> str:
        ys = [top - 20 * i for i in range(len(rows) + 1)]
        said = [(x + 4, ys[i] - 14, cell) for i, row in enumerate(rows) for x, cell in zip(xs, row, strict=False)]
        return frame(xs, ys) + " " + text(*said)

    head = ("No", "Name", "2025")
    first = (
        text((72, 700, "A line above the table."))
        + " "
        + table([head, ("1", "beds", "300"), ("2", "homes", "12")], 200)
    )
    second = table([head, ("3", "staff", "55")], 760) + " " + text((72, 500, "A line below."))
    document = read(first, second)
    assert [[c.text for c in row] for row in document.tables[0].rows] == [
        list(head),
        ["1", "beds", "300"],
        ["2", "homes", "12"],
        ["3", "staff", "55"],
    ]
    assert [place.page for _, place in document.places] == [1, 1, 1, 1, 2, 2]
    assert document.text.endswith("3\tstaff\t55\n\nA line below.\n")


def test_a_frame_is_no_table() -> None:
    assert (
        read(frame([60, 500], [600, 720]) + " " + text((72, 700, "Box 1"), (72, 680, "inside"))).text
        == "Box 1\ninside\n"
    )


def test_radicals_are_read_as_the_characters_they_look_like() -> None:
    assert "⽣⺠⻔⼾⻓".translate(RADICALS) == "生民门户长"
    assert all(len(character) == 1 for character in RADICALS.values())


def test_a_scan_is_named_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    from planextract.loading import extras

    if extras.has("rapidocr", "onnxruntime"):
        pytest.skip("an OCR library is installed and reads it")
    scan = pdf(["q 500 0 0 700 40 40 cm /I Do Q"] * 3, picture=True)
    with pytest.raises(
        LoadError, match=r"it is scanned: 3 of 3 pages are pictures without text; pip install 'planextract\[ocr\]'"
    ):
        load_bytes(scan, "plan.pdf")


def test_pages_without_anything() -> None:
    with pytest.raises(LoadError, match="its pages hold no text"):
        read("", "")


def test_a_locked_file() -> None:
    with pytest.raises(LoadError, match="it is encrypted; print it to PDF without a password"):
        load_bytes(ENCRYPTED, "plan.pdf")


def test_too_many_pages() -> None:
    with pytest.raises(LoadError, match="it has 5 pages, more than 4; split it or raise --max-pages"):
        load_bytes(pdf([text((72, 700, "x"))] * 5), "plan.pdf", limits=Limits(pages=4))


def test_too_slow() -> None:
    with pytest.raises(LoadError, match=r"longer than 0\.01 seconds"):
        load_bytes(pdf([text((72, 700, "x"))]), "plan.pdf", limits=Limits(seconds=0.01))


def test_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planextract.loading.extras.has", lambda *_: False)
    with pytest.raises(LoadError, match=r"this is a PDF file; to read it: pip install 'planextract\[docs\]'"):
        read(text((72, 700, "x")))


def test_what_ocr_finds_keeps_its_columns() -> None:
    """A box over several cells of a row has spaces; they are as wide as the writing leaves them."""

    def box(x: float, y: float, wide: float) -> list[tuple[float, float]]:
        return [(x, y), (x + wide, y), (x + wide, y + 50), (x, y + 50)]

    em = 33.0
    rows = [
        ("城市低保标准", "396", "590", "8.3"),
        ("农村低保标准", "2646 4956", "", "13.4"),
        ("养老床位总数", "1.23", "2.16", "11.9"),
    ]
    found = [("到二零二五年全市建成床位", box(100, 100, 12 * em))]
    for i, (name, start, target, growth) in enumerate(rows):
        y = 300 + 60.0 * i
        found += [(name, box(100, y, 6 * em)), (start, box(500, y, 260 if " " in start else len(start) * em / 2))]
        found += [(target, box(700, y, len(target) * em / 2))] if target else []
        found += [(growth, box(1000, y, len(growth) * em / 2))]
    assert flowing(Page(1, 600, 800, spread(found))) == [
        "到二零二五年全市建成床位",
        [
            ["城市低保标准", "396", "590", "8.3"],
            ["农村低保标准", "2646", "4956", "13.4"],
            ["养老床位总数", "1.23", "2.16", "11.9"],
        ],
    ]
