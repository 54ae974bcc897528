"""Which program trains which member: found among those at hand, or compiled."""

from __future__ import annotations

import keras
import numpy as np
from keras import ops

from dlfund.training.batches import Batches, capacity_for, nothing_like, pad
from dlfund.training.blueprint import first_line
from dlfund.training.compiled import Program, Shapes
from dlfund.training.keras_private import build_loss, reductions
from dlfund.training.program import VALIDATION_BATCH, Run, Training

_PROGRAMS: dict[str, list[Program]] = {}  # by architecture
_REFUSED: dict[str, str] = {}  # architectures that can't be traced, and why


def assign(blueprints, batch_size, room_for):
    """Pair every blueprint with a program, or with the reason (a str) why it has none.

    Blueprints of one architecture share a program where their numbers allow it; those that differ in a number
    which a program can't leave open (one that decides a shape or a branch) get one of their own.
    """
    pairs, waiting = [], list(blueprints)
    while waiting:
        first = waiting[0]
        if first.skeleton in _REFUSED:
            found = _REFUSED[first.skeleton]
        else:
            alike = [one for one in waiting if one.skeleton == first.skeleton]
            found = _find(first, alike, batch_size, room_for)
        if isinstance(found, str):
            served = [one for one in waiting if one.skeleton == first.skeleton]
        else:
            served = [
                one
                for one in waiting
                if one is first or (one.skeleton == first.skeleton and _fits(found, one, batch_size))
            ]
        pairs += [(one, found) for one in served]
        taken = {id(one) for one in served}
        waiting = [one for one in waiting if id(one) not in taken]
    return pairs


def at_hand(blueprint, batch_size):
    """A program that is already there for a member, or None."""
    fitting = (one for one in _PROGRAMS.get(blueprint.skeleton, []) if _fits(one, blueprint, batch_size))
    return next(fitting, None)


def _find(first, alike, batch_size, room_for):
    if program := at_hand(first, batch_size):
        return program
    try:
        program = _compile(first, alike, batch_size, room_for)
    except Exception as error:  # whatever tracing raises, Keras's own loop may still train it
        reason = f"its training can't be traced ({type(error).__name__}: {first_line(error)})"
        _REFUSED[first.skeleton] = reason
        return reason
    _PROGRAMS.setdefault(first.skeleton, []).append(program)
    return program


def forget(program, reason):
    """Take a program that the backend could not compile out of use; Keras's own loop trains its architecture."""
    _REFUSED[program.template.skeleton] = reason
    _PROGRAMS.pop(program.template.skeleton, None)


def _fits(program, blueprint, batch_size):
    mixes = program.shapes.exact_rows is not None
    return program.shapes.hold(_shapes([blueprint], batch_size, mixes, 0)) and program.serves(blueprint)


def _compile(first, alike, batch_size, room_for):
    """Trace with those numbers open in which the members at hand differ, and those of schedules, which the next ones
    will differ in; if that fails, with none open.
    """
    example = pad(first.member.train, capacity_for(len(first.member.train), batch_size))
    build_loss(first.model, *keras.tree.map_structure(lambda part: part[:batch_size], example[:2]))
    mean_over_rows = _divides_by_rows(first.model)
    mixes = _rows_see_each_other(first, example, batch_size, mean_over_rows)
    shapes = _shapes(alike, batch_size, mixes, room_for)
    shapes.validation_capacity = max(32, shapes.validation_capacity)
    if mixes:
        shapes.exact_rows = shapes.train_capacity = len(first.member.train)
        mean_over_rows = False
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
        if slot.of_schedule or any(one.values[place] != first.values[place] for one in alike)
    ]
    try:
        program = _trace(Program(shapes, first, differ, training))
    except Exception:
        if not differ:
            raise
        program = _trace(Program(shapes, first, [], training))
    program.open_in_config = _open_in_config(program, alike)
    return program


def _trace(program):
    member = program.template.member
    train, validation = rows_for(member, program.shapes)
    values = np.array([program.template.values[index] for index in program.traced], "float32")
    return program.trace((train, validation, program.template.start, run_of(member), values))


