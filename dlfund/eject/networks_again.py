"""The network of every fold, trained once more as the run trained it: a run keeps only the one of all rows.

A training depends on its rows and its seed alone, so the same weights come out; what each network says to its test
rows is held against what the run recorded, row by row.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from dlfund import bookshelf
from dlfund.comparison.saved import load_model, load_network
from dlfund.eject.contender import Contender
from dlfund.outcome import Outcome
from dlfund.sentence import UserError
from dlfund.task import Task
from dlfund.tuning.ensembles import members_of
from dlfund.tuning.search import Search
from dlfund.zoo.regimen import Regimen, regimen_of


@dataclass(frozen=True)
class Again:
    """Networks as the run had them.

    Args:
        networks: dict. Fold to network with its encoder; under `"final"` the one that the run saved.
        members: int. How many networks each of them is the average of.
        gap: float. The largest difference between a prediction now and in the run, relative to it where it is above 1.
        regimen: Regimen or None. How the network asks to be trained, where it does not take what a search gives.
    """

    networks: dict[str, Any]
    members: int
    gap: float
    regimen: Regimen | None


def networks_again(contender: Contender) -> Again:
    """Train the networks of all folds, with the settings and epochs that the run chose."""
    from dlfund.tuning.tune import fit_folds

    content, network = contender.result.content, _function(contender)
    task = Task(**{key: tuple(value) if isinstance(value, list) else value for key, value in content["task"].items()})
    recorded = {one["fold"]: Outcome.from_dict(one) for one in contender.words["outcomes"]}
    fitted = fit_folds(
        network,
        task,
        contender.dataset,
        list(contender.folds),
        Search(**content["search"]),
        seed=content["protocol"]["seed"],
        found=recorded,
    )
    networks, gap = {}, 0.0
    for outcome, one in fitted:
        if one is None:
            raise UserError(
                f"Expected the network {contender.name!r} to be trained again in fold {outcome.fold}. It failed: "
                f"{outcome.error} Eject another contender with --model."
            )
        networks[outcome.fold] = one
        before, now = np.asarray(recorded[outcome.fold].predictions), np.asarray(outcome.predictions)
        size = np.maximum(1, np.abs(before))  # of numbers larger than 1 float32 keeps seven digits, not decimals
        gap = max(gap, float((np.abs(before - now) / size).max()))
    networks["final"] = _saved(contender, members_of(network))
    return Again(networks, members_of(network), gap, regimen_of(network))


def _saved(contender: Contender, members: int) -> Any:
    """The network that the run saved, with the optimizer that it was trained by."""
    from dlfund.tuning.network import Network

    saved = load_network(contender.folder)
    return saved if members > 1 else Network(load_model(contender.folder, to_train=True), saved.encoder, saved.groups)


def _function(contender: Contender) -> Callable[..., Any]:
    """The function that builds the network: the recipe's, or where there is no recipe the zoo's of this name."""
    from dlfund import zoo

    known = bookshelf.networks_of(contender.result.folder) if contender.result.folder else {}
    found = known.get(contender.name) or getattr(zoo, contender.name, None)
    if not callable(found):
        raise UserError(
            f"Expected a recipe that says how {contender.name!r} is built: the run keeps the network of all rows "
            "alone, and those of its folds must be trained again. There is none. Eject another contender with --model."
        )
    return found  # type: ignore[no-any-return]
