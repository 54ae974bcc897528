"""Compare networks with classical models on a table: read it, say what was found, tune, fit, judge, write the page."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Mapping, Sequence
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from rich.console import Console

from dlfund import table
from dlfund.checks import Finding, check_result, check_rows
from dlfund.circumstances import environment
from dlfund.comparison import row_curve
from dlfund.comparison.compare import ONE_THREAD, WORKERS, Comparison, Contender, name_of
from dlfund.comparison.crew import Crew
from dlfund.comparison.metrics import for_kind
from dlfund.comparison.progress import Watch
from dlfund.comparison.result import Result
from dlfund.comparison.rounds import of_round, run_rounds
from dlfund.comparison.run_folder import RunFolder
from dlfund.data import encode
from dlfund.own_table.contenders import contenders_for, floor_of, linear_of
from dlfund.own_table.more_rows import KEPT, more_rows, more_rows_within, notes_of
from dlfund.own_table.question import Question, question, run_name
from dlfund.quiet import quiet_stderr
from dlfund.sentence import UserError
from dlfund.task import Task
from dlfund.tuning.search import Search

METRIC = {"binary": "roc_auc", "multiclass": "log_loss", "regression": "rmse"}  # decides, unless another one is named
MARGIN = 0.01  # of a score; of an error in the target's own units, this share of the target's deviation
ROWS_A_STEP = ((5_000, 32), (50_000, 128), (None, 512))  # of networks that don't say it themselves: rows below, step
TO_CONCLUDE, SECONDS_TO_CONCLUDE = 0.15, 20.0  # share of the time kept for judging and the page, and at least
LEAST_MINUTES = 1.0
MOST_EPOCHS, LEAST_EPOCHS, ROW_VISITS = 256, 20, 3_000_000  # a network sees so many rows, each as often as epochs
SAMPLE = 2_000  # rows that tell how wide an encoded row is


def compare(
    source: str | Path | pd.DataFrame,
    target: str,
    *,
    kind: str | None = None,
    metric: str | None = None,
    columns: Mapping[str, Any] | None = None,
    reading: Mapping[str, Any] | None = None,
    merge_rare: bool = False,
    contenders: Sequence[str | Contender] | None = None,
    minutes: float | None = None,
    trials: int | None = None,
    rows: int | None = None,
    hold_out: int | None = None,
    seed: int = 0,
    anyway: bool = False,
    name: str | None = None,
    runs: str | Path = "runs",
    console: Console | None = None,
) -> Result:
    """Tune, fit and judge networks and classical models on a table, and write the answer into `runs/<name>/<time>/`.

    Args:
        source: path of a CSV or Parquet file, or a DataFrame.
        target: str. The column to predict.
        kind: str or None. `"binary"`, `"multiclass"` or `"regression"`; None finds it and says why.
        metric: str or None. What decides; None takes the task's usual one.
        columns: mapping or None. As `dlfund.table.columns_of` has it: `categorical=["zip"]`, `drop=["id"]`, `group`, …
        reading: mapping or None. As `dlfund.table.read_table` has it: `decimal=","`, `header=False`, …
        merge_rare: bool. Whether classes with fewer rows than folds become one.
        contenders: sequence or None. Names, baselines and network functions; None takes all that fit.
        minutes: float or None. After these it is over, and says what it had time for; None takes as long as it takes.
        trials: int or None. For every contender and fold; None as the number of rows says.
        rows: int or None. The most that take part; None takes up to 100,000.
        hold_out: int or None. Rows kept from the comparison and judged at its end; None takes a fifth of 2,000 or more.
        seed: int. Of every split, search and start.
        anyway: bool. Whether to go on where a check says that the scores could not be believed.
        name: str or None. Of the run's folder; None takes the file's.
        runs: path. Folder of all runs.
        console: rich Console or None. Where progress is shown; standard output if None.

    Returns:
        Result. It shows itself as a table.

    Raises:
        UserError: a table, a column or an option that can't be used; the sentence says why and what to do.
    """
    started = time.monotonic()
    _check(minutes, trials, rows, name)
    console = Console() if console is None else console
    with Crew(WORKERS["n_jobs"] or 1, ONE_THREAD) if minutes else contextlib.nullcontext() as crew:
        with quiet_stderr():
            from dlfund.training.device import device

            device()
        asked = question(
            source,
            target,
            kind=kind,
            columns=columns or {},
            reading=reading or {},
            merge_rare=merge_rare,
            trials=trials,
            rows=rows,
            hold_out=hold_out,
            seed=seed,
            name=run_name(source, target) if name is None else name,
        )
        metric = _metric(metric, asked.task.kind)
        chosen, notes = contenders_for(asked.dataset, asked.task, contenders)
        _introduce(asked, notes, console)
        comparison = _comparison(asked, chosen, metric)
        findings = _checked(comparison, console, anyway)
        folder = RunFolder.start(Path(runs), asked.dataset.schema.name, _plan(comparison, minutes))
        if crew is not None and minutes is not None:
            end = started + 60 * minutes - max(SECONDS_TO_CONCLUDE, TO_CONCLUDE * 60 * minutes)
            seconds = (1 - KEPT) * (end - time.monotonic())
            ahead = floor_of(asked.task.kind), linear_of(asked.task.kind)
            done = run_rounds(comparison, folder, crew, seconds=seconds, ahead=ahead, say=_say(console))
            notes += done.notes
            comparison = of_round(comparison, done.repeats, done.trials)
            curve = more_rows_within(comparison, folder, crew, **_judged_by(comparison), until=end)
        else:
            curve = _run(comparison, folder, console)
        notes += notes_of(curve)
    seconds = time.monotonic() - started
    budget = f"{minutes:g} minutes" if minutes else "normal"
    around = environment(budget, seed, 0, seconds)
    until = started + 60 * minutes if minutes else None
    return _concluded(comparison, asked, folder, notes, findings, around, curve, until)


def _check(minutes: float | None, trials: int | None, rows: int | None, name: str | None) -> None:
    if name is not None and not re.fullmatch(r"[\w-]+", name):
        raise UserError(
            f"Expected --name of letters, digits, _ and -: it becomes a folder. Received: {table.printable(name)!r}."
        )
    if minutes is not None and not minutes >= LEAST_MINUTES:
        raise UserError(
            f"Expected --minutes of {LEAST_MINUTES:g} or more: starting takes a part of it. Received: {minutes:g}."
        )
    for option, value in (("--trials", trials), ("--rows", rows)):
        if value is not None and value < 1:
            raise UserError(f"Expected {option} of 1 or more. Received: {value}.")


def _metric(name: str | None, kind: str) -> str:
    fitting = for_kind(kind)
    if name is not None and name not in fitting:
        raise UserError(f"Expected --metric to be one for a {kind} task: {', '.join(fitting)}. Received: {name!r}.")
    return name or METRIC[kind]


def _say(console: Console) -> Any:
    return lambda sentence: console.print(sentence, markup=False, highlight=False, soft_wrap=True)


def _introduce(asked: Question, notes: list[str], console: Console) -> None:
    """What was found, before anything is trained."""
    say = _say(console)
    console.print(asked.title, style="bold", markup=False, highlight=False)
    say(table.shown(asked.columns))
    for sentence in (*asked.dataset.notes, asked.task.reason, asked.plan.sentence, *notes):
        say(table.printable(sentence))


def _checked(comparison: Comparison, console: Console, anyway: bool) -> list[Finding]:
    """What ails the table, said before anything is trained; a leak stops it."""
    findings = check_rows(comparison.dataset, comparison.folds, seed=comparison.protocol.seed)
    for finding in findings:
        _say(console)(table.printable(str(finding)))
    grave = [finding for finding in findings if finding.severity == "stop"]
    if grave and not anyway:
        sentence = "; ".join(table.printable(finding.sentence.rstrip(".")) for finding in grave)
        raise UserError(
            f"Expected a table without leaks. Received: {sentence}. Leave such a column out with --drop, or go on with "
            "--anyway: the scores then say little."
        )
    return findings


def _comparison(asked: Question, chosen: Sequence[Contender], metric: str) -> Comparison:
    dataset = asked.dataset
    encoder = encode.for_network(dataset.schema).fit(dataset.x.iloc[:SAMPLE], dataset.y[:SAMPLE])
    layout = encode.layout(encoder)
    task = Task(
        kind=asked.task.kind,
        input_shape=(sum(layout.widths),),
        classes=dataset.schema.classes,
        metric=metric,
        numeric=layout.numeric,
        widths=layout.widths,
    )
    step = next(size for most, size in ROWS_A_STEP if most is None or len(dataset) < most)
    epochs = int(np.clip(ROW_VISITS // len(dataset), LEAST_EPOCHS, MOST_EPOCHS))
    search = Search("random", asked.plan.trials, epochs=epochs, batch_size=step)
    return Comparison(dataset, task, tuple(chosen), asked.plan.protocol, search)


def _run(comparison: Comparison, folder: RunFolder, console: Console) -> dict[str, Any]:
    """Every fold, and then the curve over the number of rows, which it returns."""
    total = sum(comparison.trainings(one) for one in comparison.contenders) + row_curve.trainings(comparison)
    _say(console)(f"{len(comparison.contenders)} contenders, {total:,} trainings. --minutes 10 would end it after 10.")
    with Watch(console, total) as watch:
        comparison.run(folder, watch)
        return more_rows(comparison, folder, **_judged_by(comparison), watch=watch)


def _judged_by(comparison: Comparison) -> dict[str, Any]:
    """Against whom, and what difference is practically none."""
    return {"reference": linear_of(comparison.task.kind), "margin": _margin(comparison)}


def _plan(comparison: Comparison, minutes: float | None) -> dict[str, Any]:
    """What the folder's numbers depend on."""
    return {
        "data": comparison.dataset.schema.sha256,
        "rows": len(comparison.dataset),
        "protocol": comparison.protocol.to_dict(),
        "search": comparison.search.to_dict(),
        "metric": comparison.task.metric,
        "minutes": minutes,
        "row_curve": row_curve.SHARES,
        "contenders": [name_of(one) for one in comparison.contenders],
        "dlfund": metadata.version("dlfund"),
    }


