"""What the rules read now against what they read before, in words: the answer to "what did my change move?".

    python scripts/check_patterns.py           compare
    python scripts/check_patterns.py --accept  compare, then save the present reading as the expected one

Samples are compared with the golden file expected.json in their folder of corpus/. For the real plans in the folder
that PLANEXTRACT_PLANS names, the first run saves golden files below .snapshots/ (not committed), later runs compare
with them. Exit code 1 when something moved.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from planextract.golden import Result, check_golden, update_golden

ROOT = Path(__file__).resolve().parent.parent
SNAPSHOTS = ROOT / ".snapshots"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--accept", action="store_true", help="then save the present reading as the expected one")
    accept = parser.parse_args().accept
    moved = checked = 0
    for folder, texts in places():
        results = list(check_golden(folder, texts=texts))
        checked += len(results)
        new = {result.name for result in results if result.status == "missing" and folder == SNAPSHOTS}
        other = {result.name for result in results if result.status != "same"} - new
        moved += len(other)
        for result in results:
            report(result, saved=result.name in new)
        wanted = new | (other if accept else set())
        if wanted:
            list(update_golden(folder, wanted, texts=texts))
    print(f"{checked} plans checked, {moved} moved{' and accepted' * (accept and moved > 0)}")
    return int(moved > 0 and not accept)


def places() -> Iterator[tuple[Path, Path | None]]:
    """The folders of golden files, each with the folder of the plans where those are not beside them."""
    yield ROOT / "corpus", None
    real = os.environ.get("PLANEXTRACT_PLANS")
    if real:
        SNAPSHOTS.mkdir(exist_ok=True)
        yield SNAPSHOTS, Path(real)


def report(result: Result, saved: bool) -> None:
    if saved:
        print(f"{result.name}: nothing to compare with; saved as it is")
    else:
        print(*result.lines, sep="\n", end="\n" if result.lines else "")


if __name__ == "__main__":
    sys.exit(main())
