"""One call of one layer, with every number that the chain rule passes through it.

z = W x + b              weighted sum and bias
a = f(z)                 activation
∂loss/∂z = ∂loss/∂a · f'(z)
∂loss/∂W = xᵀ · ∂loss/∂z        ∂loss/∂b = Σ ∂loss/∂z
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import keras
import numpy as np
from keras import ops

from dlfund.core.errors import UserError
from dlfund.explain.backends.backend import backend, is_floating, to_numpy
from dlfund.explain.trace.step import own_weights

JACOBIAN_LIMIT = 64  # units of a softmax whose whole Jacobian is written out


@dataclass(frozen=True, eq=False)
class LayerCall:
    """One layer call's outputs and gradients; rows along the first axis of every array but the weights'.

    Args:
        name: str. The layer's name, below the names of the layers that called it, and `:2` for a second call.
        kind: str. The layer's class.
        inputs: array, or list of arrays where the layer takes several.
        weights: dict of name to array. The call's own, not those of layers inside it.
        preactivation: array or None. z = W x + b, what the activation was given.
        output: array, or list of arrays. a = f(z) where there is an activation.
        activation: str. Its name; empty where there is none.
        gradient: ∂loss/∂output, of the output's structure.
        delta: ∂loss/∂z, or None.
        derivative: f'(z), number by number; for softmax the Jacobian of each row; None where it has neither form.
        weight_gradients: dict of name to array. ∂loss/∂weight through this call alone.
        layer: the Keras layer.
    """

    name: str
    kind: str
    depth: int
    inputs: Any
    weights: dict[str, np.ndarray]
    preactivation: np.ndarray | None
    output: Any
    activation: str
    gradient: Any
    delta: np.ndarray | None
    derivative: np.ndarray | None
    weight_gradients: dict[str, np.ndarray]
    layer: keras.Layer = field(repr=False)
    options: dict[str, Any] = field(repr=False, default_factory=dict)

    @property
    def bias(self) -> np.ndarray | None:
        return self.weights.get("bias")

    @property
    def weighted_sum(self) -> np.ndarray | None:
        """W x, before the bias."""
        if self.preactivation is None or self.bias is None:
            return self.preactivation
        bias = self.bias
        if getattr(self.layer, "data_format", None) == "channels_first":
            bias = bias.reshape(-1, *[1] * (self.preactivation.ndim - 2))
        return self.preactivation - bias

    def pixel(self, row, *place):
        """One number of a convolution's output, with its patch and its filter: `pixel(row, y, x, channel)`."""
        from dlfund.explain.trace.pixel import pixel

        return pixel(self, row, place)

    def unrolled(self):
        """A recurrent layer step by step: each state, each gate, and the loss's gradient for each state."""
        from dlfund.explain.trace.unrolled import unrolled

        return unrolled(self)

    def __str__(self):
        from dlfund.explain.trace.trace_text import call_text

        return call_text(self)


def layer_calls(step, model, updates):
    """All calls of a step, in the order in which they were made."""
    totals = {id(weight): update.gradient for weight, update in zip(model.trainable_variables, updates, strict=True)}
    names = call_names(step.calls)
    return [_call(call, names[id(call)], step.probed, totals) for call in step.calls]


def call_names(calls):
    plain = {}
    for call in calls:
        above = f"{plain[id(call.parent)]}/" if call.parent is not None else ""
        plain[id(call)] = above + call.layer.name
    counts, names = {}, {}
    for call in calls:
        name = plain[id(call)]
        counts[name] = counts.get(name, 0) + 1
        several = list(plain.values()).count(name) > 1
        names[id(call)] = f"{name}:{counts[name]}" if several else name
    return names


def _call(call, name, probed, totals):
    one_sum = len(call.sums) == 1
    z = call.sums[0] if one_sum else None
    weights = own_weights(call)
    return LayerCall(
        name=name,
        kind=type(call.layer).__name__,
        depth=_depth(call),
        inputs=_inputs(call),
        weights={_short(weight, weights): to_numpy(weight.value) for weight in weights},
        preactivation=None if z is None else to_numpy(z),
        output=_outputs(call),
        activation=activation_name(call.activation) if one_sum else "",
        gradient=_gradients(call, probed),
        delta=probed.get((call.key, ("sum", 0))) if one_sum else None,
        derivative=slope(call.activation, z) if one_sum else None,
        weight_gradients=_weight_gradients(call, weights, probed, totals),
        layer=call.layer,
        options=keras.tree.map_structure(_plain, call.options),
    )


def _depth(call):
    return 0 if call.parent is None else 1 + _depth(call.parent)


def _plain(leaf):
    return to_numpy(leaf) if ops.is_tensor(leaf) else leaf


def _unpacked(leaves):
    return leaves[0] if len(leaves) == 1 else leaves


def _inputs(call):
    tensors = [leaf for leaf in keras.tree.flatten((call.arguments, call.options)) if ops.is_tensor(leaf)]
    return _unpacked([to_numpy(leaf) for leaf in tensors if "bool" not in str(leaf.dtype)])


def _outputs(call):
    return _unpacked([_plain(leaf) for leaf in keras.tree.flatten(call.output)])


def _gradients(call, probed):
    leaves = enumerate(keras.tree.flatten(call.output))
    return _unpacked([probed.get((call.key, ("output", index))) for index, _ in leaves])


def _weight_gradients(call, weights, probed, totals):
    gradients = {}
    for weight in weights:
        if not weight.trainable:
            continue
        through_call = probed.get((call.key, ("weight", id(weight))))
        total = totals.get(id(weight))
        gradients[_short(weight, weights)] = total if through_call is None else through_call
    return gradients


def _short(weight, weights):
    """kernel, bias; the whole path where two have the same name."""
    alike = [other for other in weights if other.name == weight.name]
    return weight.name if len(alike) == 1 else weight.path


def activation_name(activation):
    name = getattr(activation, "__name__", None) or type(activation).__name__
    return "" if name == "linear" else name


def slope(activation, z):
    """f'(z) of an activation that acts on each number alone; the Jacobian of each row for softmax; otherwise None.

    This is tested: an activation acts on each number alone if it gives a number by itself the same value.
    """
    if not is_floating(z):
        return None
    a, name = activation(z), activation_name(activation)
    if name in ("softmax", "log_softmax"):
        if name == "log_softmax" or z.shape[-1] > JACOBIAN_LIMIT:
            return None
        p = to_numpy(a)
        return p[..., None] * np.eye(p.shape[-1], dtype=p.dtype) - p[..., None] * p[..., None, :]
    try:
        alone = ops.reshape(activation(ops.reshape(z, (-1, 1))), z.shape)
        if not np.allclose(to_numpy(alone), to_numpy(a), rtol=1e-4, atol=1e-6, equal_nan=True):
            return None
    except Exception:  # an activation may refuse a shape that it was not built for with any exception
        return None
    _, _, (derivative,) = backend().value_and_gradients(lambda tensors: (ops.sum(activation(tensors[0])), ()), [z])
    return np.zeros(z.shape, "float32") if derivative is None else to_numpy(derivative)


def check_kind(call, matches, kinds):
    if not matches:
        raise UserError(f"Expected {kinds}. Received: {call.name}, a {call.kind}.")
