"""dlfund's normalisation and transformer block."""

import keras
import numpy as np

from dlfund import layers
from dlfund.learn.interview.networks import first, to_numpy


def layer_normalised_value(row):
    return first(to_numpy(layers.LayerNormalization(epsilon=0.001)(np.array([row], "float32"))))


def block_parameters(heads, width, hidden):
    return keras.Sequential([keras.Input((3, width)), layers.TransformerBlock(heads, hidden)]).count_params()
