"""Train many networks at once: a whole training is one compiled program, and every core runs one at a time."""

from __future__ import annotations

import os
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import keras
import numpy as np

from dlfund.core.keras_internals import untested
from dlfund.core.memory import memory
from dlfund.training.compiled import program_cache
from dlfund.training.compiled.batches import bytes_of
from dlfund.training.compiled.blueprint import Blueprint, draw
from dlfund.training.compiled.compiled_training import CompileError, Program, Shapes
from dlfund.training.compiled.program import TrainingResult, backend
from dlfund.training.fit_network import fit
from dlfund.training.fitted import Fitted
from dlfund.training.members import NO_ROOM, Member, Room

CHUNK = 64  # members that are compared with each other before a program is compiled for them


def fit_population(
    members: Iterable[Member],
    *,
    batch_size: int,
    workers: int | None = None,
    memory_limit: int | None = None,
    room_for: Room = NO_ROOM,
    on_done: Callable[[Fitted], None] | None = None,
) -> list[Fitted]:
    """Train every member as `fit` would, without Python between the steps.

    Members are grouped by architecture. Each group's training is compiled once: epochs, shuffled batches,
    validation, early stopping and the best weights are one program, and a member is one run of it. Members share
    nothing but the program, so a member's result does not depend on the other members of the population. Up to
    `workers` members run at the same time, and no more than fit into `memory_limit` together.

    A member that can't run in a program is trained by `fit`, and its `notes` say why. So are all members on a backend
    that can't compile a whole training, and with a minor version of Keras other than the one that the tests run with.

    Args:
        members: iterable of Member; architectures may be mixed.
        batch_size: int. Rows per step.
        workers: int or None. Members that run at the same time; None: one per core.
        memory_limit: int or None. Bytes that running members may hold: their rows twice (as given and
            shuffled) and their weights with the optimizer's state twice. A member that needs more on its own is
            trained by `fit`. None: a quarter of the machine's memory.
        room_for: Room. Compile for at least these numbers of rows and epochs. A program then trains only members
            that would have got exactly this one, so that results do not depend on earlier calls.
        on_done: function of a Fitted or None. Called when a member has been trained; members finish in any order.

    Returns:
        list of Fitted, in the order of the members.
    """
    members = list(members)
    limit = memory() // 4 if memory_limit is None else memory_limit
    if reason := _why_no_programs():
        return [_by_keras(member, batch_size, reason, on_done) for member in members]
    results: dict[int, Fitted] = {}
    runner = _Runner(limit, on_done)
    left, running = [], []
    with ThreadPoolExecutor(workers or _cores()) as pool:
        for first in range(0, len(members), CHUNK):
            waiting = {}
            for place in range(first, min(first + CHUNK, len(members))):
                blueprint = draw(members[place])
                if isinstance(blueprint, str):
                    left.append((place, blueprint))
                elif (need := _bytes_needed(blueprint)) > limit:
                    left.append((place, f"it needs {need:,} bytes and memory_limit is {limit:,}"))
                elif program := program_cache.at_hand(
                    blueprint, batch_size, room_for
                ):  # runs while the next ones are drawn
                    running.append((place, program, pool.submit(runner.run, blueprint, program, need)))
                else:
                    waiting[id(blueprint)] = (place, blueprint, need)
            ready = [blueprint for _, blueprint, _ in waiting.values()]
            for blueprint, assignment in program_cache.assign(ready, batch_size, room_for):
                place, _, need = waiting[id(blueprint)]
                if isinstance(assignment, str):
                    left.append((place, assignment))
                else:
                    running.append((place, assignment, pool.submit(runner.run, blueprint, assignment, need)))
    for place, program, future in running:
        try:
            results[place] = future.result()
        except CompileError as error:
            program_cache.forget(program, str(error))
            left.append((place, str(error)))
    for place, reason in left:
        results[place] = _by_keras(members[place], batch_size, reason, on_done)
    return [results[place] for place in range(len(members))]