def _margin(comparison: Comparison) -> float:
    """What difference is practically none."""
    if comparison.task.metric in ("rmse", "mae"):
        return float(f"{MARGIN * np.std(comparison.dataset.y):.2g}")
    return MARGIN


def _concluded(
    comparison: Comparison,
    asked: Question,
    folder: RunFolder,
    notes: list[str],
    findings: list[Finding],
    around: dict[str, Any],
    curve: dict[str, Any],
    until: float | None,
) -> Result:
    from dlfund.comparison.conclude import conclude
    from dlfund.comparison.insights import insights
    from dlfund.look.run import look_at_run, networks_of
    from dlfund.report.page import write_page
    from dlfund.training.logs import write_logs

    functions = {name_of(one): one for one in comparison.contenders if callable(one)}

    def look(found: Result, path: Path) -> str:
        options: dict[str, Any] = {"networks": functions, "hurry": True}
        return look_at_run(found, path, comparison.dataset, **options).name if networks_of(found) else ""

    def check(content: dict[str, Any]) -> list[dict[str, Any]]:
        return [finding.to_dict() for finding in [*findings, *check_result(content)]]

    about = {
        "recipe": {"name": asked.dataset.schema.name, "about": asked.about()},
        "environment": around | {"trainings": comparison.finished(folder) + row_curve.finished(folder, curve)},
        "table": asked.recorded,
        "row_curve": curve,
    }
    words: dict[str, Any] = {
        **_judged_by(comparison),
        "about": about,
        "notes": notes,
    }
    insight = partial(insights, margin=words["margin"], until=until)
    result = conclude(comparison, folder, **words, look=look, held=asked.held, check=check, insight=insight)
    write_logs(folder.path / "logs", result.content["contenders"])
    write_page(result, folder.path / "report.html")
    return result
