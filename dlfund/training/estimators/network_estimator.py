"""What both estimators do: read a table, encode it, train members, and predict with their mean."""

from __future__ import annotations

import numbers
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator
from sklearn.utils import check_random_state
from sklearn.utils.validation import check_is_fitted

from dlfund.core.errors import UserError
from dlfund.core.outcome import HyperparameterValues
from dlfund.core.quiet import quiet_stderr
from dlfund.core.sklearn_internals import checked_weights
from dlfund.core.task import Task
from dlfund.core.task_kind import TaskKind
from dlfund.data import encode
from dlfund.training.estimators.inner_split import Split, inner_splits
from dlfund.training.estimators.input_table import as_fitted, read_table, schema_of
from dlfund.training.estimators.named_networks import network_named

if TYPE_CHECKING:
    from dlfund.training.estimators.train_members import MemberTraining


class NetworkEstimator(BaseEstimator):
    """The parent of `NetworkClassifier` and `NetworkRegressor`, which say what is predicted."""

    def __init__(
        self,
        network: str | Callable[..., Any] = "realmlp",
        *,
        members: int = 5,
        epochs: int | None = None,
        patience: int | None = None,
        batch_size: int | None = None,
        validation_fraction: float = 0.2,
        hyperparameters: HyperparameterValues | None = None,
        warm_start: bool = False,
        n_jobs: int | None = None,
        random_state: Any = None,
    ) -> None:
        self.network = network
        self.members = members
        self.epochs = epochs
        self.patience = patience
        self.batch_size = batch_size
        self.validation_fraction = validation_fraction
        self.hyperparameters = hyperparameters
        self.warm_start = warm_start
        self.n_jobs = n_jobs
        self.random_state = random_state

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        tags.input_tags.categorical = True
        return tags

    def _train(
        self, table: pd.DataFrame, kind: TaskKind, classes: int, y: Any, sample_weight: Any
    ) -> tuple[np.ndarray, np.ndarray | None, list[Split]]:
        """Fit encoder and members to a table and its encoded targets; returns encoded rows, weights and splits."""
        with quiet_stderr():  # the backend prints messages when it is imported
            import keras  # noqa: F401

            from dlfund.training.estimators.train_members import train_members
        plan = self._plan()
        self.schema_ = schema = schema_of(table, kind, classes)
        self.encoder_ = getattr(encode, plan.regimen().encoding)(schema).fit(table)
        x = self._encoded(table)
        weight = None if sample_weight is None else self._weight(sample_weight, table)
        seed = int(check_random_state(self.random_state).randint(2**31 - 1))
        splits = inner_splits(y, self.members, self.validation_fraction, seed, classes=kind.has_classes)
        layout = encode.layout(self.encoder_)
        task = Task(kind.name, (x.shape[1],), schema.classes, numeric=layout.numeric, widths=layout.widths)
        self.kept_, self.history_, epochs = train_members(plan, task, x, y, weight, splits, seed)
        self.n_iter_ = max(epochs)
        return x, weight, splits

    def _plan(self) -> MemberTraining:
        from dlfund.training.estimators.train_members import MemberTraining

        self._check()
        network, hyperparameters = network_named(self.network)
        workers = 1 if self.n_jobs is None else self.n_jobs
        hyperparameters = {**hyperparameters, **(self.hyperparameters or {})}
        return MemberTraining(network, hyperparameters, self.epochs, self.patience, self.batch_size, workers)

    def _check(self) -> None:
        if self.warm_start:
            raise UserError(
                "Expected warm_start=False. Received: warm_start=True. Training keeps the weights of its best epoch, "
                "from which it can't be continued; pass more epochs instead."
            )
        for name in ("members", "epochs", "patience", "batch_size", "n_jobs"):
            value = getattr(self, name)
            if value is None and name != "members":
                continue
            if not isinstance(value, numbers.Integral) or isinstance(value, bool) or value < 1:
                raise UserError(f"Expected {name} to be a whole number above 0. Received: {name}={value!r}.")
        if not 0 < self.validation_fraction < 1:
            raise UserError(
                f"Expected validation_fraction between 0 and 1. Received: {self.validation_fraction!r}. "
                "It is the share of the rows that choose the epoch, such as 0.2."
            )

    def _weight(self, sample_weight: Any, table: pd.DataFrame) -> np.ndarray:
        """Weights with a mean of 1, so that their scale does not change the size of a step."""
        weight = checked_weights(sample_weight, table)
        if not weight.sum() > 0:
            raise UserError("Expected sample_weight with a number above 0. Received: only zeros.")
        return (weight / weight.mean()).astype("float32")

    def _encoded(self, table: pd.DataFrame) -> np.ndarray:
        return np.asarray(self.encoder_.transform(table), dtype="float32")

    def _outputs(self, X: Any) -> np.ndarray:
        check_is_fitted(self, "kept_")
        with quiet_stderr():
            names = getattr(self, "feature_names_in_", self.schema_.inputs)
            table = as_fitted(read_table(self, X, reset=False), self.schema_, list(names))
            return self.kept_.outputs(self._encoded(table))
