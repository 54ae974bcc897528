"""Predictions of real networks."""

import numpy as np

from dlfund import activations, layers
from dlfund.learn.interview.networks import first, network, step, with_weights


def neuron_output(x, w, b):
    traced = step(with_weights(network(2, layers.Perceptron(name="neuron")), w, b), x)
    return first(traced.output), traced


def hidden_layer_output(x, hidden, b, v, c):
    model = network(2, layers.Dense(2, activation=activations.relu, name="hidden"), layers.Dense(1, name="head"))
    traced = step(with_weights(model, np.transpose(hidden), b, v, c), x)
    return first(traced.output), traced
