"""Residual connection: the inner layer learns a change to its input.

    y = x + f(x)

f is the inner layer.
"""

from typing import Any, Unpack

import keras
from keras import ops

from dlfund.core.keras_internals import takes_mask
from dlfund.core.layer_options import LayerOptions
from dlfund.core.registration import register
from dlfund.layers.inner_config import inner_config


@register
class Residual(keras.layers.Layer):
    """An inner layer's output added to its input.

    While f is near zero the block is near the identity, so a hundred of them can be stacked and the gradient still
    reaches the first, through the path x.

    Shape:
        Input:  any that the inner layer takes
        Output: the same; the inner layer must keep the shape

    Args:
        inner: layer f; several layers in a row go into a `keras.Sequential`.

    Example:
        >>> from dlfund.layers import Dense
        >>> layer = Residual(Dense(3, kernel_initializer="zeros"))
        >>> ops.convert_to_numpy(layer(ops.array([[1.0, 2.0, 3.0]]))).tolist()
        [[1.0, 2.0, 3.0]]

    Derivative: dy/dx = 1 + f'(x)
    Use: around every block of a deep network.
    Misconception: "Residual connections add capacity." With the identity as shortcut they add no weights (a
        projection, where shapes differ, does); they make the same network easier to train. Without them a deeper
        network can have the higher training error.
    Interview: Why does dy/dx = 1 + f'(x) help? — A product of many f' vanishes; a product of (1 + f') keeps the term
        1, as long as nothing but sums lies on the path from block to block (pre-activation).
    Reference: He, Zhang, Ren and Sun, 2016, Deep residual learning for image recognition (arXiv:1512.03385); He,
        Zhang, Ren and Sun, 2016, Identity mappings in deep residual networks (arXiv:1603.05027).
    """

    def __init__(self, inner: Any, **layer_options: Unpack[LayerOptions]):
        super().__init__(**layer_options)
        if not isinstance(inner, keras.layers.Layer):
            raise ValueError(
                f"Expected inner to be a layer. Received: {inner!r}. "
                "Pass an instance such as Dense(32), not the class; wrap several layers in keras.Sequential([...])."
            )
        self.inner = inner
        self.supports_masking = True

    def build(self, input_shape):
        if not self.inner.built:
            self.inner.build(input_shape)
            self.inner.built = True
        shape = self.inner.compute_output_shape(input_shape)
        if tuple(shape)[1:] != tuple(input_shape)[1:]:
            raise ValueError(
                f"Expected an inner layer that keeps the shape. Received: {self.inner.name} turns "
                f"{tuple(input_shape)} into {tuple(shape)}. Give it as many units as its input has features."
            )

    def call(self, x, training=None, mask=None):
        options = {"mask": mask} if mask is not None and takes_mask(self.inner) else {}
        return x + ops.cast(self.inner(x, **options), self.compute_dtype)

    def compute_output_shape(self, input_shape):
        return tuple(input_shape)

    def get_config(self):
        return {**super().get_config(), "inner": inner_config(self.inner)}

    @classmethod
    def from_config(cls, config):
        return cls(**{**config, "inner": keras.saving.deserialize_keras_object(config["inner"])})
