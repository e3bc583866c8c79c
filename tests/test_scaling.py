"""Many plans: the same bytes whoever works and however often a run is killed; failures stay alone and are listed."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from factories import SENTENCE, install_pipeline, make_extraction
from planextract.document import Document
from planextract.errors import OutputError, UsageError
from planextract.inputs import Input, expand
from planextract.limits import Limits, TooSlow
from planextract.outputs import Destination
from planextract.records import Extraction
from planextract.scaling.cluster import Cluster
from planextract.scaling.journal import Journal, journal_path
from planextract.scaling.local import Processes
from planextract.scaling.many import Crew, parse_many
from planextract.scaling.runner import complete
from planextract.scaling.tasks import Note, Result, Settings, Task, work

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
RANDOM_KILLS = int(os.environ.get("PLANEXTRACT_KILLS", "10"))


@pytest.fixture
def plans(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Eight short plans, one of them no plan."""
    folder = tmp_path / "plans"
    (folder / "sub").mkdir(parents=True)
    for number in range(7):
        text = f"青原县民政事业发展规划\n\n{SENTENCE}\n\n到2025年，新建村级互助养老点{number + 2}个。\n"
        (folder / ("sub" if number % 2 else "") / f"p{number}.txt").write_text(text, encoding="utf-8")
    (folder / "bad.txt").write_bytes(b"\x00\x01\x02" * 40)
    monkeypatch.chdir(tmp_path)
    return folder


def many(
    output: str | None = None, *, paths: tuple[str, ...] = ("plans",), jobs: int = 1, **options: object
) -> list[Note]:
    """What a run tells of its inputs, sorted as they were given."""
    partition = options.get("partition")
    destination = Destination.of(output, options.pop("format", None), parts=partition is not None)  # type: ignore[arg-type]
    limits = options.pop("limits", Limits())
    notes: list[Note] = []
    settings = Settings(destination.format or "json", limits=limits)  # type: ignore[arg-type]
    parse_many(expand(paths), destination, settings, crew=Crew(jobs), watch=notes.append, **options)  # type: ignore[arg-type]
    return sorted(notes, key=lambda note: note.path)


def content(folder: Path) -> dict[str, bytes]:
    """Everything in a folder except what journals hold."""
    found = (path for path in folder.rglob("*") if path.is_file() and not path.name.endswith(".planextract"))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "planextract", "parse", *arguments]


# the same bytes


@pytest.mark.parametrize("output", ["out.json", "out.jsonl", "out.csv", "out.xlsx", "out/"])
def test_two_processes_write_what_one_writes(plans: Path, output: str) -> None:
    (plans.parent / "one").mkdir()
    (plans.parent / "two").mkdir()
    assert len(many(f"one/{output}")) == 8
    assert len(many(f"two/{output}", jobs=2)) == 8
    assert content(plans.parent / "one") == content(plans.parent / "two")
    assert not list(plans.parent.rglob(".*.planextract"))


@pytest.mark.parametrize("options", [["-f", "json"], ["-f", "csv"], []])
def test_standard_output_is_in_the_order_of_the_inputs(plans: Path, options: list[str]) -> None:
    one = subprocess.run([*command("plans", "-q"), *options], capture_output=True, timeout=60)
    two = subprocess.run([*command("plans", "-q", "-j", "2"), *options], capture_output=True, timeout=60)
    assert (one.returncode, two.returncode) == (1, 1)
    assert one.stdout == two.stdout != b""
    assert b"bad.txt" in two.stderr


def test_parts_hold_what_one_file_holds(plans: Path) -> None:
    many("parts", partition=3, jobs=2)
    many("one.jsonl")
    parts = content(plans.parent / "parts")
    assert sorted(parts) == ["failures.csv", "part-00000.jsonl", "part-00001.jsonl", "part-00002.jsonl"]
    assert b"".join(parts[name] for name in sorted(parts)[1:]) == (plans.parent / "one.jsonl").read_bytes()
    with pytest.raises(OutputError, match="another run"):
        many("parts", partition=5)


def test_a_list_names_the_inputs(plans: Path) -> None:
    (plans.parent / "list.txt").write_text("\ufeffplans/sub\n\nplans/p0.txt\ngone.txt\n", encoding="utf-8")
    assert [Path(item.path).name for item in expand(["@list.txt"])] == [
        "p1.txt",
        "p3.txt",
        "p5.txt",
        "p0.txt",
        "gone.txt",
    ]
    assert "one path a line" in str(expand(["@nothing.txt"])[0].problem)


