"""What pooling layers share: a window without weights, how it moves, and the arguments of both.

    y_t = pool(x_{t·s}, …, x_{t·s + window − 1})

A pooling of its own file says along how many axes it moves (`axes`), and what it keeps of a window.
"""

from typing import Unpack

import keras

from dlfund.core.arguments import PerAxis
from dlfund.core.layer_options import LayerOptions
from dlfund.layers.data_format import known_data_format, parts_of, shape_of
from dlfund.layers.nothing_to_build import nothing_to_build
from dlfund.layers.windows import known_padding, window_of, window_positions


class Pooling(keras.layers.Layer):
    """A window that moves along `axes` axes and keeps one number per channel."""

    axes = 2

    def __init__(
        self,
        pool_size: PerAxis = 2,
        strides: PerAxis | None = None,
        padding: str = "valid",
        data_format: str | None = None,
        **layer_options: Unpack[LayerOptions],
    ):
        super().__init__(**layer_options)
        self.pool_size = window_of("pool_size", pool_size, self.axes)
        self.strides = self.pool_size if strides is None else window_of("strides", strides, self.axes)
        self.padding = known_padding(padding)
        self.data_format = known_data_format(data_format)
        self.input_spec = keras.layers.InputSpec(ndim=self.axes + 2)
        nothing_to_build(self)

    def compute_output_shape(self, input_shape):
        batch, lengths, channels = parts_of(input_shape, self.data_format)
        windows = zip(lengths, self.pool_size, self.strides, strict=True)
        places = [window_positions(n, k, stride=s, padding=self.padding) for n, k, s in windows]
        return shape_of(batch, places, channels, self.data_format)

    def get_config(self):
        return {
            **super().get_config(),
            "pool_size": self.pool_size,
            "strides": self.strides,
            "padding": self.padding,
            "data_format": self.data_format,
        }


class GlobalPooling(keras.layers.Layer):
    """A window of the whole input: one number per channel is left."""

    axes = 2

    def __init__(self, data_format: str | None = None, keepdims: bool = False, **layer_options: Unpack[LayerOptions]):
        super().__init__(**layer_options)
        self.data_format = known_data_format(data_format)
        self.keepdims = keepdims
        self.supports_masking = self.axes == 1  # a sequence has steps to leave out
        self.input_spec = keras.layers.InputSpec(ndim=self.axes + 2)
        nothing_to_build(self)

    def compute_mask(self, x, mask=None):
        return None  # the steps are gone

    def compute_output_shape(self, input_shape):
        batch, lengths, channels = parts_of(input_shape, self.data_format)
        if not self.keepdims:
            return (batch, channels)
        return shape_of(batch, (1,) * len(lengths), channels, self.data_format)

    def get_config(self):
        return {**super().get_config(), "data_format": self.data_format, "keepdims": self.keepdims}
