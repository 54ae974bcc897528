"""Identity: the input, unchanged.

    y = x

There is nothing to learn.
"""

from typing import Unpack

import keras

from dlfund.core.layer_options import LayerOptions
from dlfund.core.registration import register
from dlfund.layers.nothing_to_build import nothing_to_build


@register
class Identity(keras.layers.Layer):
    """Passes its input on: a place in a network that may hold a layer, or none.

    Shape:
        Input:  any
        Output: the same

    Example:
        >>> [float(y) for y in Identity()(keras.ops.array([1.0, -2.0]))]
        [1.0, -2.0]

    Derivative: dy/dx = 1
    Use: as the shortcut of a residual block, and where a setting switches a layer off.
    Misconception: "A deep network learns the identity easily." A stack of layers has to find it; that is why residual
        blocks have it built in.
    Interview: Why is the identity the best shortcut? — Signals and gradients pass it unchanged, through any number of
        blocks.
    Reference: He, Zhang, Ren and Sun, 2016, Identity Mappings in Deep Residual Networks (arXiv:1603.05027).
    """

    def __init__(self, **layer_options: Unpack[LayerOptions]):
        super().__init__(**layer_options)
        self.supports_masking = True
        nothing_to_build(self)

    def call(self, x):
        return x

    def compute_output_shape(self, input_shape):
        return input_shape

    def compute_output_spec(self, x):
        return keras.tree.map_structure(_spec, x)


def _spec(x):
    return keras.KerasTensor(x.shape, dtype=x.dtype, sparse=x.sparse, ragged=x.ragged)
