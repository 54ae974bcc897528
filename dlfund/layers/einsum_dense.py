"""Einsum dense layer: a dense layer that says by letters which axes its weights join.

    y = f(einsum(equation, x, W) + b)        "abc,cd->abd":  y_abd = f(Σ_c x_abc · W_cd + b_d)

A letter of x and W that y does not have is summed over; one of y that x does not have is new, and W brings it.
"""

from collections.abc import Sequence
from typing import ClassVar, Unpack

import keras
from keras import ops

from dlfund import activations
from dlfund.core.arguments import ActivationLike
from dlfund.core.registration import register
from dlfund.layers.equation import Equation
from dlfund.layers.options import KernelAndBias
from dlfund.layers.weighted import Weighted


@register
class EinsumDense(Weighted):
    """One layer for every projection: to heads, from heads, along the steps, or along several axes at once.

    Shape:
        Input:  as the equation's first term says; its first axis is the batch
        Output: as the equation's last term says

    Args:
        equation: str such as "abc,cd->abd": the input's axes, the kernel's, and the output's, a letter each. "..."
            stands for any axes that input and output share, at the beginning or the end of both.
        output_shape: int or tuple of int and None. The lengths of the output's axes without the batch and without
            those of "..."; None takes the input's.
        activation: name, function or layer; None leaves the weighted sums as they are.
        bias_axes: str or None. The output's axes along which the bias has numbers of its own; None for no bias.
        kernel_initializer, bias_initializer, their regularizers and constraints: as in `Dense`.

    Example:
        >>> layer = EinsumDense("btd,dhk->bthk", output_shape=(None, 2, 4), bias_axes="hk")  # to 2 heads of width 4
        >>> tuple(layer(ops.ones((3, 5, 8))).shape), layer.count_params()  # 8 · 2 · 4 weights and 2 · 4 biases
        ((3, 5, 2, 4), 72)

    Derivative: of "abc,cd->abd", δ = f' · ∂loss/∂y: ∂loss/∂W_cd = Σ_ab x_abc · δ_abd; ∂loss/∂x_abc = Σ_d δ_abd · W_cd
    Use: for the projections of attention, and where a plain dense layer would need reshapes around it.
    Misconception: "It can do more than Dense." Reshaped, most are one matrix product; the letters save the reshapes.
    Interview: What does "abc,cd->abd" share? — One kernel for all of a and b: the same weights at every step.
    Reference: Rumelhart, Hinton and Williams, 1986, Learning representations by back-propagating errors
        (doi:10.1038/323533a0); the notation is Einstein's summation.
    """

    initial: ClassVar[dict] = {"kernel": "glorot_uniform", "bias": "zeros"}

    def __init__(
        self,
        equation: str,
        output_shape: int | Sequence[int | None],
        activation: ActivationLike = None,
        bias_axes: str | None = None,
        **layer_options: Unpack[KernelAndBias],
    ):
        super().__init__(**layer_options)
        self.equation = equation
        self.partial_output_shape = tuple(output_shape) if isinstance(output_shape, list | tuple) else (output_shape,)
        self.activation = activations.get(activation)
        self.bias_axes = bias_axes
        self.terms = Equation.of(equation, bias_axes)

    def build(self, input_shape):
        terms, lengths = self._lengths(input_shape)
        self.kernel = self.new_weight("kernel", tuple(lengths[letter] for letter in terms.kernel))
        bias_shape = terms.bias_shape(self.bias_axes, lengths)
        self.bias = self.new_weight("bias", bias_shape) if self.bias_axes is not None else None
        if isinstance(self.activation, keras.layers.Layer):  # an activation that learns, such as ParametricBlend
            self.activation.build(self.compute_output_shape(input_shape))

    def _lengths(self, input_shape):
        terms = self.terms.for_rank(len(input_shape))
        return terms, terms.lengths(tuple(input_shape), self.partial_output_shape)

    def call(self, x):
        z = ops.einsum(str(self.terms.for_rank(len(x.shape))), x, self.kernel)  # Σ over what the output does not have
        z = z if self.bias is None else ops.add(z, self.bias)
        return z if self.activation is None else self.activation(z)

    def compute_output_shape(self, input_shape):
        terms, lengths = self._lengths(input_shape)
        return tuple(lengths[letter] for letter in terms.output)

    def get_config(self):
        return {
            **super().get_config(),
            "equation": self.equation,
            "output_shape": self.partial_output_shape,
            "activation": activations.serialize(self.activation),
            "bias_axes": self.bias_axes,
        }
