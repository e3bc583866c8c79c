"""The title of a plan: its own line, not the notice that passes it on, nor another plan that it cites."""

from __future__ import annotations

import re
from dataclasses import dataclass

from planextract import regions
from planextract.assembling.head import Head
from planextract.layout.blocks import Block
from planextract.offsets import Span
from planextract.patterns import Patterns

_LONGEST, _SHORTEST = 80, 6
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Title:
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Notice:
    """What a notice at the head passes on: ``[start, end)`` of the head's text, the title it names, and who says so."""

    start: int
    end: int
    title: Title
    who: str
    who_span: Span | None


class TitleReader:
    """Finds titles by ``patterns/plan.yaml``."""

    def __init__(self, patterns: Patterns) -> None:
        rule = patterns.regexes("plan")
        self.ends = patterns.regex("layout.title_end")
        self.notices = (rule["notice"], rule["passed_on"])
        self.no_title, self.no_fragment = rule["no_title"], rule["no_fragment"]
        self.years_line, self.draft = rule["years_line"], rule["draft"]
        self.report, self.years, self.five_years = rule["report"], rule["years"], rule["five_years"]
        self.unlisted = rule["unlisted"]
        self.named = patterns.source("plan.named")

    # ---- the notice -------------------------------------------------------------------------------------------------

    def notice(self, head: Head) -> Notice | None:
        """The first notice of the head; its title may be broken over lines."""
        for pattern in self.notices:
            if match := pattern.search(head.text):
                group = "quoted" if match["quoted"] else "bare"
                title = Title(_SPACE.sub("", match[group]), head.source(*match.span(group)))
                who, where = self._who(head, match)
                return Notice(match.start(group), match.end(), title, who, where)
        return None

    @staticmethod
    def _who(head: Head, match: re.Match[str]) -> tuple[str, Span | None]:
        """Who passes it on: what stands on the notice's own line before 关于."""
        if "who" not in match.groupdict() or not match["who"]:
            return "", None
        who = match["who"].rsplit("\n", 1)[-1].strip()
        end = match.start("who") + len(match["who"].rstrip())
        return who, head.source(end - len(who), end) if who else None

    # ---- the title's own line ---------------------------------------------------------------------------------------

    def read(self, head: Head, notice: Notice | None) -> Title | None:
        """The title line, else what the notice names."""
        found = [t for i in range(len(head.lines)) if (t := self._at(head, i, notice))]
        if not found:
            return notice.title if notice else None
        return self._best(found, notice)

    def _best(self, found: list[Title], notice: Notice | None) -> Title:
        if notice:
            for title in found:
                if _key(notice.title.text) in _key(title.text) or _key(title.text) in _key(notice.title.text):
                    return title
            after = [t for t in found if t.span.start > notice.title.span.start]
            return (after or [notice.title])[0]
        return next((t for t in found if self._telling(t.text)), found[0])

    def _telling(self, text: str) -> bool:
        """Whether a line names a region, years or a five-year plan: 发展规划 alone may be the name of a web page."""
        return bool(self.years.search(text) or self.five_years.search(text) or self._names_region(text))

    def _names_region(self, text: str) -> bool:
        return regions.resolve_title(text) is not None or bool(self.unlisted.match(text))

    def _at(self, head: Head, index: int, notice: Notice | None) -> Title | None:
        line = head.lines[index]
        if line.block.kind == "furniture" or not self._ends_title(line.text) or self._within(head, index, notice):
            return None
        first = index
        text = line.text
        while first > 0 and not self._telling_region(text) and self._fragment(head, first - 1, notice):
            first -= 1
            text = head.lines[first].text + text
        if not _SHORTEST <= len(text) <= _LONGEST or self.no_title.search(text):
            return None
        span = Span(head.lines[first].span.start, line.span.end)
        return self._with_years(head, index, text, span)

    def _ends_title(self, text: str) -> bool:
        return bool(self.ends.search(text)) and not self.no_title.search(text)

    def _telling_region(self, text: str) -> bool:
        return self._names_region(text) or bool(self.report.search(text))

    def _within(self, head: Head, index: int, notice: Notice | None) -> bool:
        line = head.lines[index]
        return notice is not None and line.start < notice.end and notice.start < line.start + len(line.text)

    def _fragment(self, head: Head, index: int, notice: Notice | None) -> bool:
        """Whether a line may be the first part of a title that the next line ends."""
        line, following = head.lines[index], head.lines[index + 1]
        text = line.text
        if line.block.kind != "paragraph" or len(text) > 40 or len(text) < 2 or self._within(head, index, notice):
            return False
        return not self.no_fragment.search(text) and following.span.start - line.span.end <= 4

    def _with_years(self, head: Head, index: int, text: str, span: Span) -> Title:
        """某市规划 ⏎ （2021—2025年）: the years on a line of their own belong to the title."""
        if index + 1 < len(head.lines) and self.years_line.match(head.lines[index + 1].text):
            following = head.lines[index + 1]
            return Title(text + following.text.strip(), Span(span.start, following.span.end))
        if match := self.draft.search(text):
            return Title(text[: match.start()], span)
        return Title(text, span)

    # ---- a plan that only names itself in passing -------------------------------------------------------------------

    def in_passing(self, blocks: list[Block], names: list[str]) -> Title | None:
        """某州民政事业发展“十四五”规划以…为指引: not where it stands in 《》 or is cut from a longer name."""
        if not names:
            return None
        pattern = re.compile(rf"(?:{'|'.join(map(re.escape, names))})(?:{self.named})")
        for block in blocks:
            for match in pattern.finditer(block.text):
                if not _cited(block.text, *match.span()):
                    return Title(match.group(), block.reading.source(*match.span()))
        return None


def _cited(text: str, start: int, end: int) -> bool:
    return text[end : end + 1] == "》" or "《" in text[max(0, start - 1) : start]


def _key(text: str) -> str:
    """A title without what notice and title write differently: spaces, quotes, dashes, brackets."""
    return re.sub(r"[\s“”\"'‘’（）()—\-–－～~至年]", "", text)
