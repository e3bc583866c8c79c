"""Which words name a value: the subject before it, the things counted behind it, or what an earlier clause said."""

from __future__ import annotations

import re
from dataclasses import dataclass

from planextract.patterns import Patterns
from planextract.reading.phrases import PhraseReader
from planextract.reading.quantities import Quantity

_EACH = re.compile(
    r"每(?:一)?(?:(?P<n>\d*[百千万十]+|\d+)(?P<m>个|名|位|户|张|所|家|万|人|座|处|平方公里|亩|公里|生|辆|条|台|件)?|个|名|位|所|家|座|处)?(?P<noun>[一-鿿（）()]{1,12}?)"
    r"(?=拥有|拥|平均|中|内|配备|配|至少|不少于|不低于|有|建|设|应|都|均|每年|每|、|达到|达|为|的|要|力争|累计|打造|培育|新|改|扶持|开展|举办|培训|补|不|$)"
)
_YEARLY = re.compile(r"每年|(?<![一-鿿])年(?=惠|补|均救|提|新|培|培训|产|发|处)|年均(?!增|递|提|下|降|收|缴|水|标|可|支|口|人)")
_PER_PERSON = (
    (re.compile(r"每人每月|每月每人|月人均|人均每月|每人月|每生每月"), "人·月"),
    (re.compile(r"每人每年|每年每人|年人均|人均每年|每生每年"), "人·年"),
    (re.compile(r"每人每天|每人每日"), "人·日"),
    (re.compile(r"(?:[一-鿿]年|^年)(?=基本|保障|补助|救助|供养|$)"), "年"),
    (re.compile(r"每周"), "周"),
    (re.compile(r"每季度?"), "季度"),
    (re.compile(r"每学期"), "学期"),
    (re.compile(r"每月"), "月"),
)
_GROUP = re.compile(r"(?P<group>每?(?:[一二两三四五六七八九]?[百千万亿]|10万|1000|100|十万)(?:名|人(?!口)|户|张|万人|亩|公里|元)?(?:城镇|农村|城乡|常住|户籍|老年|老|居民|劳动|养老|机构|适龄|人口|儿童|学生|床位|就业|养老机构)*(?:人口|老年人|老人|居民|床位|人|儿童|学生|户)?)(?=拥有|的|配|服务|[一-鿿])")


@dataclass(frozen=True, slots=True)
class Wording:
    """An indicator phrase and the rule that found it.

    ``split`` holds several phrases where one value holds for several figures (每千名…、每百张…配1名), ``pers`` their
    denominators; ``carries`` tells that later clauses may go on about it.
    """

    phrase: str
    rule: str
    per: str | None = None
    split: tuple[str, ...] = ()
    pers: tuple[str | None, ...] = ()
    carries: bool = True


