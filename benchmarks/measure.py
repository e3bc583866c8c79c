"""Measures planextract against fixed bounds, as ratios taken in one run: python benchmarks/measure.py [NAME ...]

The plans are those of the folder that PLANEXTRACT_PLANS names, else the samples of corpus/. With --write the table in
docs/performance.md is replaced by what was measured.
"""

from __future__ import annotations

import argparse
import dataclasses
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import planextract
from planextract.document import Document

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
LIBRARIES = (
    "import typer, rich.console, rich.table, regex, yaml; from pydantic import BaseModel; type('M', (BaseModel,), {})"
)


@dataclass(frozen=True)
class Ratio:
    what: str
    value: float
    bound: float
    least: bool = False
    """Whether the bound is the least and not the most."""
    note: str = ""

    @property
    def holds(self) -> bool:
        return self.value >= self.bound if self.least else self.value <= self.bound

    def row(self) -> str:
        bound = f"{'≥' if self.least else '≤'} {self.bound:g}"
        return f"| {self.what} | {self.value:.2f} | {bound} | {'yes' if self.holds else '**no**'} | {self.note} |"


@dataclass(frozen=True)
class Bench:
    plans: list[Path]
    rounds: int
    many: int
    """How many plans the runs over many have."""

    def documents(self) -> list[Document]:
        return [planextract.load(path) for path in self.plans]


# ---- start-up --------------------------------------------------------------------------------------------------------


def help_page(bench: Bench) -> Ratio:
    command = [sys.executable, "-m", "planextract", "--help"]
    page, typer = fresh([command, [sys.executable, "-c", "import typer"]], bench.rounds)
    return Ratio("`planextract --help` / `import typer`", page / typer, 1.5, note=f"{page:.2f} s / {typer:.2f} s")


def one_plan(bench: Bench) -> Ratio:
    plan = min(bench.plans, key=lambda path: abs(len(path.read_text("utf-8")) - 25_000))
    parse = [sys.executable, "-m", "planextract", "parse", str(plan), "-f", "json"]
    taken, libraries = fresh([parse, [sys.executable, "-c", LIBRARIES]], bench.rounds)
    size = f"{len(plan.read_text('utf-8')):,} characters"
    note = f"{taken:.2f} s / {libraries:.2f} s, {size}"
    return Ratio("`parse` of one plan, fresh process / importing the libraries", taken / libraries, 2.0, note=note)


# ---- one warm process ------------------------------------------------------------------------------------------------


def against_jieba(bench: Bench) -> Ratio:
    import jieba

    documents = bench.documents()
    jieba.setLogLevel("ERROR")
    with tempfile.TemporaryDirectory() as private:
        tokenizer = jieba.Tokenizer()
        tokenizer.tmp_dir = private
        tokenizer.initialize()
    ours, cut = alternating(
        lambda: [planextract.extract(document) for document in documents],
        lambda: [tokenizer.lcut(document.text) for document in documents],
        bench.rounds,
    )
    note = f"{ours * 1000:.0f} ms / {cut * 1000:.0f} ms, {sum(len(d.text) for d in documents):,} characters"
    return Ratio("text to records / `jieba.lcut` on the same texts", ours / cut, 1.0, note=note)


def against_jionlp(bench: Bench) -> Ratio | None:
    """Where JioNLP is installed."""
    try:
        import jionlp
    except ImportError:
        return None
    documents = bench.documents()
    ours, theirs = alternating(
        lambda: [planextract.extract(document) for document in documents],
        lambda: [(jionlp.ner.extract_time(d.text), jionlp.ner.extract_money(d.text)) for d in documents],
        min(bench.rounds, 3),
    )
    return Ratio("text to records / JioNLP `extract_time` + `extract_money`", ours / theirs, 1.0)


def copies(bench: Bench) -> Ratio:
    document = max(bench.documents(), key=lambda document: len(document.text))
    long = dataclasses.replace(document, text=document.text * 100)
    planextract.extract(document)
    one = min(seconds(lambda: planextract.extract(document)) for _ in range(bench.rounds))
    return Ratio("100 copies in one file / one", seconds(lambda: planextract.extract(long)) / one, 110)


# ---- many plans ------------------------------------------------------------------------------------------------------


def two_jobs(bench: Bench) -> Ratio:
    with inputs(bench, bench.many) as folder:
        rates = [(run(folder, "-j", "1"), run(folder, "-j", "2")) for _ in range(3)]
    one, two = (min(times) for times in zip(*rates, strict=True))
    note = f"{bench.many / two:.1f} / {bench.many / one:.1f} plans a second, best of three"
    return Ratio(f"2 jobs / 1 job over {bench.many} plans", one / two, 1.5, least=True, note=note)


def dask(bench: Bench) -> Ratio:
    with inputs(bench, bench.many) as folder:
        taken = [(run(folder, "-j", "2"), run(folder, "-j", "2", "--backend", "dask")) for _ in range(2)]
    loky, cluster = (min(times) for times in zip(*taken, strict=True))
    return Ratio("Dask, 2 local workers / loky, 2 jobs (rate)", loky / cluster, 0.8, least=True)


