"""Train an estimator's members: one architecture and one compiled program, with their own rows and seeds."""

from __future__ import annotations

import random
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from dlfund.core.errors import UserError
from dlfund.core.outcome import HyperparameterValues
from dlfund.core.task import Task
from dlfund.data import TrainRows, ValidationRows
from dlfund.training.estimators.inner_split import Split
from dlfund.training.estimators.kept_network import KeptNetwork
from dlfund.zoo.regimen import Regimen

POOLED = 5_000  # with fewer rows than this, members choose their epoch together
PLAIN = Regimen(epochs=200, patience=20, batch_sizes=((2_000, 32), (8_000, 64), (32_000, 128), (None, 256)))


@dataclass(frozen=True)
class MemberTraining:
    """How every member is trained.

    Args:
        network: function (task, hp) -> keras.Model.
        hyperparameters: dict. Name to value.
        epochs, patience, batch_size: int or None. None: what the network's regimen says.
        workers: int. Members trained at the same time.
    """

    network: Callable[..., Any]
    hyperparameters: HyperparameterValues
    epochs: int | None
    patience: int | None
    batch_size: int | None
    workers: int

    def regimen(self) -> Regimen:
        """The network's regimen with the changes that the user asked for."""
        regimen: Regimen = getattr(self.network, "regimen", PLAIN)
        return replace(
            regimen,
            epochs=regimen.epochs if self.epochs is None else self.epochs,
            patience=regimen.patience if self.patience is None else self.patience,
            batch_sizes=regimen.batch_sizes if self.batch_size is None else ((None, self.batch_size),),
        )


def train_members(
    plan: MemberTraining,
    task: Task,
    x: np.ndarray,
    y: np.ndarray,
    weight: np.ndarray | None,
    splits: list[Split],
    seed: int,
) -> tuple[KeptNetwork, list[dict[str, list[float]]], list[int]]:
    """Train one member per split; returns what is kept of them, their curves, and the epoch whose weights were kept."""
    from keras_tuner import HyperParameters

    from dlfund import training
    from dlfund.core.keras_internals import untested
    from dlfund.training.tuning.space import compiled

    if reason := untested():
        warnings.warn(f"Networks are trained by Keras's own loop, which takes longer: {reason}.", stacklevel=2)

    regimen = plan.regimen()
    task = replace(task, steps=regimen.steps(min(len(learned) for learned, _ in splits)))

    def build() -> Any:
        hp = HyperParameters()
        hp.values.update(plan.hyperparameters)
        model = compiled(plan.network, task, hp)
        _check_names(plan, hp)
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
        size = regimen.batch_size(min(len(member.train) for member in members))
        fitted = training.fit_population(members, batch_size=size, workers=plan.workers)
        histories = [member.history for member in fitted]
        if len(splits) > 1 and 0 < sum(len(choosing) for _, choosing in splits) < POOLED:
            rows = [len(choosing) for _, choosing in splits]
            epoch = pooled_epoch([history["val_loss"] for history in histories], rows)
            members = [replace(member, validation=None, patience=None, epochs=epoch) for member in members]
            fitted = training.fit_population(members, batch_size=size, workers=plan.workers)
    if not all(np.isfinite(weights).all() for member in fitted for weights in member.weights):
        raise UserError(
            "Expected training to end with finite weights. Received: weights that grew without bound. Lower the "
            'learning rate, such as hyperparameters={"learning_rate": 1e-3}, or look for extreme values in X and y.'
        )
    kept = KeptNetwork(plan.network, task, plan.hyperparameters, [member.weights for member in fitted])
    return kept, histories, [member.best_epoch for member in fitted]


def pooled_epoch(curves: list[list[float]], rows: list[int]) -> int:
    """The epoch, counted from 1, with the lowest loss on the validation rows of all members together.

    A single member's few validation rows may by chance favour a long training, which ends overconfident. Epochs that
    not every member reached are not compared.

    Example:
        >>> pooled_epoch([[3.0, 1.0, 2.0], [3.0, 2.5, 2.0, 1.0]], [10, 10])
        2
    """
    length = min(map(len, curves))
    mean = np.average([curve[:length] for curve in curves], axis=0, weights=rows)
    return int(np.nanargmin(mean)) + 1 if np.isfinite(mean).any() else length


def _check_names(plan: MemberTraining, hp: Any) -> None:
    known = [hyperparameter.name for hyperparameter in hp.space]
    if unknown := [name for name in plan.hyperparameters if name not in known]:
        raise UserError(
            f"Expected hyperparameters of {plan.network.__name__}: {', '.join(known) or 'it has none'}. "
            f"Received: {', '.join(unknown)}."
        )


@contextmanager
def _own_seeds() -> Iterator[None]:
    """Training seeds Python's and NumPy's generators; afterwards their states are restored."""
    before, of_numpy = random.getstate(), np.random.get_state()
    try:
        yield
    finally:
        random.setstate(before)
        np.random.set_state(of_numpy)
