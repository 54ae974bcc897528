"""Member heads: every member of an ensemble has its own output layer.

    y_i = f(W_iᵀ x_i + b_i)        i = 1..k

W_i, with a row per input and a column per unit, and b_i belong to member i alone.
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
class MemberHeads(keras.layers.Layer):
    """`members` separate dense layers side by side, each for its own member.

    Shared layers make members cheap; with its own head, each member makes its own prediction.

    Shape:
        Input:  (batch, members, features)
        Output: (batch, members, units), or (batch, units) while predicting

    Args:
        units: int. Width of each head: 1 for a number or a yes-or-no question, the number of classes otherwise.
        members: int. How many heads.
        activation: name, function or layer; None gives logits.
        kernel_initializer: initial values of every kernel; each head is drawn separately.
        bias_initializer: initial values of the biases.
        mean_in_prediction: bool. Whether to output the members' mean outside training; with an activation that is
            the mean of their probabilities. `losses.MeanOfMembers` has the same argument.

    Example:
        >>> layer = MemberHeads(units=2, members=8)
        >>> tuple(layer(ops.ones((5, 8, 3))).shape)
        (5, 8, 2)
        >>> layer.count_params()  # 8 · (3·2 + 2)
        64

    Derivative: with δ_i = f'(z_i) ∘ ∂loss/∂y_i: ∂loss/∂W_i = x_i δ_iᵀ; ∂loss/∂x_i = W_i δ_i: a head's gradient does
        not depend on the other heads' errors
    Use: at the end of a batch ensemble, with a mean-of-members loss; predict the mean of the members' probabilities.
    Misconception: "Average the logits, then take the softmax." The mean of probabilities is the ensemble's prediction,
        uncertain where members disagree; in a mean of logits one very confident member outvotes the others.
    Interview: How do k heads differ from one head of k · units outputs? — There every output uses all features; here
        head i uses only member i's.
    Reference: Gorishniy et al., 2025, TabM (arXiv:2410.24210).
    """

    def __init__(
        self,
        units: int,
        members: int,
        *,
        activation: ActivationLike = None,
        kernel_initializer: Initializer = "lecun_uniform",
        bias_initializer: Initializer = "zeros",
        mean_in_prediction: bool = False,
        **layer_options: Unpack[LayerOptions],
    ):
        super().__init__(**layer_options)
        check_whole(units=units, members=members)
        self.units = units
        self.members = members
        self.activation = activations.get(activation)
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.mean_in_prediction = mean_in_prediction

    def build(self, input_shape):
        if len(input_shape) != 3 or input_shape[1] != self.members:
            raise ValueError(
                f"Expected input of shape (batch, members={self.members}, features). "
                f"Received: input_shape={tuple(input_shape)}. "
                "Heads come after layers that keep the members apart, such as BatchEnsembleDense."
            )
        shape = (self.members, input_shape[-1], self.units)
        self.kernel = self.add_weight(name="kernel", shape=shape, initializer=self._start_of_kernel)
        self.bias = self.add_weight(name="bias", shape=(self.members, self.units), initializer=self.bias_initializer)
        if isinstance(self.activation, keras.layers.Layer):  # an activation that learns
            self.activation.build((*input_shape[:-1], self.units))

    def _start_of_kernel(self, shape, dtype=None):
        # drawn as one (features, members · units) matrix, so that its fan-in is one head's
        members, features, units = shape
        wide = self.kernel_initializer((features, members * units), dtype=dtype)
        return ops.transpose(ops.reshape(wide, (features, members, units)), (1, 0, 2))

    def call(self, x, training=False):
        z = ops.einsum("bmf,mfu->bmu", x, self.kernel) + self.bias  # (batch, members, units)
        y = self.activation(z)
        return ops.mean(y, axis=1) if self.mean_in_prediction and not training else y

    def compute_output_shape(self, input_shape):
        return (input_shape[0], self.units) if self.mean_in_prediction else (*input_shape[:-1], self.units)

    def get_config(self):
        return {
            **super().get_config(),
            "units": self.units,
            "members": self.members,
            "activation": activations.serialize(self.activation),
            "kernel_initializer": initializers.serialize(self.kernel_initializer),
            "bias_initializer": initializers.serialize(self.bias_initializer),
            "mean_in_prediction": self.mean_in_prediction,
        }
