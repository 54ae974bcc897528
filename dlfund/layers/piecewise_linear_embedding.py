"""Piecewise-linear embedding: for each bin, how far through it a number is.

    p_t = clip((x − e_(t−1)) / (e_t − e_(t−1)), 0, 1)     the first not clipped below, the last not above
    y = w x + b + p V                                     w, b and V for each feature

x is one number of a row; e are the bins' edges.
"""

import math
from typing import Unpack

import keras
import numpy as np
from keras import ops

from dlfund.core.layer_options import LayerOptions
from dlfund.core.registration import register


@register
class PiecewiseLinearEmbedding(keras.layers.Layer):
    """Turns every numeric feature into piecewise-linear functions whose slopes change at the data's quantiles.

    Each bin holds about the same number of rows, so there are most bends where most rows are. V starts at zero: the
    embedding starts as a straight line and bends only where that lowers the loss.

    Shape:
        Input:  (batch, features)
        Output: (batch, features, units); add a Flatten before a dense layer

    Args:
        units: int. Width of each feature's vector.
        bins: int. Maximum number of linear pieces; a column with few values gets fewer.

    Call `adapt(rows)` with the training rows before training: it sets the edges, which are saved with the model. Until
    then they are evenly spread over −2..2, which suits standardised columns.

    Example:
        >>> layer = PiecewiseLinearEmbedding(units=8, bins=4)
        >>> layer.adapt([[0.0], [1.0], [2.0], [3.0], [4.0]])
        >>> [float(edge) for edge in layer.edges[0]]
        [0.0, 1.0, 2.0, 3.0, 4.0]
        >>> tuple(layer(ops.ones((2, 1))).shape)
        (2, 1, 8)

    Use: for numeric columns of a table with thresholds in them; TabM's embedding.
    Misconception: "This is one-hot binning." The encoding contains how far x is through its bin, not only which bin
        it is in: no information is lost.
    Interview: Why quantiles as edges? — They put the bends where the rows are; evenly spaced edges leave most bins of
        a skewed column empty.
    Reference: Gorishniy, Rubachev and Babenko, 2022, On embeddings for numerical features (arXiv:2203.05556).
    """

    def __init__(self, units: int = 16, *, bins: int = 48, **layer_options: Unpack[LayerOptions]):
        super().__init__(autocast=False, **layer_options)  # narrow bins need the digits of their input
        for name, value in {"units": units, "bins": bins}.items():
            if not isinstance(value, int) or value < 1:
                raise ValueError(f"Expected {name} to be a whole number above 0. Received: {name}={value!r}.")
        self.units = units
        self.bins = bins

    def adapt(self, rows):
        """Set the edges to the quantiles of the training rows; equal quantiles become one edge."""
        rows = np.asarray(rows, dtype="float64")
        if rows.ndim != 2 or rows.size == 0 or not np.isfinite(rows).all():
            raise ValueError(
                "Expected rows of shape (rows, features) without missing or infinite values. Received: shape "
                f"{rows.shape} with {np.count_nonzero(~np.isfinite(rows))} such values. Impute them first."
            )
        if not self.built:
            self.build((None, rows.shape[1]))
            self.built = True
        self.edges.assign(np.stack([self._edges_of(column) for column in rows.T]))

    def _edges_of(self, column):
        # in the precision in which they are kept, so that no bin is too narrow to divide by
        quantiles = np.quantile(column, np.linspace(0, 1, self.bins + 1)).astype(self.variable_dtype)
        edges = np.unique(quantiles)
        # bins of no width at the end stand for those that this column has no values for
        return np.concatenate([edges, np.full(self.bins + 1 - len(edges), edges[-1])])

    def build(self, input_shape):
        if len(input_shape) != 2:
            raise ValueError(
                f"Expected input of shape (batch, features). Received: input_shape={tuple(input_shape)}. "
                "Embed the numeric columns before any other axis is added."
            )
        features, shape = input_shape[-1], (input_shape[-1], self.units)
        self.edges = self._whole("edges", (features, self.bins + 1), _evenly_spread, trainable=False)
        self.slope = self._whole("slope", shape, _uniform(self.units))
        self.bias = self._whole("bias", shape, _uniform(self.units))
        self.kernel = self._whole("kernel", (features, self.bins, self.units), "zeros")

    def _whole(self, name, shape, start, trainable=True):
        return self.add_weight(name=name, shape=shape, initializer=start, trainable=trainable, autocast=False)

    def call(self, x):
        x = ops.cast(x, self.variable_dtype)
        line = self.slope * x[:, :, None] + self.bias  # (batch, features, units)
        bent = ops.einsum("bft,ftu->bfu", self._pieces(x), self.kernel)
        return ops.cast(line + bent, self.compute_dtype)

    def _pieces(self, x):
        edges = ops.convert_to_tensor(self.edges)
        left, width = edges[:, :-1], edges[:, 1:] - edges[:, :-1]  # (features, bins)
        exists = width > 0
        first = ops.arange(self.bins) == 0
        last = ops.logical_and(exists, edges[:, 1:] == edges[:, -1:])
        p = (x[:, :, None] - left) / ops.where(exists, width, ops.ones_like(width))
        p = ops.where(first, p, ops.maximum(p, 0))
        p = ops.where(last, p, ops.minimum(p, 1))
        return ops.where(exists, p, ops.zeros_like(p))

    def compute_output_shape(self, input_shape):
        return (*input_shape, self.units)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "bins": self.bins}


def _evenly_spread(shape, dtype=None):
    return ops.tile(ops.linspace(-2.0, 2.0, shape[1], dtype=dtype)[None], (shape[0], 1))


def _uniform(units):
    bound = 1 / math.sqrt(units)
    return keras.initializers.RandomUniform(-bound, bound)
