"""What the styles of a .docx say about a paragraph or a run: hidden, a heading of which level, counted by what."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planextract.loading.archive import Element, local
from planextract.loading.docx_numbering import attribute, child, value_of

__all__ = ["Styles", "is_on"]

_HEADING = re.compile(r"^(?:heading|标题)\s*([1-9])$", re.I)
_CONTENTS = re.compile(r"^(?:toc|目录)\s*[1-9]$", re.I)
LONGEST_CHAIN = 20
"""A style may rest on another one, which may rest on it again."""


def is_on(properties: Element | None, name: str) -> bool | None:
    """Whether a switch like ``vanish`` is set; ``None`` when nothing is said."""
    element = child(properties, name)
    return None if element is None else attribute(element, "val") not in ("0", "false", "off")


class Styles:
    """The styles of ``styles.xml``."""

    def __init__(self, root: Element | None) -> None:
        styles = [e for e in (root if root is not None else ()) if local(e) == "style"]
        self._styles = {key: e for e in styles if (key := attribute(e, "styleId"))}
        self._default = next(
            (
                attribute(e, "styleId")
                for e in styles
                if attribute(e, "type") == "paragraph" and attribute(e, "default") in ("1", "true")
            ),
            None,
        )

    def hidden(self, properties: Element | None, paragraph_style: str | None) -> bool:
        """Whether a run with these properties is not shown."""
        said = is_on(properties, "vanish")
        for style in (value_of(properties, "rStyle"), paragraph_style or self._default):
            if said is not None:
                break
            said = next((on for e in self._chain(style) if (on := is_on(child(e, "rPr"), "vanish")) is not None), None)
        return bool(said)

    def heading(self, properties: Element | None) -> int | None:
        """The level of a heading, from 1; ``None`` for other paragraphs."""
        if (own := value_of(properties, "outlineLvl")) is not None:
            return _outline(own)
        for style in self._chain(value_of(properties, "pStyle")):
            if (level := value_of(style, "pPr", "outlineLvl")) is not None:
                return _outline(level)
            if match := _HEADING.match(value_of(style, "name") or ""):
                return int(match.group(1))
        return None

    def in_contents(self, properties: Element | None) -> bool:
        """Whether a paragraph is a line of the table of contents, which repeats headings and adds page numbers."""
        return any(
            _CONTENTS.match(value_of(style, "name") or "") for style in self._chain(value_of(properties, "pStyle"))
        )

    def list_of(self, properties: Element | None) -> tuple[str | None, str | None, str | None]:
        """Number of the list, level, and the style that gave it; a paragraph's own list goes before its style's."""
        number, level = value_of(properties, "numPr", "numId"), value_of(properties, "numPr", "ilvl")
        if number is not None:
            return number, level, None
        for style in self._chain(value_of(properties, "pStyle") or self._default):
            held = child(style, "pPr", "numPr")
            if (number := value_of(held, "numId")) is not None:
                return number, level or value_of(held, "ilvl"), attribute(style, "styleId")
        return None, None, None

    def _chain(self, style: str | None) -> Iterator[Element]:
        for _ in range(LONGEST_CHAIN):
            element = self._styles.get(style or "")
            if element is None:
                return
            yield element
            style = value_of(element, "basedOn")


def _outline(level: str) -> int | None:
    return int(level) + 1 if level in "012345678" and level else None
