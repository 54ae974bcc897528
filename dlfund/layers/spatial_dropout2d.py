"""Spatial dropout of a picture: whole channels are dropped, or none of their numbers.

    y_c = x_c · m_c / (1 − rate)        m_c = 1 with probability 1 − rate, otherwise 0

c counts the channels; while predicting, y = x.
"""

from typing import Unpack

import keras
from keras import ops

from dlfund.core.layer_options import LayerOptions
from dlfund.core.registration import register
from dlfund.layers.data_format import known_data_format, parts_of, shape_of
from dlfund.layers.dropout import Dropout


@register
class SpatialDropout2D(Dropout):
    """Switches whole channels off during training: single numbers could be read from their neighbours.

    Shape:
        Input:  (batch, height, width, channels)
        Output: the same

    Args:
        rate: float from 0 to 1, or a schedule; see `Dropout`.
        data_format: "channels_last", "channels_first", or None for Keras's setting.
        seed: int or None. Fixes which channels are dropped.

    Example:
        >>> y = SpatialDropout2D(0.5, seed=0)(ops.ones((1, 2, 2, 8)), training=True)
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

    def __init__(
        self,
        rate: float,
        data_format: str | None = None,
        seed: int | None = None,
        **layer_options: Unpack[LayerOptions],
    ):
        super().__init__(rate, seed=seed, **layer_options)
        self.data_format = known_data_format(data_format)
        self.input_spec = keras.layers.InputSpec(ndim=4)

    def _noise_shape(self, x):
        batch, _, channels = parts_of(ops.shape(x), self.data_format)
        return shape_of(batch, (1, 1), channels, self.data_format)

    def get_config(self):
        config = {name: value for name, value in super().get_config().items() if name != "noise_shape"}
        return {**config, "data_format": self.data_format}
