"""The loss as text: target, prediction, and for the usual losses the formula with one row's numbers filled in."""

from __future__ import annotations

import numpy as np

from dlfund.explain.trace.number_text import factor, number, numbers

TERMS = 3  # of a sum that is written out


def loss_text(trace, row):
    """Each output's prediction and target, and the loss of the row."""
    outputs, targets = _parts(trace.output), _parts(trace.y)
    gradients = _parts(trace.output_gradient)
    lines = []
    for index, predicted in enumerate(outputs):
        which = f" {index + 1}" if len(outputs) > 1 else ""
        if index < len(targets) and targets[index] is not None and np.ndim(targets[index]):
            lines.append(f"target{which}      y = {numbers(targets[index][row])}")
        lines.append(f"prediction{which}  ŷ = {numbers(predicted[row])}")
        if index < len(gradients) and gradients[index] is not None:
            lines.append(f"∂loss/∂ŷ{which}      {numbers(gradients[index][row])}")
    rows = len(outputs[0])
    over = f", over all {rows} rows" if rows > 1 else ""
    filled = _filled(trace, outputs, targets, row)
    lines.append(f"loss = {trace.loss_name}(y, ŷ) = {filled}{number(trace.loss, 6)}{over}")
    return "\n".join(f"  {line}" for line in lines)


def _parts(part):
    return part if isinstance(part, list) else [] if part is None else [part]


def _filled(trace, outputs, targets, row):
    """The formula with its numbers, where it gives the loss of a single row; penalties and weights are not in it."""
    rule = _RULES.get(trace.loss_name)
    if rule is None or len(outputs) != 1 or len(targets) != 1 or len(outputs[0]) != 1:
        return ""
    y, p = np.ravel(targets[0][row]).astype("float64"), np.ravel(outputs[0][row]).astype("float64")
    with np.errstate(all="ignore"):
        text, value = rule(y, p)
    return f"{text} = " if np.isclose(value, trace.loss, rtol=1e-4, atol=1e-6) else ""


def _squared(y, p):
    terms = [f"({number(b)} − {factor(a)})²" for a, b in zip(y, p, strict=False)][:TERMS]
    return _mean(terms, len(p)), float(np.mean((p - y) ** 2)) if len(y) == len(p) else np.nan


def _absolute(y, p):
    terms = [f"|{number(b)} − {factor(a)}|" for a, b in zip(y, p, strict=False)][:TERMS]
    return _mean(terms, len(p)), float(np.mean(np.abs(p - y))) if len(y) == len(p) else np.nan


def _mean(terms, count):
    if count == 1:
        return terms[0]
    return f"({' + '.join(terms)}{' + …' if count > len(terms) else ''}) / {count}"


def _binary(y, p):
    if len(y) != 1 or len(p) != 1 or y[0] not in (0, 1):
        return "", np.nan
    shown = f"−ln {number(p[0])}" if y[0] else f"−ln(1 − {number(p[0])})"
    return f"−(y·ln ŷ + (1 − y)·ln(1 − ŷ)) = {shown}", -np.log(p[0] if y[0] else 1 - p[0])


def _sparse(y, p):
    if len(y) != 1 or not 0 <= int(y[0]) < len(p):
        return "", np.nan
    likely = p[int(y[0])]
    return f"−ln ŷ[{int(y[0])}] = −ln {number(likely)}", -np.log(likely)


def _categorical(y, p):
    if len(y) != len(p) or set(np.unique(y)) != {0, 1}:
        return "", np.nan
    return _sparse(np.array([y.argmax()]), p)


_RULES = {
    "mse": _squared,
    "mean_squared_error": _squared,
    "mae": _absolute,
    "mean_absolute_error": _absolute,
    "binary_crossentropy": _binary,
    "sparse_categorical_crossentropy": _sparse,
    "categorical_crossentropy": _categorical,
}
