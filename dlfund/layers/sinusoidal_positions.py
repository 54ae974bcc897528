"""Sinusoidal positions: waves of many lengths, added to the features.

    y_{t,2i} = x_{t,2i} + sin(t / base^(2i / d))        y_{t,2i+1} = x_{t,2i+1} + cos(t / base^(2i / d))

t counts the steps, i the pairs of the d features; there is nothing to learn.
"""

from typing import Unpack

import keras
import numpy as np
from keras import ops

from dlfund.core.layer_options import LayerOptions
from dlfund.core.registration import register
from dlfund.layers.nothing_to_build import nothing_to_build


@register
class SinusoidalPositions(keras.layers.Layer):
    """Adds a pattern to every step that no other step has, from waves that are short and long.

    Without positions, attention can't tell an order from its reverse.

    Shape:
        Input:  (batch, steps, features)
        Output: the same

    Args:
        base: float. The longest wave has 2π · base steps.

    Example:
        >>> y = SinusoidalPositions()(ops.zeros((1, 2, 2)))
        >>> [round(float(value), 3) for value in y[0, 1]]  # sin 1, cos 1
        [0.841, 0.54]

    Derivative: dy/dx = 1
    Use: after the embedding of a transformer, where sequences may be longer than any in training.
    Misconception: "Adding positions spoils the embedding." In many dimensions the layers that follow can separate the
        two.
    Interview: Why sine and cosine of the same angle? — Both together let a linear map move the pattern by any number
        of steps: that is a rotation.
    Reference: Vaswani et al., 2017, Attention is all you need (arXiv:1706.03762).
    """

    def __init__(self, base: float = 10_000.0, **layer_options: Unpack[LayerOptions]):
        super().__init__(**layer_options)
        if not base > 1:
            raise ValueError(f"Expected base above 1, usually 10000. Received: base={base!r}.")
        self.base = base
        self.supports_masking = True
        self.input_spec = keras.layers.InputSpec(ndim=3)
        nothing_to_build(self)

    def call(self, x):
        features = np.arange(x.shape[-1])
        slowness = self.base ** (-(features // 2) * 2 / x.shape[-1])  # 0 and 1 turn alike, then 2 and 3, …
        shift = np.where(features % 2, np.pi / 2, 0)  # cos z = sin(z + π/2)
        steps = ops.expand_dims(ops.cast(ops.arange(ops.shape(x)[1]), "float32"), 1)
        slowness, shift = (ops.convert_to_tensor(numbers, "float32") for numbers in (slowness, shift))
        angles = steps * slowness + shift  # (steps, features)
        return x + ops.cast(ops.sin(angles), x.dtype)

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return {**super().get_config(), "base": self.base}
