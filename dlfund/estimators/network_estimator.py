"""What both estimators do: read a table, encode it, train members, and answer with their mean."""

from __future__ import annotations

import numbers
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.utils import check_random_state
from sklearn.utils.validation import _check_sample_weight, check_is_fitted

from dlfund.data import encode
from dlfund.estimators.inner_split import inner_splits
from dlfund.estimators.named_networks import network_named
from dlfund.estimators.table import as_fitted, read_table, schema_of
from dlfund.quiet import quiet_stderr
from dlfund.sentence import UserError
from dlfund.task import Task


class NetworkEstimator(BaseEstimator):
    """The parent of `NetworkClassifier` and `NetworkRegressor`, which say what is predicted."""

    def __init__(
        self,
        network="realmlp",
        *,
        members=5,
        epochs=None,
        patience=None,
        batch_size=None,
        validation_fraction=0.2,
        hyperparameters=None,
        warm_start=False,
        n_jobs=None,
        random_state=None,
    ):
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

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        tags.input_tags.categorical = True
        return tags

    def _train(self, table, kind, classes, y, sample_weight):
        """Fit encoder and members to a table and its encoded targets; what each member said of its choosing rows."""
        with quiet_stderr():  # the backend greets whoever imports it first
            import keras  # noqa: F401

            from dlfund.estimators.train_members import train_members
        plan = self._plan()
        self.schema_ = schema = schema_of(table, kind, classes)
        self.encoder_ = getattr(encode, plan.regimen().encoding)(schema).fit(table)
        x = self._encoded(table)
        weight = None if sample_weight is None else self._weight(sample_weight, table)
        seed = int(check_random_state(self.random_state).randint(2**31 - 1))
        splits = inner_splits(y, self.members, self.validation_fraction, seed, classes=kind != "regression")
        layout = encode.layout(self.encoder_)
        task = Task(kind, (x.shape[1],), schema.classes, numeric=layout.numeric, widths=layout.widths)
        self.kept_, self.history_, epochs = train_members(plan, task, x, y, weight, splits, seed)
        self.n_iter_ = max(epochs)
        return x, weight, splits

    def _plan(self):
        from dlfund.estimators.train_members import Plan

        self._check()
        network, dials = network_named(self.network)
        workers = 1 if self.n_jobs is None else self.n_jobs
        dials = {**dials, **(self.hyperparameters or {})}
        return Plan(network, dials, self.epochs, self.patience, self.batch_size, workers)

    def _check(self):
        if self.warm_start:
            raise UserError(
                "Expected warm_start=False. Received: warm_start=True. A training keeps the weights of its best epoch, "
                "from which there is no going on; pass more epochs instead."
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
                "It is the share of the rows that chooses the epoch, such as 0.2."
            )

    def _weight(self, sample_weight, table):
        """Weights with a mean of 1, so that the learning rate means the same at every scale of them."""
        weight = _check_sample_weight(sample_weight, table, ensure_non_negative=True)
        if not weight.sum() > 0:
            raise UserError("Expected sample_weight with a number above 0. Received: only zeros.")
        return (weight / weight.mean()).astype("float32")

    def _encoded(self, table) -> np.ndarray:
        return np.asarray(self.encoder_.transform(table), dtype="float32")

    def _answers(self, X: Any) -> np.ndarray:
        check_is_fitted(self, "kept_")
        with quiet_stderr():
            table = as_fitted(read_table(self, X, reset=False), self.schema_)
            return self.kept_.answers(self._encoded(table))
