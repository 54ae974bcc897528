"""A dense layer written out: every sum with its numbers, then the chain rule factor by factor.

z_j = Σ_i w_ij x_i + b_j,   a_j = f(z_j)
δ_j = ∂loss/∂z_j = ∂loss/∂a_j · f'(z_j),   ∂loss/∂w_ij = δ_j · x_i,   ∂loss/∂x_i = Σ_j w_ij · δ_j
"""

from __future__ import annotations

import numpy as np

from dlfund.core.counted import counted
from dlfund.explain.trace.number_text import factor, number, numbers


def is_dense(call):
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


def forward_lines(call, row, units, terms):
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
    return [*lines, *_more_units(kernel.shape[1], units)]


def backward_lines(call, row, units, terms):
    delta = call.gradient if call.delta is None else call.delta
    lines = []
    for unit in range(min(units, call.output.shape[1])):
        lines += _chain(call, delta, row, unit, terms)
    lines += _more_units(call.output.shape[1], units)
    if len(delta) > 1:
        lines.append(f"each weight's gradient is summed over all {len(delta)} rows")
    return [*lines, *_handed_down(call, delta[row], units, terms)]


def _handed_down(call, delta, units, terms):
    """∂loss/∂x: the gradient that the layer before gets."""
    kernel, lines = call.weights["kernel"], []
    for i in range(min(units, kernel.shape[0])):
        shown = range(min(terms, len(delta)))
        formula = " + ".join(f"w{i + 1}{_comma(kernel)}{j + 1}·δ{j + 1}" for j in shown)
        filled = " + ".join(f"{factor(kernel[i, j])}·{factor(delta[j])}" for j in shown)
        more = f" + … {len(delta) - terms:,} more" if len(delta) > terms else ""
        lines.append(f"∂loss/∂x{i + 1} = {formula}{more} = {filled}{more} = {number(kernel[i] @ delta)}")
    return [*lines, *([f"… {counted(kernel.shape[0] - units, 'more input')}"] if kernel.shape[0] > units else [])]


def _comma(kernel):
    return "," if max(kernel.shape) > 9 else ""


def _more_units(total, units):
    return [f"… {counted(total - units, 'more unit')}"] if total > units else []


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
    if not many and delta[row, unit] == 0:
        return [*lines, f"so every weight of unit {j} gets the gradient 0"]
    for i in range(min(terms, x.shape[1])):
        total = number(call.weight_gradients["kernel"][i, unit])
        product = f"{factor(delta[row, unit])} · {factor(x[row, i])}"
        whole = f"{product} = {number(delta[row, unit] * x[row, i])} from this row, {total} from all" if many else None
        name = f"w{i + 1}{_comma(call.weights['kernel'])}{j}"
        lines.append(f"∂loss/∂{name} = δ{j} · x{i + 1} = {whole or f'{product} = {total}'}")
    if x.shape[1] > terms:
        lines.append(f"… {counted(x.shape[1] - terms, 'more weight')} of unit {j}")
    if "bias" in call.weight_gradients:
        total = number(call.weight_gradients["bias"][unit])
        lines.append(
            f"∂loss/∂b{j} = δ{j} = {d} from this row, {total} from all" if many else f"∂loss/∂b{j} = δ{j} = {d}"
        )
    return lines
