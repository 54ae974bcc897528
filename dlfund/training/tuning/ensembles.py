"""An ensemble: the average of several networks with the hyperparameters of one search, each trained on other rows.

    y = (1/m) · Σ network_i(x)          network_i is trained on all development rows but the i-th of m parts,
                                        and stops at the epoch with the lowest loss on that part

Reference: Breiman, 1996, Bagging predictors; Lakshminarayanan et al., 2017, Deep ensembles (arXiv:1612.01474).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from dlfund.core.network_function import HyperParameters, NetworkFunction
from dlfund.core.task import Task

OF_ENSEMBLES = "_ensemble"  # the end of their names


def ensemble(network: NetworkFunction, members: int = 5) -> NetworkFunction:
    """A contender that averages `members` networks with the hyperparameters of one search, bagged over inner folds.

    Where the network itself takes part too, its search serves both, and the cost of the search is counted for both.

    Example:
        >>> def ann(task, hp):
        ...     "Two hidden layers."
        >>> ensemble(ann).__name__
        'ann_ensemble'
    """
    if members < 2:
        raise ValueError(f"Expected an ensemble of 2 or more members. Received: members={members}.")

    def averaged(task: Task, hp: HyperParameters) -> Any:
        return network(task, hp)

    averaged.__name__ = f"{network.__name__}{OF_ENSEMBLES}"
    averaged.__module__ = network.__module__
    averaged.__doc__ = f"The average of {members} networks like {network.__name__}, each trained on other rows."
    averaged.__wrapped__ = network  # type: ignore[attr-defined]
    averaged.members = members  # type: ignore[attr-defined]
    return averaged


def members_of(network: NetworkFunction) -> int:
    """How many networks a contender refits: 1, unless it is an ensemble."""
    return getattr(network, "members", 1)


def searched(network: NetworkFunction) -> NetworkFunction:
    """The network whose search a contender uses: its own, or the one that an ensemble is made of."""
    return network.__wrapped__ if members_of(network) > 1 else network  # type: ignore[attr-defined]


def inner_folds(rows: np.ndarray, members: int, seed: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """For each member its training rows, and the rows that choose its epoch."""
    from sklearn.model_selection import KFold

    parts = KFold(members, shuffle=True, random_state=seed % 2**32).split(rows)
    return [(rows[learned], rows[left_out]) for learned, left_out in parts]


def averaged_model(models: list[Any]) -> Any:
    """One network that predicts the mean of several."""
    import keras

    inputs = [keras.Input(tensor.shape[1:], dtype=tensor.dtype, name=tensor.name) for tensor in models[0].inputs]
    members = [
        keras.Model(model.inputs, model.outputs[0], name=f"member_{number}")
        for number, model in enumerate(models, start=1)
    ]
    outputs = keras.layers.Average(name="mean")([member(inputs) for member in members])
    mean = keras.Model(inputs, outputs)
    optimizer = keras.optimizers.deserialize(keras.optimizers.serialize(models[0].optimizer))
    mean.compile(optimizer=optimizer, loss=models[0].loss)
    return mean
