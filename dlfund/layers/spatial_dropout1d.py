"""Spatial dropout of a sequence: whole channels are dropped, or none of their numbers.

    y_c = x_c · m_c / (1 − rate)        m_c = 1 with probability 1 − rate, otherwise 0

c counts the channels; while predicting, y = x.
"""

from typing import Unpack

import keras
from keras import ops

from dlfund.core.layer_options import LayerOptions
from dlfund.core.registration import register
from dlfund.layers.dropout import Dropout


@register
class SpatialDropout1D(Dropout):
    """Switches whole channels off during training: single numbers could be read from their neighbours.

    Shape:
        Input:  (batch, steps, channels)
        Output: the same

    Args:
        rate: float from 0 to 1, or a schedule; see `Dropout`.
        seed: int or None. Fixes which channels are dropped.

    Example:
        >>> y = SpatialDropout1D(0.5, seed=0)(ops.ones((1, 3, 8)), training=True)
        >>> sorted({float(value) for value in ops.reshape(y, (-1,))})
        [0.0, 2.0]

    Derivative: ∂y/∂x = m / (1 − rate)
    Use: after convolutions and embeddings, where neighbours are alike.
    Misconception: "Dropout after a convolution regularises as it does after a dense layer." Single numbers that are
        dropped there leave the same information in their neighbours.
    Interview: What does one draw decide here? — Whether a channel is there for a whole row, at all of its positions.
    Reference: Tompson, Goroshin, Jain, LeCun and Bregler, 2015, Efficient object localization using convolutional
        networks (arXiv:1411.4280).
    """

    def __init__(self, rate: float, seed: int | None = None, **layer_options: Unpack[LayerOptions]):
        super().__init__(rate, seed=seed, **layer_options)
        self.input_spec = keras.layers.InputSpec(ndim=3)

    def _noise_shape(self, x):
        batch, _, channels = ops.shape(x)
        return (batch, 1, channels)

    def get_config(self):
        return {name: value for name, value in super().get_config().items() if name != "noise_shape"}
