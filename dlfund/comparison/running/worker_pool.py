"""Processes of this machine that fit folds in parallel, and can be stopped.

A fit has no way to be stopped. So each worker is a process of its own, which is ended and replaced when its job is over
time. A worker whose process dies (killed, out of memory) is replaced too, and its job is started once more; after a
second death the job has failed. Workers end with the process that started them, even in the middle of a fit.
"""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import cloudpickle

from dlfund.comparison.running.executor import (
    Executor,
    InOrder,
    InThisProcess,
    Job,
    JobResult,
    Schedule,
    chosen,
    schedule_of,
    using,
)
from dlfund.core.errors import UserError

# small fits are slower with two threads than with one; processes use the cores
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
FOR_SINGLE_FOLDS = ("dlfund.baselines.fit", "dlfund.comparison.running.fold_loop")
FOR_NETWORKS = ("dlfund.training.tuning.tune", "dlfund.comparison.running.fold_loop")
LONGEST_WAIT = 3600.0  # seconds for a message; a time that the system has no clock for is waited for in parts
ASK_AGAIN = 1.0  # seconds after which a schedule is asked again for jobs for a free place
ATTEMPTS = 2  # processes that may die with a job before it has failed


@contextmanager
def executor_for(*, stoppable: bool = False, apart: bool = False) -> Iterator[Executor]:
    """The executor selected by `using`; without one, processes of this machine that end with this block.

    Workers import their modules while this process continues, so enter this block early.

    Args:
        stoppable: bool. Whether every job, including those of networks, must be stopped when its time is over.
        apart: bool. Whether networks are trained in a process of their own, whose death is a failed fold. A continued
            run does so: the process that began it may have died of them.
    """
    named = chosen()
    if named is not None and (named.can_stop or not stoppable):
        yield named
        return
    with WorkerPool(apart=stoppable or apart) as pool, using(pool):
        yield pool


@dataclass(frozen=True)
class _Place:
    """A slot for one job at a time: environment variables, modules that are imported first, and which jobs it takes."""

    variables: Mapping[str, str]
    modules: tuple[str, ...]
    together: bool


class WorkerPool:
    """Workers for single folds; folds that are trained together run in this process, or in a separate one.

    Use as a context manager in a thread that lives as long as the pool; leaving it ends the workers.

    Args:
        size: int or None. How many single folds are fitted at the same time; None: one per core.
        apart: bool. Whether jobs of several folds have a process of their own, which can be stopped.
    """

    def __init__(self, size: int | None = None, *, apart: bool = False) -> None:
        self.workers = size or os.cpu_count() or 1
        self.can_stop = apart
        places = [_Place(ONE_THREAD, FOR_SINGLE_FOLDS, False)] * self.workers
        self.places = [*places, _Place({}, FOR_NETWORKS, True)] if apart else places
        self.messages: queue.Queue[tuple[_Worker, tuple[str, Any] | None]] = queue.Queue()
        self.started: dict[int, _Worker] = {}

    def __enter__(self) -> WorkerPool:
        """Start the workers; their imports take seconds, during which this process continues.

        The one for networks, whose imports take longest, is started first.
        """
        for place in reversed(range(len(self.places))):
            self.worker_at(place)
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self.started.values():
            worker.end()
        self.started = {}

    def run(self, jobs: Sequence[Job] | Schedule, deadline: float | None = None) -> Iterator[JobResult]:
        """As `Executor.run`. The first jobs are started at once, the others as results are asked for."""
        for place in reversed(range(len(self.places))):
            self.worker_at(place)  # one that was stopped starts again while the first folds are fitted
        schedule = schedule_of(jobs)
        run = _Run(self, schedule, float("inf") if deadline is None else deadline)
        run.begin()
        return self._results(run, _Together(schedule), deadline)

    def _results(self, run: _Run, here: Schedule, deadline: float | None) -> Iterator[JobResult]:
        try:
            yield from run.results()
            if not self.can_stop:
                yield from InThisProcess().run(here, deadline)
        finally:
            run.stop()

    def worker_at(self, place: int) -> _Worker:
        """The worker of a place; a new one if there is none or its process has died."""
        worker = self.started.get(place)
        if worker is None or not worker.alive:
            if worker is not None:
                worker.end()
            worker = self.started[place] = _Worker(self.places[place], self.messages)
        return worker


@dataclass(frozen=True)
class _Together:
    """The jobs of a schedule that are done in this process: those of several folds."""

    schedule: Schedule

    def next_job(self, *, together: bool) -> Job | None:
        return self.schedule.next_job(together=True) if together else None


