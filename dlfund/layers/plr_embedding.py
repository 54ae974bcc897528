"""PLR embedding: a number as waves, then a linear map, then ReLU.

    v = 2π c x                      c_1..c_k learned frequencies, a set for every feature
    u = relu([sin v, cos v] W + b)  W and b of the feature's own

x is one number of a row; the waves are its sines and cosines.
"""

import math

import keras
from keras import ops

from dlfund.layers.waves import cosine_of_turns
from dlfund.layers.whole_numbers import check_whole
from dlfund.registration import register


@register
class PLREmbedding(keras.layers.Layer):
    """Every numeric feature as a vector of learned waves ("periodic, linear, ReLU").

    A network bends slowly: it learns smooth functions of a column long before jagged ones. Waves of several
    frequencies hand it the jagged ones ready-made.

    Shape:
        Input:  (batch, features)
        Output: (batch, features, units); a Flatten makes it ready for a dense layer

    Args:
        units: int. Width of each feature's vector.
        frequencies: int k. How many waves a feature has.
        frequency_scale: float. Standard deviation of the starting frequencies, for features of about unit size; the
            one number worth tuning (0.01 to 10): too small is a straight line, too large is noise.

    Example:
        >>> layer = PLREmbedding(units=8)
        >>> tuple(layer(ops.ones((2, 3))).shape)
        (2, 3, 8)

    Use: for numeric columns of a table, scaled first.
    Misconception: "It is for periodic features, such as the hour." The frequencies are learned and the waves mixed, so
        that any shape can be built, as in a Fourier series.
    Interview: Why does an embedding of a number help a network and not a tree? — A tree splits a column anywhere at no
        cost; a network has to build every step from smooth pieces.
    Reference: Gorishniy, Rubachev and Babenko, 2022, On embeddings for numerical features (arXiv:2203.05556).
    """

    def __init__(self, units, *, frequencies=48, frequency_scale=0.01, **layer_options):
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
