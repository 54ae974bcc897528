"""LSTM cell: a memory behind three gates.

    i = σ(W_i x + U_i h + b_i)         input gate: what to write
    f = σ(W_f x + U_f h + b_f)         forget gate: what to keep
    o = σ(W_o x + U_o h + b_o)         output gate: what to show
    g = tanh(W_g x + U_g h + b_g)      candidate
    c_t = f ∘ c + i ∘ g
    h_t = o ∘ tanh(c_t)

σ is the sigmoid and ∘ multiplies entry by entry; W, U and b are learned, for each gate its own.
"""

import keras
from keras import ops

from dlfund import activations, initializers
from dlfund.registration import register


@register
class LSTMCell(keras.layers.Layer):
    """One step of a memory that is added to, not overwritten: two states, three gates.

    The carry c is what is remembered, h what is shown of it. As c is changed by a sum, a gradient can run back along
    it for hundreds of steps where f stays near 1.

    Shape:
        Input:  (batch, features), and the states: a list [h, c] of two (batch, units), zeros where none is given
        Output: (batch, units), and the new states

    Args:
        units: int. Size of the memory.
        activation: of the candidate and of the carry as it is shown.
        recurrent_activation: of the gates; it should stay within 0 and 1.
        use_bias: bool.
        kernel_initializer: where all W start.
        recurrent_initializer: where all U start.
        bias_initializer: where the biases start.
        unit_forget_bias: bool. True starts b_f at 1, so that the cell remembers before it has learned to.

    Example:
        >>> output, (h, c) = LSTMCell(4)(ops.ones((2, 3)), [ops.zeros((2, 4)), ops.zeros((2, 4))])
        >>> tuple(output.shape), tuple(c.shape)
        ((2, 4), (2, 4))

    Derivative: ∂c_t/∂c = diag(f) along the carry
    Use: for sequences with long gaps between cause and effect.
    Misconception: "The gates open or close." They are numbers between 0 and 1, different for every unit and step.
    Interview: Why start the forget bias at 1? — At 0 half of the memory is lost every step before anything is learned,
        so far-away causes send no gradient at all.
    Reference: Hochreiter and Schmidhuber, 1997, Long short-term memory (doi:10.1162/neco.1997.9.8.1735).
    """

    def __init__(
        self,
        units,
        *,
        activation="tanh",
        recurrent_activation="sigmoid",
        use_bias=True,
        kernel_initializer="glorot_uniform",
        recurrent_initializer="orthogonal",
        bias_initializer="zeros",
        unit_forget_bias=True,
        **layer_options,
    ):
        super().__init__(**layer_options)
        if not isinstance(units, int) or units < 1:
            raise ValueError(f"Expected units to be a whole number above 0. Received: units={units!r}. Pass 1 or more.")
        self.units = units
        self.state_size = [units, units]
        self.activation = activations.get(activation)
        self.recurrent_activation = activations.get(recurrent_activation)
        self.use_bias = use_bias
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.recurrent_initializer = initializers.get(recurrent_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.unit_forget_bias = unit_forget_bias

    def build(self, x_shape, states_shape=None):
        gates = 4 * self.units  # i, f, g and o, side by side
        self.kernel = self.add_weight(name="kernel", shape=(x_shape[-1], gates), initializer=self.kernel_initializer)
        self.recurrent_kernel = self.add_weight(
            name="recurrent_kernel", shape=(self.units, gates), initializer=self.recurrent_initializer
        )
        if self.use_bias:
            self.bias = self.add_weight(name="bias", shape=(gates,), initializer=self._start_of_bias)

    def _start_of_bias(self, shape, dtype=None):
        start = self.bias_initializer(shape, dtype=dtype)
        if not self.unit_forget_bias:
            return start
        forget = (ops.arange(shape[0]) // self.units) == 1  # the second of the four gates
        return ops.where(forget, ops.ones_like(start), start)

    def call(self, x, states=None):
        if states is None:
            states = [ops.zeros((ops.shape(x)[0], self.units), self.compute_dtype)] * 2
        return self.step(self.project(x), states)

    def project(self, x):
        """What the inputs say to the gates and the candidate, at any number of steps at once: W x + b."""
        projected = ops.matmul(x, self.kernel)  # (batch, ..., 4 · units)
        return projected + self.bias if self.use_bias else projected

    def step(self, projected, states):
        """The new states from the projected inputs and the old states."""
        h, c = states  # each (batch, units)
        i, f, g, o = ops.split(projected + ops.matmul(h, self.recurrent_kernel), 4, axis=-1)
        c = self.recurrent_activation(f) * c + self.recurrent_activation(i) * self.activation(g)
        h = self.recurrent_activation(o) * self.activation(c)
        return h, [h, c]

    def compute_output_shape(self, x_shape, states_shape=None):
        state = (x_shape[0], self.units)
        return state, [state, state]

    def get_config(self):
        return {
            **super().get_config(),
            "units": self.units,
            "activation": activations.serialize(self.activation),
            "recurrent_activation": activations.serialize(self.recurrent_activation),
            "use_bias": self.use_bias,
            "kernel_initializer": initializers.serialize(self.kernel_initializer),
            "recurrent_initializer": initializers.serialize(self.recurrent_initializer),
            "bias_initializer": initializers.serialize(self.bias_initializer),
            "unit_forget_bias": self.unit_forget_bias,
        }
