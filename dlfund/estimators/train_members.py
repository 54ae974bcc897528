"""Train an estimator's members: one architecture, rows and seeds of their own, one compiled program."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from dlfund.data import TrainRows, ValidationRows
from dlfund.estimators.inner_split import Split
from dlfund.estimators.kept_network import KeptNetwork
from dlfund.sentence import UserError
from dlfund.task import Task
from dlfund.zoo.regimen import Regimen

POOLED = 5_000  # rows below which members choose their epoch together
PLAIN = Regimen(epochs=200, patience=20, batch_sizes=((2_000, 32), (8_000, 64), (32_000, 128), (None, 256)))


@dataclass(frozen=True)
class Plan:
    """How every member is trained; None leaves it to the network's regimen.

    Args:
        network: function (task, hp) -> keras.Model.
        hyperparameters: dict. The dials' values.
        epochs, patience, batch_size: int or None.
        workers: int. Members trained at the same time.
    """

    network: Callable[..., Any]
    hyperparameters: dict[str, Any]
    epochs: int | None
    patience: int | None
    batch_size: int | None
    workers: int

    def regimen(self) -> Regimen:
        regimen = getattr(self.network, "regimen", PLAIN)
        changes: dict[str, Any] = {}
        if self.epochs is not None:
            changes["epochs"] = self.epochs
        if self.patience is not None:
            changes["patience"] = self.patience
        if self.batch_size is not None:
            changes["batch_sizes"] = ((None, self.batch_size),)
        return replace(regimen, **changes)


def train_members(
    plan: Plan, task: Task, x: np.ndarray, y: np.ndarray, weight: np.ndarray | None, splits: list[Split], seed: int
) -> tuple[KeptNetwork, list[dict[str, list[float]]], list[int]]:
    """Train a member a split; returns what is kept of them, each one's curves, and the epoch that each was kept at."""
    from keras_tuner import HyperParameters

    from dlfund import training
    from dlfund.tuning.space import compiled

    regimen = plan.regimen()
    task = replace(task, steps=regimen.steps(min(len(learned) for learned, _ in splits)))

    def build() -> Any:
        hp = HyperParameters()
        hp.values.update(plan.hyperparameters)
        model = compiled(plan.network, task, hp)
        _check_dials(plan, hp)
        return model

    def part(kind: Any, places: np.ndarray) -> Any:
        return kind(x[places], y[places], None if weight is None else weight[places])

    members = [
        training.Member(
            build=build,
            train=part(TrainRows, learned),
            validation=part(ValidationRows, choosing) if len(choosing) else None,
            epochs=regimen.epochs,
            patience=regimen.patience if len(choosing) else None,
            seed=(seed + number) % (2**31 - 1),
            adapt=regimen.adapt,
            whole_batches=regimen.whole_batches,
        )
        for number, (learned, choosing) in enumerate(splits)
    ]
    with _own_seeds():
        size = regimen.batch_size(min(len(one.train) for one in members))
        fitted = training.fit_population(members, batch_size=size, workers=plan.workers)
        histories = [one.history for one in fitted]
        if len(splits) > 1 and 0 < sum(len(choosing) for _, choosing in splits) < POOLED:
            rows = [len(choosing) for _, choosing in splits]
            epoch = pooled_epoch([history["val_loss"] for history in histories], rows)
            members = [replace(one, validation=None, patience=None, epochs=epoch) for one in members]
            fitted = training.fit_population(members, batch_size=size, workers=plan.workers)
    if not all(np.isfinite(weights).all() for one in fitted for weights in one.weights):
        raise UserError(
            "Expected training to end in finite weights. Received: weights that grew without bound. Lower the learning "
            'rate, such as hyperparameters={"learning_rate": 1e-3}, or look for extreme values in X and y.'
        )
    kept = KeptNetwork(plan.network, task, plan.hyperparameters, [one.weights for one in fitted])
    return kept, histories, [one.best_epoch for one in fitted]


def pooled_epoch(curves: list[list[float]], rows: list[int]) -> int:
    """The epoch, counted from 1, with the least validation loss of all members' choosing rows together.

    A member alone would choose by a handful of rows, and one that is lucky with them trains until it is sure of
    everything. Epochs that a member did not reach are not compared.

    Example:
        >>> pooled_epoch([[3.0, 1.0, 2.0], [3.0, 2.5, 2.0, 1.0]], [10, 10])
        2
    """
    length = min(map(len, curves))
    mean = np.average([curve[:length] for curve in curves], axis=0, weights=rows)
    return int(np.nanargmin(mean)) + 1 if np.isfinite(mean).any() else length


def _check_dials(plan: Plan, hp: Any) -> None:
    known = [dial.name for dial in hp.space]
    if unknown := [name for name in plan.hyperparameters if name not in known]:
        raise UserError(
            f"Expected hyperparameters of {plan.network.__name__}: {', '.join(known) or 'it has none'}. "
            f"Received: {', '.join(unknown)}."
        )


@contextmanager
def _own_seeds() -> Iterator[None]:
    """Training seeds Python's and NumPy's generators; whoever calls gets them back as they were."""
    before, of_numpy = random.getstate(), np.random.get_state()
    try:
        yield
    finally:
        random.setstate(before)
        np.random.set_state(of_numpy)
