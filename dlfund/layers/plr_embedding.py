"""PLR embedding: a number as sine and cosine waves, then a linear map, then ReLU.

    v = 2π c x                      c_1..c_k learned frequencies, separate for every feature
    u = relu([sin v, cos v] W + b)  W and b for each feature

x is one number of a row; the waves are its sines and cosines.
"""

import math
from typing import Unpack

import keras
from keras import ops

from dlfund.core.layer_options import LayerOptions
from dlfund.core.registration import register
from dlfund.layers.waves import cosine_of_turns
from dlfund.layers.whole_numbers import check_whole


@register
class PLREmbedding(keras.layers.Layer):
    """Turns every numeric feature into a vector of learned waves ("periodic, linear, ReLU").

    A network learns smooth functions of a column long before rapidly changing ones. Waves of several
    frequencies make the latter easy to represent.

    Shape:
        Input:  (batch, features)
        Output: (batch, features, units); add a Flatten before a dense layer

    Args:
        units: int. Width of each feature's vector.
        frequencies: int k. Number of waves per feature.
        frequency_scale: float. Standard deviation of the initial frequencies, for features of about unit size; the
            most important hyperparameter (0.01 to 10): too small gives a straight line, too large fits noise.

    Example:
        >>> layer = PLREmbedding(units=8)
        >>> tuple(layer(ops.ones((2, 3))).shape)
        (2, 3, 8)

    Use: for numeric columns of a table, scaled first. As of 2026; where PBLD or piecewise-linear embeddings win on your
        folds, take them.
    Misconception: "It is for periodic features, such as the hour." The frequencies are learned and the waves combined,
        so that any shape can be represented, as in a Fourier series.
    Interview: Why does an embedding of a number help a network and not a tree? — A tree splits a column anywhere at no
        cost; a network has to build every jump from smooth functions.
    Reference: Gorishniy, Rubachev and Babenko, 2022, On embeddings for numerical features (arXiv:2203.05556).
    """

    def __init__(
        self, units: int, *, frequencies: int = 48, frequency_scale: float = 0.01, **layer_options: Unpack[LayerOptions]
    ):
        super().__init__(**layer_options)
        check_whole(units=units, frequencies=frequencies)
        self.units = units
        self.frequencies = frequencies
        self.frequency_scale = frequency_scale

    def build(self, input_shape):
        if len(input_shape) != 2:
            raise ValueError(
                f"Expected input of shape (batch, features). Received: input_shape={tuple(input_shape)}. "
                "Embed the numeric columns before any other axis is added."
            )
        features, waves = input_shape[-1], 2 * self.frequencies
        wave_start = keras.initializers.RandomNormal(stddev=self.frequency_scale)
        start = keras.initializers.RandomUniform(-1 / math.sqrt(waves), 1 / math.sqrt(waves))
        self.frequency = self.add_weight(name="frequency", shape=(features, self.frequencies), initializer=wave_start)
        self.kernel = self.add_weight(name="kernel", shape=(features, waves, self.units), initializer=start)
        self.bias = self.add_weight(name="bias", shape=(features, self.units), initializer=start)

    def call(self, x):
        turns = self.frequency * x[:, :, None]  # (batch, features, frequencies)
        sines, cosines = cosine_of_turns(turns - 0.25), cosine_of_turns(turns)
        waves = ops.concatenate([sines, cosines], axis=-1)  # (batch, features, 2 · frequencies)
        return ops.relu(ops.einsum("bfw,fwu->bfu", waves, self.kernel) + self.bias)  # (batch, features, units)

    def compute_output_shape(self, input_shape):
        return (*input_shape, self.units)

    def get_config(self):
        return {
            **super().get_config(),
            "units": self.units,
            "frequencies": self.frequencies,
            "frequency_scale": self.frequency_scale,
        }
