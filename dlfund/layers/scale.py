"""Scale layer: one learned factor per feature.

    y_i = s_i · x_i        stored as s/f and multiplied by f, which makes it learn f times as fast under Adam

s is learned, one number per feature; f is the factor.
"""

from typing import Unpack

import keras

from dlfund.core.layer_options import LayerOptions
from dlfund.core.registration import register


@register
class Scale(keras.layers.Layer):
    """A vector that starts at one and learns how much each feature matters.

    As the first layer of a network on a table it is a soft choice of columns. Adam moves every weight by at most
    about the learning rate, whatever the weight's size; storing s/f makes s itself change f times as fast.

    Shape:
        Input:  (batch, ..., features)
        Output: the same

    Args:
        learning_rate_factor: float f above 0. How much faster than other weights the scale learns, under an optimizer
            whose step does not grow with the gradient (Adam and its relatives); under plain gradient descent it is f²
            times.

    Example:
        >>> from keras import ops
        >>> layer = Scale(learning_rate_factor=4.0)
        >>> ops.convert_to_numpy(layer(ops.array([[1.0, -2.0]]))).tolist()
        [[1.0, -2.0]]

    Derivative: ∂y_i/∂s_i = x_i
    Use: after scaling the columns of a table, before its first dense layer (RealMLP; factor 6).
    Misconception: "The next layer's kernel could do this, so it changes nothing." What can be represented stays the
        same; how fast a column's weight changes does not.
    Interview: How do you give one weight its own learning rate without touching the optimizer? — Store p/f and multiply
        by f in the forward pass.
    Reference: Holzmüller, Grinsztajn and Steinwart, 2024, Better by default (arXiv:2407.04491).
    """

    def __init__(self, *, learning_rate_factor: float = 1.0, **layer_options: Unpack[LayerOptions]):
        super().__init__(**layer_options)
        if not learning_rate_factor > 0:
            raise ValueError(
                f"Expected learning_rate_factor above 0. Received: {learning_rate_factor!r}. To keep the scale fixed, "
                "set trainable=False."
            )
        self.learning_rate_factor = learning_rate_factor
        self.supports_masking = True

    def build(self, input_shape):
        start = keras.initializers.Constant(1 / self.learning_rate_factor)
        self.scale = self.add_weight(name="scale", shape=(input_shape[-1],), initializer=start)

    def call(self, x):
        return x * (self.learning_rate_factor * self.scale)  # (batch, ..., features)

    def compute_output_shape(self, input_shape):
        return tuple(input_shape)

    def get_config(self):
        return {**super().get_config(), "learning_rate_factor": self.learning_rate_factor}
