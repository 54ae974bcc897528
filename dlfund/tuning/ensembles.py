"""An ensemble: several networks with the settings that one search chose, each taught by other rows, averaged.

    y = (1/m) · Σ network_i(x)          network_i learns from all development rows but the i-th of m parts,
                                        and stops where that part says

Reference: Breiman, 1996, Bagging predictors; Lakshminarayanan et al., 2017, Deep ensembles (arXiv:1612.01474).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from sklearn.model_selection import KFold


def ensemble(network: Callable[..., Any], members: int = 5) -> Callable[..., Any]:
    """A contender of its own: `members` networks of one search, bagged over inner folds.

    Where the network itself competes too, its search serves both, and its cost is counted for both.

    Example:
        >>> def ann(task, hp):
        ...     "Two hidden layers."
        >>> ensemble(ann).__name__
        'ann_ensemble'
    """
    if members < 2:
        raise ValueError(f"Expected an ensemble of 2 or more members. Received: members={members}.")

    def averaged(task: Any, hp: Any) -> Any:
        return network(task, hp)

    averaged.__name__ = f"{network.__name__}_ensemble"
    averaged.__module__ = network.__module__
    averaged.__doc__ = f"The average of {members} networks like {network.__name__}, each taught by other rows."
    averaged.__wrapped__ = network  # type: ignore[attr-defined]
    averaged.members = members  # type: ignore[attr-defined]
    return averaged


def members_of(network: Callable[..., Any]) -> int:
    """How many networks a contender trains in the end: 1, unless it is an ensemble."""
    return getattr(network, "members", 1)


def searched(network: Callable[..., Any]) -> Callable[..., Any]:
    """The network whose search a contender uses: its own, or the one that an ensemble is made of."""
    return network.__wrapped__ if members_of(network) > 1 else network  # type: ignore[attr-defined]


def inner_folds(rows: np.ndarray, members: int, seed: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """For each member the rows that it learns from, and those that it stops by."""
    parts = KFold(members, shuffle=True, random_state=seed % 2**32).split(rows)
    return [(rows[learned], rows[stopped]) for learned, stopped in parts]


def averaged_model(models: list[Any]) -> Any:
    """One network that answers with the mean of several."""
    import keras

    inputs = [keras.Input(one.shape[1:], dtype=one.dtype, name=one.name) for one in models[0].inputs]
    members = [keras.Model(one.inputs, one.outputs[0], name=f"member_{n}") for n, one in enumerate(models, start=1)]
    outputs = keras.layers.Average(name="mean")([member(inputs) for member in members])
    mean = keras.Model(inputs, outputs)
    optimizer = keras.optimizers.deserialize(keras.optimizers.serialize(models[0].optimizer))
    mean.compile(optimizer=optimizer, loss=models[0].loss)
    return mean
