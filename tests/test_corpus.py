"""The sample plans of ``corpus/``: what they say about themselves, and what holds of every extraction."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from invariants import disordered, misplaced, unaccounted, ungrounded, unlinked
from planextract import Document, Extraction, extract, load

CORPUS = Path(__file__).parents[1] / "corpus"
SAMPLES = sorted(p.parent.name for p in CORPUS.glob("*/meta.yaml"))


@cache
def sample(name: str) -> tuple[Document, Extraction]:
    document = load(next((CORPUS / name).glob("plan.*")))
    return document, extract(document)


def meta(name: str) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((CORPUS / name / "meta.yaml").read_text(encoding="utf-8"))
    return data


def test_there_are_samples() -> None:
    assert len(SAMPLES) >= 6


@pytest.mark.parametrize("name", SAMPLES)
def test_what_the_sample_says_about_itself(name: str) -> None:
    plan, said = sample(name)[1].plan, meta(name)
    region = plan.region
    assert region is not None
    assert (plan.title or "").split("（")[0] == said["title"].split("（")[0]
    assert (region.name, region.level, region.province) == (said["region"], said["level"], said["province"])
    assert plan.issued == _text(said.get("issued"))
    assert plan.doc_number == said.get("doc_number")
    assert plan.period is not None
    assert f"{plan.period.start} to {plan.period.end}".startswith(_text(said["period"]).split(" (")[0].split(" to ")[0])


@pytest.mark.parametrize("name", SAMPLES)
def test_every_span_slices_back_to_its_text(name: str) -> None:
    document, extraction = sample(name)
    assert ungrounded(document.text, extraction) == []
    assert misplaced(document.text, extraction) == []


@pytest.mark.parametrize("name", SAMPLES)
def test_every_number_is_accounted_for(name: str) -> None:
    document, extraction = sample(name)
    assert unaccounted(document.text, extraction) == []
    assert disordered(extraction) == []
    assert unlinked(extraction) == []


def _text(value: Any) -> Any:
    return None if value is None else str(value)
