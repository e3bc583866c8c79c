"""One subject for several figures: its parts, each completed with what the list shares."""

from __future__ import annotations

import re

from planextract.patterns import Patterns

_EDGE = " 、，,；;：:。"
_BRACKETS = re.compile(r"[（(“《][^（）()“”《》]*[）)”》]")
_OWN_NAME = 6
"""A part at least this long that names a thing only lacks the measure; a shorter one is a modifier."""
_MODIFIER = 4
"""A modifier of Chinese usually has this many characters (集中供养, 社会散居)."""


class Sharer:
    """Shares subjects out by ``patterns/phrases.yaml``."""

    def __init__(self, patterns: Patterns) -> None:
        self.rule = patterns.regexes("phrases")

    def distribute(self, subject: str, count: int) -> list[str]:
        """A subject of several parts shared out over ``count`` figures (A、B覆盖率分别…).

        城乡 becomes 城市 and 农村; a part that lacks the head of the last one is completed with it. A subject that has
        another number of parts is given whole to each figure.
        """
        parts = self.parts(subject, count)
        if count == 2 and len(parts) != 2 and "城乡" in subject:
            head, _, tail = subject.partition("城乡")
            return [f"{head}城市{tail}", f"{head}农村{tail}"]
        if count == 2 and "、" not in subject and (either := self.rule["either"].search(subject)):
            head, tail = subject[: either.start()], subject[either.end() :]
            return [f"{head}{either['a']}{tail}", f"{head}{either['b']}{tail}"]
        if len(parts) != count:
            return [subject] * count
        parts = self._common_front(self._denominated(parts))
        return [self._complete(part, parts[-1]) for part in parts[:-1]] + [parts[-1]]

    def parts(self, subject: str, count: int) -> list[str]:
        """The subject cut at its list marks; where there are too many, at the strong (、) or the weak ones (和) only.

        Marks inside brackets and quotes do not cut.
        """
        shielded = _BRACKETS.sub(lambda m: "\0" * len(m.group()), subject)
        cuts = list(self.rule["list_mark"].finditer(shielded))
        if len(cuts) + 1 > count:
            strong = [m for m in cuts if m.group() in "、，"]
            weak = [m for m in cuts if m.group() not in "、，"]
            cuts = next((some for some in (weak, strong) if len(some) + 1 == count), cuts)
        starts = [0, *(m.end() for m in cuts)]
        ends = [*(m.start() for m in cuts), len(subject)]
        pieces = (subject[a:b].strip(_EDGE) for a, b in zip(starts, ends, strict=True))
        return [piece for piece in pieces if piece]

    def _denominated(self, parts: list[str]) -> list[str]:
        """每千人口床位、医师、护士: the denominator holds for all."""
        group = self.rule["denominator"].match(parts[0])
        if not group or group.end() == len(parts[0]):
            return parts
        return [parts[0]] + [part if part.startswith("每") else group.group() + part for part in parts[1:]]

    @staticmethod
    def _common_front(parts: list[str]) -> list[str]:
        """特困人员集中供养和分散供养标准: 集中供养 and 分散供养 are parallel, what stands before holds for both."""
        if len(parts) != 2:
            return parts
        first, second = parts
        for size in (_MODIFIER, 5, 6, 3):
            front = first[:-size]
            if len(front) >= 3 and first[-2:] == second[size - 2 : size] and first[-size:] != second[:size]:
                return [first, front + second]
        return parts

    def _complete(self, part: str, last: str) -> str:
        """``part`` with the head that only the last member of a list carries."""
        head = self.rule["measure"].search(last)
        if self.rule["measure"].search(part):
            return part
        for size in (4, 3, 2):
            # A shared word tells where the common tail begins (服务机构、照料机构|覆盖率).
            tail = part[-size:]
            if len(tail) == size and tail in last:
                return part + last[last.rindex(tail) + size :]
        if not head:
            return part
        if len(part) >= _OWN_NAME and self.rule["thing"].search(part):
            return part + head.group()
        # Without a shared word the head and its nearest modifiers are shared (社会散居|孤儿基本生活保障标准).
        if len(part) >= len(last) or len(last) <= 8:
            return part + last[head.start() :]
        return part + last[min(len(part), max(0, head.start() - 2), _MODIFIER) :]
