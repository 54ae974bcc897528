"""The options of every layer, also of an activation that is a layer: by name, so that a misspelled one is found."""

from typing import TypedDict

from dlfund.core.arguments import DType, Regularizer


class LayerOptions(TypedDict, total=False):
    """The options of every layer.

    Example:
        >>> sorted(LayerOptions.__annotations__)[:3]
        ['activity_regularizer', 'autocast', 'dtype']
    """

    name: str | None
    trainable: bool
    dtype: DType
    autocast: bool
    activity_regularizer: Regularizer
    input_shape: tuple[int | None, ...]
