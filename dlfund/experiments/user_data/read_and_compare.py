"""Read a user's data, refuse what can't be used, show what was inferred; then compare, which loads the libraries.

Nothing here imports scikit-learn or a network library until the request is known to make sense: a misspelt name costs a
second of processor time, not ten.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from rich.console import Console

from dlfund.core import terminal
from dlfund.core.errors import UserError, printable
from dlfund.core.task_kind import LABELLED, TASK_KINDS
from dlfund.core.typed_json import short
from dlfund.experiments.sources.registry import source_of
from dlfund.experiments.sources.source import DataQuestion, Request, Source, check_contender

if TYPE_CHECKING:
    from dlfund.comparison.contender import Contender
    from dlfund.comparison.result.result import Result

LEAST_MINUTES = 1.0
MOST_MINUTES = 525_600.0
MOST_REPEATS = 1_000


def compare(
    source: str | Path | pd.DataFrame,
    target: str,
    *,
    kind: str | None = None,
    metric: str | None = None,
    columns: Mapping[str, Any] | None = None,
    reading: Mapping[str, Any] | None = None,
    merge_rare: bool = False,
    positive: str | None = None,
    contenders: Sequence[str | Contender | Callable[..., Any]] | None = None,
    minutes: float | None = None,
    trials: int | None = None,
    rows: int | None = None,
    hold_out: int | None = None,
    folds: int | None = None,
    repeats: int | None = None,
    dedupe: str = "",
    log_target: bool = False,
    seed: int = 0,
    anyway: bool = False,
    name: str | None = None,
    runs: str | Path = "runs",
    resume: bool = False,
    since: float | None = None,
    console: Console | None = None,
) -> Result:
    """Tune, fit and score networks and classical models on data, and write the result into `runs/<name>/<time>/`.

    Args:
        source: path of a CSV or Parquet file, or a DataFrame.
        target: str. The column to predict.
        kind: str or None. `"binary"`, `"multiclass"` or `"regression"`; None infers it and says why.
        metric: str or None. The metric that decides; None takes the task's usual one, or a proper score where that is
            undefined in a fold.
        columns: mapping or None. As `dlfund.data.tables.columns_of` has it: `categorical=["zip"]`, `drop=["id"]`, …
        reading: mapping or None. As `dlfund.data.tables.read_table` has it: `decimal=","`, `header=False`, …
        merge_rare: bool. Whether classes with too few rows are merged into one.
        positive: str or None. The positive one of two classes; None as docs/tables.md says.
        contenders: sequence or None. Names, baselines and network functions; None takes all that fit.
        minutes: float or None. The time limit; None sets none.
        trials: int or None. Trials for every contender and fold; None takes as many as suit the number of rows.
        rows: int or None. At most how many rows take part; None takes up to 100,000.
        hold_out: int or None. Rows that take no part and score the saved models at the end; None takes a fifth, from
            2,000 rows on.
        folds, repeats: int or None. How many folds, and how often the rows are split; None: as suits their number.
        dedupe: str. `"drop"` leaves out rows that equal an earlier one, `"group"` keeps rows with the same inputs on
            one side of a fold; empty leaves copies as they are.
        log_target: bool. Whether models learn the logarithm of the target; predictions are in its own units.
        seed: int. Seed of every split, search and initialisation.
        anyway: bool. Whether to continue although a check finds that the scores can't be believed.
        name: str or None. The name of the run's folder; None takes the file's.
        runs: path. Folder of all runs.
        resume: bool. Continue the latest run of this name; finished folds are not computed again.
        since: float or None. The `time.monotonic()` from which minutes are counted; None: now.
        console: rich Console or None. Where progress is shown; standard output if None.

    Returns:
        Result. It shows itself as a table.

    Raises:
        UserError: a table, a column or an option can't be used; the sentence says why and what to do.
    """
    started = time.monotonic() if since is None else since
    console = Console() if console is None else console
    given = {
        "source": source,
        "columns": columns,
        "reading": reading,
        "contenders": contenders,
        "minutes": minutes,
        "target": target,
        "name": name,
        "kind": kind,
        "metric": metric,
        "merge_rare": merge_rare,
        "positive": positive,
        "trials": trials,
        "rows": rows,
        "hold_out": hold_out,
        "folds": folds,
        "repeats": repeats,
        "dedupe": dedupe,
        "log_target": log_target,
        "seed": seed,
    }
    with ExitStack() as until_the_end:

        def start_workers() -> None:
            """Their imports take seconds: they begin before this process needs its own."""
            from dlfund.comparison.running.worker_pool import executor_for

            until_the_end.enter_context(executor_for(stoppable=minutes is not None, apart=resume))

        rows_from, asked = read_question(given | {"understood": start_workers}, console)
        from dlfund.experiments.user_data.compare_data import Settings, compare_data

        settings = Settings(contenders, minutes, seed, anyway, Path(runs), resume, started)
        return compare_data(rows_from, asked, settings, console)


def read_question(given: Mapping[str, Any], console: Console) -> tuple[Source, DataQuestion]:
    """Read the data and show what was inferred; nothing is imported that takes seconds.

    Args:
        given: mapping of the names of `compare`'s arguments to their values; those that concern no data may be missing.

    Raises:
        UserError: a table, a column or an option can't be used; the sentence says why and what to do.
    """
    _check(given["name"], given["minutes"], given["folds"], given["repeats"])
    rows_from = source_of(given["source"], columns=given["columns"] or {}, reading=given["reading"] or {})
    _check_names(rows_from, given["contenders"])
    asked = {field.name: given[field.name] for field in fields(Request) if field.name in given}
    if asked["name"] is None:
        asked["name"] = rows_from.run_name(given["target"])
    question = rows_from.read(Request(**asked))
    _introduce(rows_from, question, console)
    return rows_from, question


def _check(name: str | None, minutes: float | None, folds: int | None, repeats: int | None) -> None:
    if name is not None and not re.fullmatch(r"[\w-]+", name):
        raise UserError(
            f"Expected --name of letters, digits, _ and -: it becomes a folder. Received: {printable(name)!r}."
        )
    if minutes is not None and not LEAST_MINUTES <= minutes <= MOST_MINUTES:
        raise UserError(
            f"Expected --minutes of {LEAST_MINUTES:g}, as starting takes part of the time, to {MOST_MINUTES:,.0f}, "
            f"which is a year. Received: {minutes:g}. Without --minutes there is no limit."
        )
    if folds is not None and folds < 2:
        raise UserError(f"Expected --folds of 2 or more: each is the test part once. Received: {folds}.")
    if repeats is not None and not 1 <= repeats <= MOST_REPEATS:
        raise UserError(f"Expected --repeats of 1 to {MOST_REPEATS:,}. Received: {short(repeats)}.")


def _check_names(source: Source, contenders: Sequence[Any] | None) -> None:
    """Refuse a name that no contender has, before the data is read; which of them suit the data is settled later."""
    known: dict[str, None] = {}
    for kind in LABELLED:
        known |= dict.fromkeys(source.default_contenders(TASK_KINDS[kind]).known)
    for name in contenders or ():
        if isinstance(name, str):
            check_contender(name, known)


def _introduce(source: Source, asked: DataQuestion, console: Console) -> None:
    """Show what was inferred, before anything is imported that takes seconds."""
    terminal.say(asked.title, console, style="bold")
    for text in (source.roles(asked), *map(printable, (*asked.dataset.notes, asked.reason, asked.plan.sentence))):
        terminal.say(text, console)
