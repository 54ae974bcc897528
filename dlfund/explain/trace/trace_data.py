"""A trace as a table and as JSON. Long arrays become their statistics, at a stated limit."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd

FORMAT = 1  # of the JSON; readers check it


def to_frame(trace, limit):
    """One line per number: step, layer, what, index, value."""
    tables = [_table(*part, limit) for part in _parts(trace)]
    tables.append(pd.DataFrame([("loss", "", trace.loss_name, "", trace.loss)], columns=_COLUMNS))
    return pd.concat(tables, ignore_index=True)


_COLUMNS = ["step", "layer", "what", "index", "value"]


def to_json(trace, limit):
    content = {
        "format": FORMAT,
        "model": trace.model,
        "loss": {"name": trace.loss_name, "value": _scalar(trace.loss)},
        "optimizer": trace.optimizer,
        "x": _summary(trace.x, limit),
        "y": _summary(trace.y, limit),
        "output": _summary(trace.output, limit),
        "output_gradient": _summary(trace.output_gradient, limit),
        "calls": [_call(call, limit) for call in trace.calls],
        "updates": [_update(update, limit) for update in trace.updates.values()],
        "state": {name: [_summary(part, limit) for part in pair] for name, pair in trace.state.items()},
    }
    return json.dumps(content, allow_nan=False)


def _call(call, limit):
    arrays = ("inputs", "weighted_sum", "preactivation", "output", "gradient", "delta", "derivative")
    return {
        "name": call.name,
        "kind": call.kind,
        "depth": call.depth,
        "activation": call.activation,
        **{name: _summary(getattr(call, name), limit) for name in arrays},
        "weights": {name: _summary(value, limit) for name, value in call.weights.items()},
        "weight_gradients": {name: _summary(value, limit) for name, value in call.weight_gradients.items()},
    }


def _update(update, limit):
    return {
        "weight": update.weight,
        "learning_rate": _scalar(update.learning_rate),
        **{name: _summary(getattr(update, name), limit) for name in ("before", "gradient", "step", "after")},
        "slots": {name: [_summary(part, limit) for part in pair] for name, pair in update.slots.items()},
    }


def _summary(value, limit):
    """Nested lists of numbers, or statistics where there are more than `limit`."""
    if value is None:
        return None
    if isinstance(value, list):
        return [_summary(part, limit) for part in value]
    array = np.asarray(value)
    if array.size <= limit:
        return _numbers(array.tolist())
    return {"shape": list(array.shape), **{name: _scalar(statistic) for name, statistic in _statistics(array).items()}}


def _statistics(array):
    array = array.astype("float64")
    return {
        "mean": array.mean(),
        "standard_deviation": array.std(),
        "minimum": array.min(),
        "maximum": array.max(),
        "norm": np.sqrt(np.square(array).sum()),
    }


def _numbers(value):
    return [_numbers(part) for part in value] if isinstance(value, list) else _scalar(value)


def _scalar(value):
    """JSON has no NaN and no infinity: they become text."""
    value = value.item() if isinstance(value, np.generic) else value
    return value if isinstance(value, bool | int | str) or np.isfinite(value) else str(value)


def _parts(trace):
    """(step, layer, what, array) of everything."""
    for call in trace.calls:
        for what in ("inputs", "weighted_sum", "preactivation", "output"):
            yield from _arrays("forward", call.name, what, getattr(call, what))
        for name, value in call.weights.items():
            yield "forward", call.name, name, value
    for call in reversed(trace.calls):
        for what in ("gradient", "derivative", "delta"):
            yield from _arrays("backward", call.name, what, getattr(call, what))
        for name, value in call.weight_gradients.items():
            yield "backward", call.name, f"gradient of {name}", value
    for update in trace.updates.values():
        layer, _, name = update.weight.rpartition("/")
        for what in ("before", "gradient", "step", "after"):
            yield "update", layer, f"{name} {what}", getattr(update, what)


def _arrays(step, layer, what, value):
    parts = value if isinstance(value, list) else [value]
    for number, part in enumerate(parts):
        if part is not None:
            yield step, layer, what if len(parts) == 1 else f"{what} {number}", part


def _table(step, layer, what, value, limit):
    array = np.asarray(value)
    if array.size > limit:
        statistics = _statistics(array)
        index, values = list(statistics), list(statistics.values())
    else:
        index = [",".join(map(str, place)) for place in np.ndindex(array.shape)]
        values = array.astype("float64").ravel()
    return pd.DataFrame({"step": step, "layer": layer, "what": what, "index": index, "value": values}, columns=_COLUMNS)
