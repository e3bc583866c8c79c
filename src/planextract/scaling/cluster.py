"""The workers of a Dask cluster: a running one, or one started on this machine.

Native futures and not joblib's Dask backend, which hangs when a worker is killed. The scheduler runs the tasks of a
dead worker again and gives up on one that was there whenever workers died; such a task is then run with no other
beside it, so that it is not blamed for what another did.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from typing import Any

from planextract.errors import UsageError
from planextract.scaling.local import DEATHS, Worker
from planextract.scaling.tasks import Result, Settings, Task, work

__all__ = ["Cluster"]

_IN_FLIGHT = 4
"""Tasks per thread of the cluster that are handed to the scheduler at a time."""


class Cluster:
    def __init__(self, scheduler: str | None, jobs: int, worker: Worker = work) -> None:
        self.worker = worker
        distributed = _distributed()
        self._local: Any = None
        if scheduler is None:
            with importlib.import_module("dask").config.set({"distributed.scheduler.allowed-failures": DEATHS - 1}):
                self._local = distributed.LocalCluster(n_workers=jobs, threads_per_worker=1, dashboard_address=None)
        try:
            self.client = distributed.Client(self._local or scheduler, timeout="30s", set_as_default=False)
        except (OSError, ValueError) as error:
            self.close()
            raise UsageError(f"{scheduler}: no Dask scheduler answers there ({error}); check the address") from None

    def map(self, tasks: Iterable[Task], settings: Settings) -> Iterator[tuple[Task, Result | None]]:
        source = iter(tasks)
        running: dict[Any, Task] = {}
        suspects: list[Task] = []
        finished = _distributed().as_completed([], loop=self.client.loop)
        self._submit(source, settings, running, finished)
        for future in finished:
            task = running.pop(future)
            result = _result(future)
            future.release()
            self._submit(source, settings, running, finished)
            if result is None:
                suspects.append(task)
            else:
                yield task, result
        for task in suspects:
            future = self.client.submit(self.worker, task, settings, pure=False)
            yield task, _result(future)
            future.release()

    def close(self) -> None:
        client = getattr(self, "client", None)
        if client is not None:
            client.close()
        if self._local is not None:
            self._local.close()

    def _submit(self, source: Iterator[Task], settings: Settings, running: dict[Any, Task], finished: Any) -> None:
        """Keep the workers busy without handing them everything at once."""
        while len(running) < max(1, sum(self.client.nthreads().values())) * _IN_FLIGHT:
            task = next(source, None)
            if task is None:
                return
            future = self.client.submit(self.worker, task, settings, pure=False)
            running[future] = task
            finished.add(future)


def _distributed() -> Any:
    """The library, which has no types to speak of."""
    try:
        return importlib.import_module("distributed")
    except ImportError:
        raise UsageError("--backend dask needs planextract[dask]; install it first") from None


def _result(future: Any) -> Result | None:
    """What a future brought; ``None`` where the scheduler gave it up because its workers died."""
    try:
        result: Result = future.result()
    except _distributed().KilledWorker:
        return None
    return result
