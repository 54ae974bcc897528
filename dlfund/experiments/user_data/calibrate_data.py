"""Compare permuted targets through the whole pipeline, time after time, and count how often a winner is named."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rich.console import Console

from dlfund.comparison.result.result import Result
from dlfund.comparison.result.verdict_of_run import JudgedRun, judged_run
from dlfund.comparison.running.executor import Executor
from dlfund.comparison.running.fold_loop import Comparison
from dlfund.comparison.running.run_folder import RunFolder, spoiled, write_beside
from dlfund.comparison.running.worker_pool import executor_for
from dlfund.comparison.scoring.calibration import FILE, SUFFIX, Calibration, NullComparison
from dlfund.core import terminal
from dlfund.core.as_json import as_json
from dlfund.core.errors import UserError, printable
from dlfund.core.seeds import seed_of
from dlfund.core.typed_json import WrongJsonError, read_json
from dlfund.experiments.sources.source import DataQuestion, Source
from dlfund.experiments.user_data.compare_data import QUESTION, comparison_of, plan_of_data
from dlfund.experiments.user_data.contenders import contenders_for
from dlfund.experiments.user_data.permuted import how_permuted, permuted

TABLES = "tables"


@dataclass(frozen=True)
class Wanted:
    """What a user asks of a calibration, beside the data.

    Args:
        contenders: sequence of str or None. As `compare` has them.
        permutations: int. How many permuted targets are compared.
        minutes: float or None. No further one is begun after this time; None sets no limit.
        seed: int. Seed from which every permutation's seed is made.
        runs: Path. Folder of all runs.
        resume: bool. Continue the latest calibration of this table.
        started: float. When the user asked, by `time.monotonic()`.
    """

    contenders: Sequence[str] | None
    permutations: int
    minutes: float | None
    seed: int
    runs: Path
    resume: bool
    started: float

    def time_for(self, longest: float) -> bool:
        """Whether a further comparison, which may take as long as the longest so far, ends in time."""
        return self.minutes is None or time.monotonic() + longest <= self.started + 60 * self.minutes


def calibrate_data(rows_from: Source, asked: DataQuestion, wanted: Wanted, console: Console) -> Calibration:
    """Compare permuted targets, and keep what they show; finished ones are not repeated."""

    def say(sentence: str) -> None:
        terminal.say(printable(sentence), console)

    chosen, absent = contenders_for(asked.dataset, rows_from.default_contenders(asked.task_kind), wanted.contenders)
    for sentence in (*absent, how_permuted(asked.dataset)):
        say(sentence)
    comparison = comparison_of(asked, chosen)
    name = asked.dataset.schema.name
    folder = _folder(f"{name}{SUFFIX}", {**plan_of_data(comparison, wanted.minutes), "seed": wanted.seed}, wanted)
    done: list[NullComparison] = []
    with folder.writing(), executor_for(stoppable=True) as executor:
        longest, spent = 0.0, list[float]()
        for number in range(1, wanted.permutations + 1):
            kept = _read(folder, number)
            if kept is None and not wanted.time_for(longest):
                say(f"The time is over after {len(done)} of {wanted.permutations}; --resume continues.")
                break
            started = time.monotonic()
            done.append(kept or _compared(comparison, folder, number, wanted.seed, executor))
            longest = max(longest, time.monotonic() - started)
            seconds = time.monotonic() - started
            spent += [] if kept else [seconds]
            say(
                f"{number} of {wanted.permutations}: {_shown(done[-1])} ({seconds:.0f} s{_left(spent, number, wanted)})"
            )
        return _kept(comparison, folder, done, wanted, say)


def _left(spent: Sequence[float], number: int, wanted: Wanted) -> str:
    """How long the others will probably take, from those that were compared now."""
    others = wanted.permutations - number
    return f", about {others * sum(spent) / len(spent):.0f} s left" if spent and others else ""


def _compared(comparison: Comparison, folder: RunFolder, number: int, seed: int, executor: Executor) -> NullComparison:
    """One permuted target: its folds are removed once the answer is written."""
    own = seed_of(int(seed), "calibration", number)
    protocol = comparison.protocol
    if protocol.split != "grouped":  # groups were distributed so that every fold has a score
        protocol = replace(protocol, seed=own)
    null = replace(comparison, dataset=permuted(comparison.dataset, own), protocol=protocol)
    place = RunFolder(folder.path / TABLES / str(number))
    reference = comparison.task.task_kind.reference
    entry = _entry(own, judged_run(null, place, executor, question=QUESTION, reference=reference))
    write_beside(_file(folder, number), json.dumps(as_json(entry), allow_nan=False))
    shutil.rmtree(place.path, ignore_errors=True)
    return entry


def _entry(seed: int, judged: JudgedRun) -> NullComparison:
    known, twins = judged.plain.primary, judged.placebo.twins if judged.placebo else []
    shown = "" if known is None or judged.verdict.withheld else str(known.conclusion)
    return NullComparison(
        seed=seed,
        plain="" if known is None else str(known.conclusion),
        shown=shown,
        twins=[str(twin.conclusion) for twin in twins],
        difference=None if known is None else known.difference,
    )


def _shown(entry: NullComparison) -> str:
    return entry.shown or ("no verdict: a twin differs from its original" if entry.plain else "no answer")


def _file(folder: RunFolder, number: int) -> Path:
    return folder.path / TABLES / f"{number}.json"


def _read(folder: RunFolder, number: int) -> NullComparison | None:
    path = _file(folder, number)
    if not path.exists():
        return None
    try:
        kept: NullComparison = read_json(path, NullComparison)
    except WrongJsonError as error:
        raise spoiled(path, error) from None
    return kept


def _folder(name: str, plan: dict[str, object], wanted: Wanted) -> RunFolder:
    if not wanted.resume:
        return RunFolder.start(wanted.runs, name, plan)
    folder = RunFolder.latest(wanted.runs, name, without="--resume")
    folder.check_plan(plan, without="--resume", may_change=("minutes",) if wanted.minutes is not None else ())
    return folder


def _kept(
    comparison: Comparison, folder: RunFolder, done: list[NullComparison], wanted: Wanted, say: Any
) -> Calibration:
    """Write what was measured into the folder, and into the latest finished comparison of the same table."""
    if not done:
        raise UserError(
            "Expected time for at least one comparison of a permuted target. Received: none was finished. Allow more "
            "--minutes, or name fewer --contenders and --trials 1."
        )
    calibration = Calibration(
        comparisons=done,
        metric=comparison.task.metric,
        how=how_permuted(comparison.dataset),
        contenders=[contender.name for contender in comparison.contenders],
        trials=comparison.search.trials,
        folds=len(comparison.folds),
        data=comparison.dataset.schema.sha256,
    )
    write_beside(folder.path / FILE, json.dumps(as_json(calibration), indent=1, allow_nan=False))
    for run in finished_runs(wanted.runs, comparison):
        show_beside(run, calibration)
        say(f"It is shown beside the verdict of {run}")
    return calibration


def finished_runs(runs: Path, comparison: Comparison) -> list[Path]:
    """The latest finished comparison of the same table by the same metric, if there is one."""
    paths = sorted(
        (runs / comparison.dataset.schema.name).glob("*/results.json"), key=lambda path: path.stat().st_mtime
    )
    for path in reversed(paths):
        result = Result.read(path)
        if (result.dataset.sha256, result.metric) == (comparison.dataset.schema.sha256, comparison.task.metric):
            return [path.parent]
    return []


def show_beside(run: Path, calibration: Calibration) -> None:
    """Write the calibration into a finished run's result, and its page again."""
    from dlfund.report.page import PAGE, write_page

    result = replace(Result.read(run), calibration=calibration).write(run)
    write_page(result, run / PAGE)
