"""Where a rule fires on given plans: what was read by its name, and what its pattern matches."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from planextract.document import Document
from planextract.offsets import Span
from planextract.patterns import Rule

_CONTEXT = 12


@dataclass(frozen=True)
class Place:
    """One spot of a plan. ``read`` says as what the text was read, or nothing where the pattern only matches."""

    plan: str
    line: int
    text: str
    context: str
    read: str = ""


@dataclass
class Firing:
    """How often each name was the one a figure, a number or a milestone was read by, over some plans."""

    counts: Counter[str] = field(default_factory=Counter)
    documents: list[Document] = field(default_factory=list)
    _read: dict[str, list[tuple[Document, Span, str]]] = field(default_factory=dict)

    def read(self, name: str) -> Iterator[Place]:
        """What was read under this name."""
        for document, span, what in self._read.get(name, []):
            yield _place(document, span, what)

    def matches(self, rule: Rule) -> Iterator[Place]:
        """Where the rule's pattern matches in the text as it stands, whether or not anything was read by it."""
        for document in self.documents:
            at = 0
            for line in document.text.split("\n"):
                for match in rule.regex.finditer(line):
                    if match.group():
                        yield _place(document, Span(at + match.start(), at + match.end()), "")
                at += len(line) + 1


def firing(plans: Iterable[str | os.PathLike[str]], patterns_dir: Path | None = None) -> Firing:
    """Read plans (files, folders, globs) and note by which rule everything was read."""
    from planextract.inputs import expand
    from planextract.pipeline import read

    result = Firing()
    for item in expand(plans):
        document = item.load()
        result.documents.append(document)
        draughts = read(document, patterns_dir=patterns_dir)
        seen: set[tuple[str, Span]] = set()
        for draft in draughts.drafts:
            seen.add((draft.rule, draft.value_span))
            _note(result, document, draft.rule, draft.value_span, f"{draft.kind} {draft.indicator}")
        for entry in draughts.entries:
            if (entry.why, entry.span) not in seen:
                _note(result, document, entry.why, entry.span, entry.role)
        for milestone in draughts.milestones:
            _note(result, document, milestone.rule, milestone.span, f"milestone {milestone.object}")
    return result


def _note(result: Firing, document: Document, name: str, span: Span, what: str) -> None:
    result.counts[name] += 1
    result._read.setdefault(name, []).append((document, span, what))


def _place(document: Document, span: Span, what: str) -> Place:
    text = document.text
    context = text[max(0, span.start - _CONTEXT) : span.end + _CONTEXT]
    line = text.count("\n", 0, span.start) + 1
    return Place(document.path, line, _flat(span.of(text)), _flat(context), what)


def _flat(text: str) -> str:
    return " ".join(text.split())
