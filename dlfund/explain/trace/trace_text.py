"""A trace as text: the formula, then the formula with its numbers.

What is written out of a large layer is limited (units of a layer, terms of a sum); the rest is only counted.
"""

from __future__ import annotations

import numpy as np

from dlfund.core.errors import UserError
from dlfund.explain.trace.dense_text import backward_lines, forward_lines, is_dense
from dlfund.explain.trace.loss_text import loss_text
from dlfund.explain.trace.number_text import number, numbers
from dlfund.explain.trace.pixel import has_pixels, telling_place
from dlfund.explain.trace.unrolled import has_steps
from dlfund.explain.trace.update_text import update_text


def trace_text(trace, row=0, units=3, terms=4):
    """The whole step of one row: forward, loss, backward, update."""
    first = trace.x[0] if isinstance(trace.x, list) else trace.x
    rows = len(first)
    if not 0 <= row < rows:
        raise UserError(f"Expected a row from 0 to {rows - 1}. Received: {row}.")
    many = f"{rows} rows, written out for row {row}" if rows > 1 else "one row"
    blocks = [f"One training step of {trace.model!r} on {many}", *([trace.note] if trace.note else []), "FORWARD"]
    blocks += [_forward(call, row, units, terms) for call in trace.calls]
    blocks += ["LOSS", loss_text(trace, row), "BACKWARD (from the loss to the first layer)"]
    blocks += [text for call in reversed(trace.calls) if (text := _backward(call, row, units, terms))]
    rule = [f"  {part.strip()}" for part in trace.rule.split(";")] if trace.rule else []
    blocks += ["\n".join([f"UPDATE ({trace.optimizer})", *rule])]
    blocks += [update_text(update, terms) for update in trace.updates.values()]
    if trace.state:
        blocks.append("Also changed by the step: " + ", ".join(trace.state))
    return "\n\n".join(blocks)


def call_text(call, row=0, units=3, terms=4):
    """One layer, forward and backward."""
    return "\n\n".join(text for text in (_forward(call, row, units, terms), _backward(call, row, units, terms)) if text)


def _head(call):
    return f"{'  ' * call.depth}{call.name} ({call.kind}{f', {call.activation}' if call.activation else ''})"


def _indent(call, lines):
    return "\n".join([_head(call), *["  " * call.depth + "  " + line for line in lines]])


def _forward(call, row, units, terms):
    if is_dense(call):
        return _indent(call, forward_lines(call, row, units, terms))
    lines = []
    for given in call.inputs if isinstance(call.inputs, list) else [call.inputs]:
        lines.append(f"in   {_shape(given)} {numbers(given[row] if np.ndim(given) else given)}")
    for made in call.output if isinstance(call.output, list) else [call.output]:
        lines.append(f"out  {_shape(made)} {numbers(made[row]) if np.ndim(made) else made}")
    return _indent(call, [*lines, *_close_up(call, row)])


def _close_up(call, row):
    """One output number of a convolution; a few time steps of a recurrent layer."""
    try:
        if has_pixels(call):
            return call.pixel(*telling_place(call, row)).text(channels=2).splitlines()
        if has_steps(call):
            return call.unrolled().text(row, steps=3).splitlines()[1:]
    except UserError as error:
        return [f"not shown in detail: {error}"]
    return []


def _shape(array):
    return "×".join(map(str, np.shape(array)))


def _backward(call, row, units, terms):
    if is_dense(call) and call.gradient is not None:
        return _indent(call, backward_lines(call, row, units, terms))
    gradients = call.gradient if isinstance(call.gradient, list) else [call.gradient]
    lines = [f"∂loss/∂out = {numbers(g[row])}" for g in gradients if g is not None and np.ndim(g)]
    lines += [_norm(name, value) for name, value in call.weight_gradients.items()]
    return _indent(call, lines) if lines else ""


def _norm(name, value):
    return f"∂loss/∂{name}: {_shape(value)} numbers, length {number(np.linalg.norm(value.astype('float64')))}"
