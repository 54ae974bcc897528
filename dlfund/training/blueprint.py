"""A member taken apart: its model, where its weights start, and the numbers that it may differ in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import keras

from dlfund.training import architecture, numbers
from dlfund.training.keras_private import objects_to_read, start_of, stateless_optimizers, weights_left_out, why_not
from dlfund.training.members import Member


@dataclass
class Blueprint:
    """Everything that a program must be given to train one member.

    Args:
        model: keras.Model without weights of its own; its optimizer works without variables.
        skeleton: str. The architecture: equal for members that may share a program.
        config_numbers: tuple of float. The numbers in its configuration.
        config_names: tuple of str. The argument that each of them is.
        slots: list of numbers.Slot. Where its objects keep floats.
        values: tuple of float. What they keep there.
        start: lists of arrays: trainable weights, other state, the optimizer's state.
    """

    member: Member
    model: keras.Model
    skeleton: str
    config_numbers: tuple[float, ...]
    config_names: tuple[str, ...]
    slots: list[numbers.Slot]
    values: tuple[float, ...]
    start: tuple[list[Any], list[Any], list[Any]]


def draw(member: Member) -> Blueprint | str:
    """Build a member's model without drawing it on the device; or say why no program can train it."""
    with weights_left_out(), stateless_optimizers():
        keras.utils.set_random_seed(member.seed)
        model = member.build()
        if not isinstance(model, keras.Model) or not model.compiled:
            raise ValueError(
                f"Expected build() to return a compiled keras.Model. Received: {model!r}. "
                "Call model.compile(optimizer=…, loss=…) before returning it."
            )
        reason = why_not(model) or ("it has no weights before its first call" if not model.built else None)
        if reason:
            return reason
        try:
            config = architecture.read(model)
        except (NotImplementedError, TypeError, ValueError) as error:
            return f"its configuration can't be read ({_first_line(error)})"
        model.optimizer.build(model.trainable_variables)
    slots = numbers.find(objects_to_read(model))
    groups = (model.trainable_variables, model.non_trainable_variables, model.optimizer.variables)
    start = tuple([start_of(variable) for variable in group] for group in groups)
    return Blueprint(member, model, *config, slots, tuple(slot.value for slot in slots), start)


def _first_line(error):
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
