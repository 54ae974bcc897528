"""Compiled programs, kept for the life of the process: the same architecture and shapes never compile twice."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from dlfund.training.compiled import traced_numbers
from dlfund.training.compiled.blueprint import Blueprint, first_line
from dlfund.training.compiled.convolutions import products_of_a_step
from dlfund.training.compiled.keras_internals import stateless_optimizers
from dlfund.training.compiled.program import VALIDATION_BATCH, Run, Training, TrainingResult, backend


class CompileError(RuntimeError):
    """The backend can't compile a program; the message is a clause that says why."""


@dataclass
class Compilation:
    """One program that was compiled: for reports.

    Args:
        architecture: str. A description of the layers.
        rows: int. Maximum number of training rows.
        seconds: float. Time of tracing and compiling.
        members: int. Number of trainings that it has run.
    """

    architecture: str
    rows: int
    seconds: float = 0.0
    members: int = 0


_COMPILATIONS: list[Compilation] = []


def compilations() -> list[Compilation]:
    """Every program that this process has compiled, in order."""
    return list(_COMPILATIONS)


@dataclass
class Shapes:
    """What a program is compiled for, in addition to its architecture."""

    batch_size: int
    train_capacity: int
    validation_capacity: int
    epochs_capacity: int
    exact_rows: int | None
    whole_batches: bool
    kinds: str  # dtype and shape of one row of every array

    def hold(self, other: Shapes) -> bool:
        """Whether a program of these shapes can run what needs `other`, without much waste."""
        return (
            self._exactly == other._exactly
            and other.train_capacity <= self.train_capacity <= 4 * other.train_capacity
            and self._scores(other.validation_capacity)
            and other.epochs_capacity <= self.epochs_capacity
        )

    @property
    def _exactly(self) -> tuple:
        return self.batch_size, self.exact_rows, self.whole_batches, self.kinds

    def _scores(self, rows: int) -> bool:
        """Whether this number of validation rows can be scored without much waste; none fit almost any program."""
        most = VALIDATION_BATCH if rows == 0 else max(256, 4 * rows)
        return rows <= self.validation_capacity <= most


@dataclass
class Program:
    """A training of one architecture, traced with `traced` of its numbers left open."""

    shapes: Shapes
    template: Blueprint
    traced: list[int]
    training: Training
    comparisons: list = field(default_factory=list)
    used: set = field(default_factory=set)
    open_in_config: set = field(default_factory=set)
    error: str | None = None

    def trace(self, example: tuple[Any, ...]) -> Program:
        """Trace the training once; afterwards it is known which members it may serve."""
        self.record = Compilation(_in_words(self.template.model), self.shapes.train_capacity)
        self._lock, self._is_compiled = threading.Lock(), False
        started = time.perf_counter()
        products = products_of_a_step(self.template.model, self.shapes.batch_size)
        name = f"{self.template.skeleton} {self.shapes} {self.traced}"
        self.compiled = backend().Compiled(self._with_numbers, example, products, name)
        self.record.seconds = time.perf_counter() - started
        return self

    def _with_numbers(self, train: Any, validation: Any, start: Any, run: Run, values: Any) -> TrainingResult:
        slots = [self.template.slots[index] for index in self.traced]
        stand_ins = [
            backend().OpenNumber(index, self.template.values[index], values[place], self.comparisons, self.used)
            for place, index in enumerate(self.traced)
        ]
        with traced_numbers.standing_in(slots, stand_ins), stateless_optimizers():
            return self.training(train, validation, start, run)

    def serves(self, blueprint: Blueprint) -> bool:
        """Whether a member can run here: fixed numbers are equal, and comparisons in Python have the same results."""
        closed = set(range(len(self.template.values))) - set(self.traced)
        mine, theirs = self.template, blueprint
        return (
            len(theirs.values) == len(mine.values)
            and all(mine.values[i] == theirs.values[i] for i in closed)
            and all(
                a == b
                for i, (a, b) in enumerate(zip(mine.config_numbers, theirs.config_numbers, strict=True))
                if i not in self.open_in_config
            )
            and all(comparison.holds_for(theirs.values) for comparison in self.comparisons)
        )

    def run(self, train: Any, validation: Any, start: Any, run: Run, values: Any) -> TrainingResult:
        open_values = np.array([values[index] for index in self.traced], "float32")
        with self._lock:
            if not self._is_compiled:
                self._compile(train, validation, start, run._replace(epochs=np.int32(0)), open_values)
            self.record.members += 1
        return self.compiled(train, validation, start, run, open_values)

    def _compile(self, *no_epochs: Any) -> None:
        """The backend compiles at the first call: one without an epoch, to know what compiling costs."""
        if self.error is not None:
            raise CompileError(self.error)
        started = time.perf_counter()
        try:
            self.compiled(*no_epochs)
        except Exception as error:
            self.error = f"its training can't be compiled ({type(error).__name__}: {first_line(error)})"
            raise CompileError(self.error) from error
        self.record.seconds += time.perf_counter() - started
        self._is_compiled = True
        _COMPILATIONS.append(self.record)


def _in_words(model: Any) -> str:
    return " → ".join(f"{type(layer).__name__} {layer.output.shape[1:]}" for layer in model.layers)
