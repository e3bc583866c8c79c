"""Web pages: what is the plan and what is the page, and how the bytes become text."""

# ruff: noqa: E501  (markup of other formats is not broken into lines)
from __future__ import annotations

import pytest

from planextract import Document, LoadError, extract, load_bytes

LONG = "到2025年，全县养老机构护理型床位占比达到55%。" * 8


def read(body: str, name: str = "plan.html") -> Document:
    return load_bytes(f"<!DOCTYPE html><html><head><title>标题</title></head><body>{body}</body></html>".encode(), name)


def test_furniture_is_set_aside() -> None:
    page = (
        "<header role=banner>某某网 2001</header><nav><a>首页1</a></nav><div class='breadcrumb-nav'>首页 &gt; 规划2</div>"
        f"<h1>某县规划</h1><div id=zoom><p>{LONG * 3}</p><script>var x = 3;</script><style>p {{ width: 4px }}</style>"
        "<p hidden>隐藏5</p><p style='display: none'>隐藏6</p></div>"
        "<div class=share>分享7</div><div><a>相关文件一二三四五六七八九十</a><a>相关文件8</a></div><aside>9</aside><p>打印10</p><footer>备案11</footer>"
    )
    assert read(page).text == f"某县规划\n{LONG * 3}\n"


def test_lines_and_spaces() -> None:
    page = "<p>　　第一章\n   总则</p><p>甲<br>乙 &nbsp;丙</p><div>丁<p>戊</p>己</div><ul><li>庚<li>辛</ul>m<sup>2</sup>55%<sup>[1]</sup>PM<sub>2.5</sub>"
    assert read(page).text == "　　第一章 总则\n甲\n乙 \xa0丙\n丁\n戊\n己\n庚\n辛\nm²55%PM2.5\n"


def test_merged_cells() -> None:
    page = (
        "<p>表1</p><table><caption>主要指标</caption><tr><th rowspan=2>指标<th colspan=2>2025年<tr><td>全县<td>全市"
        "<tr><td>床位<br>（张）<td>300<td>4000</table>"
    )
    document = read(page)
    rows = document.tables[0].rows
    assert document.text == "表1\n主要指标\n指标\t2025年\t\n\t全县\t全市\n床位 （张）\t300\t4000\n\n"
    assert rows[0][0] is rows[1][0]
    assert rows[0][1] is rows[0][2]
    assert {r.value.number for r in extract(document).records} == {300, 4000}


def test_tables_that_only_hold_the_page_together() -> None:
    inner = "<table><tr><td>指标<td>2025年<tr><td>床位<td>300</table>"
    document = read(f"<table><tr><td>左<td><p>第一段</p>{inner}<p>第二段</p><tr><td>下</table>")
    assert document.text == "左\n第一段\n指标\t2025年\n床位\t300\n\n第二段\n下\n"
    assert len(document.tables) == 1


@pytest.mark.parametrize(
    ("said", "encoding", "found"),
    [
        ("", "utf-8", "utf-8"),
        ("", "gb18030", "gb18030"),
        ("<meta charset='gb2312'>", "gb18030", "gb18030"),
        ("<meta http-equiv=Content-Type content='text/html; charset=GBK'>", "gbk", "gb18030"),
        ("<meta charset=utf-8>", "gb18030", "gb18030"),
        ("<meta charset=nonsense>", "utf-8", "utf-8"),
        ("<meta charset=big5>", "big5", "big5"),
        ("", "utf-16", "utf-16"),
    ],
)
def test_charsets(said: str, encoding: str, found: str) -> None:
    text = (
        "<p>民政事業發展規劃到二零二五年全部完成，社區服務達到百分之五十五。</p>"
        if encoding == "big5"
        else f"<p>{LONG}</p>"
    )
    page = f"<!DOCTYPE html><html><head>{said}</head><body>{text}</body></html>"
    document = load_bytes(page.encode(encoding), "page")
    assert (document.text, document.encoding, document.format) == (text[3:-4] + "\n", found, "html")


def test_a_saved_web_archive() -> None:
    page = f"<html><body><p>{LONG}</p></body></html>"
    archive = (
        b'From: <Saved by a browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="x"\r\n\r\n'
        b"--x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0=\r\n"
        b"--x\r\nContent-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + page.encode("gb18030")
        + b"\r\n--x--\r\n"
    )
    document = load_bytes(archive, "plan.mhtml")
    assert (document.text, document.format, document.encoding) == (LONG + "\n", "mhtml", "gb18030")


def test_headings_by_their_tag_alone() -> None:
    document = read("<h2>发展养老服务</h2><p>到2025年，建成养老机构12家。</p>")
    assert extract(document).records[0].section == ["发展养老服务"]


def test_a_page_without_text() -> None:
    with pytest.raises(LoadError, match="shows no text of its own"):
        read("<script>document.write('到2025年')</script>")


def test_a_fragment_is_a_page_only_by_its_name() -> None:
    fragment = "<div><p>到2025年</p></div>".encode()
    assert load_bytes(fragment, "a.html").text == "到2025年\n"
    assert load_bytes(fragment, "a.txt").text == fragment.decode()
