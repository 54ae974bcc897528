"""PBLD embedding: a number as learned cosine waves, together with the number itself.

    u = cos(2π c x + φ) W + b       c, φ, W and b for each feature
    y = [u, x]

x is one number of a row; c are frequencies, φ phases.
"""

import math
from typing import Unpack

import keras
from keras import ops

from dlfund.core.layer_options import LayerOptions
from dlfund.core.registration import register
from dlfund.layers.waves import cosine_of_turns


@register
class PBLDEmbedding(keras.layers.Layer):
    """Turns every numeric feature into a few learned waves and the number itself ("periodic, bias, linear, dense").

    It needs half the waves of `PLREmbedding` (a shifted cosine combines sine and cosine), and the plain
    number is kept: where a straight line is right, the waves are not needed.

    Shape:
        Input:  (batch, features)
        Output: (batch, features, units), the last of them the number itself; add a Flatten before a dense layer

    Args:
        units: int above 1. Width of each feature's vector, the number itself included.
        frequencies: int. Number of waves per feature.
        frequency_scale: float. Standard deviation of the initial frequencies, for features of about unit size.
        learning_rate_factor: float f above 0. How much faster (under Adam) the embedding learns than other weights;
            RealMLP uses 0.1. Every weight p is stored as p/f.

    Example:
        >>> layer = PBLDEmbedding(units=4)
        >>> y = layer(ops.array([[0.5, 2.0]]))
        >>> tuple(y.shape), ops.convert_to_numpy(y)[0, :, -1].tolist()
        ((1, 2, 4), [0.5, 2.0])

    Use: for the numeric columns of a table, scaled first; the embedding of RealMLP. As of 2026; where PLR or
        piecewise-linear embeddings win on your folds, take them.
    Misconception: "More frequencies are always better." More than the column's shape needs, they fit its noise; here
        they start near zero, so the embedding is nearly linear at first and bends only as far as the data requires.
    Interview: Why keep x next to its embedding? — It is a residual path: the network can ignore the waves.
    Reference: Holzmüller, Grinsztajn and Steinwart, 2024, Better by default (arXiv:2407.04491).
    """

    def __init__(
        self,
        units: int = 4,
        *,
        frequencies: int = 16,
        frequency_scale: float = 0.1,
        learning_rate_factor: float = 1.0,
        **layer_options: Unpack[LayerOptions],
    ):
        super().__init__(**layer_options)
        if not isinstance(units, int) or units < 2:
            raise ValueError(
                f"Expected units to be a whole number above 1. Received: units={units!r}. "
                "One of them is the number itself, so 2 is the least."
            )
        if not isinstance(frequencies, int) or frequencies < 1:
            raise ValueError(f"Expected frequencies to be a whole number above 0. Received: {frequencies!r}.")
        if not learning_rate_factor > 0:
            raise ValueError(f"Expected learning_rate_factor above 0. Received: {learning_rate_factor!r}.")
        self.units = units
        self.frequencies = frequencies
        self.frequency_scale = frequency_scale
        self.learning_rate_factor = learning_rate_factor

    def build(self, input_shape):
        if len(input_shape) != 2:
            raise ValueError(
                f"Expected input of shape (batch, features). Received: input_shape={tuple(input_shape)}. "
                "Embed the numeric columns before any other axis is added."
            )
        features, waves = input_shape[-1], self.frequencies
        bound = 1 / math.sqrt(waves)
        self.frequency = self._stored("frequency", (features, waves), _normal(self.frequency_scale))
        self.phase = self._stored("phase", (features, waves), _uniform(math.pi))
        self.kernel = self._stored("kernel", (features, waves, self.units - 1), _uniform(bound))
        self.bias = self._stored("bias", (features, self.units - 1), _uniform(bound))

    def _stored(self, name, shape, start):
        def divided(shape, dtype=None):
            return start(shape, dtype=dtype) / self.learning_rate_factor

        return self.add_weight(name=name, shape=shape, initializer=divided)

    def call(self, x):
        f = self.learning_rate_factor
        x = x[:, :, None]  # (batch, features, 1)
        turns = f * self.frequency * x + f * self.phase / (2 * math.pi)
        waves = cosine_of_turns(turns)  # (batch, features, frequencies)
        u = f * (ops.einsum("bfw,fwu->bfu", waves, self.kernel) + self.bias)  # (batch, features, units − 1)
        return ops.concatenate([u, x], axis=-1)  # (batch, features, units)

    def compute_output_shape(self, input_shape):
        return (*input_shape, self.units)

    def get_config(self):
        return {
            **super().get_config(),
            "units": self.units,
            "frequencies": self.frequencies,
            "frequency_scale": self.frequency_scale,
            "learning_rate_factor": self.learning_rate_factor,
        }


def _normal(stddev):
    return keras.initializers.RandomNormal(stddev=stddev)


def _uniform(bound):
    return keras.initializers.RandomUniform(-bound, bound)
