"""RMS normalisation: every row divided by its root mean square, without centring.

    y = γ · x / √(mean(x²) + ε)

The mean runs over a row's own features; γ is learned for each feature.
"""

from collections.abc import Sequence
from typing import Unpack

import keras
from keras import ops

from dlfund.core.layer_options import LayerOptions
from dlfund.core.registration import register
from dlfund.layers.feature_axes import axes_spec, feature_shape, features_back, features_last, known_axes


@register
class RMSNormalization(keras.layers.Layer):
    """Layer normalisation without the centring: cheaper, and as good in large language models.

    Shape:
        Input:  (batch, ..., features)
        Output: the same

    Args:
        axis: int or a list of them. The axes of the features that are averaged over.
        epsilon: float. Added to the mean square, so that a row of zeros does not divide by zero.

    Example:
        >>> layer = RMSNormalization()
        >>> [round(float(y), 3) for y in ops.convert_to_numpy(layer(ops.array([[3.0, 4.0]])))[0]]
        [0.849, 1.131]

    Derivative: ∂y/∂γ = x / r and ∂y/∂x = γ · (I − x xᵀ / (n · r²)) / r, with r = √(mean(x²) + ε) and n features
    Use: in transformers, in place of layer normalisation.
    Misconception: "Without centring it cannot work." What stabilises training is the size of a row, hardly its mean.
    Interview: What does it save compared with layer normalisation? — The mean, its subtraction and β; one pass over
        the row. Its outputs have a root mean square of 1, but are not centred.
    Reference: Zhang and Sennrich, 2019, Root Mean Square Layer Normalization (arXiv:1910.07467).
    """

    def __init__(self, axis: int | Sequence[int] = -1, epsilon: float = 1e-6, **layer_options: Unpack[LayerOptions]):
        super().__init__(**layer_options)
        self.axis = known_axes(axis)
        self.epsilon = epsilon
        self.supports_masking = True

    def build(self, input_shape):
        self.gamma = self.add_weight(name="gamma", shape=feature_shape(input_shape, self.axis), initializer="ones")
        self.input_spec = axes_spec(input_shape, self.axis)

    @property
    def scale(self):
        """Keras's name of gamma."""
        return self.gamma

    def call(self, x):
        x = features_last(x, self.axis)
        # γ · x / √(mean(x²) + ε)
        y = ops.rms_normalization(x, self.gamma, axis=list(range(-len(self.axis), 0)), epsilon=self.epsilon)
        return features_back(y, self.axis)  # (batch, ..., features)

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return {**super().get_config(), "axis": self.axis, "epsilon": self.epsilon}
