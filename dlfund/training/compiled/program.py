"""A whole training as one function of arrays: what a backend compiles once and runs for every member.

    for each epoch, until patience runs out:
        order = the real rows, shuffled by (seed, epoch); padding last
        for each batch:  loss, gradient, one step of the optimizer
        score = loss on the validation rows; keep the weights if it is the lowest so far

Written in keras.ops; what differs between backends comes from program_tensorflow or program_jax.
"""

from __future__ import annotations

import importlib
from typing import Any, NamedTuple

import keras
import numpy as np
from keras import ops

from dlfund.training.compiled.batches import Batches
from dlfund.training.compiled.keras_internals import compiled_loss

VALIDATION_BATCH = 4096  # rows scored at once; bounds the memory of a validation pass


class Run(NamedTuple):
    """How one member is trained; scalar arrays.

    Args:
        seed, epochs, patience: int32. Without early stopping, patience is a very large number.
        shuffle: bool. Whether the order of the rows changes.
        choose: bool. Whether the best epoch's weights are kept instead of the last epoch's.
    """

    seed: Any
    epochs: Any
    patience: Any
    shuffle: Any
    choose: Any


class TrainingResult(NamedTuple):
    """The result of a training; `history` holds a loss and a validation loss for every epoch that was run."""

    trainable: list
    state: list
    history: Any
    epochs_run: Any
    best_epoch: Any
    best_score: Any


class _Epoch(NamedTuple):
    number: Any
    trainable: list
    state: list
    optimizer: list
    best_trainable: list
    best_state: list
    best_score: Any
    best_epoch: Any
    history: Any


def backend() -> Any:
    """The module with the backend's part of a program."""
    return importlib.import_module(f"dlfund.training.compiled.program_{keras.backend.backend()}")