def _open_in_config(program, alike):
    """Positions of the configuration that the program leaves open: what it really computes with, and no more.

    A number that the objects keep but the program never used (because some closure holds a copy) would
    otherwise be the first member's for all. Learning rates live in a variable of the optimizer.
    """
    first = program.template
    columns = {tuple(one.values[index] for one in alike) for index in program.traced if index in program.used}
    kept = _kept_in_variables(alike)
    stated = [tuple(one.config_numbers[position] for one in alike) for position in range(len(first.config_names))]
    return {
        position
        for position, name in enumerate(first.config_names)
        if name == "learning_rate"
        or stated[position] in columns
        or (name, np.float32(stated[position]).tobytes()) in kept
    }


def _kept_in_variables(alike):
    """Names and values of numbers that layers keep as state, as `layers.Dropout` its rate: a program is given state."""
    variables = alike[0].model.non_trainable_variables
    return {
        (variable.name, np.float32([one.start[1][place] for one in alike]).tobytes())
        for place, variable in enumerate(variables)
        if tuple(variable.shape) == () and keras.backend.is_float_dtype(variable.dtype)
    }


def _shapes(blueprints, batch_size, mixes, room_for):
    members = [one.member for one in blueprints]
    most = max(max(len(member.train) for member in members), room_for)
    scored = max([len(member.validation) for member in members if member.validation is not None], default=0)
    exact = len(members[0].train) if mixes else None
    epochs = max(member.epochs for member in members)
    kinds = keras.tree.map_structure(
        lambda a: (str(np.asarray(a).dtype), np.shape(a)[1:]), (members[0].train.x, members[0].train.y)
    )
    return Shapes(
        batch_size,
        exact if mixes else capacity_for(most, batch_size),
        capacity_for(scored, 32 if scored <= VALIDATION_BATCH else VALIDATION_BATCH),
        -(-epochs // 256) * 256,
        exact,
        members[0].whole_batches,
        repr(kinds),
    )


def rows_for(member, shapes: Shapes):
    """A member's training and validation rows in the shapes of its program."""
    train = pad(member.train, shapes.train_capacity, member.class_weight)
    if member.validation is None:
        return train, nothing_like(train, shapes.validation_capacity)
    return train, pad(member.validation, shapes.validation_capacity)


def run_of(member) -> Run:
    never = np.iinfo(np.int32).max
    patience = never if member.patience is None else max(1, member.patience)
    return Run(
        np.int32(member.seed % never),
        np.int32(member.epochs),
        np.int32(patience),
        np.bool_(member.shuffle),
        np.bool_(member.validation is not None),
    )


def _divides_by_rows(model):
    names = reductions(model)
    if names <= {"sum_over_batch_size", "mean"}:
        return True
    if names <= {"sum", "mean_with_sample_weight"}:
        return False
    raise ValueError(f"its losses are reduced over rows in different ways: {sorted(map(str, names))}")


def _rows_see_each_other(blueprint, example, batch_size, mean_over_rows):
    """Whether the padding of a batch changes what the model makes of its real rows: tried, not guessed.

    Batch normalisation does this, and so does an activity regulariser or a loss over pairs of rows.
    """
    training = Training(blueprint.model, batch_size, 1, None, mean_over_rows)
    few = np.int32(max(1, min(len(blueprint.member.train), batch_size) // 2))
    results = []
    for scale in (1, 3):
        parts = keras.tree.map_structure(lambda part, s=scale: _other_padding(part[:batch_size], few, s), example[:2])
        batch = Batches(*parts, example.weight[:batch_size], few)
        loss, state = training.loss(
            *map(_tensors, blueprint.start[:2]), keras.tree.map_structure(ops.convert_to_tensor, batch), training=True
        )
        results.append([ops.convert_to_numpy(value) for value in (loss, *state)])
    return not all(np.allclose(a, b, rtol=1e-5, atol=1e-7, equal_nan=True) for a, b in zip(*results, strict=True))


def _other_padding(part, few, scale):
    """The same first rows; others behind them, made of the first so that they stay in the data's range."""
    real = part[:few]
    behind = np.resize(real[::-1] if part.dtype.kind != "f" else real * scale, part[few:].shape)
    return np.concatenate([real, behind if scale != 1 or part.dtype.kind == "f" else np.zeros_like(part[few:])])


def _tensors(arrays):
    return [ops.convert_to_tensor(array) for array in arrays]
