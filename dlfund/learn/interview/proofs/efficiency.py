"""Bytes of real arrays, products of real layers, numbers stored in int8."""

import keras
import numpy as np

from dlfund import layers


def kv_cache_bytes(layers, heads, width, tokens):
    one_layer = [np.empty((heads, tokens, width), "float16") for _ in ("keys", "values")]
    return layers * sum(array.nbytes for array in one_layer)


def conv_operations(side, window, channels, filters):
    """Every number of the layer's output takes a product for each weight of its filter."""
    layer = layers.Conv2D(filters, window, padding="same", use_bias=False)
    model = keras.Sequential([keras.Input((side, side, channels)), layer])
    return int(np.prod(model.output_shape[1:])) * layer.count_params() // filters


def int8_there_and_back(weight, largest):
    scale = largest / 127
    stored = np.round(np.array([weight]) / scale).astype("int8")
    return float(stored[0] * scale)
