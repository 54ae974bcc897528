"""Gradients and updates from the trace, computed by the backend's own differentiation."""

import keras

from dlfund import activations, layers
from dlfund.learn.interview.networks import first, network, step, with_weights


def _neuron(x, w, b, y, rate=1.0):
    return step(with_weights(network(1, layers.Dense(1, name="neuron")), w, b), [x], y, rate=rate)


def weight_gradient(x, w, b, y):
    traced = _neuron(x, w, b, y)
    return first(traced.updates["neuron/kernel"].gradient), traced


def new_weight(x, w, b, y, rate):
    traced = _neuron(x, w, b, y, rate)
    return first(traced.updates["neuron/kernel"].after), traced


def new_bias(x, w, b, y, rate):
    traced = _neuron(x, w, b, y, rate)
    return first(traced.updates["neuron/bias"].after), traced


def sigmoid_gradient(x, w, b, y):
    neuron = with_weights(network(1, layers.Perceptron(activation="sigmoid", name="neuron")), w, b)
    traced = step(neuron, [x], y, loss="binary_crossentropy")
    return first(traced.updates["neuron/kernel"].gradient), traced


def hidden_gradient(x, w, b, v, c, y):
    hidden = layers.Dense(1, activation=activations.sigmoid, name="hidden")
    traced = step(with_weights(network(1, hidden, layers.Dense(1, name="head")), w, b, v, c), [x], y)
    return first(traced.updates["hidden/kernel"].gradient), traced


def weight_used_twice(x, w, c, y):
    shared, add = layers.Dense(1, use_bias=False, name="shared"), layers.Bias(name="add")
    inputs = keras.Input((1,))
    model = with_weights(keras.Model(inputs, shared(add(shared(inputs)))), w, c)
    traced = step(model, [x], y)
    return first(traced.updates["shared/kernel"].gradient), traced
