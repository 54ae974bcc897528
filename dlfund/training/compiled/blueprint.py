"""A member in parts: its model, its initial weights, and the numbers in which it may differ from others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import keras

from dlfund.training.compiled import architecture, traced_numbers
from dlfund.training.compiled.keras_internals import (
    objects_to_read,
    start_of,
    stateless_optimizers,
    weights_left_out,
    why_not,
)
from dlfund.training.members import Member


@dataclass
class Blueprint:
    """Everything that a program must be given to train one member.

    Args:
        model: keras.Model without weights of its own; its optimizer works without variables.
        skeleton: str. The architecture: equal for members that may share a program.
        config_numbers: tuple of float. The numbers in its configuration.
        config_names: tuple of str. The name of each number's argument.
        slots: list of traced_numbers.Slot. The places of floats in its objects.
        values: tuple of float. The floats in these places.
        start: lists of arrays: trainable weights, other state, the optimizer's state.
    """

    member: Member
    model: keras.Model
    skeleton: str
    config_numbers: tuple[float, ...]
    config_names: tuple[str, ...]
    slots: list[traced_numbers.Slot]
    values: tuple[float, ...]
    start: tuple[list[Any], list[Any], list[Any]]


def draw(member: Member) -> Blueprint | str:
    """Build a member's model without drawing its weights on the device; or a clause why no program can train it."""
    try:
        with weights_left_out(), stateless_optimizers():
            keras.utils.set_random_seed(member.seed)
            model = member.build()
            reason = why_not(model)
            if reason:
                return reason
            config = architecture.read(model)
            if member.adapt is not None:
                for variable in model.variables:
                    variable.assign(start_of(variable))
                member.adapt(model, member.train.x)
            model.optimizer.build(model.trainable_variables)
    except Exception as error:  # Keras's own loop builds it again, and then a mistake in `build` is an error
        return f"it can't be built without its weights, or read ({type(error).__name__}: {first_line(error)})"
    slots = traced_numbers.find(objects_to_read(model))
    groups = (model.trainable_variables, model.non_trainable_variables, model.optimizer.variables)
    weights, state, of_optimizer = ([start_of(variable) for variable in group] for group in groups)
    values = tuple(slot.value for slot in slots)
    return Blueprint(member, model, *config, slots, values, (weights, state, of_optimizer))


def first_line(error: BaseException) -> str:
    """An exception's message, short enough for a note."""
    return (str(error).strip().splitlines() or ["no message"])[0][:200]
