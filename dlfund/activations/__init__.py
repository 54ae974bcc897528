"""Activations: what a neuron makes of its weighted sum."""

from dlfund.activations.derivative import derivative
from dlfund.activations.get import get, serialize
from dlfund.activations.linear import linear
from dlfund.activations.relu import relu
from dlfund.activations.sigmoid import sigmoid
from dlfund.activations.step import step
from dlfund.activations.straight_through_step import straight_through_step
from dlfund.activations.tanh import tanh

__all__ = [
    "derivative",
    "get",
    "linear",
    "relu",
    "serialize",
    "sigmoid",
    "step",
    "straight_through_step",
    "tanh",
]
