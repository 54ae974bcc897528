"""Convolutions, counted and measured."""

import keras
import numpy as np

from dlfund import explain, layers
from dlfund.learn.interview.networks import to_numpy, with_weights


def _built(shape, *stack):
    return keras.Sequential([keras.Input(shape), *stack])


def conv_parameters(side, window, channels, filters):
    return _built((side, side, channels), layers.Conv2D(filters, window)).count_params()


def conv_shape(shape, window, stride, filters, padding):
    return _built(shape, layers.Conv2D(filters, window, strides=stride, padding=padding)).output_shape[1:]


def conv_value(x, w, b, place):
    model = with_weights(_built((5, 1), layers.Conv1D(1, 3, name="conv")), w, b)
    traced = explain.trace(model, np.reshape(x, (1, 5, 1)), np.zeros((1, 3, 1)), loss="mse")
    return float(traced["conv"].output[0, place, 0]), traced


def receptive_field(layers):
    """How many inputs change one output: from the gradient of one output with respect to every input."""
    ones = [_ones(window, stride) for window, stride in layers]
    length = 200
    model = _built((length, 1), *ones)
    places = model.output_shape[1]
    middle = places // 2
    at_rest = to_numpy(model(np.zeros((1, length, 1), "float32")))[0, middle, 0]
    touched = to_numpy(model(np.eye(length, dtype="float32")[:, :, None]))[:, middle, 0]  # one row a moved input
    return int(np.sum(touched != at_rest))


def _ones(window, stride):
    return layers.Conv1D(1, window, strides=stride, use_bias=False, kernel_initializer="ones")


def flattened_size(side, channels, window, filters, pool):
    stack = layers.Conv2D(filters, window), layers.MaxPooling2D(pool), keras.layers.Flatten()
    return _built((side, side, channels), *stack).output_shape[1]


def dilated_shape(n, window, dilation, padding):
    stack = layers.ZeroPadding1D(padding), layers.Conv1D(1, window, dilation_rate=dilation)
    return _built((n, 1), *stack).output_shape[1]
