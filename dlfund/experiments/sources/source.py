"""What every kind of data provides: a `Source` before a comparison, an `Origin` after it.

A table is the first kind. `dlfund compare` and all commands that read a finished run use these two and nothing else: a
new kind of data is one class, named in `registry.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Protocol

from dlfund.comparison.protocol_by_size import Plan
from dlfund.comparison.result.result import Result
from dlfund.core.errors import UserError, check_range
from dlfund.core.nearest_name import nearest_name
from dlfund.core.task import Task
from dlfund.core.task_kind import TASK_KINDS, TaskKind
from dlfund.data import Dataset
from dlfund.data.tables import FoundColumn, Table, printable

MOST_TRIALS, MOST_ROWS = 100_000, 10**9
MOST_SEED = 2**32 - 1  # that NumPy and scikit-learn take
LEAST_HELD_OUT = 10  # rows


def _nothing() -> None:
    """Nothing waits for it."""


@dataclass(frozen=True)
class Request:
    """What a user asks, in terms that apply to every kind of data.

    Args:
        target: str. What to predict.
        name: str. The run's name.
        kind: str or None. The task's kind; None infers it.
        metric: str or None. The metric that decides; None takes the task's usual one.
        merge_rare: bool. Whether classes with too few rows are merged into one.
        positive: str or None. The positive one of two classes.
        trials: int or None. Trials for every contender and fold.
        rows: int or None. At most how many rows take part.
        hold_out: int or None. How many rows are held out.
        folds, repeats: int or None. How often the rows are split; None: as suits the number of rows.
        dedupe: str. What is done with copies of rows: `"drop"`, `"group"`, or empty for nothing.
        log_target: bool. Whether the logarithm of the target is learned.
        seed: int. Seed of every random choice.
        understood: function without arguments, called when what was asked is known to make sense, before libraries are
            imported that take seconds.
    """

    target: str
    name: str
    kind: str | None = None
    metric: str | None = None
    merge_rare: bool = False
    positive: str | None = None
    trials: int | None = None
    rows: int | None = None
    hold_out: int | None = None
    folds: int | None = None
    repeats: int | None = None
    dedupe: str = ""
    log_target: bool = False
    seed: int = 0
    understood: Callable[[], object] = _nothing

    def __post_init__(self) -> None:
        check_range("--trials", self.trials, 1, MOST_TRIALS)
        check_range("--rows", self.rows, 1, MOST_ROWS)
        check_range("--seed", self.seed, 0, MOST_SEED)
        if self.hold_out is not None and not (self.hold_out == 0 or LEAST_HELD_OUT <= self.hold_out <= MOST_ROWS):
            raise UserError(
                f"Expected --hold-out of 0, or of {LEAST_HELD_OUT} rows or more: fewer say nothing about a model. "
                f"Received: {self.hold_out}."
            )


class Recorded(Protocol):
    """What `read_again` needs: a dataclass of `content_sections.py`, which a result holds."""

    @property
    def source(self) -> str:
        """The name of what was read."""


@dataclass(frozen=True)
class DataQuestion:
    """Data, ready to be compared on.

    Args:
        dataset: Dataset. The rows that contenders are tuned, fitted and scored on, fold by fold.
        held: Dataset or None. The rows that are held out.
        columns: tuple of FoundColumn. All columns with their roles.
        task: Task. What networks are built for; its metric decides.
        reason: str. A sentence that says why it is this task.
        plan: Plan.
        recorded: Recorded. What `read_again` needs, and the name of what was read.
        notes: tuple of str. What was changed in the plan, so that every fold has a score.
    """

    dataset: Dataset
    held: Dataset | None
    columns: tuple[FoundColumn, ...]
    task: Task
    reason: str
    plan: Plan
    recorded: Recorded
    notes: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return f"What predicts {printable(self.dataset.schema.target)} best?"

    @property
    def task_kind(self) -> TaskKind:
        return TASK_KINDS[self.task.kind]

    def about(self) -> str:
        """The question as a text, for the page's head."""
        source = printable(self.recorded.source)
        lines = [
            self.title,
            f"Question  Does a network predict better than classical models, on {source}?",
            f"Task  {self.reason}",
            f"Protocol  {self.plan.sentence}",
        ]
        return "\n".join(lines)


@dataclass(frozen=True)
class ContenderNames:
    """Which contenders can be named, and which take part if none is named.

    Args:
        always: tuple of str. Always take part: without them a score says little.
        usual: tuple of str. Take part unless others are named. They are tried in this order where time is short: the
            strongest classical model, the strongest network, then the others.
        further: tuple of str. Take part if they are named.
        quick: tuple of str. Networks among these that are trained in little time: where the time is limited, they give
            the first answer.
    """

    always: tuple[str, ...]
    usual: tuple[str, ...]
    further: tuple[str, ...] = ()
    quick: tuple[str, ...] = ()

    @property
    def known(self) -> tuple[str, ...]:
        """All names."""
        return (*self.always, *self.usual, *self.further)


def check_contender(name: str, known: Iterable[str]) -> None:
    """Refuse a name that no contender has, with the nearest one that there is."""
    if name not in (names := list(known)):
        raise UserError(
            f"Expected --contenders to be among: {', '.join(names)}. Received: {name!r}.{nearest_name(name, names)}"
        )


class Origin(Protocol):
    """Where the rows of a finished run come from; predict, trace, look, eject and export ask its class."""

    @staticmethod
    def read_again(result: Result) -> Dataset:
        """The rows that a run was compared on.

        Raises:
            RunError: they are gone, or have changed.
        """

    @staticmethod
    def read_new(file: str | Path, result: Result, reading: Mapping[str, Any]) -> Table:
        """New rows to predict, read in the same way as the rows of the run, but for what `reading` says otherwise."""

    @staticmethod
    def networks(result: Result) -> dict[str, Callable[..., Any]]:
        """The network functions of a run by name, where they are known."""


class Source(Origin, Protocol):
    """A user's own data, of one kind.

    Args:
        kind: str. The kind of data, and the section of a result that records what was read.
        leak_advice: str. What a user can do about a column that gives the target away.
    """

    kind: ClassVar[str]
    leak_advice: ClassVar[str]

    @classmethod
    def takes(cls, given: Any) -> bool:
        """Whether what a user names is data of this kind."""

    def run_name(self, target: str) -> str:
        """A run's name where none is given: letters, digits, _ and - alone, as it becomes a folder."""

    def read(self, request: Request) -> DataQuestion:
        """Read the data and settle everything that is settled before training.

        Raises:
            UserError: the data or the request can't be used; the sentence says why and what to do.
        """

    def roles(self, question: DataQuestion) -> str:
        """Which role each column gets and why, for the user to read."""

    def default_contenders(self, kind: TaskKind) -> ContenderNames:
        """Which contenders take part."""

    def default_protocol(self, rows: int, columns: Sequence[FoundColumn], request: Request) -> Plan:
        """How many rows take part, how they are split, and how many trials each contender has."""
