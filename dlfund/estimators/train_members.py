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
) -> tuple[KeptNetwork, list[Any]]:
    """Train a member a split; returns what is kept of them, and what training said of each (`training.Fitted`)."""
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

    def rows(kind: Any, places: np.ndarray) -> Any:
        return kind(x[places], y[places], None if weight is None else weight[places])

    members = [
        training.Member(
            build=build,
            train=rows(TrainRows, learned),
            validation=rows(ValidationRows, choosing) if len(choosing) else None,
            epochs=regimen.epochs,
            patience=regimen.patience if len(choosing) else None,
            seed=(seed + number) % (2**31 - 1),
            adapt=regimen.adapt,
        )
        for number, (learned, choosing) in enumerate(splits)
    ]
    with _own_seeds():
        size = regimen.batch_size(min(len(one.train) for one in members))
        fitted = training.fit_population(members, batch_size=size, workers=plan.workers)
    finite = [one for one in fitted if all(np.isfinite(weights).all() for weights in one.weights)]
    if not finite:
        raise UserError(
            "Expected training to end in finite weights. Received: weights that grew without bound. Lower the learning "
            'rate, such as hyperparameters={"learning_rate": 1e-3}, or look for extreme values in X and y.'
        )
    return KeptNetwork(plan.network, task, plan.hyperparameters, [one.weights for one in fitted]), fitted


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
