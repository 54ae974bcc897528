"""What two networks must have in common to share a program: everything in their configuration but its numbers."""

from __future__ import annotations

import json
from typing import NamedTuple

import keras

# Where the weights start and which noise they meet is state, not structure.
_STATE = (
    "seed",
    "build_config",
    "jit_compile",
    "steps_per_execution",
    "metrics",
    "weighted_metrics",
    "auto_scale_loss",
)
_NAMED = ("name", "keras_history", "input_layers", "output_layers")


class Architecture(NamedTuple):
    """A configuration taken apart.

    Args:
        skeleton: str. Equal for networks that differ only in numbers and in the names that Keras made up.
        numbers: tuple of float. What was taken out, in order.
        names: tuple of str. The argument that each of them is.
    """

    skeleton: str
    numbers: tuple[float, ...]
    names: tuple[str, ...]


def read(model) -> Architecture:
    """Take the configuration of a compiled model apart into a skeleton and its numbers."""
    names: dict[str, str] = {}
    numbers: list[tuple[str, float]] = []
    kinds = [f"{type(one).__module__}.{type(one).__qualname__}" for one in (model, model.optimizer, *model.layers)]
    config = [model.get_config(), model.get_compile_config()]
    variables = [(tuple(variable.shape), variable.trainable) for variable in model.variables]
    skeleton = json.dumps([kinds, _strip(config, "", names, numbers), variables], default=repr)
    return Architecture(skeleton, tuple(value for _, value in numbers), tuple(name for name, _ in numbers))


def _is_schedule(config):
    if config.get("module") == "keras.optimizers.schedules":
        return True
    kind = keras.saving.get_registered_object(config.get("registered_name") or "")
    return isinstance(kind, type) and issubclass(kind, keras.optimizers.schedules.LearningRateSchedule)


def _strip(value, name, names, numbers, in_schedule=False):
    if isinstance(value, dict):
        in_schedule = in_schedule or _is_schedule(value)
        kept = {key: one for key, one in value.items() if key not in _STATE and not str(key).endswith("_initializer")}
        return {str(key): _strip(one, str(key), names, numbers, in_schedule) for key, one in kept.items()}
    if isinstance(value, (list, tuple)):
        return [_strip(one, name, names, numbers, in_schedule) for one in value]
    if isinstance(value, str) and name in _NAMED:  # "dense_7" here is "dense_12" there
        return names.setdefault(value, f"name{len(names)}")
    if isinstance(value, float) or (in_schedule and isinstance(value, int) and not isinstance(value, bool)):
        numbers.append((name, float(value)))
        return "<number>"
    return value
