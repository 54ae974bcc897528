"""Activations inside a traced neuron."""

import keras
import numpy as np

from dlfund import activations, explain, layers
from dlfund.learn.interview.networks import first, network, step, with_weights


def softmax_share(z, asked):
    head = layers.Dense(3, activation=activations.softmax, use_bias=False, name="head")
    model = with_weights(keras.Sequential([keras.Input((3,)), head]), np.eye(3))
    traced = explain.trace(model, [z], [[1.0, 0.0, 0.0]], loss="categorical_crossentropy")
    return float(traced["head"].output[0, asked]), traced


def sigmoid_slope(z):
    traced = step(with_weights(network(1, layers.Perceptron(name="neuron")), 1.0, 0.0), [z])
    return first(traced["neuron"].derivative), traced
