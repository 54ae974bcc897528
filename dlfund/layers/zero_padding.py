"""What zero padding shares: how many zeros stand before and after each axis.

length of y = before + length of x + after
"""

from typing import Any, Unpack

import keras
from keras import ops

from dlfund.core.layer_options import LayerOptions
from dlfund.layers.data_format import known_data_format, length_axes, parts_of, shape_of
from dlfund.layers.nothing_to_build import nothing_to_build


class ZeroPadding(keras.layers.Layer):
    """Zeros around the input, along `axes` axes."""

    axes = 2

    def __init__(
        self,
        padding: int | tuple[Any, ...] | list[Any] = 1,
        data_format: str | None = None,
        **layer_options: Unpack[LayerOptions],
    ):
        super().__init__(**layer_options)
        self.padding = padding_of(padding, self.axes)
        self.data_format = known_data_format(data_format)
        self.input_spec = keras.layers.InputSpec(ndim=self.axes + 2)
        nothing_to_build(self)

    def call(self, x):
        frame = [(0, 0)] * (self.axes + 2)
        for axis, sides in zip(length_axes(self.axes, self.data_format), self.padding, strict=True):
            frame[axis] = sides
        return ops.pad(x, frame)

    def compute_output_shape(self, input_shape):
        batch, lengths, channels = parts_of(input_shape, self.data_format)
        framed = [
            None if length is None else before + length + after
            for length, (before, after) in zip(lengths, self.padding, strict=True)
        ]
        return shape_of(batch, framed, channels, self.data_format)

    def get_config(self):
        padding = self.padding[0] if self.axes == 1 else self.padding
        return {**super().get_config(), "padding": padding, "data_format": self.data_format}


def padding_of(padding, axes):
    """How many zeros before and after each axis, as `((before, after), …)`.

    Example:
        >>> padding_of(1, 2), padding_of((1, 2), 1), padding_of((1, 2), 2)
        (((1, 1), (1, 1)), ((1, 2),), ((1, 1), (2, 2)))
    """
    sides = (padding,) * axes if isinstance(padding, int) else tuple(padding)
    sides = (sides,) if axes == 1 and len(sides) == 2 else sides
    pairs = tuple((side, side) if isinstance(side, int) else tuple(side) for side in sides)
    whole = all(isinstance(number, int) and number >= 0 for pair in pairs for number in pair)
    alone = axes == 1 and not isinstance(padding, int) and isinstance(padding[0], int) and len(padding) == 1
    if alone or len(pairs) != axes or not all(len(pair) == 2 for pair in pairs) or not whole:
        raise ValueError(
            "Expected padding to be a whole number, or how many zeros stand before and after each axis. "
            f"Received: padding={padding!r}."
        )
    return pairs
