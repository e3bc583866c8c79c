"""Rules that run away: each is let loose on hostile text, in a process of its own that can be stopped.

The process runs this very file and needs nothing but the standard library, so that it starts at once.
"""

from __future__ import annotations

import contextlib
import json
import queue
import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

SECONDS = 1.0
"""What a pattern may take for one text."""
SHORT, LONG = 2_000, 20_000
"""Taking longer than that for a short text is running away; for a long one it is growing with the square."""
_CHARS = {
    "digits": "1",
    "numerals": "一",
    "Chinese characters": "养",
    "spaces": " ",
    "commas": "，",
    "decimals": "1.",
    "brackets": "（",
    "quotes": "“",
    "line ends": "\n",
}
_START = 20.0
"""Until a process of a busy machine has started."""


@dataclass(frozen=True)
class Job:
    rule: str
    source: str
    examples: tuple[str, ...]


@dataclass(frozen=True)
class Escape:
    """A rule that took too long, on which text of which length."""

    rule: str
    text: str
    length: int


def hostile_texts(examples: Sequence[str], length: int) -> Iterator[tuple[str, str]]:
    """Texts that make patterns try everything: one thing over and over, and at the end what does not fit."""
    for name, unit in _CHARS.items():
        yield name, _repeated(unit, length)
    for example in examples[:4]:
        if example:
            yield f"{example!r} over and over", _repeated(example, length)


def _repeated(unit: str, length: int) -> str:
    return (unit * (length // len(unit) + 1))[:length] + "\x01"


def escapes(jobs: Sequence[Job], seconds: float = SECONDS) -> Iterator[Escape]:
    """Every rule that takes longer than ``seconds`` on a hostile text; of each rule only the worst."""
    for length in (SHORT, LONG):
        escaped: set[str] = set()
        rest = list(jobs)
        while rest:
            at, text = _run(rest, length, seconds)
            if at is None:
                break
            escaped.add(rest[at].rule)
            yield Escape(rest[at].rule, text, length)
            rest = rest[at + 1 :]
        jobs = [job for job in jobs if job.rule not in escaped]


def _run(jobs: Sequence[Job], length: int, seconds: float) -> tuple[int | None, str]:
    """Which job did not come back in time, and on which text; None when all did."""
    order = [(at, name) for at, job in enumerate(jobs) for name, _ in hostile_texts(job.examples, length)]
    command = [sys.executable, "-I", "-X", "utf8", __file__]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as worker:
        assert worker.stdin and worker.stdout
        said: queue.Queue[str] = queue.Queue()
        threading.Thread(target=_listen, args=(worker.stdout, said), daemon=True).start()
        try:
            with contextlib.suppress(BrokenPipeError):
                json.dump([[job.source, job.examples, length] for job in jobs], worker.stdin)
                worker.stdin.close()
            for step, (at, name) in enumerate([(0, "the start"), *order]):
                try:
                    said.get(timeout=seconds if step else _START)
                except queue.Empty:
                    return at, name
        finally:
            worker.kill()
    return None, ""


def _listen(stream: Iterator[str], said: queue.Queue[str]) -> None:
    with contextlib.suppress(ValueError):  # closed under our hands
        for line in stream:
            said.put(line)


def _work() -> None:
    """In the process: try every job on every text and say so after each."""
    jobs = json.load(sys.stdin)
    print(flush=True)
    for source, examples, length in jobs:
        pattern = re.compile(source)
        for _, text in hostile_texts(examples, length):
            for _ in pattern.finditer(text):
                pass
            print(flush=True)


if __name__ == "__main__":
    _work()
