"""Feeds planextract with texts that a fuzzer makes, guided by what they lead to: python fuzz/fuzz_extract.py

    python fuzz/fuzz_extract.py --seconds 300          # as in continuous integration
    python fuzz/fuzz_extract.py --runs 1000000         # by hand, hours

Needs atheris (3.0.0 is the last with a wheel for Python 3.11). Each input is read as bytes of a file and as text; an
exception, a span that does not slice, a ledger out of order, or more than a second for each 100 kB ends the run and
leaves the input in fuzz/found/. What led to new behaviour is kept in fuzz/corpus/ and used again; the sample plans are
its seed. The number of inputs is printed at the end (number_of_executed_units).
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import atheris

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

with atheris.instrument_imports(include=["planextract"]):
    import planextract.pipeline
    from planextract import LoadError, load_bytes
    from planextract.document import Document

from invariants import disordered, ungrounded, unlinked  # noqa: E402

LEAST_SECONDS = 1.0
PER_CHARACTER = 1.0 / 100_000
"""Dense figures cost more, so that the clock only counts where the text is long enough to tell."""


class Broken(Exception):
    """An invariant does not hold."""


def check(text: str) -> None:
    start = time.process_time()
    found = planextract.pipeline.extract(Document(text, "fuzz.txt", "0" * 64))
    taken = time.process_time() - start
    wrong = ungrounded(text, found) + disordered(found) + unlinked(found)
    if wrong:
        raise Broken(wrong[0])
    if taken > max(LEAST_SECONDS, 10 * len(text) * PER_CHARACTER):
        raise Broken(f"{taken:.1f} s for {len(text)} characters")


def one_input(data: bytes) -> None:
    try:
        document = load_bytes(data, "fuzz.txt")
    except LoadError:
        document = None
    check(document.text if document else data.decode("utf-8", "surrogateescape"))


def seed(folder: Path) -> None:
    """The sample plans in pieces of a few lines: short inputs are quick and cross well."""
    for path in sorted((ROOT / "corpus").glob("*/plan.txt")):
        lines = path.read_text(encoding="utf-8").splitlines()
        for start in range(0, len(lines), 6):
            piece = "\n".join(lines[start : start + 6])
            if piece.strip():
                (folder / f"{path.parent.name}-{start:04}").write_text(piece, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=int, default=0, help="how long (0: no limit)")
    parser.add_argument("--runs", type=int, default=-1, help="how many inputs (-1: no limit)")
    parser.add_argument("--corpus", type=Path, default=ROOT / "fuzz" / "corpus", help="inputs to begin with")
    options = parser.parse_args()
    found = ROOT / "fuzz" / "found"
    for folder in (options.corpus, found):
        folder.mkdir(parents=True, exist_ok=True)
    if not any(options.corpus.iterdir()):
        seed(options.corpus)
    arguments = [sys.argv[0], str(options.corpus), f"-artifact_prefix={found}/", "-max_len=4096", "-timeout=30"]
    arguments += [f"-max_total_time={options.seconds}", f"-runs={options.runs}", "-print_final_stats=1"]
    atheris.Setup(arguments, one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
