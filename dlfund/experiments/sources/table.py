"""A user table: a CSV or Parquet file, or a data frame."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import pandas as pd

from dlfund.comparison.protocol_by_size import MOST_ROWS, Plan, plan_for, with_folds
from dlfund.comparison.result.content_sections import TableSection
from dlfund.comparison.result.result import Result
from dlfund.comparison.scoring.metrics import fitting
from dlfund.core.errors import UserError
from dlfund.core.log_target import TargetLog, is_skewed, log_for
from dlfund.core.nearest_name import nearest_name
from dlfund.core.task import Task
from dlfund.core.task_kind import TASK_KINDS, TaskKind
from dlfund.data import Dataset, tables
from dlfund.data.tables import FoundColumn
from dlfund.experiments.sources.answerable import Answerable, answerable
from dlfund.experiments.sources.source import ContenderNames, DataQuestion, Request
from dlfund.experiments.sources.table_networks import table_networks
from dlfund.experiments.sources.table_rows import PartsAsked, again, parts, read_later, recorded

# In this order contenders are tried, after floor and reference: the strongest classical model, the strongest network,
# then the others, those first that are likely to change the answer. docs/compare.md has the measurements.
STRONGEST = ("catboost", "realmlp_td_ensemble")
OTHERS = (
    "gradient_boosting",
    "support_vectors",
    "tabm_mini",
    "lightgbm",
    "xgboost",
    "extra_trees",
    "random_forest",
    "ann",
    "realmlp_td",
    "nearest_neighbors",
    "perceptron",
)
QUICK = ("ann",)  # a fold takes a tenth of the time that the strongest network needs
FURTHER = ("realmlp_td_s",)  # networks that take part if they are named
LEAST_ROWS = 20
TEXTUAL = ("categorical", "text", "date")  # roles of columns whose texts are not read as numbers
OF_FRAMES = ("missing", "keep", "merge_spellings")  # options of reading that a data frame has too
SAMPLE = 2_000  # rows that determine how many columns an encoded row has


@dataclass(frozen=True)
class TableSource:
    """Rows and columns of a user.

    Args:
        given: path of a CSV or Parquet file, or a DataFrame.
        columns: mapping. As `dlfund.data.tables.columns_of` has it: `categorical=["zip"]`, `drop=["id"]`, …
        reading: mapping. As `dlfund.data.tables.read_table` has it: `decimal=","`, `header=False`, …
    """

    kind: ClassVar[str] = "table"
    leak_advice: ClassVar[str] = "Leave such a column out with --drop"

    given: str | Path | pd.DataFrame
    columns: Mapping[str, Any] = field(default_factory=dict)
    reading: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def takes(cls, given: Any) -> bool:
        return isinstance(given, pd.DataFrame) or (isinstance(given, str | Path) and Path(given).is_file())

    def run_name(self, target: str) -> str:
        """The file's name without its suffix, with that of its sheet or table; for a data frame the target's name."""
        stem = target if isinstance(self.given, pd.DataFrame) else Path(str(self.given)).name.split(".")[0]
        part = self.reading.get("sheet") or self.reading.get("table")  # another one is another question
        stem = f"{stem}_{part}" if part else stem
        return re.sub(r"\W+", "_", stem).strip("_")[:60] or self.kind

    def read(self, request: Request) -> DataQuestion:
        tables.check_dedupe(request.dedupe)
        table = self._table()
        task = tables.task_of(table, request.target, kind=request.kind, positive=request.positive)
        columns = tables.columns_of(table, target=request.target, **self.columns)
        if request.dedupe == "drop":
            task = tables.without_copies(table, columns, task)
        if len(task.y) < LEAST_ROWS:
            raise UserError(
                f"Expected at least {LEAST_ROWS} rows with a target: fewer show nothing. "
                f"Received: {len(task.y)}. Add rows."
            )
        plan = self.default_protocol(len(task.y), columns, request)
        least = _least_of_a_class(plan)
        task = tables.check_classes(task, least, merge_rare=request.merge_rare)
        request.understood()
        cut = _cut(table, columns, task, plan, request)
        merged_below = least if request.merge_rare else 0
        section = recorded(table, columns, task, self.reading, cut.plan, request, merged_below)
        notes = (*cut.notes, *_about_log(task, request.log_target))
        built_for = _task(cut.dataset, task.kind, cut.metric)
        return DataQuestion(cut.dataset, cut.held, columns, built_for, task.reason, cut.plan, section, notes)

    def _table(self) -> tables.Table:
        if not isinstance(self.given, pd.DataFrame):
            textual = [name for role in TEXTUAL for name in _names(self.columns.get(role, ()))]
            return tables.read_table(self.given, **{"textual": textual, **self.reading})
        if wrong := sorted(set(self.reading) - set(OF_FRAMES)):
            raise UserError(
                f"Expected a file for {', '.join(f'--{name}' for name in wrong)}. Received: a data frame, whose cells "
                "are values already. Leave the option out."
            )
        return tables.table_of(self.given, **self.reading)

    def roles(self, question: DataQuestion) -> str:
        # a table is cut where a terminal is too narrow; elsewhere its lines are whole
        return tables.shown(question.columns, width=shutil.get_terminal_size((0, 0)).columns)

    def default_contenders(self, kind: TaskKind) -> ContenderNames:
        return ContenderNames((kind.floor, kind.reference), (*STRONGEST, *OTHERS), FURTHER, QUICK)

    def default_protocol(self, rows: int, columns: Sequence[FoundColumn], request: Request) -> Plan:
        marks = {column.role for column in columns}
        grouped = request.dedupe == "group"
        if grouped and (mark := marks & {"group", "time"}):
            raise UserError(
                f"Expected --dedupe group without --{min(mark)}, which splits the rows in its own way. Received: both. "
                "--dedupe drop leaves copies out."
            )
        plan = plan_for(
            rows,
            seed=request.seed,
            order="time" in marks,
            group=grouped or "group" in marks,
            trials=request.trials,
            most=request.rows or MOST_ROWS,
            hold_out=request.hold_out,
        )
        if request.folds is None and request.repeats is None:
            return plan
        return with_folds(plan, rows, request.folds, request.repeats)

    @staticmethod
    def read_again(result: Result) -> Dataset:
        return again(_section(result), result.dataset)

    @staticmethod
    def read_new(file: str | Path, result: Result, reading: Mapping[str, Any]) -> tables.Table:
        return read_later(file, result.dataset.schema, _section(result).reading, reading)

    @staticmethod
    def networks(result: Result) -> dict[str, Callable[..., Any]]:
        """The functions with the contenders' names."""
        return table_networks(result.names)


