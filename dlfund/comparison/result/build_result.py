"""From finished folds to a result: scores, costs, verdict, curves and the sections, each computed once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from dlfund.comparison.contender import Contender
from dlfund.comparison.result import curves
from dlfund.comparison.result.contender_notes import notes_of_contenders
from dlfund.comparison.result.content_sections import (
    ContenderResult,
    Cost,
    DatasetSection,
    FoldSection,
    SavedSection,
)
from dlfund.comparison.result.decision_surface import DecisionPicture, decision_picture
from dlfund.comparison.result.finished_run import FinishedRun
from dlfund.comparison.result.lessons import learned
from dlfund.comparison.result.old_schemas import SCHEMA
from dlfund.comparison.result.placebo_of_run import placebo_of_run
from dlfund.comparison.result.publish_models import publish
from dlfund.comparison.result.published_figures import reach
from dlfund.comparison.result.result import Result
from dlfund.comparison.result.result_curve import ResultCurve
from dlfund.comparison.result.sections import Noted, Section, with_sections
from dlfund.comparison.result.views.registry import view_sections
from dlfund.comparison.running import failed_folds, saved_models
from dlfund.comparison.running.fold_loop import Comparison, score_folds, score_redrawn
from dlfund.comparison.running.run_folder import RunFolder
from dlfund.comparison.scoring.held_out import Confirmed, judged, unsaid
from dlfund.comparison.scoring.margin import margin_of
from dlfund.comparison.scoring.metrics import METRICS
from dlfund.comparison.scoring.placebo import Placebo, with_placebo
from dlfund.comparison.scoring.scored import Scored
from dlfund.comparison.scoring.verdict import Verdict, judge
from dlfund.comparison.terms import About, Terms
from dlfund.comparison.truth import FoldPredictions, truth_of
from dlfund.comparison.undefined import not_finite, sentences, undefined_scores
from dlfund.core.as_json import as_json
from dlfund.core.errors import UserError
from dlfund.core.outcome import Outcome
from dlfund.core.task import Task
from dlfund.core.task_kind import Answer, decide
from dlfund.core.typed_json import typed

NOT_FINISHED = "not finished in the time"


@dataclass(frozen=True)
class _FinishedWork:
    """One contender's outcomes and its model, read from the run's folder once.

    Args:
        contender: Contender.
        outcomes: list of Outcome, one per fold.
        final: Outcome. With all rows.
        model: the saved model, ready to predict; None if there is none, or if it can't be read.
        unread: list of str. A note in the latter case.
    """

    contender: Contender
    outcomes: list[Outcome]
    final: Outcome
    model: Any
    unread: list[str]

    @property
    def name(self) -> str:
        return self.contender.name


def build_result(comparison: Comparison, folder: RunFolder, terms: Terms, sections: Sequence[Section] = ()) -> Result:
    """The result of a comparison whose folds are all in the folder, written into it as `results.json`.

    The best network and the best baseline are copied to the top of the folder.

    Args:
        sections: further sections of the result, made after those that every comparison has; see `sections.py`.
    """
    finished = [_work_of(contender, comparison, folder) for contender in comparison.contenders]
    if all(outcome.unfinished for work in finished for outcome in work.outcomes):
        raise RuntimeError("Expected a comparison with finished folds. None of its contenders finished one.")
    plain, scored = _scored_result(comparison, folder, terms, finished)
    result = _with_placebo(plain, scored, comparison, folder, terms)
    models = {work.name: work.model for work in finished}
    best = publish(result, models, folder)
    result = replace(result, saved=SavedSection(**best), reach=reach(result, terms.published, best))
    further = _further(terms.about, folder) if any(claim.on for claim in terms.lesson) else {}
    result = replace(result, lessons=learned(result, terms.lesson, further))
    outcomes = {work.name: work.outcomes for work in finished}
    run = FinishedRun(comparison, outcomes, models, best, terms.held, result, folder.path)
    return with_sections(result, run, [*_own_sections(terms), *sections]).write(folder.path)


def _scored_result(
    comparison: Comparison, folder: RunFolder, terms: Terms, finished: Sequence[_FinishedWork]
) -> tuple[Result, list[Scored]]:
    """What every result contains: the contenders, the data, the scores and the verdict; and the scores as judged."""
    task, about = comparison.task, terms.about
    undefined = undefined_scores(comparison.dataset, comparison.folds, task.metric)
    contenders = [_contender(work, comparison, folder, undefined) for work in finished]
    sizes = [(len(fold.development), len(fold.test)) for fold in comparison.folds]
    scored = [
        Scored(
            name=entry.name,
            approach=entry.approach,
            scores=entry.scores,
            sizes=sizes,
            redrawn=score_redrawn(comparison, work.contender, work.outcomes),
            family=entry.family,
            validation=[outcome.validation for outcome in work.outcomes],
        )
        for work, entry in zip(finished, contenders, strict=True)
    ]
    predicted = {work.name: FoldPredictions(work.outcomes, work.contender.probabilistic) for work in finished}
    result = Result(
        schema=SCHEMA,
        recipe=about.recipe,
        environment=about.environment,
        dataset=_dataset(comparison),
        task=task,
        protocol=comparison.protocol,
        search=comparison.search,
        folds=[FoldSection(fold.name, len(fold.development), fold.test.tolist()) for fold in comparison.folds],
        contenders=contenders,
        verdict=_verdict(scored, task, terms),
        notes=[
            *comparison.dataset.notes,
            *terms.notes,
            *sentences(undefined, len(comparison.folds)),
            *notes_of_contenders(contenders),
        ],
        curves={work.name: _curves(comparison, work.outcomes) for work in finished if work.contender.probabilistic},
        published=dict(terms.published),
        undefined=undefined,
        truth=truth_of(comparison.dataset, comparison.folds, scored, predicted, seed=comparison.protocol.seed),
        beside=about.beside,
        row_curve=about.row_curve,
        **about.recorded,
    )
    return result, scored


def _with_placebo(
    result: Result, scored: Sequence[Scored], comparison: Comparison, folder: RunFolder, terms: Terms
) -> Result:
    """The result with the twins that the folder holds, and without a verdict if one differs from its original."""
    placebo = placebo_of_run(comparison, folder, result.verdict, scored)
    if placebo is None:
        return replace(result, placebo=Placebo([], terms.no_placebo)) if terms.no_placebo else result
    return replace(result, placebo=placebo, verdict=with_placebo(result.verdict, placebo))


def _verdict(scored: Sequence[Scored], task: Task, terms: Terms) -> Verdict:
    margin = margin_of(scored, METRICS[task.metric], task.task_kind.floor, asked=terms.margin)
    judged = judge(
        scored,
        kind=task.kind,
        metric=task.metric,
        reference=terms.reference,
        margin=margin.value,
        question=terms.question,
    )
    return replace(judged, margin_about=margin.sentence)


def _dataset(comparison: Comparison) -> DatasetSection:
    """The schema as its file has it, with the share of positives."""
    schema = asdict(comparison.dataset.schema) | {"positives": _share_of_positives(comparison)}
    return typed(DatasetSection, as_json(schema))


def _own_sections(terms: Terms) -> list[Section]:
    """The sections of every result."""
    held = [Section("held_out", "scores on the rows held out", _held_out)] if terms.held is not None else []
    picture = partial(_picture, reference=terms.reference)
    return [*held, *view_sections(), Section("picture", "the decision surfaces", picture, otherwise={})]


def _held_out(run: FinishedRun) -> Noted:
    comparison, metric = run.comparison, run.comparison.task.metric
    probabilistic = {contender.name: contender.probabilistic for contender in comparison.contenders}
    if run.held is None:
        return Noted(None, "")
    verdict = run.result.verdict if run.result else None
    confirmed = None
    if verdict is not None and verdict.primary is not None:
        names = verdict.primary.leading_members
        confirmed = Confirmed(*names, conclusion=verdict.primary.conclusion, margin=verdict.margin)
    held_out = judged(run.held, run.models, probabilistic, comparison.protocol.seed, metric, confirmed)
    return Noted(held_out, " ".join(unsaid(held_out, metric)))


def _picture(run: FinishedRun, reference: str) -> DecisionPicture:
    names = [*run.shown, *([reference] if run.models.get(reference) else [])]
    models = {name: run.models[name] for name in names}
    return decision_picture(models, run.comparison.dataset, run.comparison.protocol.seed)


def _further(about: About, folder: RunFolder) -> dict[str, Result]:
    """The results on further data sets, which are finished before this one."""
    return {beside.dataset: Result.read((folder.path / beside.path).parent) for beside in about.beside}


def _work_of(contender: Contender, comparison: Comparison, folder: RunFolder) -> _FinishedWork:
    """A contender's outcomes, and its model of all rows if that was fitted and can be read.

    A fold without a file was not finished in the time, which is no failure.
    """
    *outcomes, final = (
        folder.read_outcome(contender.name, fold.name) or Outcome.without_time(fold.name)
        for fold in comparison.every_fold
    )
    model, unread = None, []
    if not final.error:
        try:
            model = contender.load(folder.model_folder(contender.name), comparison.dataset.schema)
            saved_models.predictions_of(model, comparison.dataset.x.iloc[:2], comparison.dataset.schema, contender.name)
        except UserError as error:  # its folds are judged all the same
            unread = [f"its model can't be used: {error}"]
    return _FinishedWork(contender, outcomes, final, model, unread)


def _contender(
    work: _FinishedWork, comparison: Comparison, folder: RunFolder, undefined: dict[str, dict[str, str]]
) -> ContenderResult:
    contender, every = work.contender, [*work.outcomes, work.final]
    tried = [outcome for outcome in every if outcome.error != NOT_FINISHED]
    failed = failed_folds.by_message((outcome.fold, outcome.error) for outcome in tried)
    errors = [failed_folds.sentence(message, folds) for message, folds in failed.items()]
    notes = list(dict.fromkeys(note for outcome in every for note in outcome.notes))
    result = ContenderResult(
        name=contender.name,
        label=contender.label,
        about=contender.about,
        family=contender.family,
        approach=contender.approach_of(work.model),
        probabilistic=contender.probabilistic,
        scores=score_folds(comparison, contender, work.outcomes),
        under=_share_under(comparison, work.outcomes),
        outcomes=work.outcomes,
        final=work.final,
        cost=_cost(work, comparison, folder),
        notes=errors + work.unread + notes,
    )
    return replace(result, notes=result.notes + not_finite(result, comparison.folds, undefined))


def _cost(work: _FinishedWork, comparison: Comparison, folder: RunFolder) -> Cost:
    done = [outcome for outcome in work.outcomes if not outcome.error]
    every = [*work.outcomes, work.final]
    per_1000 = saved_models.predict_seconds_per_1000(work.model, comparison.dataset.x) if work.model else None
    return Cost(
        trials=max((len(outcome.trials) for outcome in work.outcomes), default=0),
        tune_seconds=float(np.mean([outcome.tune_seconds for outcome in done])) if done else 0.0,
        fit_seconds=float(np.mean([outcome.fit_seconds for outcome in done])) if done else 0.0,
        all_seconds=float(sum(outcome.tune_seconds + outcome.fit_seconds for outcome in every)),
        parameters=work.final.parameters,
        bytes=saved_models.size(folder.model_folder(work.name)) if work.model else None,
        predict_seconds_per_1000=per_1000,
    )


def _share_of_positives(comparison: Comparison) -> float | None:
    return float(comparison.dataset.y.mean()) if comparison.task.task_kind.answer is Answer.PROBABILITY else None


def _share_under(comparison: Comparison, outcomes: list[Outcome]) -> float | None:
    """The share of the true numbers that lie below their predictions; None for classes."""
    y, predictions = curves.pooled(comparison.dataset.y, comparison.folds, outcomes)
    return float((y < predictions).mean()) if comparison.task.task_kind.answer is Answer.NUMBER and len(y) else None


def _curves(comparison: Comparison, outcomes: list[Outcome]) -> dict[str, ResultCurve]:
    y, predictions = curves.pooled(comparison.dataset.y, comparison.folds, outcomes)
    if not len(y):
        return {}
    if comparison.task.task_kind.answer is Answer.PROBABILITIES:  # of the most probable class
        return {"calibration": curves.calibration(decide(predictions) == y, predictions.max(axis=1))}
    if comparison.task.task_kind.answer is not Answer.PROBABILITY:
        return {}
    ranked = {"roc": curves.roc(y, predictions)} if len(np.unique(y)) == 2 else {}  # one class alone has no ROC curve
    return ranked | {"calibration": curves.calibration(y, predictions)}
