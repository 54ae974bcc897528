"""Dense chain: a network that is one layer of neurons after another, read as plain numbers.

z = W x + b,   a = f(z),   and a is the next layer's x

With these numbers the network can be computed without Keras. A network that can't be read in this way is an error.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import keras
import numpy as np

from dlfund import activations, layers
from dlfund.core.keras_internals import call_behind, maker_of
from dlfund.explain.backends.backend import to_numpy

# Functions that act on a layer's sums and are known by name; one of the same name from elsewhere is another function.
ACTIVATIONS = (
    *("linear", "relu", "sigmoid", "tanh", "softmax", "softplus", "elu", "selu", "gelu", "silu", "leaky_relu"),
    *("hard_sigmoid", "mish", "exponential", "step", "straight_through_step"),
)
DENSE = (keras.layers.Dense, layers.Dense, layers.Perceptron)
SILENT = (keras.layers.Dropout, layers.Dropout, keras.layers.GaussianNoise, keras.layers.GaussianDropout)
SHAPING = (keras.layers.Flatten, keras.layers.Reshape)


class NotDenseError(Exception):
    """The network is not a chain of dense layers; the message says why."""


@dataclass(frozen=True)
class DenseLink:
    """One layer of neurons.

    Args:
        name, kind: str. The layer's name and class.
        inputs, units: int.
        activation: str. One of `ACTIVATIONS`.
        bias: bool. Whether it has one.
        l1, l2: float. The penalties on its kernel; 0 for none.
        layer: the Keras layer.
    """

    name: str
    kind: str
    inputs: int
    units: int
    activation: str
    bias: bool
    l1: float
    l2: float
    layer: keras.Layer


@dataclass(frozen=True)
class DenseChain:
    """The layers in order, and the names of those that do nothing when the network predicts."""

    links: tuple[DenseLink, ...]
    silent: tuple[str, ...]

    @property
    def weights(self) -> int:
        return sum(link.units * (link.inputs + link.bias) for link in self.links)

    def numbers(self) -> np.ndarray:
        """Every weight in one row: of each layer the kernel, input by input, then the bias."""
        parts = [to_numpy(weight.value).ravel() for link in self.links for weight in _weights_of(link)]
        return np.concatenate(parts).astype("float32")


def dense_chain(model) -> DenseChain:
    """Read a model as a chain of dense layers; raises NotDenseError with the reason where it is none.

    Args:
        model: keras.Model, built.

    Example:
        >>> model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(3, "relu"), keras.layers.Dense(1)])
        >>> [(link.inputs, link.units, link.activation) for link in dense_chain(model).links]
        [(2, 3, 'relu'), (3, 1, 'linear')]
    """
    links: list[DenseLink] = []
    silent: list[str] = []
    for layer in _in_order(model):
        if isinstance(layer, keras.layers.InputLayer):
            continue
        if isinstance(layer, SILENT):
            silent.append(layer.name)
        elif isinstance(layer, SHAPING):
            _check_flat(layer, links)
        elif type(layer) in DENSE:
            links.append(_link(layer))
        elif (name := _activation_layer(layer)) is not None:
            _append_activation(links, layer, name)
        else:
            raise NotDenseError(f"its layer {layer.name} is of the kind {type(layer).__name__}")
    if not links:
        raise NotDenseError("it has no layer of neurons")
    return DenseChain(tuple(links), tuple(silent))


def _weights_of(link):
    return [link.layer.kernel, *([link.layer.bias] if link.bias else [])]


def _in_order(model):
    """The layers of a model in which each feeds the next and no other."""
    if not hasattr(model, "inputs") or not hasattr(model, "outputs") or not model.inputs:
        raise NotDenseError("it is a subclassed model, whose path from layer to layer is written in Python")
    if len(model.inputs) != 1 or len(model.outputs) != 1:
        raise NotDenseError("it has several inputs or outputs")
    if not getattr(model, "built", False):
        raise NotDenseError("it was never built")
    order, tensor = [], model.outputs[0]
    while tensor is not model.inputs[0]:
        layer, call = maker_of(tensor), call_behind(tensor)
        if len(call.input_tensors) != 1:
            if isinstance(layer, keras.layers.InputLayer):
                break
            raise NotDenseError(f"its layer {layer.name} takes several inputs")
        order.append(layer)
        tensor = call.input_tensors[0]
    order.reverse()
    if len(order) != len(set(map(id, order))):
        raise NotDenseError("one of its layers is used twice")
    return order


def _check_flat(layer, links):
    if len(layer.output.shape) != 2 or (links and len(layer.input.shape) != 2):
        raise NotDenseError(f"its layer {layer.name} changes the shape of rows")


def _link(layer):
    rank = len(layer.input.shape)
    if rank != 2:
        raise NotDenseError(f"its layer {layer.name} works along {rank - 1} axes")
    if str(layer.compute_dtype) != "float32":
        raise NotDenseError(f"its layer {layer.name} computes in {layer.compute_dtype}")
    if getattr(layer, "quantization_mode", None) or getattr(layer, "lora_enabled", False):
        raise NotDenseError(f"its layer {layer.name} is quantised or has low-rank additions")
    l1, l2 = _penalty(layer)
    bias = getattr(layer, "bias", None) is not None
    inputs, units = layer.kernel.shape
    return DenseLink(
        layer.name, type(layer).__name__, int(inputs), int(units), _known(layer, layer.activation), bias, l1, l2, layer
    )


def _penalty(layer):
    names = ("kernel_regularizer", "bias_regularizer", "activity_regularizer", "kernel_constraint", "bias_constraint")
    settings = {name: setting for name in names if (setting := getattr(layer, name, None)) is not None}
    penalty = settings.pop("kernel_regularizer", None)
    if settings or (penalty is not None and type(penalty).__name__ not in ("L1", "L2", "L1L2")):
        raise NotDenseError(f"its layer {layer.name} has a {next(iter(settings), 'kernel_regularizer')}")
    return float(getattr(penalty, "l1", 0.0)), float(getattr(penalty, "l2", 0.0))


def _known(layer, activation):
    if activation is None:
        return "linear"
    name, home = getattr(activation, "__name__", ""), getattr(activation, "__module__", "")
    ours = home.startswith("dlfund.") and getattr(activations, name, None) is activation
    theirs = home.startswith("keras.") and getattr(keras.activations, name, None) is activation
    if name not in ACTIVATIONS or not (ours or theirs):
        raise NotDenseError(f"its layer {layer.name} has the activation {name or type(activation).__name__}")
    return name


def _activation_layer(layer):
    """The activation that a layer of its own applies, or None."""
    kind, config = type(layer), layer.get_config()
    if kind is keras.layers.Activation:
        return _known(layer, layer.activation)
    if kind is keras.layers.ReLU and not (config["max_value"] or config["negative_slope"] or config["threshold"]):
        return "relu"
    if kind is keras.layers.Softmax and config["axis"] in (-1, 1):
        return "softmax"
    return None


def _append_activation(links, layer, name):
    if not links or links[-1].activation != "linear":
        raise NotDenseError(f"its layer {layer.name} is an activation that follows no weighted sum")
    links[-1] = replace(links[-1], activation=name)
