"""Time-distributed layer: the same layer for every step.

    y_t = layer(x_t)        t = 1..T

All steps share the layer's weights.
"""

from typing import Any, Unpack

import keras
from keras import ops

from dlfund.core.keras_internals import takes_mask
from dlfund.core.layer_options import LayerOptions
from dlfund.core.registration import register
from dlfund.layers.inner_config import inner_config


@register
class TimeDistributed(keras.layers.Layer):
    """Applies an inner layer to every step by itself: a convolution to every picture of a film.

    All steps of all rows are one batch for the inner layer, so that a batch normalisation inside sees them together.

    Shape:
        Input:  (batch, time, ...), each step of a shape that the inner layer takes
        Output: (batch, time, ...)

    Args:
        layer: the inner layer; several in a row go into a `keras.Sequential`.

    Example:
        >>> from dlfund.layers import Conv2D
        >>> tuple(TimeDistributed(Conv2D(4, 3))(ops.ones((2, 5, 8, 8, 1))).shape)
        (2, 5, 6, 6, 4)

    Derivative: ∂loss/∂W = the sum over the steps, as for a batch
    Use: for sequences of pictures or of sentences, before a recurrent layer over the steps.
    Misconception: "A dense layer needs it for sequences." A dense layer already works on the last axis alone;
        `TimeDistributed(Dense(8))` computes what `Dense(8)` does.
    Interview: How many weights does it have? — Those of the inner layer, whatever the number of steps.
    Reference: Donahue et al., 2015, Long-term Recurrent Convolutional Networks for Visual Recognition and Description
        (arXiv:1411.4389).
    """

    def __init__(self, layer: Any, **layer_options: Unpack[LayerOptions]):
        super().__init__(**layer_options)
        if not isinstance(layer, keras.layers.Layer):
            raise ValueError(
                f"Expected a layer. Received: {layer!r}. Pass an instance such as Conv2D(8, 3), not the class."
            )
        self.layer = layer
        self.supports_masking = True

    def build(self, input_shape):
        if len(input_shape) < 3:
            raise ValueError(
                f"Expected an input of shape (batch, time, ...). Received: input_shape={tuple(input_shape)}."
            )
        if not self.layer.built:
            self.layer.build(_of_a_step(input_shape))
            self.layer.built = True

    def call(self, x, training=None, mask=None):
        if mask is not None:
            _check_mask(tuple(mask.shape), tuple(x.shape))
        batch, time = ops.shape(x)[:2]
        steps = ops.reshape(x, (batch * time, *ops.shape(x)[2:]))  # (batch · time, ...)
        options = {}
        if mask is not None and takes_mask(self.layer):
            options["mask"] = ops.reshape(mask, (batch * time, *ops.shape(mask)[2:]))
        y = self.layer(steps, **options)
        return ops.reshape(y, (batch, time, *ops.shape(y)[1:]))  # (batch, time, ...)

    def compute_mask(self, x, mask=None):
        return mask

    def compute_output_shape(self, input_shape):
        _, *inner = self.layer.compute_output_shape(_of_a_step(input_shape))
        return (*input_shape[:2], *inner)

    def compute_output_spec(self, x, training=None, mask=None):
        step = keras.KerasTensor(_of_a_step(x.shape), dtype=x.dtype)
        inner = self.layer.compute_output_spec(step)  # the inner layer's precision is its own
        return keras.KerasTensor((*x.shape[:2], *inner.shape[1:]), dtype=inner.dtype)

    def get_config(self):
        return {**super().get_config(), "layer": inner_config(self.layer)}

    @classmethod
    def from_config(cls, config):
        return cls(**{**config, "layer": keras.saving.deserialize_keras_object(config["layer"])})


def _check_mask(mask_shape, shape):
    both = zip(mask_shape, shape[:2], strict=False)
    if len(mask_shape) < 2 or any(m is not None and n is not None and m != n for m, n in both):
        raise ValueError(
            f"Expected a mask of shape (batch, time, ...), {shape[:2]} here. Received: {mask_shape}. Pass one entry a "
            "step."
        )


def _of_a_step(shape):
    return (shape[0], *shape[2:])
