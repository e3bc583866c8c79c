"""Prints how fast planextract is, as ratios that hold on any machine: python benchmarks/speed.py [--rounds N]

The plans are those of the folder that PLANEXTRACT_PLANS names, else the samples of corpus/. Everything is measured in
one process after start-up; rounds of the two sides alternate, so that a busy machine slows both alike.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import planextract
from planextract.document import Document

ROOT = Path(__file__).resolve().parent.parent
COPIES = 10
SUFFIXES = {".txt", ".md"}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7, help="how often each side is run (median counts)")
    parser.add_argument("--peak", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    documents = [planextract.load(path) for path in plans()]
    if options.peak:
        print(json.dumps(peaks(documents)))
        return
    print(f"{len(documents)} plans, {sum(len(document.text) for document in documents):,} characters, ", end="")
    print(f"Python {sys.version.split()[0]}, median of {options.rounds} rounds")
    memory()  # first: Linux hands the peak of the parent down to the child
    against_jieba(documents, options.rounds)
    against_length(max(documents, key=lambda document: len(document.text)), options.rounds)


def plans() -> list[Path]:
    folder = Path(os.environ.get("PLANEXTRACT_PLANS") or ROOT / "corpus")
    found = sorted(path for path in folder.rglob("*") if path.suffix in SUFFIXES)
    if not found:
        sys.exit(f"{folder}: no plans (.txt, .md) to measure with")
    return found


def against_jieba(documents: list[Document], rounds: int) -> None:
    """From text to records, against cutting the same texts into words."""
    import jieba

    with tempfile.TemporaryDirectory() as private:
        tokenizer = jieba.Tokenizer()
        tokenizer.tmp_dir = private
        jieba.setLogLevel("ERROR")
        tokenizer.initialize()
    cut, extract = interleaved(
        lambda: [tokenizer.lcut(document.text) for document in documents],
        lambda: [planextract.extract(document) for document in documents],
        rounds,
    )
    print(f"extract      {extract * 1000:8.0f} ms")
    print(f"jieba.lcut   {cut * 1000:8.0f} ms")
    print(f"extract / jieba.lcut       {extract / cut:6.2f}   (at most 4)")


def against_length(document: Document, rounds: int) -> None:
    """Ten copies of a plan in one file, against the plan alone."""
    long = dataclasses.replace(document, text=document.text * COPIES)
    one, many = interleaved(lambda: planextract.extract(document), lambda: planextract.extract(long), rounds)
    print(f"{COPIES} copies / 1 copy        {many / one:6.2f}   (at most {COPIES + 1})")


def interleaved(first: Callable[[], object], second: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Median seconds of both, after one run of each that fills what is loaded when first needed."""
    sides = (first, second)
    times: tuple[list[float], list[float]] = ([], [])
    for side in sides:
        side()
    for _ in range(rounds):
        for side, taken in zip(sides, times, strict=True):
            start = time.perf_counter()
            side()
            taken.append(time.perf_counter() - start)
    return median(times[0]), median(times[1])


def memory() -> None:
    """Peak memory, in a fresh process that runs planextract alone."""
    done = subprocess.run([sys.executable, __file__, "--peak"], check=True, capture_output=True, text=True)
    loaded, first, all_plans = json.loads(done.stdout)
    print(f"peak memory  {loaded:8.0f} MB with the texts loaded, {first:.0f} after one plan, {all_plans:.0f} after all")


def peaks(documents: list[Document]) -> list[float]:
    readings = [peak()]
    planextract.extract(documents[0])
    readings.append(peak())
    for document in documents:
        planextract.extract(document)
    return [*readings, peak()]


def peak() -> float:
    """Megabytes this process has held at most. The unit of ru_maxrss differs: bytes on macOS, kilobytes elsewhere."""
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1 << 20 if sys.platform == "darwin" else 1 << 10)


if __name__ == "__main__":
    main()
