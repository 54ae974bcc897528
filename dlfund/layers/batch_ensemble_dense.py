"""Batch-ensembled dense layer: k networks for the price of one.

    y_i = f(s_i ∘ (W (r_i ∘ x_i)) + b_i)        i = 1..k

W is shared by all k members; r_i, s_i and b_i belong to member i.
"""

import keras
from keras import ops

from dlfund import activations, initializers
from dlfund.layers.whole_numbers import check_whole
from dlfund.registration import register


@register
class BatchEnsembleDense(keras.layers.Layer):
    """`members` dense layers that share one kernel.

    A real ensemble stores `members` kernels. This one stores a single kernel and gives each member two cheap scaling
    vectors, so the members stay different while their number barely changes the size of the model.

    Shape:
        Input:  (batch, members, features)
        Output: (batch, members, units)

    Args:
        units: int. Width of each member's output.
        members: int. How many networks ride on the shared kernel.
        activation: name, function or layer; None leaves the sums as they are.
        scale_initializer: where `r` starts. Random signs set the members apart before the first step; `"ones"` leaves
            them twins, unless an earlier layer has set them apart. None leaves `r` out: behind a MemberScale, which
            is the first layer's `r` already.
        output_scale_initializer: where `s` starts; None as `r` (ones where that is None). TabM takes `"ones"`.
        kernel_initializer: where the shared kernel starts.
        bias_initializer: where the biases start: drawn once, and the same for every member.

    Example:
        >>> layer = BatchEnsembleDense(units=4, members=8)
        >>> tuple(layer(ops.ones((2, 8, 3))).shape)
        (2, 8, 4)
        >>> layer.count_params()  # 3·4 shared + 8 · (3 + 4 + 4) owned
        100

    Derivative: ∂loss/∂W = Σ_i (r_i ∘ x_i) (s_i ∘ δ_i)ᵀ: every member teaches the shared kernel
    Use: for an ensemble on a table at the cost of one network; train on the mean of the members' losses.
    Misconception: "Members that share a kernel agree." Random signs alone make each read different sums of the inputs.
    Interview: Why does it matter that the loss is the mean of the losses, not the loss of the mean? — The loss of the
        mean lets members lean on each other's errors; each is then worse alone and they are less different.
    Reference: Wen, Tran and Ba, 2020, BatchEnsemble (arXiv:2002.06715).
    """

    def __init__(
        self,
        units,
        members,
        *,
        activation=None,
        scale_initializer="random_sign",
        output_scale_initializer=None,
        kernel_initializer="glorot_uniform",
        bias_initializer="zeros",
        **layer_options,
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
