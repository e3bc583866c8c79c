"""What of a web page is the plan: navigation, scripts and the blocks around the text are set aside.

Nothing is known about any one site. Elements that say by their name or role that they are furniture go, blocks that
are mostly links go, and what stands after the block that holds nearly all the text goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

__all__ = ["Page", "walk"]

Node = LexborNode
SKIPPED = frozenset(
    "script style noscript template svg canvas iframe object embed video audio form select button input textarea "  # noqa: SIM905
    "nav footer aside head map dialog link meta".split()
)
_ROLES = frozenset("navigation banner contentinfo complementary search dialog menu menubar".split())  # noqa: SIM905
_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav\w*|menu\w*|crumbs?|breadcrumbs?|side-?bar|foot\w*|share\w*|related|recommend\w*|copyright|"
    r"pagination|pager|toolbar|login|search\w*|banner|qr-?code)(?:$|[\s_-])",
    re.I,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
_BLANK = re.compile(r"\s+")
MOSTLY, LITTLE, FEW = 0.9, 0.3, 0.6
"""Shares of a page's text: of the block that is the plan, of a block that may be furniture by its name, of links."""


@dataclass(slots=True)
class _Measure:
    text: int = 0
    linked: int = 0


def walk(root: Node, skip: frozenset[int] = frozenset()) -> Iterator[tuple[Node, bool]]:
    """All nodes in document order, each twice: ``True`` when it opens, ``False`` when it closes.

    Without recursion, because a page may nest as deep as it likes.
    """
    node = root
    while True:
        yield node, True
        below = node.child if node.mem_id not in skip else None
        if below is not None:
            node = below
            continue
        while True:
            yield node, False
            if node.mem_id == root.mem_id:
                return
            after = node.next
            if after is not None:
                node = after
                break
            above = node.parent
            if above is None:
                return
            node = above


class Page:
    """Which nodes of a page are not read: ``skip`` holds their ids, ``last`` the id of the node to stop behind."""

    def __init__(self, body: Node) -> None:
        self._measures: dict[int, _Measure] = {}
        self._parents: list[_Measure] = []
        gone = frozenset(node.mem_id for node in _furniture(body))
        total = self._measure(body, gone)
        self.skip = gone | self._named(body, gone, total)
        total = self._measure(body, self.skip)
        self.last = self._main(body, total)

    def _measure(self, body: Node, skip: frozenset[int]) -> int:
        """Count the characters in each element, and those of them in links."""
        self._measures = {}
        stack: list[_Measure] = []
        links = 0
        for node, opens in walk(body, skip):
            if node.mem_id in skip:
                continue
            if node.is_text_node:
                if opens and stack:
                    size = len(_BLANK.sub("", node.text_content or ""))
                    stack[-1].text += size
                    stack[-1].linked += size if links else 0
                continue
            links += (1 if opens else -1) if node.tag == "a" else 0
            if opens:
                stack.append(self._measures.setdefault(node.mem_id, _Measure()))
            else:
                done = stack.pop()
                if stack:
                    stack[-1].text += done.text
                    stack[-1].linked += done.linked
        return self._measures[body.mem_id].text

    def _named(self, body: Node, gone: frozenset[int], total: int) -> frozenset[int]:
        """Blocks that are small and named like furniture, and blocks of links."""
        found = set()
        for node, opens in walk(body, gone):
            if not opens or node.mem_id in gone or node.is_text_node or node.mem_id == body.mem_id:
                continue
            measure = self._measures.get(node.mem_id)
            if measure is None or measure.text > LITTLE * total:
                continue
            names = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
            listed = (
                node.tag in ("div", "ul", "ol", "section") and measure.text > 20 and measure.linked > FEW * measure.text
            )
            if listed or _NAMES.search(names):
                found.add(node.mem_id)
        return frozenset(found)

    def _main(self, body: Node, total: int) -> int:
        """The innermost block that holds nearly all the text."""
        node = body
        while True:
            inner = next((child for child in _elements(node) if self._text(child) >= MOSTLY * total), None)
            if inner is None or inner.tag in ("table", "tbody", "tr", "p"):
                return node.mem_id
            node = inner

    def _text(self, node: Node) -> int:
        measure = self._measures.get(node.mem_id) if node.mem_id not in self.skip else None
        return measure.text if measure else 0


def _elements(node: Node) -> Iterator[Node]:
    child = node.child
    while child is not None:
        if not child.is_text_node:
            yield child
        child = child.next


def _furniture(body: Node) -> Iterator[Node]:
    """Elements that are never shown, or that their tag or role calls furniture."""
    for node, opens in walk(body):
        if not opens or node.is_text_node or node.mem_id == body.mem_id:
            continue
        attributes = node.attributes
        if (
            (node.tag or "") in SKIPPED
            or (node.tag or "").startswith(("-", "!"))
            or "hidden" in attributes
            or (attributes.get("role") or "").lower() in _ROLES
            or _HIDDEN.search(attributes.get("style") or "")
        ):
            yield node
