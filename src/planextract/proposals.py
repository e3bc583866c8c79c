"""Entries proposed for what the catalogue does not know, grouped by likeness, ready to paste.

Likeness decides only what is shown side by side. Whether a wording is matched is decided by terms (``catalogue``); a
proposed entry matches the wordings it was made from, and a person decides whether they are one indicator.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

from planextract.catalogue import Catalogue, load_catalogue
from planextract.catalogue_words import squeeze
from planextract.errors import UsageError
from planextract.records import Extraction

LIKE = 70
"""From this likeness on (0–100), wordings of one dimension stand in one group."""
SHORTEST_CORE = 3


@dataclass(frozen=True)
class Unmatched:
    """A wording that no entry fits, with why, and how often it occurs."""

    text: str
    unit: str | None
    per: str | None
    sector: str | None
    reason: str
    sources: tuple[str, ...]
    times: int


@dataclass
class Proposal:
    """Wordings that may be one indicator, and terms that fit all of them."""

    members: list[Unmatched] = field(default_factory=list)

    @property
    def name(self) -> str:
        return min((m.text for m in self.members), key=lambda text: (len(text), text))

    def terms(self) -> tuple[list[str], list[str]]:
        """What all wordings share, and what else is in them."""
        texts = list(dict.fromkeys(squeeze(m.text) for m in self.members))
        core = texts[0]
        for text in texts[1:]:
            at = SequenceMatcher(None, core, text, autojunk=False).find_longest_match()
            core = core[at.a : at.a + at.size]
        if len(core) < min(SHORTEST_CORE, *(len(t) for t in texts)):
            return texts, []
        rest = [piece for text in texts for piece in text.split(core, 1) if piece]
        return [core], list(dict.fromkeys(rest))


def unmatched(
    extractions: Iterable[Extraction], kinds: tuple[str, ...] = ("target",), patterns_dir: Path | None = None
) -> list[Unmatched]:
    """The wordings of records that have no canonical indicator, most frequent first."""
    catalogue = load_catalogue(patterns_dir)
    times: Counter[tuple[str, str | None, str | None, str | None]] = Counter()
    sources: dict[tuple[str, str | None, str | None, str | None], dict[str, None]] = {}
    for extraction in extractions:
        for record in extraction.records:
            if record.kind in kinds and record.indicator.id is None:
                key = record.indicator.text, record.value.unit, record.value.per, extraction.plan.sector
                times[key] += 1
                sources.setdefault(key, {})[extraction.source.path] = None
    return [
        Unmatched(*key, catalogue.why_not(*key), tuple(sources[key]), count)
        for key, count in sorted(times.items(), key=lambda item: (-item[1], item[0][0], str(item[0])))
    ]


def propose(wordings: Iterable[Unmatched], catalogue: Catalogue) -> list[Proposal]:
    """Groups of like wordings that measure the same, largest first."""
    try:
        from rapidfuzz.fuzz import ratio
    except ImportError:
        raise UsageError("--unmatched needs rapidfuzz: pip install 'planextract[catalogue]'") from None
    proposals: list[Proposal] = []
    for wording in wordings:
        for proposal in proposals:
            first = proposal.members[0]
            same = catalogue.units.dimension(first.unit) == catalogue.units.dimension(wording.unit)
            if same and first.per == wording.per and ratio(squeeze(first.text), squeeze(wording.text)) >= LIKE:
                proposal.members.append(wording)
                break
        else:
            proposals.append(Proposal([wording]))
    return sorted(proposals, key=lambda p: -sum(m.times for m in p.members))


def as_yaml(proposals: Iterable[Proposal]) -> str:
    """The proposals as a file of ``indicators/``; names, glosses, domain and direction are for a person to correct."""
    import yaml

    listed = list(proposals)
    sector = next((m.sector for p in listed for m in p.members if m.sector), None)
    lines = [f"sector: {sector or '综合'}", "domain: 未分类", "prefix: own", "indicators:"]
    for number, proposal in enumerate(listed, 1):
        first = proposal.members[0]
        core, rest = proposal.terms()
        entry = {"id": f"proposed_{number}", "name": proposal.name, "en": "to be translated"}
        entry |= {"unit": first.unit or "个", "direction": "none"}
        body: dict[str, object] = {**entry, "all": [core], "examples": [_example(m) for m in proposal.members]}
        body |= {"may": rest} if rest else {}
        body |= {"per": first.per} if first.per else {}
        lines += [f"  # {m.text} ×{m.times} ({'、'.join(m.sources)}): {m.reason}" for m in proposal.members]
        text = yaml.safe_dump(body, allow_unicode=True, default_flow_style=True, sort_keys=False, width=10**6)
        lines.append(f"  - {text.strip()}")
    return "\n".join(lines) + "\n"


def _example(wording: Unmatched) -> str:
    unit = wording.unit or "无"
    return f"{wording.text} | {unit}/{wording.per}" if wording.per and wording.unit else f"{wording.text} | {unit}"
