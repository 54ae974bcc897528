"""The network of every fold, trained again as the run trained it: a run keeps only the one fitted to all rows.

A training depends on its rows and its seed alone, so the weights are the same; each network's predictions for its test
rows are compared with those that the run recorded, row by row.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from dlfund.comparison.running.saved_models import load_model, load_network
from dlfund.core.errors import UserError
from dlfund.data.folds_to_fit import FoldsToFit
from dlfund.experiments import recipe_files
from dlfund.experiments.export.script.finished_contender import FinishedContender
from dlfund.experiments.sources.registry import networks_of
from dlfund.training.tuning.ensembles import members_of
from dlfund.training.tuning.fitted_network import Network
from dlfund.zoo.regimen import Regimen, regimen_of


@dataclass(frozen=True)
class RetrainedNetworks:
    """The networks of a run, trained again.

    Args:
        networks: dict. Fold to network with its encoder; `"final"` to the one that the run saved.
        members: int. How many networks each of them averages.
        gap: float. The largest difference between a prediction now and in the run, relative to it where it is above 1.
        regimen: Regimen or None. How the network asks to be trained, where it does not take what a search gives.
    """

    networks: dict[str, Network]
    members: int
    gap: float
    regimen: Regimen | None


def networks_again(contender: FinishedContender) -> RetrainedNetworks:
    """Train the networks of all folds, with the settings and epochs that the run chose."""
    from dlfund.training.tuning.tune import fit_folds

    result, network = contender.result, _function(contender)
    recorded = {outcome.fold: outcome for outcome in contender.entry.outcomes}
    asked = FoldsToFit(
        result.task,
        contender.dataset,
        tuple(contender.folds),
        result.search,
        result.protocol.seed,
        outcomes=recorded,
    )
    fitted = fit_folds(network, asked)
    networks, gap = {}, 0.0
    for outcome, refitted in fitted:
        if refitted is None:
            raise UserError(
                f"Expected the network {contender.name!r} to be trained again in fold {outcome.fold}. It failed: "
                f"{outcome.error} Eject another contender with --model."
            )
        networks[outcome.fold] = refitted
        before, now = np.asarray(recorded[outcome.fold].predictions), np.asarray(outcome.predictions)
        size = np.maximum(1, np.abs(before))  # of numbers larger than 1 float32 keeps seven digits, not decimals
        gap = max(gap, float((np.abs(before - now) / size).max()))
    networks["final"] = _saved(contender, members_of(network))
    return RetrainedNetworks(networks, members_of(network), gap, regimen_of(network))


def _saved(contender: FinishedContender, members: int) -> Network:
    """The network that the run saved, with the optimizer that it was trained by."""
    saved = load_network(contender.folder)
    return saved if members > 1 else Network(load_model(contender.folder, to_train=True), saved.encoder, saved.groups)


def _function(contender: FinishedContender) -> Callable[..., Any]:
    """The function that builds the network: the recipe's, or where there is no recipe the zoo's of this name."""
    from dlfund import zoo

    known = networks_of(contender.result.folder) if contender.result.folder else {}
    function = known.get(contender.name) or getattr(zoo, contender.name, None)
    if not callable(function):
        raise UserError(
            f"Expected a recipe that says how {contender.name!r} is built: the run keeps only the network fitted "
            "to all rows, and those of its folds must be trained again. There is none in "
            f"{recipe_files.recipes_folder()}: name another folder with --recipes, or another contender with --model."
        )
    return function  # type: ignore[no-any-return]
