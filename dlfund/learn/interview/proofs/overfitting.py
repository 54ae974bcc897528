"""Dropout and penalties of real layers."""

import numpy as np
from keras import ops, regularizers

from dlfund import layers
from dlfund.learn.interview.networks import network, step, with_weights


def dropout_scaling(x, rate):
    passed = ops.convert_to_numpy(layers.Dropout(rate, seed=0)(np.full(200, x, "float32"), training=True))
    return float(passed[passed != 0][0])


def penalised_loss(x, w, y, strength):
    neuron = layers.Dense(1, use_bias=False, kernel_regularizer=regularizers.L2(strength), name="neuron")
    traced = step(with_weights(network(2, neuron), w), x, y)
    return traced.loss, traced
