"""Simple recurrent cell: a dense layer that also sees its own last output.

    h_t = f(W x_t + U h_(t−1) + b)

x_t is the input and h_t the state of step t, f the activation.
"""

import keras
from keras import ops

from dlfund import activations, initializers
from dlfund.registration import register


@register
class SimpleRNNCell(keras.layers.Layer):
    """One step of the plainest memory: what comes in now, and what was said a moment ago.

    The whole past has to fit through one squashed sum. Where that is too narrow, `GRUCell` and `LSTMCell` add gates.

    Shape:
        Input:  (batch, features), and the states: a list of one (batch, units), zeros where none is given
        Output: (batch, units), and the new states

    Args:
        units: int. Size of the memory.
        activation: name, function or layer. tanh keeps the memory in (−1, 1); ReLU lets it grow without bound.
        use_bias: bool.
        kernel_initializer: where W starts.
        recurrent_initializer: where U starts; orthogonal keeps a signal's length over many steps.
        bias_initializer: where b starts.

    Example:
        >>> output, states = SimpleRNNCell(4)(ops.ones((2, 3)), [ops.zeros((2, 4))])
        >>> tuple(output.shape), len(states)
        ((2, 4), 1)

    Derivative: ∂h_t/∂h_(t−1) = diag(f'(z_t)) U
    Use: to see what recurrence is; in practice prefer a gated cell beyond some ten steps.
    Misconception: "Its memory is the whole sequence." It is one vector, overwritten at every step.
    Interview: Why an orthogonal start for U? — All its singular values are 1, so at the start neither signal nor
        gradient shrinks or grows through the matrix.
    Reference: Elman, 1990, Finding structure in time (doi:10.1207/s15516709cog1402_1).
    """

    def __init__(
        self,
        units,
        *,
        activation="tanh",
        use_bias=True,
        kernel_initializer="glorot_uniform",
        recurrent_initializer="orthogonal",
        bias_initializer="zeros",
        **layer_options,
    ):
        super().__init__(**layer_options)
        if not isinstance(units, int) or units < 1:
            raise ValueError(f"Expected units to be a whole number above 0. Received: units={units!r}. Pass 1 or more.")
        self.units = units
        self.state_size = units
        self.activation = activations.get(activation)
        self.use_bias = use_bias
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.recurrent_initializer = initializers.get(recurrent_initializer)
        self.bias_initializer = initializers.get(bias_initializer)

    def build(self, x_shape, states_shape=None):
        features = x_shape[-1]
        self.kernel = self.add_weight(name="kernel", shape=(features, self.units), initializer=self.kernel_initializer)
        self.recurrent_kernel = self.add_weight(
            name="recurrent_kernel", shape=(self.units, self.units), initializer=self.recurrent_initializer
        )
        if self.use_bias:
            self.bias = self.add_weight(name="bias", shape=(self.units,), initializer=self.bias_initializer)

    def call(self, x, states=None):
        if states is None:
            states = [ops.zeros((ops.shape(x)[0], self.units), self.compute_dtype)]
        return self.step(self.project(x), states)

    def project(self, x):
        """What the inputs say, at any number of steps at once: W x + b."""
        projected = ops.matmul(x, self.kernel)  # (batch, ..., units)
        return projected + self.bias if self.use_bias else projected

    def step(self, projected, states):
        """What the memory adds: f(projected + U h)."""
        h = self.activation(projected + ops.matmul(states[0], self.recurrent_kernel))  # (batch, units)
        return h, [h]

    def compute_output_shape(self, x_shape, states_shape=None):
        state = (x_shape[0], self.units)
        return state, [state]

    def get_config(self):
        return {
            **super().get_config(),
            "units": self.units,
            "activation": activations.serialize(self.activation),
            "use_bias": self.use_bias,
            "kernel_initializer": initializers.serialize(self.kernel_initializer),
            "recurrent_initializer": initializers.serialize(self.recurrent_initializer),
            "bias_initializer": initializers.serialize(self.bias_initializer),
        }
