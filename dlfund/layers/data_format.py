"""Where the channels stand: the only difference between the two layouts of a picture or a sequence.

    channels_last    (batch, height, width, channels)
    channels_first   (batch, channels, height, width)

A layer that is not told follows `keras.config.image_data_format()`, which is channels_last unless it was changed.
"""

import keras
from keras import ops

LAYOUTS = ("channels_last", "channels_first")


def known_data_format(data_format):
    """The layout, checked; None stands for Keras's setting."""
    data_format = data_format or keras.config.image_data_format()
    if data_format not in LAYOUTS:
        raise ValueError(f"Expected data_format to be one of {LAYOUTS}. Received: data_format={data_format!r}.")
    return data_format


def channel_axis(data_format):
    """The axis of the channels: the last, or the one after the batch.

    Example:
        >>> channel_axis("channels_first")
        1
    """
    return -1 if data_format == "channels_last" else 1


def parts_of(shape, data_format):
    """A shape as (batch, lengths, channels).

    Example:
        >>> parts_of((None, 3, 32, 28), "channels_first")
        (None, (32, 28), 3)
    """
    batch, *rest = shape
    if data_format == "channels_last":
        return batch, tuple(rest[:-1]), rest[-1]
    return batch, tuple(rest[1:]), rest[0]


def check_axes(layer, shape, axes):
    """Refuse an input of other axes than the layer's window moves along."""
    if len(shape) == axes + 2:
        return
    expected = "sequences (batch, steps, channels)" if axes == 1 else "pictures (batch, height, width, channels)"
    guess = (
        "Give numbers without channels one: keras.ops.expand_dims(x, -1)."
        if len(shape) == axes + 1
        else f"Conv{len(shape) - 2}D takes {len(shape)} axes."
        if len(shape) in (3, 4)
        else "Reshape brings them into that form."
    )
    raise ValueError(f"Expected {expected} for {layer}. Received: an input of shape {tuple(shape)}. {guess}")


def shape_of(batch, lengths, channels, data_format):
    """The inverse of `parts_of`."""
    return (batch, *lengths, channels) if data_format == "channels_last" else (batch, channels, *lengths)


def along_channels(vector, axes, data_format):
    """One number per channel, shaped so that it meets its own channel.

    Args:
        vector: (channels,).
        axes: int. How many axes the windows move along: 1 for a sequence, 2 for a picture.
        data_format: str.
    """
    if data_format == "channels_last":
        return vector
    return ops.reshape(vector, (-1, *(1,) * axes))


def length_axes(axes, data_format):
    """The axes of the steps, or of height and width.

    Example:
        >>> length_axes(2, "channels_last")
        (1, 2)
    """
    first = 1 if data_format == "channels_last" else 2
    return tuple(range(first, first + axes))
