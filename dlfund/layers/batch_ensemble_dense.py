"""Batch-ensembled dense layer: k networks for little more than the cost of one.

    y_i = f(s_i ∘ Wᵀ(r_i ∘ x_i) + b_i)        i = 1..k

W has a row per input and a column per unit, and is shared by all k members; r_i, s_i and b_i belong to member i.
"""

from typing import Unpack

import keras
from keras import ops

from dlfund import activations, initializers
from dlfund.core.arguments import ActivationLike, Initializer
from dlfund.core.layer_options import LayerOptions
from dlfund.core.registration import register
from dlfund.layers.whole_numbers import check_whole


@register
class BatchEnsembleDense(keras.layers.Layer):
    """`members` dense layers that share one kernel.

    A real ensemble stores `members` kernels. This one stores a single kernel and gives each member two cheap scaling
    vectors, so the members stay different while adding members hardly increases the size of the model.

    Shape:
        Input:  (batch, members, features)
        Output: (batch, members, units)

    Args:
        units: int. Width of each member's output.
        members: int. How many networks use the shared kernel.
        activation: name, function or layer; None leaves the sums as they are.
        scale_initializer: initial values of `r`. Random signs make the members different before the first step;
            `"ones"` leaves them equal, unless an earlier layer has made them different. None leaves `r` out: after a
            MemberScale, which already is the first layer's `r`.
        output_scale_initializer: initial values of `s`; None means the same as `r` (ones where that is None). TabM
            uses `"ones"`.
        kernel_initializer: initial values of the shared kernel.
        bias_initializer: initial values of the biases: drawn once, and the same for every member.

    Example:
        >>> layer = BatchEnsembleDense(units=4, members=8)
        >>> tuple(layer(ops.ones((2, 8, 3))).shape)
        (2, 8, 4)
        >>> layer.count_params()  # 3·4 shared + 8 · (3 + 4 + 4) owned
        100

    Derivative: with δ_i = f'(z_i) ∘ ∂loss/∂y_i: ∂loss/∂W = Σ_i (r_i ∘ x_i) (s_i ∘ δ_i)ᵀ; ∂loss/∂x_i = r_i ∘ W (s_i ∘
        δ_i): every member contributes to the shared kernel's gradient
    Use: for an ensemble on a table at the cost of one network; train on the mean of the members' losses.
    Misconception: "Members that share a kernel agree." Random signs alone give each member different sums of the
        inputs.
    Interview: Why does it matter that the loss is the mean of the losses, not the loss of the mean? — With the loss
        of the mean, members may compensate each other's errors; each is then worse alone, and the members are less
        independent.
    Reference: Wen, Tran and Ba, 2020, BatchEnsemble (arXiv:2002.06715).
    """

    def __init__(
        self,
        units: int,
        members: int,
        *,
        activation: ActivationLike = None,
        scale_initializer: Initializer = "random_sign",
        output_scale_initializer: Initializer | None = None,
        kernel_initializer: Initializer = "glorot_uniform",
        bias_initializer: Initializer = "zeros",
        **layer_options: Unpack[LayerOptions],
    ):
        super().__init__(**layer_options)
        check_whole(units=units, members=members)
        self.units = units
        self.members = members
        self.activation = activations.get(activation)
        self.scale_initializer = None if scale_initializer is None else initializers.get(scale_initializer)
        self.output_scale_initializer = (
            None if output_scale_initializer is None else initializers.get(output_scale_initializer)
        )
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_initializer = initializers.get(bias_initializer)

    def build(self, input_shape):
        if len(input_shape) != 3 or input_shape[1] != self.members:
            raise ValueError(
                f"Expected input of shape (batch, members={self.members}, features). "
                f"Received: input_shape={tuple(input_shape)}. "
                "To give every member the same row, repeat it along axis 1 first."
            )
        features = input_shape[-1]
        self.kernel = self.add_weight(name="kernel", shape=(features, self.units), initializer=self.kernel_initializer)
        if self.scale_initializer is not None:
            self.r = self._scale("r", features, self.scale_initializer)
        self.s = self._scale("s", self.units, self._start_of_s())
        self.bias = self.add_weight(name="bias", shape=(self.members, self.units), initializer=self._start_of_bias)
        if isinstance(self.activation, keras.layers.Layer):  # an activation that learns
            self.activation.build(self.compute_output_shape(input_shape))

    def _scale(self, name, width, start):
        return self.add_weight(name=name, shape=(self.members, width), initializer=start)

    def _start_of_s(self):
        if self.output_scale_initializer is not None:
            return self.output_scale_initializer
        # a copy: one initializer gives the same numbers twice
        return "ones" if self.scale_initializer is None else self.scale_initializer.clone()

    def _start_of_bias(self, shape, dtype=None):
        return ops.tile(self.bias_initializer(shape[1:], dtype=dtype)[None], (shape[0], 1))

    def call(self, x):
        if self.scale_initializer is not None:
            x = ops.multiply(x, self.r)  # (batch, members, features)
        x = ops.matmul(x, self.kernel)  # (batch, members, units)
        return self.activation(x * self.s + self.bias)  # (batch, members, units)

    def compute_output_shape(self, input_shape):
        return (*input_shape[:-1], self.units)

    def get_config(self):
        scale, output_scale = self.scale_initializer, self.output_scale_initializer
        return {
            **super().get_config(),
            "units": self.units,
            "members": self.members,
            "activation": activations.serialize(self.activation),
            "scale_initializer": None if scale is None else initializers.serialize(scale),
            "output_scale_initializer": None if output_scale is None else initializers.serialize(output_scale),
            "kernel_initializer": initializers.serialize(self.kernel_initializer),
            "bias_initializer": initializers.serialize(self.bias_initializer),
        }
