"""Progress of a run: a bar with the remaining time in a terminal, plain lines elsewhere."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from dlfund.core.errors import printable
from dlfund.core.terminal import say


class Share:
    """A contender's part of the work. It is never counted beyond its size, even if a failed training is repeated."""

    def __init__(self, watch: Watch, left: int, what: str) -> None:
        self.watch, self.left, self.what, self.lock = watch, left, what, threading.Lock()

    def advance(self, count: int = 1) -> None:
        with self.lock:
            count = min(count, self.left)
            self.left -= count
        self.watch.advance(count, self.what)

    def finish(self) -> None:
        """Count what was not needed, such as trials of an exhausted search space."""
        self.advance(self.left)


class Watch:
    """Counts finished trainings. Use as a context manager.

    Args:
        console: rich Console. A bar if it is a terminal, one line per tenth of the work otherwise.
        total: int. Trainings to come.
    """

    def __init__(self, console: Console, total: int) -> None:
        self.console, self.total, self.started = console, total, time.perf_counter()
        self.began = self.started  # the pace is measured from here
        self.done = self.kept = 0
        columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
        self.bar = Progress(*columns, TimeElapsedColumn(), TextColumn("{task.fields[left]}"), console=console)
        self.task = self.bar.add_task("training", total=total, left="")
        self.lock = threading.Lock()

    def __enter__(self) -> Watch:
        if self.console.is_terminal:
            self.bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None) -> None:
        if self.console.is_terminal:
            self.bar.stop()

    def share(self, total: int, what: str) -> Share:
        """One contender's part of the work."""
        return Share(self, total, what)

    def keep(self, count: int, what: str) -> None:
        """Count `count` trainings of `what` that an earlier run finished; they don't enter the remaining time."""
        self.kept += count
        self.advance(count, what)
        self.began = time.perf_counter()

    @property
    def trained(self) -> int:
        """Trainings that were finished since the start."""
        return self.done - self.kept

    def advance(self, count: int, what: str) -> None:
        """Count `count` more finished trainings of `what`. May be called from any thread."""
        with self.lock:
            self._advance(count, what)

    def _advance(self, count: int, what: str) -> None:
        before, self.done = self.done, self.done + count
        left = self._seconds_left()
        shown = "" if left is None else f"about {timedelta(seconds=round(left))} left"
        self.bar.update(self.task, advance=count, description=printable(what), left=shown)
        if not self.console.is_terminal and int(10 * before / self.total) < int(10 * self.done / self.total):
            counted = f"{self.done:,} of {self.total:,} trainings, {time.perf_counter() - self.started:.0f} s"
            rest = "" if left is None else f", about {left:.0f} s left"
            say(f"{counted}{rest} ({printable(what)})", self.console, whole=False)

    def _seconds_left(self) -> float | None:
        """At the pace of the trainings since the start; None before the first of them."""
        if not self.trained:
            return None
        return (time.perf_counter() - self.began) / self.trained * (self.total - self.done)