class Training:
    """The training of one architecture on batches of one shape.

    Args:
        model: keras.Model, compiled; its optimizer is built and works without variables.
        batch_size: int.
        epochs_capacity: int. Maximum number of epochs of a run.
        exact_rows: int or None. The number of rows, if the rows of a batch influence each other (as in batch
            normalisation): the last, shorter batch then gets a step of its own shape. None masks the padding instead.
        mean_over_rows: bool. Whether the loss divides by the number of rows in a batch, padding included.
        whole_batches: bool. Whether the rows that don't fill a batch at the end of an epoch are left out of it.
    """

    def __init__(
        self,
        model: keras.Model,
        batch_size: int,
        epochs_capacity: int,
        exact_rows: int | None,
        mean_over_rows: bool,
        *,
        whole_batches: bool = False,
    ) -> None:
        self.model, self.batch_size, self.epochs_capacity = model, batch_size, epochs_capacity
        self.exact_rows, self.mean_over_rows = exact_rows, mean_over_rows
        self.whole_batches = whole_batches
        self.backend = backend()

    def __call__(self, train: Batches, validation: Batches, start: Any, run: Run) -> TrainingResult:
        trainable, state, optimizer = (list(group) for group in start)
        history = ops.zeros((self.epochs_capacity, 2))
        first = _Epoch(
            ops.cast(0, "int32"), trainable, state, optimizer, trainable, state,
            ops.cast(np.inf, "float32"), ops.cast(0, "int32"), history,
        )  # fmt: skip

        def unfinished(*epoch: Any) -> Any:
            epoch = _Epoch(*epoch)
            patient = epoch.number - epoch.best_epoch < run.patience
            return ops.logical_and(epoch.number < run.epochs, patient)

        last = _Epoch(*ops.while_loop(unfinished, lambda *e: self._epoch(_Epoch(*e), train, validation, run), first))
        final = self._finalize(last)
        weights, state = _choose(run.choose, (last.best_trainable, last.best_state), (final, last.state))
        return TrainingResult(weights, state, last.history, last.number, last.best_epoch, last.best_score)

    def _epoch(self, epoch: Any, train: Batches, validation: Batches, run: Run) -> _Epoch:
        shuffled = self._shuffle(train, run, epoch.number)
        weights = (epoch.trainable, epoch.state, epoch.optimizer)
        total, rows, (trainable, state, optimizer) = self._steps(shuffled, weights)
        loss = total / ops.cast(rows, "float32")
        score = self._score(trainable, state, validation)
        # A loss that is not a number is never smaller. Until a first finite one, the last weights are kept.
        better = ops.logical_or(score < epoch.best_score, ops.logical_not(run.choose))
        keep = ops.logical_or(better, ops.equal(epoch.best_epoch, 0))
        best, best_state = _choose(keep, (trainable, state), (epoch.best_trainable, epoch.best_state))
        row = ops.reshape(ops.stack([loss, score]), (1, 2))
        return _Epoch(
            epoch.number + 1, trainable, state, optimizer, best, best_state,
            ops.where(better, score, epoch.best_score),
            ops.where(better, epoch.number + 1, epoch.best_epoch),
            ops.scatter_update(epoch.history, ops.reshape(epoch.number, (1, 1)), row),
        )  # fmt: skip

    def _shuffle(self, train: Batches, run: Run, epoch: Any) -> Batches:
        capacity = train.weight.shape[0]
        place = ops.arange(capacity, dtype="int32")
        key = self.backend.noise(run.seed, epoch, capacity)
        key = ops.where(run.shuffle, key, ops.cast(place, "float32") / capacity)
        order = ops.argsort(ops.where(place < train.rows, key, 2.0))
        x, y, weight = keras.tree.map_structure(lambda part: ops.take(part, order, axis=0), train[:3])
        return Batches(x, y, weight, train.rows)

    def _steps(self, rows: Batches, weights: Any) -> tuple[Any, Any, Any]:
        """The sum of the losses of an epoch's rows, the number of rows, and the weights after the epoch."""
        size = self.batch_size
        if self.exact_rows is None:
            rounded = rows.rows if self.whole_batches else rows.rows + size - 1
            whole, rest = ops.maximum(1, rounded // size), 0
        else:
            whole, rest = divmod(self.exact_rows, size)
            rest = 0 if whole and self.whole_batches else rest

        def step(number: Any, total: Any, weights: Any) -> tuple[Any, Any, Any]:
            loss, weights = self._step(self._batch(rows, number * size, size), weights)
            return number + 1, total + loss, weights

        total = ops.cast(0.0, "float32")
        if self.exact_rows is None or whole:  # else there is no whole batch to slice out
            start = (ops.cast(0, "int32"), total, weights)
            _, total, weights = ops.while_loop(lambda number, *_: number < whole, step, start)
        if self.exact_rows is not None and rest:
            loss, weights = self._step(self._batch(rows, self.exact_rows - rest, rest), weights)
            total = total + loss
        return total, ops.minimum(rows.rows, whole * size + rest), weights

    def _batch(self, rows: Batches, first: Any, size: int) -> Batches:
        def part_of(part: Any) -> Any:
            starts = (first, *[0] * (len(part.shape) - 1))
            return ops.slice(part, starts, (size, *part.shape[1:]))

        x, y, weight = keras.tree.map_structure(part_of, rows[:3])
        return Batches(x, y, weight, rows.rows - first)

    def _step(self, batch: Batches, weights: Any) -> tuple[Any, Any]:
        trainable, state, optimizer = weights

        def loss_of(trainable: Any) -> Any:
            loss, state_after = self.loss(trainable, state, batch, training=True)
            return self.model.optimizer.scale_loss(loss), (loss, state_after)

        _, (loss, state), gradients = self.backend.value_and_gradients(loss_of, trainable)
        trainable, optimizer = self.model.optimizer.stateless_apply(optimizer, gradients, trainable)
        real = ops.minimum(batch.rows, batch.weight.shape[0])
        return ops.cast(loss, "float32") * ops.cast(real, "float32"), (list(trainable), list(state), list(optimizer))

    def loss(self, trainable: Any, state: Any, batch: Batches, *, training: bool) -> tuple[Any, list[Any]]:
        """The model's loss on a batch, as Keras computes it on the real rows alone; and the state afterwards."""
        predicted, state, more = self.model.stateless_call(
            trainable, state, batch.x, training=training, return_losses=True
        )
        size = batch.weight.shape[0]
        real = ops.minimum(batch.rows, size)
        weight = batch.weight * ops.cast(ops.arange(size, dtype="int32") < real, batch.weight.dtype)
        if self.mean_over_rows:
            weight = weight * (size / ops.maximum(ops.cast(real, weight.dtype), 1.0))
        shaped = keras.tree.map_structure(lambda p: _as_rank(weight, max(1, len(p.shape) - 1)), predicted)
        loss = compiled_loss(self.model, batch.y, predicted, shaped)
        for penalty in more:
            loss = loss + ops.cast(ops.sum(penalty), loss.dtype)
        return loss, list(state)

    def _score(self, trainable: Any, state: Any, validation: Batches) -> Any:
        size = min(validation.weight.shape[0], VALIDATION_BATCH)

        def score(number: Any, total: Any) -> tuple[Any, Any]:
            batch = self._batch(validation, number * size, size)
            loss, _ = self.loss(trainable, state, batch, training=False)
            real = ops.cast(ops.minimum(batch.rows, size), "float32")
            return number + 1, total + ops.cast(loss, "float32") * real

        start = (ops.cast(0, "int32"), ops.cast(0.0, "float32"))
        if validation.weight.shape[0] == size:
            total = score(*start)[1]
        else:
            total = ops.while_loop(lambda number, _: number * size < validation.rows, score, start)[1]
        return total / ops.cast(validation.rows, "float32")

    def _finalize(self, last: _Epoch) -> list[Any]:
        """What `fit` does after the last epoch: an optimizer that averages weights replaces them by the average."""
        variables, optimizer = self.model.trainable_variables, self.model.optimizer
        pairs = [*zip(variables, last.trainable, strict=True), *zip(optimizer.variables, last.optimizer, strict=True)]
        with keras.StatelessScope(state_mapping=pairs) as scope:
            optimizer.finalize_variable_values(variables)
        return [scope.get_current_value(variable) for variable in variables]


def _as_rank(weight: Any, rank: int) -> Any:
    return ops.reshape(weight, (weight.shape[0], *[1] * (rank - 1)))


def _choose(condition: Any, value: Any, other: Any) -> Any:
    return keras.tree.map_structure(lambda a, b: ops.where(condition, a, b), value, other)
