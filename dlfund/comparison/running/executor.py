"""Where a comparison's work is done: an executor takes jobs and returns their results as they finish.

A fold of a contender is a job. This process, processes of this machine or other machines do it behind one interface,
`Executor`. `using` selects one for a block; without it, processes of this machine are started when they are needed
(`worker_pool.executor_for`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Protocol

from dlfund.core.errors import UserError
from dlfund.core.progress import not_reported


def _always() -> bool:
    return True


@dataclass(frozen=True)
class Job:
    """A piece of work, and how long it may take.

    Args:
        key: identifies the job's result.
        work: function of a progress function. It may contain closures and functions of the user's own script.
        seconds: float. Limit of wall time, after which the job is stopped if the executor can do that.
        together: bool. Whether it trains several folds at once and uses a device instead of one core.
        wanted: function that is called before the job is started; if it returns False, the job is left out.
        progress: function of a count of finished trainings. An executor may call it before the result is there.
    """

    key: Any
    work: Callable[[Callable[[int], None]], Any]
    seconds: float = float("inf")
    together: bool = False
    wanted: Callable[[], bool] = _always
    progress: Callable[[int], None] = not_reported


@dataclass(frozen=True)
class JobResult:
    """The end of a job: `status` is `"done"` with a value, `"failed"` with a sentence as value, or `"stopped"`."""

    key: Any
    status: str
    value: Any
    seconds: float


class Schedule(Protocol):
    """Decides which job is started next, when there is room for one."""

    def next_job(self, *, together: bool) -> Job | None:
        """The next job of several folds, or of a single one; None if none can be started now.

        It is asked again after every result.
        """


class InOrder:
    """The schedule of a list: jobs are started in its order, without those that are no longer wanted."""

    def __init__(self, jobs: Iterable[Job]) -> None:
        self.waiting = list(jobs)

    def next_job(self, *, together: bool) -> Job | None:
        for job in [job for job in self.waiting if job.together == together]:
            self.waiting.remove(job)
            if job.wanted():
                return job
        return None

    def left(self) -> list[Job]:
        """The jobs that were not started and are still wanted; they are no longer waiting."""
        left, self.waiting = self.waiting, []
        return [job for job in left if job.wanted()]


class Executor(Protocol):
    """Does jobs, in this process or elsewhere."""

    @property
    def workers(self) -> int:
        """How many single folds are fitted at the same time."""

    @property
    def can_stop(self) -> bool:
        """Whether every job is stopped when its seconds or the deadline are over."""

    def run(self, jobs: Sequence[Job] | Schedule, deadline: float | None = None) -> Iterator[JobResult]:
        """Start the jobs in their order, and return their results as they finish.

        Args:
            jobs: sequence of Job, or a Schedule. After every result the caller may change which jobs are still wanted.
            deadline: float or None. The time, by `time.monotonic()`, at which all unfinished jobs are stopped. Jobs of
                a sequence that were not started are reported as stopped after 0 s.

        Raises:
            UserError: a job failed for a reason that the user can correct, such as a full disk; no further job is
                started.
        """


class InThisProcess:
    """One job after the other in this process, for few and small fits and for debuggers. No job is stopped."""

    workers = 1
    can_stop = False

    def run(self, jobs: Sequence[Job] | Schedule, deadline: float | None = None) -> Iterator[JobResult]:
        schedule = schedule_of(jobs)
        while job := schedule.next_job(together=False) or schedule.next_job(together=True):
            started = time.monotonic()
            if deadline is not None and started >= deadline:
                yield JobResult(job.key, "stopped", None, 0.0)
                continue
            status, value = done(job.work, job.progress)
            if status == "refused":
                raise UserError(value)
            yield JobResult(job.key, status, value, time.monotonic() - started)


def schedule_of(jobs: Sequence[Job] | Schedule) -> Schedule:
    """A schedule as it is; that of a sequence."""
    return InOrder(jobs) if isinstance(jobs, Sequence) else jobs


def done(work: Callable[[Callable[[int], None]], Any], progress: Callable[[int], None]) -> tuple[str, Any]:
    """Do the work: a status, and its value or sentence. `"refused"` if the user can correct the error."""
    try:
        return "done", work(progress)
    except UserError as error:
        return "refused", str(error)
    except Exception as error:
        return "failed", " ".join(f"{type(error).__name__}: {error}".split())[:500]


_CHOSEN: ContextVar[Executor | None] = ContextVar("executor", default=None)


@contextmanager
def using(executor: Executor) -> Iterator[Executor]:
    """Use this executor for everything that is fitted in the block.

    Example:
        >>> with using(InThisProcess()) as executor:
        ...     [result.value for result in executor.run([Job("sum", lambda progress: 1 + 1)])]
        [2]
    """
    token = _CHOSEN.set(executor)
    try:
        yield executor
    finally:
        _CHOSEN.reset(token)


def chosen() -> Executor | None:
    """The executor of the enclosing `using` block, or None."""
    return _CHOSEN.get()
