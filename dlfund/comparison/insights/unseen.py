"""Models with rows that they were not fitted to: the saved ones with the rows held out, or a fold's, fitted again.

A run keeps no model of a fold. What it keeps, the settings that the fold chose, fits the same model again on the same
development rows, without a search; its test rows are as unseen as they were.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from dlfund.baselines import Baseline
from dlfund.baselines.fit import predict, refitted
from dlfund.comparison.compare import Contender, name_of
from dlfund.comparison.insights.importance import Unseen
from dlfund.comparison.views import Seen
from dlfund.data import Dataset, Fold

SLOWER = 1.5  # times as long as when all was fitted together


def unseen(seen: Seen, held: Dataset | None, seconds: float) -> tuple[list[Unseen], str]:
    """The best network's and the best baseline's unseen rows, or why there are none."""
    if held is not None:
        return [Unseen(held, {name: seen.models[name].predict for name in seen.shown})], ""
    contenders = {name_of(one): one for one in seen.comparison.contenders}
    folds = [
        (place, fold)
        for place, fold in enumerate(seen.comparison.folds)
        if fold.name.startswith("1-") and not any(seen.outcomes[name][place].error for name in seen.shown)
    ]
    if not folds:
        return [], "Which columns matter was not measured: no fold was finished by both."
    # a network's folds were fitted in one program; what one costs alone is at most what all of them cost
    several = sum(_seconds(seen, name) for name in seen.shown)
    if SLOWER * several > seconds:
        alone = sum(seen.outcomes[name][folds[0][0]].fit_seconds for name in seen.shown)
        return [], (
            "Which columns matter was not measured: no rows were held out, and fitting models again to a part of the "
            f"rows would take up to {SLOWER * several:.2g} s ({alone:.2g} s a fold), of {max(0.0, seconds):.0f} s left."
        )
    models = {name: _again(seen, contenders[name], folds) for name in seen.shown}
    return [
        Unseen(seen.comparison.dataset.of_rows(fold.test), {name: models[name][number] for name in seen.shown})
        for number, (_, fold) in enumerate(folds)
    ], ""


def _seconds(seen: Seen, name: str) -> float:
    return sum(one.fit_seconds for one in seen.outcomes[name])


def _again(seen: Seen, contender: Contender, folds: list[tuple[int, Fold]]) -> list[Any]:
    """The functions that predict as the fold's own models did."""
    comparison, name = seen.comparison, name_of(contender)
    dataset, seed = comparison.dataset, comparison.protocol.seed
    done = [(fold, seen.outcomes[name][place]) for place, fold in folds]
    if isinstance(contender, Baseline):
        estimators = [refitted(contender, dataset, fold, one.hyperparameters, seed=seed) for fold, one in done]
        return [partial(predict, estimator, dataset.schema) for estimator in estimators]
    from dlfund.tuning.tune import fit_folds

    found = {fold.name: one for fold, one in done}
    fitted = fit_folds(
        contender, comparison.task, dataset, [fold for fold, _ in done], comparison.search, seed=seed, found=found
    )
    for outcome, model in fitted:
        if model is None:
            raise RuntimeError(outcome.error)
    return [model.predict for _, model in fitted]
