"""Responsible bodies: who is named as answerable for a figure."""

from __future__ import annotations

import re
from dataclasses import dataclass

_BODY = r"[一-鿿（）()]{2,24}"
_LIST = re.compile(r"[、，,；;]|(?<=[局委部办会院厅])\s+")
_LABEL = re.compile(
    rf"[（(【\[]?(?:责任单位|牵头单位|责任部门|牵头部门|配合单位|责任主体|主管部门|实施单位)[:：](?P<list>[^（()）】\]。\n]{{2,160}}(?:[（(][^（()）]{{1,20}}[)）][^（()）】\]。\n]{{0,80}})*)[)）】\]]?"
)
_LED = re.compile(
    rf"由(?P<list>{_BODY}(?:[、和与及]{_BODY}){{0,6}}?)(?P<verb>(?:共同|具体|统一|联合|分别)?(?:牵头|负责|承担|主办|组织实施|统筹|实施|落实))"
)
_NO_BODY = re.compile(r"政府购买|社会力量|市场|家庭$|个人$")
_IS_BODY = re.compile(
    r"(?:局|委|部|办|会|院|厅|政府|中心|公司|站|所|单位|部门|集团|银行|街道|乡镇|镇|乡|大学|学校|机构|办公室|管委会|支队|大队|分局|县|市|区|州|工委|党委|民政)$"
)
_NOTE = re.compile(r"[（(](?:牵头|负责|配合|排名第一为牵头单位)[)）]|等$|按职责分工负责$|按职责分工$")


@dataclass(frozen=True, slots=True)
class Named:
    """A body named at ``[start, end)`` of the text."""

    start: int
    end: int
    text: str


class BodyReader:
    """Finds bodies in 责任单位：… and 由…牵头/负责 clauses and in cells."""

    def find(self, text: str) -> list[Named]:
        """The bodies of 由…牵头/负责 clauses."""
        found: list[Named] = []
        for match in _LED.finditer(text):
            named = [
                b
                for b in self.split(match["list"], match.start("list"), "、和与及")
                if _IS_BODY.search(b.text) and not _NO_BODY.search(b.text)
            ]
            found.extend(named)
        return found

    def labels(self, text: str) -> list[tuple[int, list[Named]]]:
        """Lists behind a label (责任单位：…), each with the offset where the label stands."""
        return [(m.start(), self.split(m["list"], m.start("list"))) for m in _LABEL.finditer(text)]

    @staticmethod
    def split(text: str, offset: int = 0, marks: str = "") -> list[Named]:
        """The members of a list of bodies."""
        pattern = re.compile(f"[{marks}]") if marks else _LIST
        out, at = [], 0
        for piece in [*pattern.finditer(text), None]:
            end = piece.start() if piece else len(text)
            raw = text[at:end]
            lead = len(raw) - len(raw.lstrip())
            body = _NOTE.sub("", raw.strip())
            if len(body) >= 2:
                out.append(Named(offset + at + lead, offset + at + lead + len(body), body))
            at = piece.end() if piece else end
        return out
