"""Compare networks with classical models on a user's data that was read: tune, fit, score, write.

Only its source knows what kind of data it is.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console

from dlfund.comparison.checks import Finding, check_result, check_rows
from dlfund.comparison.contender import Contender, given_functions
from dlfund.comparison.result.content_sections import EnvironmentSection, FindingSection, RecipeSection
from dlfund.comparison.result.finished_run import FinishedRun
from dlfund.comparison.result.insights import insight_sections
from dlfund.comparison.result.result import Result
from dlfund.comparison.result.scored_run import leaders, scored_once
from dlfund.comparison.result.sections import Section
from dlfund.comparison.running import learning_curve
from dlfund.comparison.running.executor import Executor
from dlfund.comparison.running.fold_loop import Comparison
from dlfund.comparison.running.progress import Watch
from dlfund.comparison.running.run_folder import PLAN, RunFolder
from dlfund.comparison.running.twins import finished_twins
from dlfund.comparison.running.worker_pool import executor_for
from dlfund.comparison.scoring.question import NETWORK, Question
from dlfund.comparison.scoring.scored import Scored
from dlfund.comparison.terms import About, Terms
from dlfund.core import terminal
from dlfund.core.counted import counted, verb_for
from dlfund.core.errors import UserError, printable
from dlfund.core.typed_json import typed
from dlfund.experiments.finish_run import complete_run, finish_run
from dlfund.experiments.placebo_step import fit_placebo
from dlfund.experiments.plan import fingerprint, installed
from dlfund.experiments.provenance import environment
from dlfund.experiments.sources.source import DataQuestion, Source
from dlfund.experiments.user_data.contenders import contenders_for
from dlfund.experiments.user_data.known_calibration import latest_calibration
from dlfund.experiments.user_data.learning_curve_step import CurveSettings, more_rows, notes_of
from dlfund.experiments.user_data.timed_run import Asked, TimeLimit, run_timed
from dlfund.experiments.user_data.without_network import without_network
from dlfund.training.tuning.search import Search

QUESTION = Question()  # the network family against the classical family
BATCH_SIZES = ((5_000, 32), (50_000, 128), (None, 512))  # rows below, batch size; of networks without a regimen
MOST_EPOCHS, LEAST_EPOCHS, ROW_VISITS = 256, 20, 3_000_000  # rows times epochs


@dataclass(frozen=True)
class Settings:
    """What a user asks of a comparison, beside the data.

    Args:
        contenders, minutes, seed, anyway, runs, resume: as `compare` has them.
        started: float. When the user asked, on the clock of `time.monotonic`; the time limit counts from then.
        quick: sequence of str. Networks that give the first answer where there is a time limit.
    """

    contenders: Sequence[str | Contender | Callable[..., Any]] | None
    minutes: float | None
    seed: int
    anyway: bool
    runs: Path
    resume: bool
    started: float
    quick: Sequence[str] = ()

    @property
    def until(self) -> float | None:
        """When the time is over; None without a limit."""
        return None if self.minutes is None else self.started + 60 * self.minutes


def compare_data(rows_from: Source, asked: DataQuestion, settings: Settings, console: Console) -> Result:
    """Tune, fit and score the contenders on data that was read, and write the result."""
    with ExitStack() as until_the_end:
        with executor_for(stoppable=settings.minutes is not None, apart=settings.resume) as executor:
            findings = _checked(rows_from, comparison_of(asked, ()), console, settings.anyway)
            names = rows_from.default_contenders(asked.task_kind)
            chosen, absent = contenders_for(asked.dataset, names, settings.contenders)
            notes = [*asked.notes, *absent]
            for sentence in notes:
                _say(console)(printable(sentence))
            comparison = comparison_of(asked, chosen)
            folder = _folder(asked.dataset.schema.name, plan_of_data(comparison, settings.minutes), settings)
            until_the_end.enter_context(folder.writing())
            if settings.resume:
                _say(console)(_continued(comparison.finished(folder), folder))
            if folder.finished:
                _say(console)(f"This run is already finished: {folder.path}")
                return complete_run(comparison, folder)
            quick = replace(settings, quick=names.quick)
            comparison, curve, more, no_placebo = _trained(comparison, folder, executor, quick, console)
        recipe = RecipeSection(asked.dataset.schema.name, asked.about())
        around = _environment(comparison, folder, curve, settings)
        recorded = {rows_from.kind: asked.recorded, "calibration": latest_calibration(settings.runs, comparison)}
        about = About(recipe, around, recorded=recorded, row_curve=curve)
        reference, notes = comparison.task.task_kind.reference, [*notes, *more, *notes_of(curve)]
        terms = Terms(reference, None, about, notes=notes, held=asked.held, question=QUESTION, no_placebo=no_placebo)
        sections = [*insight_sections(until=settings.until), _findings(findings)]
        return finish_run(comparison, folder, terms, sections)


def _trained(
    comparison: Comparison, folder: RunFolder, executor: Executor, settings: Settings, console: Console
) -> tuple[Comparison, dict[str, Any], Sequence[str], str]:
    """Fit within the time, or until everything is done.

    Returns:
        The comparison that was reached, the learning curve, notes, and why there is no placebo.
    """
    kind = comparison.task.task_kind
    curve_settings = CurveSettings(kind.reference)
    if settings.minutes is None:
        known = scored_once(comparison, folder)
        curve = _run(comparison, folder, executor, curve_settings, console, known)
        originals = leaders(comparison, folder, QUESTION, kind.reference, known())
        fit_placebo(comparison, folder, executor, originals, console)
        return comparison, curve, (), ""
    limit, asked = TimeLimit(settings.started, settings.minutes), Asked(QUESTION, settings.quick)
    done, curve, no_placebo = run_timed(
        comparison, folder, executor, limit, settings=curve_settings, asked=asked, say=_say(console)
    )
    notes = [*without_network(comparison, done.comparison, settings.minutes), *done.notes]
    return done.comparison, curve, notes, no_placebo


def _environment(
    comparison: Comparison, folder: RunFolder, curve: dict[str, Any], settings: Settings
) -> EnvironmentSection:
    budget = f"{settings.minutes:g} {verb_for(settings.minutes, 'minute', 'minutes')}" if settings.minutes else "normal"
    trainings = comparison.finished(folder) + finished_twins(comparison, folder)
    trainings += learning_curve.finished(folder, curve)
    networks = any(contender.family == NETWORK for contender in comparison.contenders)
    return environment(budget, settings.seed, trainings, time.monotonic() - settings.started, networks=networks)


def _continued(finished: int, folder: RunFolder) -> str:
    return f"Continued: {counted(finished, 'training')} {verb_for(finished, 'is', 'are')} finished in {folder.path}"


def _say(console: Console) -> Any:
    return lambda sentence: terminal.say(sentence, console)


def _checked(source: Source, comparison: Comparison, console: Console, anyway: bool) -> list[Finding]:
    """What is wrong with the data, said before anything is trained; a leak stops it."""
    findings = check_rows(comparison.dataset, comparison.folds, seed=comparison.protocol.seed)
    for finding in findings:
        _say(console)(printable(str(finding)))
    grave = [finding for finding in findings if finding.severity == "stop"]
    if grave and not anyway:
        sentence = "; ".join(printable(finding.sentence.rstrip(".")) for finding in grave)
        raise UserError(
            f"Expected a {source.kind} without leaks. Received: {sentence}. {_ways_on(source, grave)}. Or continue "
            "with --anyway: the scores then say little."
        )
    return findings


def _ways_on(source: Source, grave: Sequence[Finding]) -> str:
    """What to do about columns that give the target away, and about what is no column's fault."""
    ways = [source.leak_advice if finding.columns else finding.advice for finding in grave]
    return ". ".join(dict.fromkeys(printable(way.rstrip(".")) for way in ways))


