"""Layer normalisation: every row standardised over its own features.

    y = γ · (x − μ) / √(σ² + ε) + β

μ and σ² are the mean and variance of a row's own features, in training and in prediction alike.
"""

from collections.abc import Sequence
from typing import ClassVar, Unpack

from keras import ops

from dlfund.core.registration import register
from dlfund.layers.feature_axes import axes_spec, feature_shape, features_back, features_last, known_axes
from dlfund.layers.options import LayerNormalizationOptions
from dlfund.layers.weighted import Weighted


@register
class LayerNormalization(Weighted):
    """Gives every row mean 0 and variance 1 over its features; no row depends on another.

    Shape:
        Input:  (batch, ..., features)
        Output: the same

    Args:
        axis: int or a list of them. The axes of the features that are averaged over.
        epsilon: float. Added to the variance, so that a constant row does not divide by zero.
        center: bool. Whether β is learned.
        scale: bool. Whether γ is learned.
        gamma_initializer, beta_initializer: initial values; also gamma_regularizer, gamma_constraint, beta_regularizer
            and beta_constraint, as in `Dense`.

    Example:
        >>> layer = LayerNormalization(epsilon=0.0)
        >>> ops.convert_to_numpy(layer(ops.array([[1.0, 3.0]])))[0].tolist()
        [-1.0, 1.0]

    Derivative: ∂y/∂γ = (x − μ) / √(σ² + ε); ∂y/∂β = 1; with respect to x also through μ and σ², so a row's gradients
        sum to 0
    Use: in transformers, recurrent networks, and wherever batches are small.
    Misconception: "It standardises the columns of a table." It averages over the columns of a row, for example hours
        and grades together. Scale the columns with statistics of the training rows first.
    Interview: Why do transformers prefer it to batch normalisation? — It is the same in training and prediction, needs
        no batch statistics, and copes with sequences of different lengths.
    Reference: Ba, Kiros and Hinton, 2016, Layer Normalization (arXiv:1607.06450).
    """

    initial: ClassVar[dict] = {"gamma": "ones", "beta": "zeros"}
    refused: ClassVar[dict] = {"rms_scaling": False}

    def __init__(
        self,
        axis: int | Sequence[int] = -1,
        epsilon: float = 1e-3,
        center: bool = True,
        scale: bool = True,
        **layer_options: Unpack[LayerNormalizationOptions],
    ):
        super().__init__(**layer_options)
        self.autocast = False  # an input too large for half precision may still have a normal size afterwards
        self.axis = known_axes(axis)
        self.epsilon = epsilon
        self.center = center
        self.scale = scale
        self.supports_masking = True

    def build(self, input_shape):
        shape = feature_shape(input_shape, self.axis)
        self.gamma = self.new_weight("gamma", shape, autocast=False) if self.scale else None
        self.beta = self.new_weight("beta", shape, autocast=False) if self.center else None
        self.input_spec = axes_spec(input_shape, self.axis)

    def call(self, x):
        x, ends = features_last(x, self.axis), list(range(-len(self.axis), 0))
        # γ · (x − μ) / √(σ² + ε) + β
        y = ops.layer_normalization(x, self.gamma, self.beta, axis=ends, epsilon=self.epsilon)
        return ops.cast(features_back(y, self.axis), self.compute_dtype)  # (batch, ..., features)

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return {
            **super().get_config(),
            "axis": self.axis,
            "epsilon": self.epsilon,
            "center": self.center,
            "scale": self.scale,
        }