def memory(bench: Bench) -> Ratio:
    few, many = bench.many // 10, 2 * bench.many
    with inputs(bench, few) as folder:
        small = peak(folder)
    with inputs(bench, many) as folder:
        large = peak(folder)
    note = f"{large:.0f} MB / {small:.0f} MB, main process"
    return Ratio(f"peak memory, {many} plans / {few} plans, 2 jobs", large / small, 1.3, note=note)


@contextmanager
def inputs(bench: Bench, count: int) -> Iterator[Path]:
    """A folder of ``count`` plans, no two the same."""
    texts = [path.read_text("utf-8") for path in bench.plans]
    with tempfile.TemporaryDirectory() as name:
        for number in range(count):
            text = f"{texts[number % len(texts)]}\n\n附：第{number}份。\n"
            Path(name, f"p{number:05}.txt").write_text(text, encoding="utf-8")
        yield Path(name)


def run(folder: Path, *options: str) -> float:
    return seconds(lambda: subprocess.run(many_command(folder, *options), check=True, stderr=subprocess.DEVNULL))


def many_command(folder: Path, *options: str) -> list[str]:
    output = str(folder.with_name(f"{folder.name}.jsonl"))
    return [sys.executable, "-m", "planextract", "parse", str(folder), "-q", "-o", output, *options]


def peak(folder: Path) -> float:
    """Megabytes at most of the main process of a run with two jobs; its workers hold one plan each."""
    program = (
        "import resource, sys; from planextract.cli import app\n"
        "try: app()\n"
        "finally: print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    command = [sys.executable, "-c", program, *many_command(folder, "-j", "2")[3:]]
    shown = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return int(shown.split()[-1]) / (1 << 20 if sys.platform == "darwin" else 1 << 10)


# ---- the clock -------------------------------------------------------------------------------------------------------


def fresh(commands: list[list[str]], rounds: int) -> list[float]:
    """The best time of each command in a new process, taken in turns; Python's compiled files are there already."""
    with tempfile.TemporaryDirectory() as compiled:
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": compiled}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        taken: list[list[float]] = [[] for _ in commands]
        for number in range(rounds + 1):
            for times, command in zip(taken, commands, strict=True):
                once = seconds(
                    lambda c=command: subprocess.run(c, env=environment, stdout=subprocess.DEVNULL, check=True)  # type: ignore[misc]
                )
                if number:
                    times.append(once)
    return [min(times) for times in taken]


def alternating(first: Callable[[], object], second: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Median seconds of both, after one run of each that fills what is loaded when first needed."""
    first(), second()
    times = [(seconds(first), seconds(second)) for _ in range(rounds)]
    return median(one for one, _ in times), median(other for _, other in times)


def seconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


BENCHES: dict[str, Callable[[Bench], Ratio | None]] = {
    "help": help_page,
    "one": one_plan,
    "jieba": against_jieba,
    "jionlp": against_jionlp,
    "copies": copies,
    "jobs": two_jobs,
    "memory": memory,
    "dask": dask,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("names", nargs="*", help=f"some of {', '.join(BENCHES)}; all without")
    parser.add_argument("--quick", action="store_true", help="fewer rounds and plans: an impression")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    options = parser.parse_args()
    if unknown := [name for name in options.names if name not in BENCHES]:
        parser.error(f"no measurement {unknown[0]!r}; there are {', '.join(BENCHES)}")
    bench = Bench(plans(), 3 if options.quick else 9, 40 if options.quick else 500)
    lines = []
    for name in options.names or BENCHES:
        ratio = BENCHES[name](bench)
        if ratio is not None:
            lines.append(ratio.row())
            print(lines[-1], flush=True)
    if options.write:
        replace_table(lines, bench)


def plans() -> list[Path]:
    folder = Path(os.environ.get("PLANEXTRACT_PLANS") or ROOT / "corpus")
    found = sorted(path for path in folder.rglob("*.txt") if path.parent == folder or path.name == "plan.txt")
    if not found:
        sys.exit(f"{folder}: no plans (.txt) to measure with")
    return found


def replace_table(lines: list[str], bench: Bench) -> None:
    source = "real plans" if os.environ.get("PLANEXTRACT_PLANS") else "samples of corpus/"
    machine = f"Python {platform.python_version()}, {os.cpu_count()} cores, {len(bench.plans)} {source}"
    table = ["| ratio | measured | bound | holds | |", "|---|---|---|---|---|", *lines]
    text = PAGE.read_text(encoding="utf-8")
    head, _, rest = text.partition(BEGIN)
    _, _, tail = rest.partition(END)
    new = "\n".join([f"{head}{BEGIN}", f"Measured with {machine}.", "", *table, f"{END}{tail}"])
    beside = PAGE.with_suffix(".new")
    beside.write_text(new, encoding="utf-8")
    shutil.move(beside, PAGE)


if __name__ == "__main__":
    main()
