"""What is asked of a table: which rows and columns take part, what is predicted, and how the rows are cut."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from dlfund import table
from dlfund.comparison.own_rows import parts, recorded
from dlfund.comparison.protocol_by_size import MOST_ROWS, Plan, plan_for
from dlfund.data import Dataset
from dlfund.sentence import UserError

LEAST_ROWS = 20


@dataclass(frozen=True)
class Question:
    """A table, ready to be compared on.

    Args:
        dataset: Dataset. The rows that contenders are tuned, fitted and judged on, fold by fold.
        held: Dataset or None. The rows that are held out.
        columns: tuple of FoundColumn. All of the table's, with their roles.
        task: FoundTask.
        plan: Plan.
        recorded: dict. What it takes to have the same rows again, and where they come from.
    """

    dataset: Dataset
    held: Dataset | None
    columns: tuple[table.FoundColumn, ...]
    task: table.FoundTask
    plan: Plan
    recorded: dict[str, Any]

    @property
    def title(self) -> str:
        return f"What predicts {table.printable(self.task.target)} best?"

    def about(self) -> str:
        """The question as a text, for the page's head."""
        source = table.printable(self.recorded["source"])
        lines = [
            self.title,
            f"Question  Does a network say it better than classical models, on {source}?",
            f"Task  {self.task.reason}",
            f"Protocol  {self.plan.sentence}",
        ]
        return "\n".join(lines)


def question(
    source: str | Path | pd.DataFrame,
    target: str,
    *,
    kind: str | None,
    columns: Mapping[str, Any],
    reading: Mapping[str, Any],
    merge_rare: bool,
    trials: int | None,
    rows: int | None,
    hold_out: int | None,
    seed: int,
    name: str,
) -> Question:
    """Read the table and settle everything that is settled before training."""
    read = table.table_of(source) if isinstance(source, pd.DataFrame) else table.read_table(source, **reading)
    task = table.task_of(read, target, kind=kind)
    roles = table.columns_of(read, target=target, **columns)
    if len(task.y) < LEAST_ROWS:
        raise UserError(
            f"Expected at least {LEAST_ROWS} rows with a target: of fewer nothing can be said. "
            f"Received: {len(task.y)}. Add rows."
        )
    marks = {one.role for one in roles}
    marked = {"order": "time" in marks, "group": "group" in marks}
    plan = plan_for(len(task.y), seed=seed, **marked, trials=trials, most=rows or MOST_ROWS, hold_out=hold_out)
    task = table.check_classes(task, _folds(plan), merge_rare=merge_rare)
    words = {"rows": plan.rows, "held": plan.held_out, "seed": seed}
    dataset, held = parts(read, roles, task, name=name, **words)
    merged = _folds(plan) if merge_rare else 0
    kept = recorded(read, roles, task, reading, plan=plan.sentence, kind=kind, merged_below=merged, **words)
    return Question(dataset, held, roles, task, plan, kept)


def _folds(plan: Plan) -> int:
    """Rows of each class that there must be: one a fold, some to validate by, and one to hold out."""
    return max(plan.protocol.folds, 2) + 3 + (2 if plan.held_out else 0)


def run_name(source: str | Path | pd.DataFrame, target: str) -> str:
    """A folder's name from a file's: letters, digits, _ and - alone, whatever the file is called."""
    stem = target if isinstance(source, pd.DataFrame) else Path(source).name.split(".")[0]
    return re.sub(r"\W+", "_", stem).strip("_")[:60] or "table"
