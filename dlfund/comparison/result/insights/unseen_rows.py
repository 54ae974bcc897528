"""Models with rows that they were not fitted to: the saved models with held-out rows, or the folds' models, refitted.

A run saves no model of a fold, but it saves the hyperparameters that the fold chose. They fit the same model again to
the same development rows, without a search; so its test rows are still unseen.
"""

from __future__ import annotations

from dlfund.comparison.contender import Contender
from dlfund.comparison.result.finished_run import FinishedRun
from dlfund.comparison.result.insights.importance import Predict, UnseenRows
from dlfund.data import Dataset, Fold
from dlfund.data.folds_to_fit import FoldsToFit

SLOWER = 1.5  # refitting takes up to this many times as long as fitting all trials together


def unseen_rows(run: FinishedRun, held: Dataset | None, seconds: float) -> tuple[list[UnseenRows], str]:
    """Unseen rows with the best network and the best baseline; or none, and the reason."""
    if held is not None:
        return [UnseenRows(held, {name: run.models[name].predict for name in run.shown})], ""
    contenders = {contender.name: contender for contender in run.comparison.contenders}
    folds = [
        (place, fold)
        for place, fold in enumerate(run.comparison.folds)
        if fold.name.startswith("1-") and not any(run.outcomes[name][place].error for name in run.shown)
    ]
    if not folds:
        return [], "Which columns matter was not measured: both finished no fold in common."
    # a network's folds were fitted in one program: a single fold takes at most as long as all of them
    several = sum(_seconds(run, name) for name in run.shown)
    if SLOWER * several > seconds:
        alone = sum(run.outcomes[name][folds[0][0]].fit_seconds for name in run.shown)
        return [], (
            "Which columns matter was not measured: no rows were held out, and refitting the models of the "
            f"folds would take up to {SLOWER * several:.2g} s ({alone:.2g} s per fold); {max(0.0, seconds):.0f} s "
            "are left."
        )
    models = {name: _refitted(run, contenders[name], folds) for name in run.shown}
    return [
        UnseenRows(run.comparison.dataset.of_rows(fold.test), {name: models[name][number] for name in run.shown})
        for number, (_, fold) in enumerate(folds)
    ], ""


def _seconds(run: FinishedRun, name: str) -> float:
    return sum(outcome.fit_seconds for outcome in run.outcomes[name])


def _refitted(run: FinishedRun, contender: Contender, folds: list[tuple[int, Fold]]) -> list[Predict]:
    """Functions that predict as the folds' own models did."""
    comparison, outcomes = run.comparison, run.outcomes[contender.name]
    folds_to_fit = FoldsToFit(
        comparison.task,
        comparison.dataset,
        tuple(fold for _, fold in folds),
        comparison.search,
        comparison.protocol.seed,
        outcomes={fold.name: outcomes[place] for place, fold in folds},
    )
    fitted = list(contender.fit_folds(folds_to_fit))
    for outcome, model in fitted:
        if model is None:
            raise RuntimeError(outcome.error)
    return [model.predict for _, model in fitted]
