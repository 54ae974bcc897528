"""Layers that merge several inputs, as functions under Keras's names.

add([x, y]) = Add()([x, y])
"""

from collections.abc import Sequence
from typing import Any

from dlfund.layers.add import Add
from dlfund.layers.concatenate import Concatenate
from dlfund.layers.multiply import Multiply


def add(inputs: Sequence[Any], **layer_options: Any) -> Any:
    """The sum of inputs of one shape.

    Example:
        >>> import keras
        >>> [float(y) for y in add([keras.ops.array([1.0, 2.0]), keras.ops.array([3.0, 4.0])])]
        [4.0, 6.0]
    """
    return Add(**layer_options)(inputs)


def multiply(inputs: Sequence[Any], **layer_options: Any) -> Any:
    """The product of inputs of one shape, number by number."""
    return Multiply(**layer_options)(inputs)


def concatenate(inputs: Sequence[Any], axis: int = -1, **layer_options: Any) -> Any:
    """Inputs side by side along an axis."""
    return Concatenate(axis=axis, **layer_options)(inputs)
