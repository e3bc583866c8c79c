"""Kills a run of many plans at random moments and resumes it: python scripts/kill_and_resume.py [--kills 50]

Each time the output must have the bytes of an undisturbed run. The inputs are copies of the samples in corpus/.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUTPUTS = ("out.json", "out.jsonl", "out.csv", "out.xlsx", "out/")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--copies", type=int, default=6, help="of the samples, as inputs")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    dice = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for number in range(options.copies):
            shutil.copytree(ROOT / "corpus", work / "plans" / f"{number}", ignore=only_plans)
        whole = {output: undisturbed(work, output, options.jobs) for output in OUTPUTS}
        for kill in range(options.kills):
            output = OUTPUTS[kill % len(OUTPUTS)]
            moment = dice.uniform(0.1, whole[output])
            killed(work, output, options.jobs, moment)
            # Every third run is killed twice before it may finish.
            if kill % 3 == 0:
                killed(work, output, options.jobs, dice.uniform(0.1, whole[output]))
            run(work, "killed", output, options.jobs).wait()
            same = content(work / "whole" / output) == content(work / "killed" / output)
            print(
                f"{kill + 1:3} killed after {moment:5.2f} s, {output:9} {'same bytes' if same else 'DIFFERENT'}",
                flush=True,
            )
            if not same:
                sys.exit(1)
            shutil.rmtree(work / "killed")
    print(f"{options.kills} kills, identical bytes each time")


def only_plans(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if not (name == "plan.txt" or Path(folder, name).is_dir())]


def undisturbed(work: Path, output: str, jobs: int) -> float:
    started = time.monotonic()
    if run(work, "whole", output, jobs).wait() != 0:
        sys.exit("the undisturbed run failed")
    return time.monotonic() - started


def killed(work: Path, output: str, jobs: int, moment: float) -> None:
    process = run(work, "killed", output, jobs)
    time.sleep(moment)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def run(work: Path, place: str, output: str, jobs: int) -> subprocess.Popen[bytes]:
    (work / place).mkdir(exist_ok=True)
    target = f"{place}/{output}"
    command = [sys.executable, "-m", "planextract", "parse", "plans", "-q", "--resume", "-j", str(jobs), "-o", target]
    return subprocess.Popen(command, cwd=work, start_new_session=True)


def content(path: Path) -> dict[str, bytes]:
    """An output, without the journal that stands in its folder."""
    if path.is_file():
        return {"": path.read_bytes()}
    found = (file for file in path.rglob("*") if file.is_file() and file.name != ".planextract")
    return {file.relative_to(path).as_posix(): file.read_bytes() for file in found}


if __name__ == "__main__":
    main()