class WordingReader:
    """Words indicators by ``patterns/asides.yaml`` and ``patterns/verbs.yaml``."""

    def __init__(self, patterns: Patterns, phrases: PhraseReader) -> None:
        self.phrases = phrases
        rules = patterns["asides"]
        self.coverage_tail = rules["coverage_tail"].regex
        self.zero_tail = rules["zero_tail"].regex
        self.count_head = rules["count_head"].regex
        self.noun_ratio = rules["noun_ratio"].regex
        self.relational = rules["relational"].regex
        self.flow = rules["flow"].regex
        self.own_rate = rules["own_rate"].regex
        self.rank = rules["rank"].regex
        word = r"(?:省|市|州|县|区|乡镇|镇|街道|村|社区|盟|旗)(?:[（(][^（）()]{1,6}[）)])?级?"
        self.level_only = re.compile(word)
        self.level_ends = re.compile(rf"^{word}(?=..)|(?<=..){word}$")

    def word(
        self, q: Quantity, left: str, right: str, before: list[str], subject: str, topic: str, own: re.Pattern[str] | None, followed: bool = False
    ) -> Wording:
        """The phrase for a value. ``before`` are earlier clauses, nearest first; ``subject`` is the last subject.

        ``right`` reaches to the end of the clause; ``followed`` tells that another figure stands in it.
        """
        per = self.per(left, q)
        if q.word == "coverage":
            return self._coverage(left, before, topic, own)
        if q.word == "all":
            return self._all(left, right, before, own)
        if q.word == "zero":
            return self._zero(q, left, right, before, own)
        if q.family in ("share", "points", "ratio") or (q.implied and not q.unit):
            return self._rate(q, left, right, before, subject, topic, own, per)
        return self._count(q, left, right, before, subject, topic, own, per, followed)

    # ---- coverage words ---------------------------------------------------------------------------------------------

    def _coverage(self, left: str, before: list[str], topic: str, own: re.Pattern[str] | None) -> Wording:
        text = left.strip().rstrip("“")
        text = self.coverage_tail.sub("", text)
        both = re.search(r"“?[两二]个$", text)
        text = re.sub(r"“?[两三]个$", "", text).rstrip("“ ")
        phrase = self.phrases.subject(text, True, own)
        phrase = re.sub(r"(?<=[一-鿿）)”])(?:基本)?(?:实现|达到)(?:了)?(?=[一-鿿])", "", phrase)
        if not phrase:
            phrase = self._earlier(before, topic, own)
        phrase = re.sub(r"(?:建设|设置|设立)?(?:对|向|在)$", "", phrase)
        if both and len(parts := self.phrases.parts(phrase, 2)) == 2:
            return Wording(f"{phrase}覆盖率", "coverage.both", None, tuple(f"{p}覆盖率" for p in parts), (None, None), carries=False)
        return Wording(f"{phrase}覆盖率" if phrase else "覆盖率", "coverage", carries=False)

    def _all(self, left: str, right: str, before: list[str], own: re.Pattern[str] | None) -> Wording:
        if not left.strip() and before:
            left = re.sub(r"^[^，]{0,4}(?:将|把|对|凡是?)", "", before[0])
        group = re.sub(r"^所有", "", self.phrases.subject(re.sub(r"(?:基本|已|要|将)$", "", left), True, own))
        said = self.phrases.subject(re.split(r"[，。；]", right)[0], False, None)
        said = re.sub(r"(?:到位|完毕|工作|任务)$", "", said)
        return Wording(f"{group}{said}比例", "all", carries=False)

    def _zero(self, q: Quantity, left: str, right: str, before: list[str], own: re.Pattern[str] | None) -> Wording:
        noun = re.match(r"[一-鿿]{1,6}?(?=[，。；、”]|$)|[一-鿿]{2,4}", right.strip("”"))
        what = noun.group() if noun else right[:4]
        group = self.phrases.subject(self.zero_tail.sub("", left.rstrip("“")), True, own)
        group = re.sub(r"(?<=[一-鿿])(?:实现|保持|做到|确保)(?=[一-鿿])", "", group)
        return Wording(f"{group}{what}", "zero", carries=False)

    # ---- rates ------------------------------------------------------------------------------------------------------

    def _rate(
        self, q: Quantity, left: str, right: str, before: list[str], subject: str, topic: str, own: re.Pattern[str] | None, per: str | None
    ) -> Wording:
        part = self.noun_ratio.match(right)
        if part and not re.search(r"(?:率|比例|比重|占比|标准|水平|要求)$", self.phrases.subject(left, True, own)):
            return self._share_of(part["group"], left, before, own, per)
        phrase = self._multiple(q, left, own) if q.unit == "倍" else self.phrases.subject(left, True, own)
        if not phrase:
            tail = self.phrases.subject(re.split(r"[，。；、]", right)[0], True, own)
            if q.family == "share" and self.phrases.head(tail):
                return Wording(tail, "rate.behind", per)
            # 达到15%、占比…: nothing of its own, so the clause goes on about the last subject.
            return Wording(subject or self._earlier(before, topic, own), "rate.inherited", per)
        if share := re.search(r"^(?P<part>.+?)(?:达到|达|为|不低于|不少于|约占|占)(?P<whole>[^，]{2,14})的$", left.strip()):
            if (re.search(r"人口|总[数量量额]|面积|床位|数量?$|人数|总人口|收入|支出|投资", share["whole"]) or re.search(r"(?:比例|比重|占比|率)(?:达到|不低于|不少于)?$", share["part"])) and q.unit != "倍":
                part, whole = self.phrases.subject(share["part"], True, own), self.phrases.subject(share["whole"], True, own)
                if re.search(r"(?:比例|比重|占比|率)$", part):
                    return Wording(part, "rate", per)
                if part and whole:
                    return Wording(f"{part}占{whole}比例", "rate.part", per)
        if compared := re.match(r"(?:原则上|总体上|一般|均|应)*(?:不低于|不超过|不高于|高于|低于|相当于|不少于)(?P<what>[^，]+)", left.strip("，的 ")):
            near = self.phrases.subject(before[0], True, own) if before and not re.search(r"\d", before[0]) else ""
            base = near if self.phrases.head(near) else subject or self._earlier(before, topic, own)
            what = self.phrases.subject(compared["what"], True, None)
            if q.family == "points":
                return Wording(f"{base}{phrase}", "rate.compared", per, carries=False)
            if base:
                return Wording(f"{base}与{what}之比" if q.unit == "倍" else base, "rate.compared", per)
        if q.family == "points" and re.match(r"(?:比|较|高出|高|低|快于|领先|优于|好于)", phrase):
            return Wording(f"{subject or self._earlier(before, topic, own)}{phrase}", "rate.compared", per, carries=False)
        if subject and self.own_rate.fullmatch(phrase):
            owner = self.phrases.headless(self.phrases.noun(subject))
            if owner and not self.phrases.head(owner) and owner not in phrase:
                return Wording(f"{owner}{phrase}", "rate.of", per, carries=False)
        if completed := self.completed(phrase, before, subject, topic, own):
            return Wording(completed, "rate.theme", per)
        if re.fullmatch(r"(?:其中)?(?:占比|占|比例|比重|覆盖率|增长率|达标率|合格率|完成率|率)", phrase) and (subject or before):
            base = subject or self._earlier(before, topic, own)
            base = re.sub(r"(?:数量?|总数|人数)$", "", base)
            phrase = base + ("占比" if phrase in ("占", "比例") else phrase)
        elif re.match(r"占(?!比|地面|地\d|地规)", phrase):
            base = subject or self._earlier(before, topic, own)
            phrase = f"{base}{phrase}" + ("" if re.search(r"比例|比重|比$|率$", phrase) else "比例")
        elif re.search(r"占[^率比]{2,}$", phrase) and not self.phrases.head(phrase):
            phrase += "比例"
        return Wording(phrase, "rate", per)

    def completed(self, phrase: str, before: list[str], subject: str, topic: str, own: re.Pattern[str] | None) -> str | None:
        """A bare rate (参训率, 城乡覆盖率) with what the clause before it is about."""
        short = re.fullmatch(r"(?P<area>城乡|城市|农村|城镇)?(?P<rate>[一-鿿]{0,3}率)", phrase)
        if not short or phrase in ("城镇化率", "森林覆盖率", "城镇率", "火化率", "失业率", "贫困率", "出生率", "死亡率", "辍学率", "入学率", "就业率", "识字率", "文盲率"):
            return None
        if subject.endswith("率") and len(subject) > len(phrase):
            theme = re.sub(r"(?:毛?净?入[园学]|达标|覆盖|普及|合格|建成|完成|参训|培训|入学|签约|管理|规范管理|接种|筛查|治疗|治愈|处理|利用|收集)?率$", "", subject)
        else:
            theme = self.phrases.theme(self.phrases.subject(before[0], False, own)) if before else topic
        if re.search(r"[\d%]", theme):
            return None
        if not 2 <= len(theme) <= 24 or self.phrases.head(theme):
            return None
        area = short["area"] or ""
        return f"{'' if area and area in theme else area}{theme}{short['rate']}"

    def _multiple(self, q: Quantity, left: str, own: re.Pattern[str] | None) -> str:
        phrase = self.phrases.subject(left, True, own)
        return re.sub(r"(?:原则上)?(?:不低于|不超过|达到|高于|低于|为|是|相当于)", "与", phrase) + ("之比" if re.search(r"不低于|不超过|达到|为|是|相当于", phrase) else "")

    def _share_of(self, group: str, left: str, before: list[str], own: re.Pattern[str] | None, per: str | None) -> Wording:
        """50%的镇建成服务站 is the share of towns that have one."""
        owner = self.phrases.subject(re.sub(r"(?:将|把|使|让|有|为|确保|拿出|安排)$", "", left.strip()), True, own)
        owner = re.sub(r"(?:将|把|为)$", "", owner)
        group = re.split(r"[，。；]", group)[0]
        used = re.search(r"用于|用在", group)
        if used:
            whole = group[: used.start()]
            base = owner if whole in ("资金", "部分", "份额", "") and owner else whole
            if not owner and whole in ("资金", "部分", ""):
                base = self._earlier(before, whole, own)
            return Wording(f"{base or whole}{group[used.start() :]}的比例", "share.used", per)
        match = self.phrases.predicate.search(group, 1)
        extra = re.search(r"(?:至少|都|均)", group)
        cut = min([m.start() for m in (match, extra) if m and m.start() > 0], default=0)
        if cut:
            what = re.sub(r"^(?:至少|都|均)", "", group[cut:])
            what = re.sub(r"\d+(?:所|个|家|处|名)|一(?:所|个|家|处|名)", "", what)
            what = re.sub(r"(?:以上)$", "", what)
            return Wording(f"{what}的{group[:cut]}占比", "share.of", per, carries=False)
        done = re.search(r"(?:提供|得到|接受|享受|进行|开展|获得)", group)
        if done and done.start() > 1:
            return Wording(f"{group[done.start() :]}的{group[: done.start()]}占比", "share.of", per)
        if owner and re.match(r"为", owner):
            owner = owner[1:]
        if not re.match(r"(?:标准|比例|要求|水平|速度|目标|比率|增速|增幅)", group):
            return Wording(f"{owner}{group}占比" if owner and not owner.endswith(group) else f"{owner or group}占比", "share.of", per)
        return Wording(f"{owner}{group}" if not owner.endswith(group) else owner, "rate", per)

    # ---- counts -----------------------------------------------------------------------------------------------------

    def _count(
        self, q: Quantity, left: str, right: str, before: list[str], subject: str, topic: str, own: re.Pattern[str] | None, per: str | None, followed: bool
    ) -> Wording:
        bare = self.phrases.subject(left, False, own)
        bare = re.sub(r"(?:的?(?:标准|比例)?(?:要)?按)$", "", bare)
        things, said = self.phrases.object(right) if self._has_object(q, right) else ("", "")
        if q.unit in ("位", "名") and (q.unit == "位" or left.endswith(("第", "前"))) and (rank := self.rank.search(left)):
            return self._rank(q, left, rank, subject, before, topic, own)
        bare = self._listed_object(bare)
        if q.family == "money" and (flow := self._flow(bare, before, subject, own)):
            return Wording(flow, "count.flow", per, carries=False)
        if level := self.level_only.fullmatch(re.sub(r"每[年月周季度]+$", "", bare)):
            base = self.level_ends.sub("", subject) or self.phrases.theme(topic)
            return Wording(f"{level.group()}{base}", "count.level", per, carries=False)
        each = self._split_each(bare)
        if each:
            return self._several(each, bare, things, per)
        if subject and not things and re.fullmatch(r"[一-鿿]{1,8}(?:类|型)|公办|民办|公立|私立|城市|农村|城镇|男|女|县级|乡镇|村级|市级|省级|国家级|州级|新建|本科|专科|公建民营", bare):
            return Wording(f"{bare}{self.phrases.noun(subject)}", "count.part", per, carries=False)
        if subject and self.relational.fullmatch(bare):
            owner = self.phrases.headless(self.phrases.noun(subject))
            if owner and owner not in bare:
                return Wording(f"{owner}{bare}", "count.of", per, carries=False)
        act = self.phrases.act_end.search(bare)
        if subject and re.match(r"(?:年|累计)?(?:惠及|受益|带动|覆盖|服务)[一-鿿]{2,8}$", bare) and not things:
            return Wording(f"{subject}{bare}", "count.reach", per, carries=False)
        if things and bare.endswith(("给予", "发放", "补助", "奖励")) and q.family == "money" and len(bare) > 4:
            return Wording(f"{re.sub('给予$', '', bare)}{things}", "count.given", per)
        if q.family == "money" and self.phrases.head(bare) and (match := re.match(r"(?:实现|完成)(?=[一-鿿]{3})", bare)):
            bare = bare[match.end() :]
        if things and q.family == "money" and right.startswith("的"):
            return Wording(f"{things}{bare}", "count.money", per)
        only_verb = bool(act) and re.fullmatch(r"(?:累计|共|再|另|已|还|新)*", bare[: act.start()]) is not None
        if bare and act and (things or only_verb):
            return self._act(q, bare, act, things, said, subject, per)
        if bare and not (act and act.end() - act.start() == len(bare)):
            if things and re.fullmatch(r"(?:每|平均每)?(?:[百千万十\d]+)(?:名|个|张|户|人)?[一-鿿]{0,8}", bare) and not self.phrases.head(bare):
                return Wording(f"{bare}{things}", "count.group", per)
            if things and not followed and not self.count_head.search(bare) and q.family in ("people", "count", "beds", "area", "length", "other"):
                if re.fullmatch(r"(?:完成|推进实施|支持完成|实施)", bare):
                    return Wording(things, "count.both", per)
                return Wording(f"{bare}{things}" if not bare.endswith(things) else bare, "count.both", per)
            return Wording(bare, "count", per)
        if things:
            phrase = f"{said}的{things}" if said and not re.match(r"用于|均为", said) else things
            return Wording(re.sub(r"^(?:全部|已|均|都|依法|按期)+", "", phrase), "count.things", per)
        found = subject or self._earlier(before, topic, own)
        return Wording(found, "count.inherited", per)

    def _flow(self, bare: str, before: list[str], subject: str, own: re.Pattern[str] | None) -> str | None:
        """累计发放资金, 补助救助费用: money that flows to what was just spoken of."""
        match = self.flow.fullmatch(bare)
        if not match:
            return None
        owner = self.phrases.noun(subject) if subject else ""
        if not owner and before:
            clause = self.phrases.subject(before[0], True, own)
            owner = re.sub(r"(?:制度|机制|体系|政策|工作|范围|标准|建设)+$", "", self.phrases.act_start.sub("", clause).lstrip("了"))
        owner = re.sub(r"^(?:年|累计|全年)?(?:补贴|补助|保障|救助|资助)?(?=[一-鿿“]{2})", "", owner)
        if not 2 <= len(owner) <= 26 or owner in bare or self.phrases.head(owner):
            return None
        return f"{match['verb']}{owner}{match['noun']}"

    def _rank(self, q: Quantity, left: str, rank: re.Match[str], subject: str, before: list[str], topic: str, own: re.Pattern[str] | None) -> Wording:
        """总量居全省第3位: the rank of something among others."""
        base = self.phrases.subject(left[: rank.start()], True, own)
        last = re.sub(r"(?:增长|增加|提高)$", "", subject)
        if len(base) <= 3 and last and base not in last:
            base = f"{last}{base}"
        if re.search(r"前(?:第)?$", left):
            q.comparator = "<="
        among = re.search(r"全[国省市州县区疆盟]|全自治区", rank.group())
        name = base or last or self._earlier(before, topic, own)
        return Wording(f"{re.sub('排名$', '', name)}{among.group() if among else ''}排名", "rank", None, carries=False)

    def _act(
        self, q: Quantity, bare: str, act: re.Match[str], things: str, said: str, subject: str, per: str | None
    ) -> Wording:
        """新建1所…: verb and object; 街道层面建成1个…: with its place."""
        verb = act.group()
        place = bare[: act.start()]
        if not things:
            last = self.phrases.act_start.sub("", subject)
            if bare in ("惠及", "服务", "覆盖", "受益", "辐射", "带动", "年惠及", "累计惠及"):
                owner = self.phrases.noun(subject)
                return Wording(f"{owner}{bare}" if owner else bare, "act.reach", per, carries=False)
            if len(last) >= 2 and q.family in ("count", "beds", "people", "area"):
                return Wording(f"{bare}{last}", "act.again", per, carries=False)
            return Wording(bare, "act", per)
        if q.family == "money":
            whole = re.sub(r"^的", "", things)
            return Wording(f"{whole}{verb}", "act.money", per)
        if verb in ("完成", "支持完成", "推进实施", "实施", "推进") or (verb in ("支持", "帮助", "资助") and said):
            done = re.sub(r"^(?:实施|完成|进行|开展)", "", said)
            return Wording(f"{place if self._keeps_place(place) else ''}{things}{done}", "act.done", per)
        if verb in ("有", "共有", "现有", "拥有", "设有", "达到", "具有"):
            return Wording(f"{place}{things}" if place and not per else f"{place}{things}", "act.have", per)
        place = re.sub(r"(?:在|于)?(?:每个|每(?![百千万十\d]))[^，]{0,12}$", "", place)
        done = f"{said}" if said and re.match(r"建设|建成|改造|创建|建档", said) else ""
        phrase = f"{place}{verb}{things}{done}" if place and self._keeps_place(place) else f"{verb}{things}{done}"
        return Wording(phrase, "act", per)

    @staticmethod
    def _keeps_place(place: str) -> bool:
        return len(place) <= 12 and not re.search(r"(?:全|各)[州县市区]|同时|积极|政府|计划", place)

    @staticmethod
    def _has_object(q: Quantity, right: str) -> bool:
        return bool(re.match(r"\s*(?:的)?[“一-鿿A-Za-z]", right)) and q.family not in ("share", "points") and not re.match(
            r"\s*(?:以上|以下|左右|的?标准|的?目标|的?规模|的?水平|的?比例|的?要求|的?幅度|的?速度|和|与|及|或|、|，|用于|增加|提高|增长|达到|同比|比)", right
        )

    @staticmethod
    def _listed_object(bare: str) -> str:
        """出台了A、B、C等规范性文件: the verb and what the list amounts to."""
        match = re.search(r"(?P<verb>出台|制定|印发|修订|完成|建成|实施|建设|开展|发布|打造|创建|组织|举办|编制|获得|荣获|引进|培育)了?[^，。；]*?、[^，。；]*等(?:各类|一批|一系列|系列)?(?P<noun>[^、，等]{2,16})$", bare)
        return match["verb"] + match["noun"] if match else bare

    # ---- denominators -----------------------------------------------------------------------------------------------

    def per(self, left: str, q: Quantity) -> str | None:
        """The denominator that the words before a value state (每人每月, 每千名老年人, 每个社区, 每年)."""
        tail = list(q.per)
        if tail:
            parts = [p for p in tail if p]
            if parts == ["月"] and "人均" in left:
                return "人·月"
            return "·".join(sorted(parts, key=lambda p: p in ("月", "年"))) if len(parts) > 1 else parts[0]
        for pattern, per in _PER_PERSON:
            if pattern.search(left[-60:]):
                return per
        if q.family in ("share", "points", "ratio"):
            each = re.search(r"每个?(县（市）|县|乡镇|镇|街道|社区|村|区)(?=[^，]{0,6}$)", left)
            return each.group(1) if each else None
        if group := _GROUP.search(left):
            text = group["group"].removeprefix("每")
            if len(text) > 1:
                return text
        if _YEARLY.search(left) and not re.search(r"每(?:个|名|位|所|家|座)[^，]*$", left[left.rfind("每年") if "每年" in left else 0 :]):
            return "年"
        if match := re.search(r"(?:所有|各)(?P<noun>[一-鿿（）()]{1,10}?)(?:至少|均|都)", left):
            return match["noun"]
        for match in reversed(list(_EACH.finditer(left))):
            if match["noun"][:1] in "年月周日天次季人千百万半":
                continue
            if match["noun"] or match["n"]:
                unit = (match["m"] or "") if match["n"] else ""
                return f"{match['n']}{unit}{match['noun']}" if match["n"] else match["noun"] or match["m"]
        if "人均" in left and q.family == "money":
            return "人"
        return None

    def _split_each(self, bare: str) -> list[tuple[str, str]] | None:
        """每千名老年人、每百张养老机构床位配: two denominators before one value."""
        match = re.search(r"(?P<a>每[百千万][^，、]{2,12})[、和](?P<b>每[百千万][^，、]{2,16}?)(?P<verb>配备|配置|配有|配|拥有)$", bare)
        if not match:
            return None
        return [(match["a"], match["verb"]), (match["b"], match["verb"])]

    @staticmethod
    def _several(each: list[tuple[str, str]], bare: str, things: str, per: str | None) -> Wording:
        names = tuple(f"{who}{verb}{things}" for who, verb in each)
        pers = tuple(who.removeprefix("每") for who, _ in each)
        return Wording(f"{bare}{things}", "count.each", per, names, pers)

    # ---- earlier clauses --------------------------------------------------------------------------------------------

    def _earlier(self, before: list[str], topic: str, own: re.Pattern[str] | None) -> str:
        """The subject that an earlier clause of the sentence leaves, else the paragraph's topic."""
        for text in before[:3]:
            phrase = re.sub(r"(?:高于|低于|不低于|超过|不足|等于).*$", "", self.phrases.subject(text, True, own))
            if phrase and self.phrases.head(phrase):
                return phrase
        for text in before[:1]:
            phrase = self.phrases.subject(text, True, own)
            if 2 <= len(phrase) <= 20:
                return phrase
        return topic
