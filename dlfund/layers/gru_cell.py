"""GRU cell: a memory that decides how much of itself to keep.

    z = σ(W_z x + U_z h + b_z)                     update gate: how much to keep
    r = σ(W_r x + U_r h + b_r)                     reset gate: how much of the past to look at
    c = tanh(W_c x + b_c + r ∘ (U_c h + b'_c))     candidate
    h_t = z ∘ h + (1 − z) ∘ c

σ is the sigmoid and ∘ multiplies entry by entry; W, U and b are learned, for each gate its own.
"""

import keras
from keras import ops

from dlfund import activations, initializers
from dlfund.registration import register


@register
class GRUCell(keras.layers.Layer):
    """One step of a gated memory: two gates, one state.

    Where z is near 1 the state is copied on untouched, and so is its gradient: that is how it remembers longer than
    a simple cell, with a quarter fewer weights than an LSTM.

    Shape:
        Input:  (batch, features), and the states: a list of one (batch, units), zeros where none is given
        Output: (batch, units), and the new states

    Args:
        units: int. Size of the memory.
        activation: of the candidate.
        recurrent_activation: of the gates; it should stay within 0 and 1.
        use_bias: bool.
        kernel_initializer: where all W start.
        recurrent_initializer: where all U start.
        bias_initializer: where all biases start.
        reset_after: bool. True resets after the product with U (as above; what cuDNN computes, with a second bias
            inside); False resets before it, c = tanh(W_c x + U_c (r ∘ h) + b_c), as first published.

    Example:
        >>> output, states = GRUCell(4)(ops.ones((2, 3)), [ops.zeros((2, 4))])
        >>> tuple(output.shape), len(states)
        ((2, 4), 1)

    Derivative: ∂h_t/∂h contains diag(z): a road on which the gradient is not multiplied by a matrix
    Use: for sequences when an LSTM's second state brings nothing; it is smaller and as good on most tasks.
    Misconception: "z = 1 means update." Here (as in Keras) z = 1 keeps the old state; half of the literature writes
        it the other way round.
    Interview: How does a GRU ease vanishing gradients? — The state passes on through a weighted copy instead of a
        matrix and a squashing function.
    Reference: Cho et al., 2014, Learning phrase representations using RNN encoder–decoder (arXiv:1406.1078).
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
        reset_after=True,
        **layer_options,
    ):
        super().__init__(**layer_options)
        if not isinstance(units, int) or units < 1:
            raise ValueError(f"Expected units to be a whole number above 0. Received: units={units!r}. Pass 1 or more.")
        self.units = units
        self.state_size = units
        self.activation = activations.get(activation)
        self.recurrent_activation = activations.get(recurrent_activation)
        self.use_bias = use_bias
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.recurrent_initializer = initializers.get(recurrent_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.reset_after = reset_after

    def build(self, x_shape, states_shape=None):
        gates = 3 * self.units  # z, r and the candidate, side by side
        self.kernel = self.add_weight(name="kernel", shape=(x_shape[-1], gates), initializer=self.kernel_initializer)
        self.recurrent_kernel = self.add_weight(
            name="recurrent_kernel", shape=(self.units, gates), initializer=self.recurrent_initializer
        )
        if self.use_bias:
            # a reset that comes after the product scales a bias of its own: one for W x, one for U h
            shape = (2, gates) if self.reset_after else (gates,)
            self.bias = self.add_weight(name="bias", shape=shape, initializer=self.bias_initializer)

    def call(self, x, states=None):
        if states is None:
            states = [ops.zeros((ops.shape(x)[0], self.units), self.compute_dtype)]
        return self.step(self.project(x), states)

    def project(self, x):
        """What the inputs say to the gates and the candidate, at any number of steps at once: W x + b."""
        projected = ops.matmul(x, self.kernel)  # (batch, ..., 3 · units)
        if not self.use_bias:
            return projected
        return projected + (self.bias[0] if self.reset_after else self.bias)

    def step(self, projected, states):
        """The new state from the projected inputs and the old state."""
        h = states[0]  # (batch, units)
        combine = self._reset_after if self.reset_after else self._reset_before
        z, candidate = combine(projected, h)
        h = z * h + (1 - z) * candidate
        return h, [h]

    def _reset_after(self, projected, h):
        x_z, x_r, x_c = ops.split(projected, 3, axis=-1)
        memory = ops.matmul(h, self.recurrent_kernel)  # (batch, 3 · units)
        if self.use_bias:
            memory = memory + self.bias[1]
        h_z, h_r, h_c = ops.split(memory, 3, axis=-1)
        z = self.recurrent_activation(x_z + h_z)
        r = self.recurrent_activation(x_r + h_r)
        return z, self.activation(x_c + r * h_c)

    def _reset_before(self, projected, h):
        x_z, x_r, x_c = ops.split(projected, 3, axis=-1)
        u_z, u_r, u_c = ops.split(ops.convert_to_tensor(self.recurrent_kernel), 3, axis=-1)
        z = self.recurrent_activation(x_z + ops.matmul(h, u_z))
        r = self.recurrent_activation(x_r + ops.matmul(h, u_r))
        return z, self.activation(x_c + ops.matmul(r * h, u_c))

    def compute_output_shape(self, x_shape, states_shape=None):
        state = (x_shape[0], self.units)
        return state, [state]

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
            "reset_after": self.reset_after,
        }
