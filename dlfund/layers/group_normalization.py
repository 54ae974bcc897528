"""Group normalisation: every row standardised over groups of its own channels.

    y = γ · (x − μ) / √(σ² + ε) + β

μ and σ² are the mean and variance of one group of channels of a row, over all positions.
"""

from typing import ClassVar, Unpack

import keras
from keras import ops

from dlfund.core.registration import register
from dlfund.layers.feature_axes import along, feature_shape
from dlfund.layers.options import GammaAndBeta
from dlfund.layers.weighted import Weighted


@register
class GroupNormalization(Weighted):
    """Layer normalisation for pictures: channels are standardised in groups, whatever the batch.

    With one group it is layer normalisation over positions and channels, with a group per channel instance
    normalisation.

    Shape:
        Input:  (batch, ..., channels)
        Output: the same

    Args:
        groups: int. How many groups; the channels must be a multiple of it. −1 makes a group of every channel.
        axis: int. The axis of the channels.
        epsilon: float. Added to the variance.
        center: bool. Whether β is learned.
        scale: bool. Whether γ is learned.
        gamma_initializer, beta_initializer, their regularizers and constraints: as in `Dense`.

    Example:
        >>> layer = GroupNormalization(groups=2, epsilon=0.0)
        >>> ops.convert_to_numpy(layer(ops.array([[1.0, 3.0, 10.0, 30.0]])))[0].round(3).tolist()
        [-1.0, 1.0, -1.0, 1.0]

    Derivative: as of layer normalisation, in each group
    Use: in convolutional networks with batches too small for batch normalisation, such as for large pictures.
    Misconception: "It needs a moving average like batch normalisation." It uses the row's own numbers, in training and
        in prediction alike.
    Interview: Why groups and not all channels? — Channels of one kind have similar sizes; standardising unlike ones
        together would remove differences that carry information.
    Reference: Wu and He, 2018, Group Normalization (arXiv:1803.08494).
    """

    initial: ClassVar[dict] = {"gamma": "ones", "beta": "zeros"}

    def __init__(
        self,
        groups: int = 32,
        axis: int = -1,
        epsilon: float = 1e-3,
        center: bool = True,
        scale: bool = True,
        **layer_options: Unpack[GammaAndBeta],
    ):
        super().__init__(**layer_options)
        if not isinstance(groups, int) or (groups < 1 and groups != -1):
            raise ValueError(f"Expected groups to be a whole number above 0, or -1. Received: groups={groups!r}.")
        self.autocast = False  # an input too large for half precision may still have a normal size afterwards
        self.groups = groups
        self.axis = axis
        self.epsilon = epsilon
        self.center = center
        self.scale = scale
        self.supports_masking = True

    def build(self, input_shape):
        shape = feature_shape(input_shape, [self.axis])
        if shape[0] is None or shape[0] % self._count(shape[0]):
            raise ValueError(
                f"Expected as many channels as can be split into groups. Received: {shape[0]} channels, "
                f"groups={self.groups}. Choose groups among the divisors of the channels."
            )
        self.gamma = self.new_weight("gamma", shape, autocast=False) if self.scale else None
        self.beta = self.new_weight("beta", shape, autocast=False) if self.center else None
        self.input_spec = keras.layers.InputSpec(ndim=len(input_shape), axes={self.axis: shape[0]})

    def _count(self, channels):
        return channels if self.groups == -1 else self.groups

    def call(self, x):
        rank = len(x.shape)
        axis = self.axis % rank
        lengths = list(ops.shape(x))
        count = self._count(x.shape[axis])
        split = [*lengths[:axis], count, x.shape[axis] // count, *lengths[axis + 1 :]]
        grouped = ops.reshape(ops.cast(x, keras.backend.result_type(x.dtype, "float32")), split)
        others = [place for place in range(1, rank + 1) if place != axis]
        mean, variance = ops.moments(grouped, axes=others, keepdims=True)
        y = ops.reshape((grouped - mean) * ops.rsqrt(variance + self.epsilon), lengths)  # (batch, ..., channels)
        if self.scale:
            y = ops.multiply(y, along(self.gamma, self.axis, rank))
        if self.center:
            y = ops.add(y, along(self.beta, self.axis, rank))
        return ops.cast(y, self.compute_dtype)

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return {
            **super().get_config(),
            "groups": self.groups,
            "axis": self.axis,
            "epsilon": self.epsilon,
            "center": self.center,
            "scale": self.scale,
        }
