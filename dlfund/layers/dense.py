"""Dense layer: every unit is connected to every input.

    y = f(Wᵀx + b)        y_j = f(Σ_i w_ij · x_i + b_j)

x are the inputs of a row as a column, W the kernel with a row per input i and a column per unit j, b the bias, f the
activation. Written for all rows at once, each of them a row of X: Y = f(X W + b).
"""

from typing import ClassVar, Unpack

import keras
from keras import ops

from dlfund import activations
from dlfund.core.arguments import ActivationLike
from dlfund.core.registration import register
from dlfund.layers.options import KernelAndBias
from dlfund.layers.weighted import Weighted
from dlfund.layers.whole_numbers import check_whole


@register
class Dense(Weighted):
    """Many perceptrons side by side, each with its own weights for all inputs.

    A dense network consists of such layers with activations between them: each layer combines the features of the one
    before.

    Shape:
        Input:  (batch, ..., features)
        Output: (batch, ..., units)

    Args:
        units: int. Width of the output.
        activation: name, function or layer; None leaves the weighted sums as they are.
        use_bias: bool. False where a normalisation with its own shift follows.
        kernel_initializer: initial values of the weights; `"he_normal"` suits ReLU.
        bias_initializer: initial values of the bias.
        kernel_regularizer, bias_regularizer: the penalty on large weights, such as `"l2"`; None for no penalty.
        kernel_constraint, bias_constraint: what the weights are brought back to after every step, such as
            `"non_neg"`; None leaves them free.

    Example:
        >>> layer = Dense(16, activation=activations.relu)
        >>> tuple(layer(ops.ones((2, 3))).shape)
        (2, 16)
        >>> layer.count_params()  # 3 · 16 weights and 16 biases
        64

    Derivative: with z = Wᵀx + b and δ = f'(z) ∘ ∂loss/∂y: ∂loss/∂W = x δᵀ; ∂loss/∂b = δ; ∂loss/∂x = W δ; over a batch
        the rows' gradients of W and b are added up
    Use: for tables, for the head of any network, and wherever inputs have no order or neighbourhood.
    Misconception: "Twice as wide is twice as good." A layer has features · units weights; a wider one can represent
        more, but may not learn more from the same rows.
    Interview: How many parameters does a dense layer have? — features · units weights and units biases.
    Reference: Rumelhart, Hinton and Williams, 1986, Learning representations by back-propagating errors
        (doi:10.1038/323533a0).
    """

    initial: ClassVar[dict] = {"kernel": "glorot_uniform", "bias": "zeros"}

    def __init__(
        self,
        units: int,
        activation: ActivationLike = None,
        use_bias: bool = True,
        **layer_options: Unpack[KernelAndBias],
    ):
        super().__init__(**layer_options)
        check_whole(units=units)
        self.units = units
        self.activation = activations.get(activation)
        self.use_bias = use_bias
        self.supports_masking = True

    def build(self, input_shape):
        self.kernel = self.new_weight("kernel", (input_shape[-1], self.units))
        self.bias = self.new_weight("bias", (self.units,)) if self.use_bias else None
        if isinstance(self.activation, keras.layers.Layer):  # an activation that learns, such as ParametricBlend
            self.activation.build(self.compute_output_shape(input_shape))
        self.input_spec = keras.layers.InputSpec(min_ndim=2, axes={-1: input_shape[-1]})

    def call(self, x):
        z = ops.matmul(x, self.kernel)  # (batch, ..., units)
        if self.use_bias:
            z = ops.add(z, self.bias)
        return z if self.activation is None else self.activation(z)  # (batch, ..., units); None: taken off later

    def compute_output_shape(self, input_shape):
        return (*input_shape[:-1], self.units)

    def get_config(self):
        return {
            **super().get_config(),
            "units": self.units,
            "activation": activations.serialize(self.activation),
            "use_bias": self.use_bias,
        }
