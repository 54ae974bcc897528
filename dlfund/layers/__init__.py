"""Layers: the parts that a network is made of."""

from dlfund.layers.bias import Bias
from dlfund.layers.dense import Dense
from dlfund.layers.perceptron import Perceptron
from dlfund.layers.weighted_sum import WeightedSum

__all__ = [
    "Bias",
    "Dense",
    "Perceptron",
    "WeightedSum",
]
