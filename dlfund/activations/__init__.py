"""Activations: the functions that a neuron applies to its weighted sum."""

from dlfund.activations.derivative import derivative
from dlfund.activations.elu import elu
from dlfund.activations.gelu import gelu
from dlfund.activations.get import get, serialize
from dlfund.activations.glu import glu
from dlfund.activations.hard_sigmoid import hard_sigmoid
from dlfund.activations.leaky_relu import leaky_relu
from dlfund.activations.linear import linear
from dlfund.activations.log_softmax import log_softmax
from dlfund.activations.mish import mish
from dlfund.activations.parametric_blend import ParametricBlend
from dlfund.activations.relu import relu
from dlfund.activations.selu import selu
from dlfund.activations.sigmoid import sigmoid
from dlfund.activations.sign import sign
from dlfund.activations.silu import silu
from dlfund.activations.softmax import softmax
from dlfund.activations.softplus import softplus
from dlfund.activations.step import step
from dlfund.activations.straight_through_step import straight_through_step
from dlfund.activations.tanh import tanh

__all__ = [
    "ParametricBlend",
    "derivative",
    "elu",
    "gelu",
    "get",
    "glu",
    "hard_sigmoid",
    "leaky_relu",
    "linear",
    "log_softmax",
    "mish",
    "relu",
    "selu",
    "serialize",
    "sigmoid",
    "sign",
    "silu",
    "softmax",
    "softplus",
    "step",
    "straight_through_step",
    "tanh",
]