class _Runner:
    """Runs members in parallel within a limit of bytes."""

    def __init__(self, limit: int, on_done: Callable[[Fitted], None] | None) -> None:
        self.limit, self.on_done = limit, on_done
        self.held = 0
        self.changed = threading.Condition()
        self.rows: OrderedDict = OrderedDict()  # members of one fold share their rows

    def run(self, blueprint: Blueprint, program: Program, need: int) -> Fitted:
        with self._room(need):
            train, validation = self._rows_for(blueprint.member, program.shapes)
            started = time.perf_counter()
            outcome = program.run(
                train, validation, blueprint.start, program_cache.run_of(blueprint.member), blueprint.values
            )
            fitted = _fitted(blueprint, outcome, time.perf_counter() - started)
        if self.on_done:
            self.on_done(fitted)
        return fitted

    @contextmanager
    def _room(self, need: int) -> Iterator[None]:
        with self.changed:
            self.changed.wait_for(lambda: self.held == 0 or self.held + need <= self.limit)
            self.held += need
        try:
            yield
        finally:
            with self.changed:
                self.held -= need
                self.changed.notify_all()

    def _rows_for(self, member: Member, shapes: Shapes) -> Any:
        weights = tuple(sorted((member.class_weight or {}).items()))
        key = (id(member.train), id(member.validation), weights, shapes.train_capacity, shapes.validation_capacity)
        with self.changed:
            if key not in self.rows:
                self.rows[key] = backend().to_device(program_cache.rows_for(member, shapes))
                while len(self.rows) > 2 and sum(map(_device_bytes, self.rows.values())) > self.limit // 4:
                    self.rows.popitem(last=False)
            return self.rows[key]


def _device_bytes(parts: Any) -> int:
    return sum(bytes_of(part) for part in parts)


def _bytes_needed(blueprint: Blueprint) -> int:
    arrays = keras.tree.flatten((blueprint.member.train.x, blueprint.member.train.y))
    if blueprint.member.validation is not None:
        arrays += keras.tree.flatten((blueprint.member.validation.x, blueprint.member.validation.y))
    return 2 * sum(np.asarray(array).nbytes for array in [*arrays, *keras.tree.flatten(blueprint.start)])


def _fitted(blueprint: Blueprint, outcome: TrainingResult, seconds: float) -> Fitted:
    model, member = blueprint.model, blueprint.member
    values = dict(zip(map(id, model.trainable_variables), outcome.trainable, strict=True))
    values |= zip(map(id, model.non_trainable_variables), outcome.state, strict=True)
    history = outcome.history[: int(outcome.epochs_run)]
    notes: list[str] = []
    best_epoch = int(outcome.best_epoch)
    best_score: float | None = float(outcome.best_score)
    by_name = {"loss": history[:, 0].tolist(), "val_loss": history[:, 1].tolist()}
    if member.validation is None:
        del by_name["val_loss"]
        best_score = None
    elif best_epoch == 0:
        notes.append("The validation loss was never a finite number: the weights are those of the last epoch.")
        best_epoch, best_score = len(history), by_name["val_loss"][-1]
    weights = [values[id(variable)] for variable in model.weights]
    return Fitted(weights, by_name, best_epoch, best_score, seconds, member.build, notes)


def _why_no_programs() -> str | None:
    """The reason why no member can run in a program, or None."""
    if keras.backend.backend() not in ("tensorflow", "jax"):
        return f"a whole training can't be compiled on the {keras.backend.backend()} backend"
    return untested()


def _by_keras(member: Member, batch_size: int, reason: str, on_done: Callable[[Fitted], None] | None) -> Fitted:
    fitted = fit(
        member.new_model(),
        member.train,
        member.validation,
        epochs=member.epochs,
        batch_size=batch_size,
        patience=member.patience,
        seed=member.seed,
        class_weight=member.class_weight,
        shuffle=member.shuffle,
        whole_batches=member.whole_batches,
    )
    fitted.notes.append(f"Trained by model.fit, not in a compiled program: {reason}.")
    if on_done:
        on_done(fitted)
    return fitted


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
