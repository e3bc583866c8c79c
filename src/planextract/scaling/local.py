"""The processes of one machine.

A document that ends its worker (out of memory, a fault in a library) ends all tasks in flight with it. Those are then
run one at a time in a worker of their own: the innocent ones succeed, the guilty one ends it again and is set aside
after three.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol

from planextract.errors import UsageError
from planextract.scaling.tasks import Result, Settings, Task, work

__all__ = ["DEATHS", "Engine", "Here", "Processes", "Worker"]

DEATHS = 3
"""How many workers a task may end before it is set aside."""
_AHEAD = 64
"""Tasks per job that may be finished before an earlier one is: what an ordered output has to hold."""


Worker = Callable[[Task, Settings], Result]


class Engine(Protocol):
    def map(self, tasks: Iterable[Task], settings: Settings) -> Iterator[tuple[Task, Result | None]]:
        """The results in any order; ``None`` for a task that ended its workers."""

    def close(self) -> None: ...


class Here:
    """No other process at all."""

    def map(self, tasks: Iterable[Task], settings: Settings) -> Iterator[tuple[Task, Result | None]]:
        for task in tasks:
            yield task, work(task, settings, guard=False)

    def close(self) -> None:
        pass


class Processes:
    """``jobs`` worker processes, through loky."""

    def __init__(self, jobs: int, worker: Worker = work) -> None:
        self.jobs = jobs
        self.worker = worker
        self._executor: Any = None

    def map(self, tasks: Iterable[Task], settings: Settings) -> Iterator[tuple[Task, Result | None]]:
        from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, wait

        source, more = iter(tasks), True
        running: dict[Any, Task] = {}
        lost: list[Task] = []
        while more or running:
            while more and not lost and len(running) <= 2 * self.jobs and self._near(running):
                task = next(source, None)
                if task is None:
                    more = False
                else:
                    running[self._submit(task, settings)] = task
            for future in wait(running, return_when=FIRST_COMPLETED).done if running else ():
                task = running.pop(future)
                try:
                    yield task, future.result()
                except BrokenExecutor:
                    lost.append(task)
            if lost and not running:
                self._stop()
                for task in sorted(lost, key=lambda task: task.index):
                    yield task, self._alone(task, settings)
                self._stop()
                lost = []

    def close(self) -> None:
        self._stop()

    def _near(self, running: dict[Any, Task]) -> bool:
        """Whether the tasks to come are not too far ahead of the slowest in flight."""
        indices = [task.index for task in running.values()]
        return not indices or max(indices) - min(indices) < _AHEAD * self.jobs

    def _submit(self, task: Task, settings: Settings) -> Any:
        from concurrent.futures import BrokenExecutor

        try:
            return self._started(self.jobs).submit(self.worker, task, settings)
        except BrokenExecutor as error:  # between two tasks: nobody has got this one yet
            from concurrent.futures import Future

            future: Future[Result] = Future()
            future.set_exception(error)
            return future

    def _alone(self, task: Task, settings: Settings) -> Result | None:
        """Run a task that may have ended a worker already."""
        from concurrent.futures import BrokenExecutor

        for _ in range(DEATHS - 1):
            try:
                result: Result = self._started(1).submit(self.worker, task, settings).result()
            except BrokenExecutor:
                self._stop()
            else:
                return result
        return None

    def _started(self, workers: int) -> Any:
        if self._executor is None:
            try:
                from loky import ProcessPoolExecutor
            except ImportError:
                raise UsageError("--jobs needs loky; install planextract again or use --jobs 1") from None
            self._executor = ProcessPoolExecutor(
                workers, timeout=60, initializer=_start_worker, initargs=(os.getpid(),)
            )
        return self._executor

    def _stop(self) -> None:
        executor, self._executor = self._executor, None
        if executor is not None:
            executor.shutdown(wait=True, kill_workers=True)


def _start_worker(parent: int) -> None:
    """Ctrl-C is for the main process, which ends its workers; without it a worker has nothing to do."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow, args=(parent,), daemon=True).start()


def _follow(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)
