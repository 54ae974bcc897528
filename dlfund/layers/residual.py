"""Residual connection: learn what to add, not what to become.

    y = x + f(x)

f is the inner layer.
"""

import keras

from dlfund.layers.inner_config import inner_config
from dlfund.registration import register


@register
class Residual(keras.layers.Layer):
    """An inner layer's output added to its input.

    While f is near zero the block is near the identity, so a hundred of them can be stacked and the gradient still
    reaches the first: it always has the road x.

    Shape:
        Input:  any that the inner layer takes
        Output: the same; the inner layer must keep the shape

    Args:
        inner: layer f; several layers in a row go into a `keras.Sequential`.

    Example:
        >>> from keras import ops
        >>> from dlfund.layers import Dense
        >>> layer = Residual(Dense(3, kernel_initializer="zeros"))
        >>> ops.convert_to_numpy(layer(ops.array([[1.0, 2.0, 3.0]]))).tolist()
        [[1.0, 2.0, 3.0]]

    Derivative: dy/dx = 1 + f'(x)
    Use: around every block of a deep network.
    Misconception: "Residual connections add capacity." They add no weight; they make the same capacity trainable.
    Interview: Why does dy/dx = 1 + f'(x) help? — A product of many f' vanishes; a product of (1 + f') keeps the term 1.
    Reference: He et al., 2016, Deep residual learning for image recognition (arXiv:1512.03385).
    """

    def __init__(self, inner, **layer_options):
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
        options = {"mask": mask} if mask is not None and self.inner._call_has_mask_arg else {}
        return x + self.inner(x, **options)

    def compute_output_shape(self, input_shape):
        return tuple(input_shape)

    def get_config(self):
        return {**super().get_config(), "inner": inner_config(self.inner)}

    @classmethod
    def from_config(cls, config):
        return cls(**{**config, "inner": keras.saving.deserialize_keras_object(config["inner"])})
