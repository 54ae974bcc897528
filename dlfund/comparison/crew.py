"""Processes whose work has an end: a job that takes longer than it may is stopped, not waited for.

joblib's workers can't be stopped one by one, and a fit can't be asked to stop. So each worker is a process of its own,
and whoever is over time is ended and replaced.
"""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import cloudpickle

FOR_BASELINES = ("skops.io", "dlfund.baselines.fit")
FOR_NETWORKS = ("skops.io", "dlfund.tuning.tune")


@dataclass(frozen=True)
class Job:
    """Something to do, and how long it may take.

    Args:
        key: what the answer is known by.
        work: function without arguments. Closures and functions of the user's own script may be in it.
        seconds: float. Of wall time; longer, and it is stopped.
    """

    key: Any
    work: Callable[[], Any]
    seconds: float = float("inf")


@dataclass(frozen=True)
class Answer:
    """What came of a job: `"done"` with its value, `"failed"` with a sentence, or `"stopped"`."""

    key: Any
    how: str
    value: Any
    seconds: float


class Crew:
    """Processes that do jobs side by side. Use as a context manager: leaving it ends them.

    Args:
        size: int. How many jobs are done at the same time.
        variables: mapping. Environment variables of the processes, such as their number of threads.
        modules: sequence of str. What a process imports before it is ready.
    """

    def __init__(
        self, size: int, variables: Mapping[str, str] | None = None, modules: Sequence[str] = FOR_BASELINES
    ) -> None:
        self.modules = tuple(modules)
        # modules are found there as here, also those of a script's own folder
        self.variables = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **(variables or {})}
        self.heard: queue.Queue[tuple[_Worker, tuple[str, Any] | None]] = queue.Queue()
        self.workers: list[_Worker | None] = [None] * size

    def __enter__(self) -> Crew:
        """Start the processes; their imports take seconds, in which something else can be done."""
        self.workers = [_Worker(place, self.variables, self.modules, self.heard) for place in range(len(self.workers))]
        return self

    def wait(self) -> None:
        """Until every process is ready for its first job, or has died."""
        while any(worker is not None and worker.alive and not worker.ready for worker in self.workers):
            self.heard.get()

    def __exit__(self, *_: object) -> None:
        for worker in self.workers:
            if worker is not None:
                worker.end()
        self.workers = [None] * len(self.workers)

    def do(
        self,
        jobs: Sequence[Job],
        *,
        until: float = float("inf"),
        on_answer: Callable[[Answer], None] = lambda _: None,
        wanted: Callable[[Any], bool] = lambda _: True,
    ) -> list[Answer]:
        """Do the jobs in order, several at a time, and give their answers in the order in which they came.

        Args:
            jobs: sequence of Job.
            until: float. The moment, by `time.monotonic()`, at which whatever is not finished is stopped.
            on_answer: function of an Answer, called as each one comes.
            wanted: function of a key. Asked before a job is begun; one that nobody wants any more is left out.
        """
        waiting = list(jobs)
        busy: dict[int, _Begun] = {}
        answers: list[Answer] = []

        def take(answer: Answer) -> None:
            answers.append(answer)
            on_answer(answer)

        while waiting or busy:
            over = time.monotonic() >= until
            for place in range(len(self.workers)):
                while waiting and place not in busy and not over:
                    job = waiting.pop(0)
                    if wanted(job.key):
                        busy[place] = self._begun(place, job)
            if over:
                for job in waiting:
                    if wanted(job.key):
                        take(Answer(job.key, "stopped", None, 0.0))
                waiting = []
            self._listen(busy, until, take)
        return answers

    def _begun(self, place: int, job: Job) -> _Begun:
        worker = self.workers[place]
        if worker is None or not worker.alive:
            if worker is not None:
                worker.end()
            worker = self.workers[place] = _Worker(place, self.variables, self.modules, self.heard)
        worker.begin(job)
        return _Begun(worker, job, time.monotonic() if worker.ready else None)

    def _listen(self, busy: dict[int, _Begun], until: float, take: Callable[[Answer], None]) -> None:
        """Wait for the next answer, or for the next job to be over time."""
        if not busy:
            return
        ends = {place: one.end(until) for place, one in busy.items()}
        try:
            wait = min(ends.values()) - time.monotonic()
            worker, said = self.heard.get(timeout=None if wait == float("inf") else max(wait, 0.0))
        except queue.Empty:
            for place in [place for place, end in ends.items() if time.monotonic() >= end]:
                busy[place].worker.end()
                take(busy.pop(place).answer("stopped"))
            return
        if worker.place not in busy or busy[worker.place].worker is not worker:
            return  # the last word of one that was stopped
        if said == ("ready", None):
            busy[worker.place].started = time.monotonic()
            return
        how, value = said or ("failed", f"Its process ended with exit code {worker.exit_code()}: out of memory?")
        take(busy.pop(worker.place).answer(how, value))


@dataclass
class _Begun:
    """A job in work. Its clock runs from the moment at which its process is ready."""

    worker: _Worker
    job: Job
    started: float | None

    def end(self, until: float) -> float:
        return until if self.started is None else min(until, self.started + self.job.seconds)

    def answer(self, how: str, value: Any = None) -> Answer:
        return Answer(self.job.key, how, value, 0.0 if self.started is None else time.monotonic() - self.started)


class _Worker:
    """One process, and a thread that hears what it says."""

    def __init__(
        self, place: int, variables: Mapping[str, str], modules: Sequence[str], heard: queue.Queue[Any]
    ) -> None:
        self.place, self.alive, self.ready = place, True, False
        self.process = subprocess.Popen(  # noqa: S603  (this program, and modules of its own)
            [sys.executable, "-m", "dlfund.comparison.worker", *modules],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=dict(variables),
        )
        threading.Thread(target=self._hear, args=(heard,), daemon=True).start()

    def _hear(self, heard: queue.Queue[Any]) -> None:
        import pickle  # what comes through the pipe was written by the process that this one started

        while True:
            try:
                said = pickle.load(self.process.stdout)  # type: ignore[arg-type]  # noqa: S301
            except (EOFError, OSError, ValueError, pickle.UnpicklingError):
                self.alive = False
                heard.put((self, None))
                return
            self.ready = True
            heard.put((self, said))

    def begin(self, job: Job) -> None:
        try:
            work = cloudpickle.dumps(job.work)
            self.process.stdin.write(len(work).to_bytes(8, "big") + work)  # type: ignore[union-attr]
            self.process.stdin.flush()  # type: ignore[union-attr]
        except BrokenPipeError:
            self.alive = False  # what it said last tells why

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
            except (BrokenPipeError, ValueError):
                continue
