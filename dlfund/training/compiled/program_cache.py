"""Which program trains which member: one that is compiled already, or a new one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import keras
import numpy as np
from keras import ops

from dlfund.training.compiled.batches import Batches, capacity_for, nothing_like, pad
from dlfund.training.compiled.blueprint import Blueprint, draw, first_line
from dlfund.training.compiled.compiled_training import Program, Shapes
from dlfund.training.compiled.keras_internals import build_loss, reductions
from dlfund.training.compiled.program import VALIDATION_BATCH, Run, Training
from dlfund.training.members import NO_ROOM, Member, Room

_PROGRAMS: dict[str, list[Program]] = {}  # by architecture
_REFUSED: dict[str, str] = {}  # architectures that can't be traced, and why


def assign(blueprints: Iterable[Blueprint], batch_size: int, room_for: Room) -> list[tuple[Blueprint, Program | str]]:
    """Pair every blueprint with a program, or with the reason (a str) why it has none.

    Blueprints of one architecture share a program if their numbers allow it; those that differ in a number that a
    program can't take as an input (one that decides a shape or a branch) get one of their own.
    """
    pairs: list[tuple[Blueprint, Program | str]] = []
    waiting = list(blueprints)
    while waiting:
        first = waiting[0]
        assignment: Program | str
        if first.skeleton in _REFUSED:
            assignment = _REFUSED[first.skeleton]
        else:
            alike = [blueprint for blueprint in waiting if blueprint.skeleton == first.skeleton]
            assignment = _find(first, alike, batch_size, room_for)
        if isinstance(assignment, str):
            served = [blueprint for blueprint in waiting if blueprint.skeleton == first.skeleton]
        else:
            served = [
                blueprint
                for blueprint in waiting
                if blueprint is first
                or (blueprint.skeleton == first.skeleton and _fits(assignment, blueprint, batch_size, room_for))
            ]
        pairs += [(blueprint, assignment) for blueprint in served]
        taken = {id(blueprint) for blueprint in served}
        waiting = [blueprint for blueprint in waiting if id(blueprint) not in taken]
    return pairs


def at_hand(blueprint: Blueprint, batch_size: int, room_for: Room) -> Program | None:
    """A program that is already compiled and serves a member, or None."""
    compiled = _PROGRAMS.get(blueprint.skeleton, [])
    return next((program for program in compiled if _fits(program, blueprint, batch_size, room_for)), None)


def _find(first: Blueprint, alike: list[Blueprint], batch_size: int, room_for: Room) -> Program | str:
    if program := at_hand(first, batch_size, room_for):
        return program
    try:
        program = _compile(first, alike, batch_size, room_for)
    except Exception as error:  # whatever tracing raises, Keras's own loop may still train it
        reason = f"its training can't be traced ({type(error).__name__}: {first_line(error)})"
        _REFUSED[first.skeleton] = reason
        return reason
    _PROGRAMS.setdefault(first.skeleton, []).append(program)
    return program


def forget(program: Program, reason: str) -> None:
    """Remove a program that the backend could not compile; Keras's own loop trains its architecture."""
    _REFUSED[program.template.skeleton] = reason
    _PROGRAMS.pop(program.template.skeleton, None)


def _fits(program: Program, blueprint: Blueprint, batch_size: int, room_for: Room) -> bool:
    """Whether the program serves a member; with room for all that comes, only the one that it would get alone."""
    mixes = program.shapes.exact_rows is not None
    needed = _shapes([blueprint], batch_size, mixes, room_for)
    held = program.shapes.hold(needed) if room_for == NO_ROOM else program.shapes == _some_validation(needed)
    return held and program.serves(blueprint)


def _some_validation(shapes: Shapes) -> Shapes:
    """A program has a place for validation rows also where it was compiled for members without any."""
    return replace(shapes, validation_capacity=max(32, shapes.validation_capacity))


def _compile(first: Blueprint, alike: list[Blueprint], batch_size: int, room_for: Room) -> Program:
    """Trace a program whose inputs are the numbers in which these members differ and those of schedules, in which later
    members will differ; if that fails, one without such inputs.
    """
    example = pad(first.member.train, capacity_for(len(first.member.train), batch_size))
    build_loss(first.model, *keras.tree.map_structure(lambda part: part[:batch_size], example[:2]))
    mean_over_rows = _divides_by_rows(first.model)
    mixes = _rows_see_each_other(first, example, batch_size, mean_over_rows)
    if first.member.alike:
        alike = [first, *_variants(first)]
    sized = [first] if room_for != NO_ROOM else alike
    shapes = _some_validation(_shapes(sized, batch_size, mixes, room_for))
    mean_over_rows = mean_over_rows and not mixes
    training = Training(
        first.model,
        batch_size,
        shapes.epochs_capacity,
        shapes.exact_rows,
        mean_over_rows,
        whole_batches=shapes.whole_batches,
    )
    differ = [
        place
        for place, slot in enumerate(first.slots)
        if slot.of_schedule or any(blueprint.values[place] != first.values[place] for blueprint in alike)
    ]
    try:
        program = _trace(Program(shapes, first, differ, training))
    except Exception:
        if not differ:
            raise
        program = _trace(Program(shapes, first, [], training))
    program.open_in_config = _open_in_config(program, alike)
    return program


def _variants(first: Blueprint) -> list[Blueprint]:
    """The networks that a member names as alike; if the first has its architecture it alone, else all that do."""
    variants: list[Blueprint] = []
    for place, build in enumerate(first.member.alike):
        drawn = draw(replace(first.member, build=build))
        if isinstance(drawn, Blueprint) and drawn.skeleton == first.skeleton:
            variants.append(drawn)
            if place == 0:  # the one that differs in every number
                break
    return variants


