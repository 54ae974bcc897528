"""Compiled programs, kept for the life of the process: the same architecture and shapes never compile twice."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

import numpy as np

from dlfund.training import numbers
from dlfund.training.blueprint import first_line
from dlfund.training.convolutions import products_of_a_step
from dlfund.training.keras_private import stateless_optimizers
from dlfund.training.program import VALIDATION_BATCH, Outcome, Run, Training, backend


class CompileError(RuntimeError):
    """The backend can't compile a program: says why, in a clause."""


@dataclass
class Compilation:
    """One program that was compiled: for reports.

    Args:
        architecture: str. The layers, in words.
        rows: int. Training rows that it has room for.
        seconds: float. Tracing and compiling.
        members: int. How many trainings it has run.
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
    """What a program is compiled for, beside its architecture."""

    batch_size: int
    train_capacity: int
    validation_capacity: int
    epochs_capacity: int
    exact_rows: int | None
    whole_batches: bool
    kinds: tuple  # dtype and shape of one row of every array

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
        """Whether so many validation rows may be scored; without any, a training goes wherever it can."""
        most = VALIDATION_BATCH if rows == 0 else max(256, 4 * rows)
        return rows <= self.validation_capacity <= most


@dataclass
class Program:
    """A training of one architecture, traced with `traced` of its numbers left open."""

    shapes: Shapes
    template: object
    traced: list[int]
    training: Training
    answers: list = field(default_factory=list)
    used: set = field(default_factory=set)
    open_in_config: set = field(default_factory=set)
    error: str | None = None

    def trace(self, example):
        """Trace the training once; afterwards it is known which members it may serve."""
        self.record = Compilation(_in_words(self.template.model), self.shapes.train_capacity)
        self._lock, self._is_compiled = threading.Lock(), False
        started = time.perf_counter()
        products = products_of_a_step(self.template.model, self.shapes.batch_size)
        name = f"{self.template.skeleton} {self.shapes} {self.traced}"
        self.compiled = backend().Compiled(self._with_numbers, example, products, name)
        self.record.seconds = time.perf_counter() - started
        return self

    def _with_numbers(self, train, validation, start, run, values):
        slots = [self.template.slots[index] for index in self.traced]
        stand_ins = [
            backend().OpenNumber(index, self.template.values[index], values[place], self.answers, self.used)
            for place, index in enumerate(self.traced)
        ]
        with numbers.standing_in(slots, stand_ins), stateless_optimizers():
            return self.training(train, validation, start, run)

    def serves(self, blueprint) -> bool:
        """Whether a member may run here: what was not left open is equal, and Python would have answered alike."""
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
            and all(answer.holds_for(theirs.values) for answer in self.answers)
        )

    def run(self, train, validation, start, run: Run, values) -> Outcome:
        open_values = np.array([values[index] for index in self.traced], "float32")
        with self._lock:
            if not self._is_compiled:
                self._compile(train, validation, start, run._replace(epochs=np.int32(0)), open_values)
            self.record.members += 1
        return self.compiled(train, validation, start, run, open_values)

    def _compile(self, *no_epochs):
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


def _in_words(model):
    return " → ".join(f"{type(layer).__name__} {layer.output.shape[1:]}" for layer in model.layers)
