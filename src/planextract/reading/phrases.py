"""The indicator phrase: the shortest piece of a clause that still says what is counted."""

from __future__ import annotations

import re

from planextract.patterns import Patterns
from planextract.reading.words import WordCutter

_EDGE = " 、，,；;：:。.·—–-…*　"
_PER_LEAD = re.compile(
    r"(?:(?:不低于|不少于|达到|按)?每[百千万]?[户人名](?:居民)?|每(?:半年|学期|学年|[一二两三四五六\d]+[年月周])|每[年月周]|每季度|连续[\d一二三四五六七八九十]+年|每人每年|每人每月|每年每人|每月每人|每人每天|每户每年|人均每年|人均每月|每月人均|月人均|年人均|每生每年)$"
)
_HEAD = re.compile(
    r"(?:[一-鿿]{0,2}率|比例|比重|占比|数量?|总数|总量|总额|标准|水平|面积|人数|规模|床位数?|收入|支出|投资|产值|增加值|资金|指数|强度|浓度|能力|余额|总值|里程|距离|寿命|比)$"
)
_THING = re.compile(
    r"(?:机构|中心|站点?|所|院|室|校|园|点|场所?|设施|平台|热线|服务|家庭|病人|患者|儿童|老人|老年人|人员|对象|医师|医生|护士|床位|道路|社区|村|镇|县|组织|企业|队伍|系统|制度|体系)$"
)
"""Phrases that name a thing of their own and only lack the measure that the last member of a list carries."""
_LIST = re.compile(r"、|，|(?<=[一-鿿）)])(?:和|与|及|以及)(?=[一-鿿（(“])")


def balanced(text: str) -> str:
    """Without a bracket or quote that has lost its partner at either end.

    >>> balanced("）覆盖率"), balanced("乡镇（街道")
    ('覆盖率', '乡镇')
    """
    for opening, closing in ("（）", "()", "“”", "《》"):
        depth = 0
        for i, char in enumerate(text):
            if char == opening:
                depth += 1
            elif char == closing:
                depth -= 1
                if depth < 0:
                    return balanced(text[i + 1 :])
        if depth > 0:
            return balanced(text[: text.rindex(opening)])
    return text


