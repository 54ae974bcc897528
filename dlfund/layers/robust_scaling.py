"""Robust scaling with smooth clipping: columns on one scale, also with outliers in fewer than a quarter of the rows.

    z = (x − median) / (q75 − q25)
    y = z / √(1 + (z/L)²)        |y| < L

Median and quartiles are the column's own, taken from training rows; L is the bound.
"""

from typing import Unpack

import keras
import numpy as np
from keras import ops

from dlfund.core.layer_options import LayerOptions
from dlfund.core.registration import register


@register
class RobustScaling(keras.layers.Layer):
    """Columns centred on their median, measured in interquartile ranges, and softly bounded.

    A single outlier can change a mean and a standard deviation by any amount. It hardly changes a median or a
    quartile, and the smooth clipping bounds its size.

    Shape:
        Input:  (batch, ..., features)
        Output: the same

    Args:
        limit: float L above 0, or None for no clipping. The bound of the output: values within ±1 stay nearly
            unchanged.

    Call `adapt(rows)` with the training rows: it sets median and factor, which are saved with the model. Until then
    they are 0 and 1. A column whose quartiles coincide is scaled by half its range; a constant one becomes 0.

    Example:
        >>> layer = RobustScaling(limit=None)
        >>> layer.adapt([[0.0], [1.0], [2.0], [3.0], [1e9]])
        >>> [float(y) for y in layer(ops.array([[2.0], [4.0]]))[:, 0]]
        [0.0, 1.0]

    Derivative: dy/dz = (1 + (z/L)²)^(−3/2)
    Use: first, on the numeric columns of a table. As of 2026; columns without outliers do as well standardised.
    Misconception: "Networks don't need scaling, the first layer can learn it." In principle it can, but one learning
        rate does not suit all columns: steps that are too long for one are too short for another.
    Interview: Why fit the scale on training rows only? — The test rows' quantiles are information about the test
        rows.
    Reference: Holzmüller, Grinsztajn and Steinwart, 2024, Better by default (arXiv:2407.04491).
    """

    def __init__(self, *, limit: float = 3.0, **layer_options: Unpack[LayerOptions]):
        super().__init__(autocast=False, **layer_options)  # a large median needs the digits of its input
        if limit is not None and not limit > 0:
            raise ValueError(f"Expected limit above 0, or None for no clipping. Received: limit={limit!r}.")
        self.limit = limit
        self.supports_masking = True

    def adapt(self, rows):
        """Set each column's median and factor from the training rows."""
        rows = np.asarray(rows, dtype="float64")
        if rows.ndim < 2 or rows.size == 0 or not np.isfinite(rows).all():
            raise ValueError(
                "Expected rows of shape (rows, features) without missing or infinite values. Received: shape "
                f"{rows.shape} with {np.count_nonzero(~np.isfinite(rows))} such values. Impute them first."
            )
        if not self.built:
            self.build((None, *rows.shape[1:]))
            self.built = True
        columns = rows.reshape(-1, rows.shape[-1])
        self.median.assign(np.median(columns, axis=0))
        self.factor.assign(_factors(columns))

    def build(self, input_shape):
        shape = (input_shape[-1],)
        self.median = self.add_weight(name="median", shape=shape, initializer="zeros", trainable=False, autocast=False)
        self.factor = self.add_weight(name="factor", shape=shape, initializer="ones", trainable=False, autocast=False)

    def call(self, x):
        z = self.factor * (ops.cast(x, self.variable_dtype) - self.median)  # (batch, ..., features)
        return ops.cast(z if self.limit is None else _smooth_clip(z, self.limit), self.compute_dtype)

    def compute_output_shape(self, input_shape):
        return tuple(input_shape)

    def get_config(self):
        return {**super().get_config(), "limit": self.limit}


def _factors(columns):
    quarter, three_quarters = np.quantile(columns, [0.25, 0.75], axis=0)
    spread, half_range = three_quarters - quarter, (columns.max(axis=0) - columns.min(axis=0)) / 2
    width = np.where(spread > 0, spread, half_range)
    return np.where(width > 0, 1 / np.where(width > 0, width, 1), 0)


def _smooth_clip(z, limit):
    # z / √(1 + (z/L)²); beyond the limit as ±L / √(1 + (L/z)²), the same number without overflow
    near = ops.abs(z) <= limit
    ratio = ops.where(near, z / limit, limit / ops.where(near, ops.ones_like(z), z))
    return ops.where(near, z, limit * ops.sign(z)) / ops.sqrt(1 + ratio * ratio)
