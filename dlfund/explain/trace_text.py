"""A trace as a teacher writes it on the board: the formula, then the formula with its numbers.

What is written out of a large layer is limited (units of a layer, terms of a sum); the rest is counted in words.
"""

from __future__ import annotations

import numpy as np

from dlfund.explain.number_text import factor, number, numbers
from dlfund.sentence import UserError

DENSE = ("kernel",)  # weights that a layer written out unit by unit must have


def trace_text(trace, row=0, units=3, terms=4):
    """The whole step of one row: forward, loss, backward, update."""
    first = trace.x[0] if isinstance(trace.x, list) else trace.x
    rows = len(first)
    if not 0 <= row < rows:
        raise UserError(f"Expected a row from 0 to {rows - 1}. Received: {row}.")
    many = f"{rows} rows, written out for row {row}" if rows > 1 else "one row"
    blocks = [f"One training step of {trace.model!r} on {many}", "FORWARD"]
    blocks += [_forward(call, row, units, terms) for call in trace.calls]
    blocks += ["LOSS", _loss(trace, row), "BACKWARD (from the loss to the first layer)"]
    blocks += [text for call in reversed(trace.calls) if (text := _backward(call, row, units, terms))]
    blocks += [f"UPDATE ({trace.optimizer})"]
    blocks += [_update(update, terms) for update in trace.updates.values()]
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


def _is_dense(call):
    """z_j = Σ_i w_ij x_i + b_j, one row of numbers in, one out."""
    kernel = call.weights.get("kernel")
    return (
        kernel is not None
        and kernel.ndim == 2
        and set(call.weights) <= {"kernel", "bias"}
        and isinstance(call.inputs, np.ndarray)
        and isinstance(call.output, np.ndarray)
        and call.inputs.ndim == call.output.ndim == 2
        and (call.inputs.shape[1], call.output.shape[1]) == kernel.shape
    )


def _forward(call, row, units, terms):
    if not _is_dense(call):
        lines = []
        for given in call.inputs if isinstance(call.inputs, list) else [call.inputs]:
            lines.append(f"in   {_shape(given)} {numbers(given[row] if np.ndim(given) else given)}")
        for made in call.output if isinstance(call.output, list) else [call.output]:
            lines.append(f"out  {_shape(made)} {numbers(made[row]) if np.ndim(made) else made}")
        return _indent(call, lines)
    x, kernel, lines = call.inputs[row], call.weights["kernel"], []
    lines.append(f"x = {numbers(x)}")
    z = call.output[row] if call.preactivation is None else call.preactivation[row]
    for unit in range(min(units, kernel.shape[1])):
        j = unit + 1
        formula = " + ".join(f"w{i + 1}{_comma(kernel)}{j}·x{i + 1}" for i in range(min(terms, len(x))))
        filled = " + ".join(f"{factor(kernel[i, unit])}·{factor(x[i])}" for i in range(min(terms, len(x))))
        more = f" + … {len(x) - terms:,} more terms" if len(x) > terms else ""
        bias = "" if call.bias is None else f" + {factor(call.bias[unit])}"
        lines.append(f"z{j} = {formula}{more}{' + b' + str(j) if bias else ''}")
        lines.append(f"   = {filled}{more}{bias} = {number(z[unit])}")
        if call.activation == "softmax":
            lines.append(f"a{j} = softmax(z){j} = exp(z{j}) / Σ exp(z) = {number(call.output[row, unit])}")
        elif call.activation:
            lines.append(f"a{j} = {call.activation}(z{j}) = {number(call.output[row, unit])}")
    return _indent(call, [*lines, *_more_units(kernel.shape[1], units)])


def _comma(kernel):
    return "," if max(kernel.shape) > 9 else ""


def _more_units(total, units):
    return [f"… {total - units:,} more units"] if total > units else []


def _shape(array):
    return "×".join(map(str, np.shape(array)))


def _loss(trace, row):
    predicted = trace.output[0] if isinstance(trace.output, list) else trace.output
    target = trace.y[0] if isinstance(trace.y, list) else trace.y
    said = [] if target is None else [f"target      y = {numbers(target[row])}"]
    said.append(f"prediction  ŷ = {numbers(predicted[row])}")
    rows = len(predicted)
    over = f", over all {rows} rows" if rows > 1 else ""
    said.append(f"loss = {trace.loss_name}(y, ŷ) = {number(trace.loss, 6)}{over}")
    gradient = trace.output_gradient[0] if isinstance(trace.output_gradient, list) else trace.output_gradient
    if gradient is not None:
        said.append(f"∂loss/∂ŷ = {numbers(gradient[row])}")
    return "\n".join(f"  {line}" for line in said)


