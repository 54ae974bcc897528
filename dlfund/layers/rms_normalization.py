"""RMS normalisation: every row brought to one size, its mean left alone.

    y = γ · x / √(mean(x²) + ε)

The mean runs over a row's own features; γ is learned for each feature.
"""

import keras
from keras import ops

from dlfund.registration import register


@register
class RMSNormalization(keras.layers.Layer):
    """Layer normalisation without the centring: cheaper, and as good in large language models.

    Shape:
        Input:  (batch, ..., features)
        Output: the same

    Args:
        epsilon: float. Added to the mean square, so that a row of zeros does not divide by zero.

    Example:
        >>> layer = RMSNormalization()
        >>> [round(float(y), 3) for y in ops.convert_to_numpy(layer(ops.array([[3.0, 4.0]])))[0]]
        [0.849, 1.131]

    Derivative: ∂y/∂γ = x / r and ∂y/∂x = γ · (I − x xᵀ / (n · r²)) / r, with r = √(mean(x²) + ε) and n features
    Use: in transformers, in place of layer normalisation.
    Misconception: "Without centring it cannot work." What steadies training is the size of a row, hardly its mean.
    Interview: What does it save against layer normalisation? — The mean, its subtraction and β; one pass over the row.
    Reference: Zhang and Sennrich, 2019, Root Mean Square Layer Normalization (arXiv:1910.07467).
    """

    def __init__(self, *, epsilon=1e-6, **layer_options):
        super().__init__(**layer_options)
        self.epsilon = epsilon
        self.supports_masking = True

    def build(self, input_shape):
        self.gamma = self.add_weight(name="gamma", shape=(input_shape[-1],), initializer="ones")
        self.input_spec = keras.layers.InputSpec(min_ndim=2, axes={-1: input_shape[-1]})

    def call(self, x):
        # γ · x / √(mean(x²) + ε)
        return ops.rms_normalization(x, self.gamma, axis=[-1], epsilon=self.epsilon)  # (batch, ..., features)

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return {**super().get_config(), "epsilon": self.epsilon}
