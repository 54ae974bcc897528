"""Member dense: one dense layer for all members of an ensemble, each with its own factor for every feature.

    y_i = f((r_i ∘ x) W + b)  =  f(Σ_j r_ij · x_j W_j + b)        i = 1..k members, j = 1..d features

x_j are the columns of feature j, and W_j the rows of W that belong to them: x_j W_j is computed once for all
members.
"""

from collections.abc import Sequence
from typing import Unpack

import keras
from keras import ops

from dlfund import activations, initializers
from dlfund.core.arguments import ActivationLike, Initializer
from dlfund.core.layer_options import LayerOptions
from dlfund.core.registration import register
from dlfund.layers.whole_numbers import check_whole


@register
class MemberDense(keras.layers.Layer):
    """`MemberScale` and the dense layer after it, with a fraction of their products.

    A member's factor is the same for all columns of a feature, so it can be applied after their product with the
    kernel: with k members and features of w columns, w + k products replace w · k. For sixteen members and
    embeddings of sixteen columns that is an eighth.

    This is done for the first features that have the same number of columns, above one; the features after them,
    and single columns, are computed by the first form.

    Shape:
        Input:  (batch, columns)
        Output: (batch, members, units)

    Args:
        units: int. Width of the output.
        members: int. How many networks ride on one row.
        widths: list of ints or None. How many columns each feature has, such as [16, 16, 3] for two embedded numbers
            and a one-hot block of three. None: a feature is a column.
        activation: name, function or layer; None leaves the sums as they are.
        scale_initializer: initial values of `r`, as in `MemberScale`.
        kernel_initializer: initial values of W.
        bias_initializer: initial values of b.

    Example:
        >>> layer = MemberDense(4, members=2, widths=[2, 2, 1])
        >>> tuple(layer(ops.ones((5, 5))).shape), layer.count_params()  # 2 · 3 + 5 · 4 + 4
        ((5, 2, 4), 30)

    Derivative: ∂loss/∂r_ij = δ_i · x_j W_j
    Use: as the first layer of a TabM-mini, after the embeddings of its numbers. As of 2026; a stronger ensemble of the
        same cost would change it.
    Misconception: "Sixteen networks cost sixteen times one." What they share is computed once, where the algebra
        allows it.
    Interview: Why can r_ij be moved out of the sum over a feature's columns? — It is the same factor in every
        term.
    Reference: Gorishniy et al., 2025, TabM (arXiv:2410.24210), for the layer; the order of its products is ours.
    """

    def __init__(
        self,
        units: int,
        members: int,
        *,
        widths: Sequence[int] | None = None,
        activation: ActivationLike = None,
        scale_initializer: Initializer = "random_sign",
        kernel_initializer: Initializer = "glorot_uniform",
        bias_initializer: Initializer = "zeros",
        **layer_options: Unpack[LayerOptions],
    ):
        super().__init__(**layer_options)
        check_whole(units=units, members=members)
        self.units = units
        self.members = members
        self.widths = widths
        self.activation = activations.get(activation)
        self.scale_initializer = initializers.get(scale_initializer)
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_initializer = initializers.get(bias_initializer)

    def build(self, input_shape):
        if len(input_shape) != 2:
            raise ValueError(
                f"Expected input of shape (batch, columns). Received: input_shape={tuple(input_shape)}. "
                "Flatten embeddings first and say in widths how many columns each has."
            )
        columns = input_shape[-1]
        widths = [1] * columns if self.widths is None else self.widths
        if sum(widths) != columns:
            raise ValueError(
                f"Expected widths that sum to the input's {columns} columns. Received: widths={self.widths}, which sum "
                f"to {sum(widths)}. Give one width per feature, in the order of the columns."
            )
        self.r = self.add_weight(name="r", shape=(self.members, len(widths)), initializer=self.scale_initializer)
        self.kernel = self.add_weight(name="kernel", shape=(columns, self.units), initializer=self.kernel_initializer)
        self.bias = self.add_weight(name="bias", shape=(self.units,), initializer=self.bias_initializer)
        self._alike = 0 if widths[0] == 1 else next((j for j, w in enumerate(widths) if w != widths[0]), len(widths))
        self._feature_of_column = [j for j, w in enumerate(widths[self._alike :]) for _ in range(w)]
        if isinstance(self.activation, keras.layers.Layer):  # an activation that learns
            self.activation.build(self.compute_output_shape(input_shape))

    def call(self, x):
        r, kernel = ops.convert_to_tensor(self.r), ops.convert_to_tensor(self.kernel)
        split = x.shape[-1] - len(self._feature_of_column)
        z = ops.convert_to_tensor(self.bias)
        if split:
            z = z + self._products_first(x[:, :split], r[:, : self._alike], kernel[:split])
        if self._feature_of_column:
            of_columns = ops.take(r[:, self._alike :], self._feature_of_column, axis=1)  # (members, columns)
            z = z + ops.matmul(x[:, None, split:] * of_columns, kernel[split:])
        return self.activation(z)  # (batch, members, units)

    def _products_first(self, x, r, kernel):
        members, features = r.shape
        x = ops.reshape(x, (-1, features, x.shape[-1] // features))  # (batch, features, width)
        kernel = ops.reshape(kernel, (features, -1, self.units))
        products = ops.einsum("bfw,fwu->fbu", x, kernel)  # what every member adds up
        z = ops.matmul(r, ops.reshape(products, (features, -1)))
        return ops.transpose(ops.reshape(z, (members, -1, self.units)), (1, 0, 2))

    def compute_output_shape(self, input_shape):
        return (input_shape[0], self.members, self.units)

    def get_config(self):
        return {
            **super().get_config(),
            "units": self.units,
            "members": self.members,
            "widths": self.widths,
            "activation": activations.serialize(self.activation),
            "scale_initializer": initializers.serialize(self.scale_initializer),
            "kernel_initializer": initializers.serialize(self.kernel_initializer),
            "bias_initializer": initializers.serialize(self.bias_initializer),
        }