def _trace(program: Program) -> Program:
    member = program.template.member
    train, validation = rows_for(member, program.shapes)
    values = np.array([program.template.values[index] for index in program.traced], "float32")
    return program.trace((train, validation, program.template.start, run_of(member), values))


def _open_in_config(program: Program, alike: list[Blueprint]) -> set[int]:
    """Positions of the configuration that are inputs of the program: those that it computes with, and no others.

    A number that the program never used (because some closure holds a copy) would otherwise be the first member's for
    all members. Learning rates are in a variable of the optimizer.
    """
    first = program.template
    used = [index for index in program.traced if index in program.used]
    columns = {tuple(blueprint.values[index] for blueprint in alike) for index in used}
    kept = _kept_in_variables(alike)
    stated = list(zip(*(blueprint.config_numbers for blueprint in alike), strict=True))
    return {
        position
        for position, name in enumerate(first.config_names)
        if name == "learning_rate"
        or stated[position] in columns
        or (name, np.array(stated[position], "float32").tobytes()) in kept
    }


def _kept_in_variables(alike: list[Blueprint]) -> set[tuple[str, bytes]]:
    """Names and values of numbers in layers' state, as the rate of `layers.Dropout`: state is an input of a program."""
    variables = alike[0].model.non_trainable_variables
    return {
        (variable.name, np.array([blueprint.start[1][place] for blueprint in alike], "float32").tobytes())
        for place, variable in enumerate(variables)
        if tuple(variable.shape) == () and keras.backend.is_float_dtype(variable.dtype)
    }


def _shapes(blueprints: Iterable[Blueprint], batch_size: int, mixes: bool, room_for: Room) -> Shapes:
    members = [blueprint.member for blueprint in blueprints]
    most = max(max(len(member.train) for member in members), room_for.train)
    validated = [len(member.validation) for member in members if member.validation is not None]
    scored = max([*validated, room_for.validation])
    exact = len(members[0].train)
    epochs = max([*(member.epochs for member in members), room_for.epochs])
    kinds = keras.tree.map_structure(
        lambda a: (str(np.asarray(a).dtype), np.shape(a)[1:]), (members[0].train.x, members[0].train.y)
    )
    return Shapes(
        batch_size,
        exact if mixes else capacity_for(most, batch_size),
        capacity_for(scored, 32 if scored <= VALIDATION_BATCH else VALIDATION_BATCH),
        -(-epochs // 256) * 256,
        exact if mixes else None,
        members[0].whole_batches,
        repr(kinds),
    )


def rows_for(member: Member, shapes: Shapes) -> tuple[Batches, Batches]:
    """A member's training and validation rows in the shapes of its program."""
    train = pad(member.train, shapes.train_capacity, member.class_weight)
    if member.validation is None:
        return train, nothing_like(train, shapes.validation_capacity)
    return train, pad(member.validation, shapes.validation_capacity)


def run_of(member: Member) -> Run:
    never = np.iinfo(np.int32).max
    patience = never if member.patience is None else max(1, member.patience)
    return Run(
        np.int32(member.seed % never),
        np.int32(member.epochs),
        np.int32(patience),
        np.bool_(member.shuffle),
        np.bool_(member.validation is not None),
    )


def _divides_by_rows(model: keras.Model) -> bool:
    names = reductions(model)
    if names <= {"sum_over_batch_size", "mean"}:
        return True
    if names <= {"sum", "mean_with_sample_weight"}:
        return False
    raise ValueError(f"its losses are reduced over rows in different ways: {sorted(map(str, names))}")


def _rows_see_each_other(blueprint: Blueprint, example: Batches, batch_size: int, mean_over_rows: bool) -> bool:
    """Whether the padding of a batch changes what the model makes of its real rows: tried, not guessed.

    Batch normalisation does this, and so does an activity regulariser or a loss over pairs of rows.
    """
    training = Training(blueprint.model, batch_size, 1, None, mean_over_rows)
    few = np.int32(max(1, min(len(blueprint.member.train), batch_size) // 2))
    results = []
    for scale in (1, 3):
        x, y = keras.tree.map_structure(lambda part: part[:batch_size], example[:2])
        x = keras.tree.map_structure(lambda part, s=scale: _other_padding(part, few, s), x)
        y = keras.tree.map_structure(lambda part, s=scale: _other_targets(part, few, s), y)
        batch = Batches(x, y, example.weight[:batch_size], few)
        trainable, other = map(_tensors, blueprint.start[:2])
        batch = keras.tree.map_structure(ops.convert_to_tensor, batch)
        loss, state = training.loss(trainable, other, batch, training=True)
        results.append([ops.convert_to_numpy(value) for value in (loss, *state)])
    return not all(np.allclose(a, b, rtol=1e-5, atol=1e-7, equal_nan=True) for a, b in zip(*results, strict=True))


def _other_padding(part: np.ndarray, few: Any, scale: int) -> np.ndarray:
    """The same first rows; others behind them, made of the first so that they stay in the data's range."""
    real = part[:few]
    behind = np.resize(real[::-1] if part.dtype.kind != "f" else real * scale, part[few:].shape)
    return np.concatenate([real, behind if scale != 1 or part.dtype.kind == "f" else np.zeros_like(part[few:])])


def _other_targets(part: np.ndarray, few: Any, scale: int) -> np.ndarray:
    """The same first targets; behind them those of real rows, in another order: a loss refuses what is no target."""
    real = part[:few]
    return np.concatenate([real, np.resize(real if scale == 1 else real[::-1], part[few:].shape)])


def _tensors(arrays: Any) -> list[Any]:
    return [ops.convert_to_tensor(array) for array in arrays]
