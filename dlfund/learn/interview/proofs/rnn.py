"""dlfund's recurrent layers and attention."""

import keras
import numpy as np

from dlfund import layers
from dlfund.learn.interview.networks import first, to_numpy


def recurrent_step(x, h, w, u, b):
    layer = layers.SimpleRNN(1)
    layer.build((1, 1, 1))
    layer.set_weights(
        [np.reshape(weight, old.shape) for weight, old in zip((w, u, b), layer.get_weights(), strict=True)]
    )
    return first(to_numpy(layer(np.full((1, 1, 1), x, "float32"), initial_state=[np.full((1, 1), h, "float32")])))


def _count(layer, *shape):
    return keras.Sequential([keras.Input(shape), layer]).count_params()


def lstm_parameters(features, units, steps):
    return _count(layers.LSTM(units), steps, features)


def gru_parameters(features, units, steps):
    return _count(layers.GRU(units), steps, features)


def embedding_parameters(categories, width, length):
    return _count(layers.Embedding(categories, width), length)


def attention_weight(query, keys):
    query, keys = np.array([[query]], "float32"), np.array([keys], "float32")
    _, weights = layers.ScaledDotProductAttention(return_weights=True)([query, keys, keys])
    return float(np.ravel(weights)[0])
