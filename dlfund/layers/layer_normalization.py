"""Layer normalisation: every row, measured against itself.

    y = γ · (x − μ) / √(σ² + ε) + β

μ and σ² are the mean and variance of a row's own features, in training and in prediction alike.
"""

import keras
from keras import ops

from dlfund.registration import register


@register
class LayerNormalization(keras.layers.Layer):
    """Gives every row mean 0 and variance 1 over its features; no row depends on another.

    Shape:
        Input:  (batch, ..., features)
        Output: the same

    Args:
        epsilon: float. Added to the variance, so that a constant row does not divide by zero.
        center: bool. Whether β is learned.
        scale: bool. Whether γ is learned.

    Example:
        >>> layer = LayerNormalization(epsilon=0.0)
        >>> ops.convert_to_numpy(layer(ops.array([[1.0, 3.0]])))[0].tolist()
        [-1.0, 1.0]

    Derivative: ∂y/∂γ = (x − μ) / √(σ² + ε); ∂y/∂β = 1; by x also through μ and σ², so a row's gradients sum to 0
    Use: in transformers, recurrent networks, and wherever batches are small.
    Misconception: "It standardises the columns of a table." It mixes the columns of a row: hours and grades are
        averaged together. Scale columns with the data's own statistics first.
    Interview: Why do transformers prefer it to batch normalisation? — It is the same in training and prediction, needs
        no batch statistics, and copes with sequences of different lengths.
    Reference: Ba, Kiros and Hinton, 2016, Layer Normalization (arXiv:1607.06450).
    """

    def __init__(self, *, epsilon=1e-3, center=True, scale=True, **layer_options):
        super().__init__(**layer_options)
        self.epsilon = epsilon
        self.center = center
        self.scale = scale
        self.supports_masking = True

    def build(self, input_shape):
        feature = {"shape": (input_shape[-1],), "autocast": False}
        self.gamma = self.add_weight(name="gamma", initializer="ones", **feature) if self.scale else None
        self.beta = self.add_weight(name="beta", initializer="zeros", **feature) if self.center else None
        self.input_spec = keras.layers.InputSpec(min_ndim=2, axes={-1: input_shape[-1]})

    def call(self, x):
        # γ · (x − μ) / √(σ² + ε) + β
        y = ops.layer_normalization(x, self.gamma, self.beta, axis=[-1], epsilon=self.epsilon)
        return ops.cast(y, self.compute_dtype)  # (batch, ..., features)

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return {**super().get_config(), "epsilon": self.epsilon, "center": self.center, "scale": self.scale}