# killed and resumed


@pytest.mark.parametrize("output", ["out.jsonl", "out/"])
def test_killed_at_any_moment_and_resumed(plans: Path, output: str) -> None:
    """Runs are killed, with their workers, at random moments; the last one is left to finish."""
    for copy in range(5):
        shutil.copytree(plans, plans / f"copy{copy}")
    shutil.copytree(CORPUS, plans / "corpus")
    one, two = plans.parent / "one", plans.parent / "two"
    one.mkdir()
    started = time.monotonic()
    assert subprocess.run(command("plans", "-q", "-j", "2", "-o", f"one/{output}"), capture_output=True).returncode == 1
    whole = time.monotonic() - started
    dice = random.Random(output)
    kills = RANDOM_KILLS // 2
    while kills:
        shutil.rmtree(two, ignore_errors=True)
        two.mkdir()
        for _ in range(min(kills, 3)):  # the killed run, and its successors
            kills -= 1
            run = subprocess.Popen(
                command("plans", "-q", "-j", "2", "--resume", "-o", f"two/{output}"),
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            time.sleep(whole * dice.uniform(0.3, 1.0))
            os.killpg(run.pid, signal.SIGKILL)
            run.wait()
        done = subprocess.run(command("plans", "-q", "-j", "2", "--resume", "-o", f"two/{output}"), capture_output=True)
        assert done.returncode == 1
        assert content(one) == content(two)


def test_a_journal_cut_anywhere_gives_the_same(plans: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install_pipeline(monkeypatch)
    many("out.json", resume=True)
    expected = (plans.parent / "out.json").read_bytes()
    journal = journal_path("out.json", folder=False)
    whole = journal.read_bytes()
    for end in sorted(random.Random(1).sample(range(len(whole)), 60)):
        damaged = bytearray(whole[:end])
        if end > 400 and end % 2:  # the power failed: what was written last is not what should stand there
            damaged[-200:] = bytes(200)
        journal.write_bytes(damaged)
        (plans.parent / "out.json").unlink()
        many("out.json", resume=True)
        assert (plans.parent / "out.json").read_bytes() == expected
        assert journal.read_bytes() == whole


def test_only_what_has_changed_is_read_again(plans: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def extract(document: Document) -> Extraction:
        seen.append(document.path)
        return make_extraction(document)

    def read(*paths: str, output: str = "out", **options: object) -> list[str]:
        seen.clear()
        many(output, paths=paths or ("plans",), resume=True, **options)
        return list(seen)

    install_pipeline(monkeypatch, extract)
    assert len(read()) == 7
    assert read() == []
    (plans / "p2.txt").write_text(SENTENCE + "改", encoding="utf-8")
    (plans / "p9.txt").write_text(SENTENCE, encoding="utf-8")
    assert read() == ["p2.txt", "p9.txt"]
    (plans.parent / "out" / "p4.json").write_text("{}")
    (plans.parent / "out" / "p9.json").unlink()
    assert read() == ["p4.txt", "p9.txt"]
    (plans / "bad.txt").write_text(SENTENCE, encoding="utf-8")
    assert read() == ["bad.txt"]
    assert len(read(limits=Limits(seconds=60))) == 9
    monkeypatch.setattr("planextract.scaling.fingerprint.rules_hash", lambda patterns_dir: "changed")
    assert len(read(limits=Limits(seconds=60))) == 9
    monkeypatch.setattr("planextract.scaling.fingerprint.__version__", "9")
    assert len(read(limits=Limits(seconds=60))) == 9
    assert read("plans/p0.txt", limits=Limits(seconds=60)) == []


def test_resuming_needs_an_output_and_holds_it_alone(plans: Path) -> None:
    with pytest.raises(UsageError, match="--resume"):
        many(resume=True, format="json")
    with Journal("out.csv", folder=False, resume=True), pytest.raises(UsageError, match="another run"):
        many("out.csv", resume=True)
    with Journal("out.csv", folder=False, resume=True):
        many("out.csv")  # works without a journal of that name
        assert journal_path("out.csv", folder=False).exists()
    assert (plans.parent / "out.csv").exists()


def test_unfinished_files_of_killed_processes_are_removed(plans: Path) -> None:
    (plans.parent / "out" / "sub").mkdir(parents=True)
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    dead = plans.parent / "out" / "sub" / f".planextract-{process.pid}-0.tmp"
    alive = plans.parent / "out" / f".planextract-{os.getpid()}-0.tmp"
    dead.touch()
    alive.touch()
    many("out/", resume=True)
    assert (dead.exists(), alive.exists()) == (False, True)


def test_ctrl_c_keeps_what_is_done(plans: Path) -> None:
    for copy in range(20):
        shutil.copytree(CORPUS, plans / f"copy{copy}")
    run = subprocess.Popen(
        command("plans", "-q", "-j", "2", "-o", "out.csv"), stderr=subprocess.PIPE, start_new_session=True
    )
    journal = journal_path("out.csv", folder=False)
    deadline = time.monotonic() + 30
    while not (journal.exists() and journal.stat().st_size) and time.monotonic() < deadline:
        time.sleep(0.02)
    os.killpg(run.pid, signal.SIGINT)
    _, said = run.communicate(timeout=30)
    assert run.returncode == 130, said
    match = re.search(rb"(\d+) of \d+ plans are safe; the same command with --resume goes on", said)
    assert match and b"Traceback" not in said
    assert not (plans.parent / "out.csv").exists()
    with Journal("out.csv", folder=False, resume=True) as kept:
        assert len(kept.entries) >= int(match.group(1)) > 0


# documents that do harm


def deadly(task: Task, settings: Settings) -> Result:
    """A worker that some documents end: always, or the first time that one of them is read."""
    for item in task.items:
        once = Path(item.path).with_suffix(".once")
        if "deadly" in item.name or once.exists():
            once.unlink(missing_ok=True)
            os.kill(os.getpid(), signal.SIGKILL)
    return work(task, settings)


def local() -> Processes:
    return Processes(2, deadly)


def cluster() -> Cluster:
    return Cluster(None, 2, deadly)


@pytest.fixture(params=[local, cluster])
def engine(request: pytest.FixtureRequest) -> Iterator[Processes | Cluster]:
    started = request.param()
    yield started
    started.close()


@pytest.mark.filterwarnings("ignore")  # Dask warns of ports and of the workers that die here
def test_a_dead_worker_costs_a_retry_and_a_deadly_document_is_set_aside(
    plans: Path, engine: Processes | Cluster
) -> None:
    (plans / "p0.once").touch()
    (plans / "sub" / "deadly.txt").write_text(SENTENCE, encoding="utf-8")
    items = [item for item in expand(["plans/*.txt", "plans/sub/*.txt"]) if not item.problem]
    tasks = [Task(index, item.name, (item,)) for index, item in enumerate(items)]
    results = {task.name: result for task, result in complete(engine, tasks, Settings("json"))}
    assert len(results) == len(tasks) == 9
    assert not (plans / "p0.once").exists()
    failed = {name: result.notes[0].error for name, result in results.items() if result.payload is None}
    assert sorted(failed) == ["bad.txt", "deadly.txt"]
    assert "set aside, 3 workers ended while they read it" in str(failed["deadly.txt"])
    alone = {task.name: work(task, Settings("json")).payload for task in tasks if task.name not in failed}
    assert {name: results[name].payload for name in alone} == alone


@pytest.mark.filterwarnings("ignore")
def test_parts_are_written_without_the_deadly_document(plans: Path, engine: Processes | Cluster) -> None:
    (plans / "sub" / "deadly.txt").write_text(SENTENCE, encoding="utf-8")
    items = tuple(expand(["plans/sub"]))
    target = str(plans.parent / "part-00000.jsonl")
    settings = Settings("jsonl")
    ((_, result),) = complete(engine, [Task(0, "part", items, target)], settings)
    assert [note.name for note in result.notes if note.error] == ["deadly.txt"]
    assert [note.name for note in result.notes] == [item.name for item in items]
    assert result.written == hashlib.sha256(Path(target).read_bytes()).hexdigest()
    assert b"deadly" not in Path(target).read_bytes()


def test_time_is_limited_inside_a_regular_expression() -> None:
    started = time.monotonic()
    with pytest.raises(TooSlow), Limits(seconds=0.2).time():
        re.match(r"(a+)+b", "a" * 64)
    assert time.monotonic() - started < 2


def test_a_worker_that_no_signal_reaches_is_ended() -> None:
    program = """
import re, threading
from planextract import limits
limits._GRACE = 0.0
with limits.worker_guard(limits.Limits(seconds=0.2)):
    runaway = threading.Thread(target=lambda: re.match(r"(a+)+b", "a" * 64))
    runaway.start()
    runaway.join()
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=30)
    assert done.returncode == 1


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (Limits(megabytes=0.0001), "MB of a plan; split the file or raise --max-megabytes"),
        (Limits(characters=5), "longer than the 5 characters of a plan"),
        (Limits(numbers=2), "more than 2 numbers; split the file or raise --max-numbers"),
        (Limits(seconds=0.2), "not finished after 0.2 s"),
    ],
)
def test_limits_are_failures_of_one_document(
    plans: Path, monkeypatch: pytest.MonkeyPatch, limits: Limits, said: str
) -> None:
    def extract(document: Document) -> Extraction:
        if limits.seconds < 1:
            re.match(r"(a+)+b", "a" * 64)
        return make_extraction(document)

    install_pipeline(monkeypatch, extract)
    (note,) = many("out.json", paths=("plans/p0.txt",), limits=limits)
    assert said in str(note.error)


def test_failures_are_listed_with_reason_and_advice(plans: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install_pipeline(monkeypatch)
    (plans / "=cmd.txt").write_bytes(b"")
    for output, listed in (("out.csv", "out.failures.csv"), ("out/", "out/failures.csv")):
        many(output, paths=("plans", "gone.txt"))
        text = (plans.parent / listed).read_text(encoding="utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text)))
        assert [row["source"] for row in rows] == ["'=cmd.txt", "bad.txt", "gone.txt"]
        assert (rows[2]["reason"], rows[2]["advice"]) == ("no such file", "check the name")
        assert all(row["reason"] and row["advice"] for row in rows)
    (plans / "=cmd.txt").unlink()
    (plans / "bad.txt").unlink()
    many("out/")
    assert not (plans.parent / "out/failures.csv").exists()
    (plans.parent / "out" / "failures.csv").write_text("mine")
    many("out/")
    assert (plans.parent / "out/failures.csv").read_text() == "mine"


# outputs


def test_two_runs_into_one_folder_leave_whole_files(plans: Path) -> None:
    runs = [subprocess.Popen(command("plans", "-q", "-o", "out/"), stderr=subprocess.DEVNULL) for _ in range(3)]
    assert [run.wait(timeout=60) for run in runs] == [1, 1, 1]
    many("expected/")
    assert content(plans.parent / "out") == content(plans.parent / "expected")


@pytest.mark.parametrize("output", ["out.csv", "out.xlsx", "out.json"])
def test_a_full_disk_leaves_the_old_file_whole(plans: Path, output: str) -> None:
    program = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))
from planextract.cli import main
sys.argv[0] = "planextract"
main()
"""
    Path(output).write_bytes(b"old" * 3000)
    done = subprocess.run(
        [sys.executable, "-c", program, "parse", "plans", "-q", "-o", output], capture_output=True, timeout=60
    )
    assert done.returncode == 2, done.stderr
    assert b"cannot be written" in done.stderr and b"Traceback" not in done.stderr
    assert Path(output).read_bytes() == b"old" * 3000
    assert not list(plans.parent.glob("*.tmp"))


def test_memory_does_not_grow_with_what_is_finished(plans: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A late first plan holds up an ordered output: the others wait for it instead of piling up."""
    taken: list[int] = []

    def tasks() -> Iterator[Task]:
        for index in range(2000):
            taken.append(index)
            yield Task(index, str(index), (Input(str(index), str(index)),))

    engine = Processes(2, slow_first)
    results = engine.map(tasks(), Settings("json"))
    next(results)
    for _ in range(100):
        next(results)
        if len(taken) > 100:
            break
    assert len(taken) <= 64 * 2 + 4
    results.close()  # type: ignore[attr-defined]
    engine.close()


def slow_first(task: Task, settings: Settings) -> Result:
    if task.index == 0:
        time.sleep(1.0)
    return Result((), payload=b"x")
