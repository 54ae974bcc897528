"""What layers of several inputs share: the inputs are checked, and brought to one rank.

    y = x_1 ∘ x_2 ∘ …        entry by entry, where ∘ is + or ·

An axis of length 1 is repeated as often as needed; an input of lower rank gets such axes after the batch.
"""

from typing import Unpack

import keras
from keras import ops

from dlfund.core.layer_options import LayerOptions


class Merging(keras.layers.Layer):
    """Several inputs become one output, entry by entry."""

    def __init__(self, **layer_options: Unpack[LayerOptions]):
        super().__init__(**layer_options)
        self.supports_masking = True

    def build(self, input_shape):
        self.compute_output_shape(input_shape)  # refuses what does not fit

    def aligned(self, inputs):
        """The inputs with one rank."""
        rank = max(len(x.shape) for x in several(type(self).__name__, inputs))
        return [_with_rank(x, rank) for x in inputs]

    def compute_mask(self, inputs, mask=None):
        """A step counts where it counts in any input; no mask where an input has none."""
        if mask is None:
            return None
        check_masks(type(self).__name__, inputs, mask)
        if any(part is None for part in mask):
            return None
        merged = mask[0]
        for part in mask[1:]:
            merged = ops.logical_or(merged, part)
        return merged

    def compute_output_spec(self, inputs, mask=None):
        shape = self.compute_output_shape([tuple(x.shape) for x in several(type(self).__name__, inputs)])
        return keras.KerasTensor(shape, self.compute_dtype, sparse=all(getattr(x, "sparse", False) for x in inputs))

    def compute_output_shape(self, input_shape):
        rank = max(len(shape) for shape in several(type(self).__name__, input_shape))
        shapes = [(shape[0], *(1,) * (rank - len(shape)), *shape[1:]) for shape in input_shape]
        lengths = [{length for length in axis if length != 1} for axis in zip(*shapes, strict=True)]
        if any(len(axis - {None}) > 1 for axis in lengths):
            raise ValueError(
                f"Expected inputs of one shape (or with axes of length 1). Received: {[tuple(s) for s in input_shape]}."
            )
        return tuple(_common(axis) for axis in lengths)


def several(layer, inputs):
    """The list of inputs, or of their shapes; anything else is refused."""
    if not isinstance(inputs, list | tuple) or not inputs or inputs[0] is None or isinstance(inputs[0], int):
        raise ValueError(f"Expected a list of inputs. Received: {inputs!r}. Write {layer}()([first, second]).")
    return inputs


def check_masks(layer, inputs, mask):
    """Refuse anything but a list with a mask, or None, for each input."""
    several(layer, inputs)
    if not isinstance(mask, list | tuple) or len(mask) != len(inputs):
        raise ValueError(
            f"Expected a list of {len(inputs)} masks, None where an input of {layer} has none. Received: {mask!r}."
        )


def like(mask, x):
    """A mask of the input's rank: its entries stand for all that follows."""
    for _ in range(len(x.shape) - len(mask.shape)):
        mask = ops.expand_dims(mask, -1)
    return ops.cast(mask, "bool")


def _common(lengths):
    known = lengths - {None}
    return known.pop() if known else (None if lengths else 1)


def _with_rank(x, rank):
    for _ in range(rank - len(x.shape)):
        x = ops.expand_dims(x, 1)
    return x
