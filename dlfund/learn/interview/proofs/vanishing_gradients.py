"""A real chain of neurons, and a real clipping optimizer."""

import keras
import numpy as np
from keras import ops

from dlfund import explain, layers, optimizers
from dlfund.learn.interview.networks import first, network, with_weights


def through_a_chain(w, neurons):
    """The first layer only passes its input on, so that the chain's input has its own gradient in the trace."""
    chain = [layers.Dense(1, activation="sigmoid", name=f"neuron_{place}") for place in range(neurons)]
    model = network(1, layers.Dense(1, use_bias=False, name="input"), *chain)
    with_weights(model, 1.0, *[number for _ in chain for number in (w, -0.5 * w)])  # s(0) = 0.5, so z = 0 everywhere
    traced = explain.trace(model, [[0.5]], [[0.0]], loss=lambda _, predicted: ops.mean(1000 * predicted))
    return first(traced["input"].gradient), traced


def clipped_gradient(gradient, limit):
    weight = keras.Variable(np.zeros(3, "float32"))
    optimizer = optimizers.ClipByNorm(optimizers.GradientDescent(1.0), limit)
    optimizer.build([weight])
    optimizer.apply([ops.convert_to_tensor(np.array(gradient, "float32"))], [weight])
    return -first(ops.convert_to_numpy(weight.value))