def _names(asked: str | Sequence[str]) -> list[str]:
    """The columns that a user names for one role: a name, or several."""
    return [asked] if isinstance(asked, str) else list(asked)


def _section(result: Result) -> TableSection:
    if result.table is None:
        raise TypeError(f"Expected the result of a user table. Received: {result.recipe.name!r}, which records none.")
    return result.table


def metric_of(name: str | None, kind: str) -> str:
    """The metric that decides: the named one, or the task's usual one."""
    known = fitting(kind)
    if name is not None and name not in known:
        raise UserError(
            f"Expected --metric to be one for a {kind} task: {', '.join(known)}. Received: {name!r}."
            f"{nearest_name(name, known)}"
        )
    return name or TASK_KINDS[kind].metric


def _cut(
    table: tables.Table, columns: Sequence[FoundColumn], task: tables.FoundTask, plan: Plan, request: Request
) -> Answerable:
    """The rows that take part, split so that every fold has a score."""
    log = _log_of(task) if request.log_target else ""
    return answerable(
        lambda held: parts(
            table,
            columns,
            task,
            PartsAsked(
                request.name, rows=plan.rows, held=held, seed=request.seed, dedupe=request.dedupe, target_log=log
            ),
        ),
        plan,
        len(task.y),
        metric_of(request.metric, task.kind),
        named=request.metric is not None,
        held_named=request.hold_out is not None,
    )


def _log_of(task: tables.FoundTask) -> TargetLog:
    """The logarithm of the target that is learned.

    Raises:
        UserError: the target is no number, or is below 0 in some rows.
    """
    if not TASK_KINDS[task.kind].target_scaled:
        raise UserError(
            f"Expected --log-target where a number is predicted. Received: a {task.kind} task. Leave it out, or pass "
            "--task regression."
        )
    log = log_for(task.y)
    if not log:
        raise UserError(
            f"Expected a target of 0 or more for --log-target. Received: {float(task.y.min()):g} in {task.target!r}. "
            "Leave it out."
        )
    return log


def _about_log(task: tables.FoundTask, asked: bool) -> tuple[str, ...]:
    """That the logarithm is learned, or that it may help."""
    if asked:
        about = "ln(1 + target)" if _log_of(task) == "log1p" else "the logarithm of the target"
        return (f"Models learn {about}; predictions and scores are in the target's own units (--log-target).",)
    if TASK_KINDS[task.kind].target_scaled and is_skewed(task.y):
        return (
            "The target is skewed: a few rows have far larger values. --log-target lets models learn its logarithm.",
        )
    return ()


def _task(dataset: Dataset, kind: str, metric: str) -> Task:
    """What a network is built for: one input per column of an encoded row."""
    from dlfund.data import encode

    encoder = encode.for_network(dataset.schema).fit(dataset.x.iloc[:SAMPLE], dataset.y[:SAMPLE])
    layout = encode.layout(encoder)
    return Task(
        kind=kind,
        input_shape=(sum(layout.widths),),
        classes=dataset.schema.classes,
        metric=metric,
        numeric=layout.numeric,
        widths=layout.widths,
    )


def _least_of_a_class(plan: Plan) -> int:
    """The fewest rows of a class: one per fold, some for validation, and some to hold out."""
    return max(plan.protocol.folds, 2) + 3 + (2 if plan.held_out else 0)
