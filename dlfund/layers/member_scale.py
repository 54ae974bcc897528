"""Member scale: every member of an ensemble multiplies each feature by its own factor.

    y_i = r_i ∘ x        i = 1..k

r_i holds one number per feature; all columns of a feature (its embedding, its one-hot block) share
it.
"""

from collections.abc import Sequence
from typing import Unpack

import keras
from keras import ops

from dlfund import initializers
from dlfund.core.arguments import Initializer
from dlfund.core.layer_options import LayerOptions
from dlfund.core.registration import register


@register
class MemberScale(keras.layers.Layer):
    """Copies each row for `members` networks, multiplied by a random sign, or number, for each member and feature.

    It is the first layer of a TabM: the members can then share every other weight and still learn different
        things. One factor per feature scales a feature's embedding as a whole; one per column would distort it.

    Shape:
        Input:  (batch, features), or (batch, features, width) from a numeric embedding
        Output: (batch, members, features), or (batch, members, features · width)

    Args:
        members: int. How many networks get each row.
        widths: list of ints or None. For a flat input: how many columns each feature has, such as [1, 1, 3] for two
            numbers and a one-hot block of three. None: a feature is a column.
        scale_initializer: initial values of `r`. Random signs for plain columns; a normal distribution of standard
            deviation 1 after embeddings; `"ones"` leaves the members equal.

    Example:
        >>> layer = MemberScale(members=2, widths=[1, 2], scale_initializer="ones")
        >>> layer(ops.ones((5, 3))).shape == (5, 2, 3), layer.count_params()  # 2 members · 2 features
        (True, 4)

    Derivative: ∂y_i/∂x = r_i; ∂loss/∂r_i = the sum of δ_i ∘ x over a feature's columns
    Use: before the first layer of a batch ensemble; with plain dense layers after it, it is TabM-mini.
    Misconception: "Members need their own weights to differ." Flipping the sign of a few inputs is enough: with the
        same kernel they are then different networks.
    Interview: Why random signs and not small noise? — Flipped signs change the sums of a shared layer; factors near
        1 give members that soon agree.
    Reference: Gorishniy et al., 2025, TabM (arXiv:2410.24210).
    """

    def __init__(
        self,
        members: int,
        *,
        widths: Sequence[int] | None = None,
        scale_initializer: Initializer = "random_sign",
        **layer_options: Unpack[LayerOptions],
    ):
        super().__init__(**layer_options)
        if not isinstance(members, int) or members < 1:
            raise ValueError(f"Expected members to be a whole number above 0. Received: members={members!r}.")
        self.members = members
        self.widths = widths
        self.scale_initializer = initializers.get(scale_initializer)

    def build(self, input_shape):
        if len(input_shape) == 2 and self.widths is not None and sum(self.widths) != input_shape[-1]:
            raise ValueError(
                f"Expected widths that sum to the input's {input_shape[-1]} columns. Received: widths={self.widths}, "
                f"which sum to {sum(self.widths)}. Give one width per feature, in the order of the columns."
            )
        if (len(input_shape) == 3 and self.widths is not None) or len(input_shape) not in (2, 3):
            raise ValueError(
                "Expected input of shape (batch, features), or (batch, features, width) without widths. "
                f"Received: input_shape={tuple(input_shape)}, widths={self.widths}. Members are added by this layer."
            )
        features = input_shape[1] if self.widths is None else len(self.widths)
        self.r = self.add_weight(name="r", shape=(self.members, features), initializer=self.scale_initializer)

    def call(self, x):
        r = ops.convert_to_tensor(self.r)  # (members, features)
        if len(x.shape) == 3:
            y = x[:, None] * r[:, :, None]  # (batch, members, features, width)
            return ops.reshape(y, (-1, *self.compute_output_shape(x.shape)[1:]))
        if self.widths is not None:
            r = ops.take(r, self._feature_of_column(), axis=1)  # (members, columns)
        return x[:, None] * r  # (batch, members, columns)

    def _feature_of_column(self):
        return [feature for feature, width in enumerate(self.widths) for _ in range(width)]

    def compute_output_shape(self, input_shape):
        columns = input_shape[1] if len(input_shape) == 2 else input_shape[1] * input_shape[2]
        return (input_shape[0], self.members, columns)

    def get_config(self):
        return {
            **super().get_config(),
            "members": self.members,
            "widths": self.widths,
            "scale_initializer": initializers.serialize(self.scale_initializer),
        }