class _Run:
    """One run of jobs: their schedule, and those that are being done at each place."""

    def __init__(self, pool: WorkerPool, schedule: Schedule, deadline: float) -> None:
        self.pool, self.schedule, self.deadline = pool, schedule, deadline
        self.busy: dict[int, _Begun] = {}

    @property
    def over(self) -> bool:
        return time.monotonic() >= self.deadline

    def begin(self) -> None:
        """Start a job at every free place that takes one."""
        for place, kind in enumerate(self.pool.places):
            if place in self.busy or self.over:
                continue
            job = self.schedule.next_job(together=kind.together)
            if job is not None:
                self.busy[place] = self._begun(place, job, attempts=ATTEMPTS)

    def results(self) -> Iterator[JobResult]:
        self.begin()
        while self.busy:
            yield from self._next_results()
            self.begin()
        if self.over and isinstance(self.schedule, InOrder):
            yield from (JobResult(job.key, "stopped", None, 0.0) for job in self.schedule.left())

    def stop(self) -> None:
        """End the jobs that are not finished, whose results are no longer needed."""
        for begun in self.busy.values():
            begun.worker.end()
        self.busy = {}

    def _begun(self, place: int, job: Job, attempts: int) -> _Begun:
        worker = self.pool.worker_at(place)
        worker.begin(job)
        return _Begun(worker, job, attempts, time.monotonic() if worker.ready else None)

    def _next_results(self) -> Iterator[JobResult]:
        """Wait for the next message, or until the next job is over time."""
        if not self.busy:
            return
        wait = min(begun.end(self.deadline) for begun in self.busy.values()) - time.monotonic()
        if len(self.busy) < len(self.pool.places):
            wait = min(wait, ASK_AGAIN)
        try:
            worker, message = self.pool.messages.get(timeout=min(max(wait, 0.0), LONGEST_WAIT))
        except queue.Empty:
            yield from self._stopped()
            return
        place = next((place for place, begun in self.busy.items() if begun.worker is worker), None)
        if place is None:
            return  # from a worker that was stopped, or that has no job
        if message is None:
            yield from self._dead(place)
        elif message[0] == "ready":
            self.busy[place].started = time.monotonic()
        elif message[0] == "refused":
            raise UserError(message[1])
        else:
            yield self.busy.pop(place).result(*message)

    def _stopped(self) -> Iterator[JobResult]:
        for place in [place for place, begun in self.busy.items() if time.monotonic() >= begun.end(self.deadline)]:
            self.busy[place].worker.end()
            yield self.busy.pop(place).result("stopped")

    def _dead(self, place: int) -> Iterator[JobResult]:
        """Start the job once more in a new process, or report that it failed."""
        begun = self.busy.pop(place)
        if begun.attempts > 1:
            self.busy[place] = self._begun(place, begun.job, begun.attempts - 1)
            return
        code = begun.worker.exit_code()
        yield begun.result(
            "failed", f"Its process ended {ATTEMPTS} times, the last time with exit code {code}: out of memory?"
        )


@dataclass
class _Begun:
    """A job that is being done. Its time is counted from when its process is ready."""

    worker: _Worker
    job: Job
    attempts: int
    started: float | None

    def end(self, deadline: float) -> float:
        return deadline if self.started is None else min(deadline, self.started + self.job.seconds)

    def result(self, status: str, value: Any = None) -> JobResult:
        return JobResult(self.job.key, status, value, 0.0 if self.started is None else time.monotonic() - self.started)


class _Worker:
    """A worker process, and a thread that reads its messages."""

    def __init__(self, place: _Place, messages: queue.Queue[Any]) -> None:
        self.alive, self.ready = True, False
        self.process = _started(place)
        threading.Thread(target=self._receive, args=(messages,), daemon=True).start()

    def _receive(self, messages: queue.Queue[Any]) -> None:
        import pickle  # what comes through the pipe was written by the process that this one started

        while True:
            try:
                message = pickle.load(self.process.stdout)  # type: ignore[arg-type]  # noqa: S301
            except (EOFError, OSError, ValueError, pickle.UnpicklingError):
                self.alive = False
                messages.put((self, None))
                return
            self.ready = True
            messages.put((self, message))

    def begin(self, job: Job) -> None:
        try:
            work = cloudpickle.dumps(job.work)
            self.process.stdin.write(len(work).to_bytes(8, "big") + work)  # type: ignore[union-attr]
            self.process.stdin.flush()  # type: ignore[union-attr]
        except OSError:  # a BrokenPipeError; on Windows also an invalid argument
            self.alive = False  # the reading thread reports it

    def exit_code(self) -> int | None:
        try:
            return self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return None

    def end(self) -> None:
        self.alive = False
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            try:
                stream.close()  # type: ignore[union-attr]
            except (OSError, ValueError):
                continue


def _started(place: _Place) -> subprocess.Popen[bytes]:
    """The process of a worker, which imports from the same folders, including that of the user's script."""
    try:
        return subprocess.Popen(  # noqa: S603  (this program, and modules of its own)
            [sys.executable, "-P", "-m", "dlfund.comparison.running.worker", str(os.getpid()), *place.modules],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **place.variables},
        )
    except OSError as error:
        raise UserError(
            f"Expected to start a process that fits folds. Received: {error.strerror or error}. End other programs, "
            "or raise the limits of processes and memory (ulimit -a). What is finished is kept: --resume continues."
        ) from error