class PhraseReader:
    """Cleans phrases by ``patterns/verbs.yaml``."""

    def __init__(self, patterns: Patterns) -> None:
        verbs = patterns["verbs"]
        self.modal = re.compile(rf"^(?:{verbs['modal'].source})+(?=.)")
        self.lead = re.compile(rf"^(?:{verbs['lead'].source})(?=[一-鿿“（(])")
        self.region = re.compile(rf"^(?:{verbs['region'].source})(?=.)")
        self.only_scope = re.compile(f"(?:{verbs['region'].source}|{verbs['modal'].source})+")
        self.since = re.compile(
            r"^(?:由?[^，、]{2,14}?(?:局|委|办|政府|部门|中心|会|单位)(?:负责|牵头|承担)|\d{1,2}[.．、](?!\d)|[一二三四五六七八九十][是要](?=[一-鿿]{2})|每(?:个|一个|名|所|家|座|处)(?=[一-鿿]{3})|(?:近|未来|今后|过去|前|这)?[一二三四五六七八九十\d]+年(?:来|间|内)?|可(?:以)?提供|可|能够?|有(?=各类|各级)|[一-鿿]{0,6}(?:建国|成立|建立|解放)以来)(?=[一-鿿])"
        )
        self.compound = verbs["compound"].regex
        self.words = WordCutter()
        self.reach = re.compile(verbs["reach"].source)
        self.act_end = re.compile(rf"(?P<act>(?:{verbs['act'].source})+)$")
        self.act_start = re.compile(rf"^(?:{verbs['act'].source})+")
        self.commit = re.compile(verbs["commit"].source)
        self.predicate = re.compile(verbs["predicate"].source)
        self.change = re.compile(verbs["change"].source)
        self.to_level = re.compile(verbs["to_level"].source)

    # ---- before the number ------------------------------------------------------------------------------------------

    def subject(self, text: str, rate: bool, own: re.Pattern[str] | None = None) -> str:
        """What stands before a number without lead words, scope, verbs of reaching.

        ``rate`` also drops verbs that lead to a rate (推动…覆盖率). ``own`` matches the region's own names.
        """
        text = text.strip(_EDGE)
        text = self._tail(text)
        return self._front(text, rate, own)

    def _tail(self, text: str) -> str:
        while text:
            before = text
            text = _PER_LEAD.sub("", text).rstrip(_EDGE)
            match = self.reach.search(text)
            if match and match.start() > 0 and not self._noun_tail(text, match):
                text = text[: match.start()].rstrip(_EDGE)
            elif match and match.start() == 0:
                return ""
            text = re.sub(
                r"(?:不少于|不低于|不超过|至少|分别|统一|总体|平均|均|都|将|将会|预计|(?<![公条节预合契盟规民])约|近|的|各)$",
                "",
                text,
            ).rstrip(_EDGE)
            if text == before:
                break
        return text

    @staticmethod
    def _noun_tail(text: str, match: re.Match[str]) -> bool:
        """Endings that look like verbs and are part of a name (预计, 设计, 以上占)."""
        return (
            match.group() in ("计", "到", "在", "有", "共", "为")
            and text[: match.start()][-1:] in "设统预审共行持所现拥具"
        )

    def _front(self, text: str, rate: bool, own: re.Pattern[str] | None) -> str:
        for _ in range(8):
            before = text
            if own and (match := own.match(text)) and match.end() < len(text):
                text = text[match.end() :]
            if match := self.region.match(text):
                text = text[match.end() :]
            if (match := self.modal.match(text)) and not self._word_goes_on(text, match.end()):
                text = text[match.end() :]
            if rate and (match := self.lead.match(text)):
                text = text[match.end() :]
            text = self.since.sub("", text).lstrip(_EDGE)
            if text == before:
                break
        text = balanced(text).strip(_EDGE)
        return "" if self.only_scope.fullmatch(text) else text

    def _word_goes_on(self, text: str, end: int) -> bool:
        """Whether a lead word is only the beginning of a longer word or fixed phrase (中小学, 各级, 基本养老)."""
        if text[:end].endswith("其中"):
            return False
        return bool(
            self.compound.match(text, max(0, end - 2)) or self.compound.match(text, end - 1)
        ) or not self.words.is_boundary(text, end)

    # ---- behind the number ------------------------------------------------------------------------------------------

    def object(self, text: str) -> tuple[str, str]:
        """What stands behind a counted number, split into the things counted and what is said of them.

        >>> # 19家 | 养老机构 | 全部达到…标准
        """
        # Describing lists run up to their 的 (集养育、医疗于一体的…); other lists end the things counted.
        stop = (
            r"[，。；：！？]"
            if re.match(
                r"[^，。；]{0,60}、[^，。；]{0,40}的|[^，。；、]{1,6}(?:功能|式|型|性|化|类)、|[^，。；、]{2,14}(?:新建|改建|扩建|改扩建|改造|建设|维修|升级)、",
                text,
            )
            else r"[，。；：！？、]"
        )
        text = re.split(stop, text, maxsplit=1)[0]
        text = re.split(r"(?:和|及|以及|、)一[批些]", text, maxsplit=1)[0]
        text = balanced(text.strip(_EDGE))
        match = self.predicate.search(text, 2) if len(text) > 2 else None
        if match and "的" not in text[match.start() :]:
            return self.shorten(text[: match.start()]), text[match.start() :].strip(_EDGE)
        return self.shorten(text), ""

    @staticmethod
    def shorten(text: str) -> str:
        """Drop describing modifiers; those that say which things are counted (具有…的) stay."""
        text = re.sub(r"(?:工作|任务|的?目标|的?标准|的?建设任务)$", "", text.strip(_EDGE)) or text
        if "的" in text:
            before, _, after = text.rpartition("的")
            if len(after) >= 2 and not re.match(
                r"以.+为主$|具有|具备|符合|持|获|带|取得|参加|未|无|有(?!机)|失|经|需|开展|从事|接受", before
            ):
                text = after
        return balanced(text.strip(_EDGE))

    # ---- lists ------------------------------------------------------------------------------------------------------

    def distribute(self, subject: str, count: int) -> list[str]:
        """A subject of several parts shared out over ``count`` figures (A、B覆盖率分别…).

        城乡 becomes 城市 and 农村; a part that lacks the head of the last one is completed with it.
        """
        if count == 2 and "城乡" in subject and len(self.parts(subject, 2)) != 2:
            head, _, tail = subject.partition("城乡")
            return [f"{head}城市{tail}", f"{head}农村{tail}"]
        if (
            count == 2
            and (either := re.search(r"(?P<a>村|镇|县|乡镇|区|乡)（(?P<b>社区|街道|市|区|居|镇)）", subject))
            and "、" not in subject
        ):
            head, tail = subject[: either.start()], subject[either.end() :]
            return [f"{head}{either['a']}{tail}", f"{head}{either['b']}{tail}"]
        parts = self.parts(subject, count)
        if len(parts) != count:
            return [subject] * count
        if (
            group := re.match(
                r"每[百千万十]+(?:名|个|张|户)?(?:[一-鿿]{0,4}(?:人口|老年人|老人|居民|儿童|学生|人))?(?:拥有)?",
                parts[0],
            )
        ) and group.end() < len(parts[0]):
            # 每千人口床位、医师、护士: the denominator holds for all.
            parts = [parts[0]] + [p if p.startswith("每") else group.group() + p for p in parts[1:]]
        if count == 2:
            parts = self._with_common_front(parts)
        last = parts[-1]
        return [self._complete(part, last) for part in parts[:-1]] + [last]

    @staticmethod
    def _with_common_front(parts: list[str]) -> list[str]:
        """特困人员集中供养和分散供养标准: 集中供养 and 分散供养 are parallel, so what stands before holds for both."""
        first, second = parts
        for size in (4, 5, 6, 3):
            front = first[:-size]
            if len(front) >= 3 and first[-2:] == second[size - 2 : size] and first[-size:] != second[:size]:
                return [first, front + second]
        return parts

    @staticmethod
    def parts(subject: str, count: int) -> list[str]:
        """The subject cut into ``count`` parts at its list marks, weaker marks joined where there are too many."""
        shielded = re.sub(r"[（(“《][^（）()“”《》]*[）)”》]", lambda m: "\0" * len(m.group()), subject)
        cuts = list(_LIST.finditer(shielded))
        if len(cuts) + 1 > count:
            strong = [m for m in cuts if m.group() in "、，"]
            weak = [m for m in cuts if m.group() not in "、，"]
            cuts = weak if len(weak) + 1 == count else strong if len(strong) + 1 == count else cuts
        pieces, at = [], 0
        for cut in cuts:
            pieces.append(subject[at : cut.start()])
            at = cut.end()
        pieces.append(subject[at:])
        return [p.strip(_EDGE) for p in pieces if p.strip(_EDGE)]

    @staticmethod
    def _complete(part: str, last: str) -> str:
        """``part`` with the head that only the last member of a list carries."""
        if _HEAD.search(part):
            return part
        for size in (4, 3, 2):
            tail = part[-size:]
            if len(tail) == size and tail in last:
                return part + last[last.rindex(tail) + size :]
        head = _HEAD.search(last)
        if not head:
            return part
        if _THING.search(part) and len(part) >= 6:
            return part + head.group()
        # Without a shared word the head noun and its nearest modifiers are shared (…孤儿基本生活保障标准).
        keep = min(len(part), max(0, head.start() - 2))
        start = min(keep, 4) if len(last) > 8 else head.start()
        return part + last[start if len(part) < len(last) else head.start() :]

    def noun(self, phrase: str) -> str:
        """The things a phrase is about, without the verbs around them (登记社会组织; 社会组织建立党组织)."""
        text = self.act_start.sub("", phrase) or phrase
        match = self.predicate.search(text, 2) if len(text) > 2 else None
        if match:
            text = text[: match.start()]
        return re.sub(r"(?:单独|共同|联合|依法|全部|已|均|总数|数量|个数)+$", "", text)

    @staticmethod
    def headless(text: str) -> str:
        """A phrase without the word that names its measure (粮食播种面积 → 粮食播种)."""
        short = _HEAD.sub("", text)
        return short if len(short) >= 2 else text

    @staticmethod
    def theme(clause: str) -> str:
        """What a lead clause is about: 加强城乡社区日间照料中心建设 is about 城乡社区日间照料中心."""
        text = re.sub(
            r"^(?:进一步|不断|持续|全面|大力|积极)*(?:加大|加强|加快|推进|推动|深化|完善|健全|规范|提升|提高|开展|实施|强化|优化|扩大|落实|建立健全|建立|改善|抓好|做好|着力)+",
            "",
            clause.strip(_EDGE),
        )
        return re.sub(
            r"(?:的?(?:建设|工作|力度|管理|服务能力|能力建设|体系建设|行动|工程|机制|步伐|水平|覆盖面|改革))+$",
            "",
            text,
        )

    def head(self, text: str) -> bool:
        """Whether a phrase ends in a word that names a measure (率, 比例, 标准 …)."""
        return bool(_HEAD.search(text))