def _backward(call, row, units, terms):
    if not _is_dense(call) or call.gradient is None:
        gradients = call.gradient if isinstance(call.gradient, list) else [call.gradient]
        lines = [f"∂loss/∂out = {numbers(g[row])}" for g in gradients if g is not None and np.ndim(g)]
        lines += [_norm(name, value) for name, value in call.weight_gradients.items()]
        return _indent(call, lines) if lines else ""
    delta = call.gradient if call.delta is None else call.delta
    lines = []
    for unit in range(min(units, call.output.shape[1])):
        lines += _chain(call, delta, row, unit, terms)
    rows = len(delta)
    if rows > 1:
        lines.append(f"each weight's gradient is summed over all {rows} rows")
    return _indent(call, [*lines, *_more_units(call.output.shape[1], units)])


def _norm(name, value):
    return f"∂loss/∂{name}: {_shape(value)} numbers, length {number(np.linalg.norm(value.astype('float64')))}"


def _chain(call, delta, row, unit, terms):
    """The factors of the chain rule for one unit, and what each weight's gradient is."""
    j, d = unit + 1, number(delta[row, unit])
    lines = []
    if call.activation and call.derivative is not None and call.derivative.shape == delta.shape:
        a, slope = factor(call.gradient[row, unit]), factor(call.derivative[row, unit])
        lines.append(f"δ{j} = ∂loss/∂z{j} = ∂loss/∂a{j} · {call.activation}'(z{j}) = {a} · {slope} = {d}")
    elif call.activation and call.derivative is not None:
        pairs = list(zip(call.gradient[row], call.derivative[row, :, unit], strict=True))
        filled = " + ".join(f"{factor(g)}·{factor(s)}" for g, s in pairs[:terms])
        more = f" + … {len(pairs) - terms} more" if len(pairs) > terms else ""
        lines.append(f"δ{j} = Σ_k ∂loss/∂a_k · ∂a_k/∂z{j} = {filled}{more} = {d}")
    else:
        lines.append(f"δ{j} = ∂loss/∂z{j} = {d}")
    if "kernel" not in call.weight_gradients:
        return [*lines, "its weights are frozen"]
    x, many = call.inputs, len(delta) > 1
    for i in range(min(terms, x.shape[1])):
        total = number(call.weight_gradients["kernel"][i, unit])
        product = f"{factor(delta[row, unit])} · {factor(x[row, i])}"
        whole = f"{product} = {number(delta[row, unit] * x[row, i])} from this row, {total} from all" if many else None
        name = f"w{i + 1}{_comma(call.weights['kernel'])}{j}"
        lines.append(f"∂loss/∂{name} = δ{j} · x{i + 1} = {whole or f'{product} = {total}'}")
    if x.shape[1] > terms:
        lines.append(f"… {x.shape[1] - terms:,} more weights of unit {j}")
    if "bias" in call.weight_gradients:
        total = number(call.weight_gradients["bias"][unit])
        lines.append(
            f"∂loss/∂b{j} = δ{j} = {d} from this row, {total} from all" if many else f"∂loss/∂b{j} = δ{j} = {d}"
        )
    return lines


def _update(update, terms):
    rate = number(update.learning_rate)
    lines = [update.weight]
    if update.is_plain:
        lines[0] += ": w_new = w_old − learning_rate · ∂loss/∂w"
    flat = [np.ravel(part) for part in (update.before, update.gradient, update.step, update.after)]
    for index, (old, gradient, step, new) in enumerate(zip(*flat, strict=True)):
        if index == terms:
            lines.append(f"  … {update.before.size - terms:,} more weights")
            break
        place = ",".join(str(at + 1) for at in np.unravel_index(index, update.before.shape))
        rule = (
            f"{rate} · {factor(gradient)}"
            if update.is_plain
            else f"step of {number(-step)} (gradient {number(gradient)})"
        )
        lines.append(f"  [{place}] {number(old)} − {rule} = {number(new)}")
    for name, (before, after) in update.slots.items():
        lines.append(f"  {name}: {numbers(before, terms)} → {numbers(after, terms)}")
    return "\n".join("  " + line for line in lines)