def comparison_of(asked: DataQuestion, chosen: Sequence[Contender]) -> Comparison:
    """The contenders, rows, folds and search of a user's question."""
    dataset = asked.dataset
    step = next(size for most, size in BATCH_SIZES if most is None or len(dataset) < most)
    epochs = int(np.clip(ROW_VISITS // len(dataset), LEAST_EPOCHS, MOST_EPOCHS))
    search = Search("random", asked.plan.trials, epochs=epochs, batch_size=step)
    return Comparison(dataset, asked.task, tuple(chosen), asked.plan.protocol, search)


def _run(
    comparison: Comparison,
    folder: RunFolder,
    executor: Executor,
    settings: CurveSettings,
    console: Console,
    known: Callable[[], Sequence[Scored]],
) -> dict[str, Any]:
    """Run every fold, then the learning curve over the number of rows, which is returned."""
    total = sum(map(comparison.trainings, comparison.contenders)) + learning_curve.trainings(comparison)
    _say(console)(
        f"{counted(len(comparison.contenders), 'contender')}, {counted(total, 'training')}. --minutes 10 would stop "
        "after 10 minutes."
    )
    with Watch(console, total) as watch:
        comparison.run(folder, watch, executor)
        return more_rows(comparison, folder, executor, settings, known, watch)


def plan_of_data(comparison: Comparison, minutes: float | None) -> dict[str, object]:
    """What the folder's numbers depend on."""
    return {
        "schema": PLAN,
        "data": comparison.dataset.schema.sha256,
        "rows": len(comparison.dataset),
        "columns": {column.name: column.role for column in comparison.dataset.schema.columns},
        "protocol": comparison.protocol.to_dict(),
        "search": comparison.search.to_dict(),
        "question": QUESTION.to_dict(),
        "metric": comparison.task.metric,
        "minutes": minutes,
        "row_curve": learning_curve.SHARES,
        "contenders": [contender.name for contender in comparison.contenders],
        "code": {contender.name: fingerprint(contender) for contender in given_functions(comparison.contenders)},
        "versions": installed(),
    }


def _folder(name: str, plan: dict[str, object], settings: Settings) -> RunFolder:
    """A new folder, or that of the latest run, if it has the same plan."""
    if not settings.resume:
        return RunFolder.start(settings.runs, name, plan)
    folder = RunFolder.latest(settings.runs, name, without="--resume")
    folder.check_plan(plan, without="--resume", may_change=("minutes",) if plan["minutes"] is not None else ())
    return folder


def _findings(of_rows: list[Finding]) -> Section:
    """What the checks find in the table, and then in the result."""

    def make(seen: FinishedRun) -> list[FindingSection]:
        of_result = [] if seen.result is None else check_result(seen.result)
        return [_as_section(finding) for finding in [*of_rows, *of_result]]

    return Section("findings", "what the checks find", make, otherwise=[_as_section(finding) for finding in of_rows])


def _as_section(finding: Finding) -> FindingSection:
    return typed(FindingSection, finding.to_dict())
