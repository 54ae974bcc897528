"""GRU cell: a memory with gates that decide how much of it to keep.

    z = σ(W_zᵀx + b_z + U_zᵀh + b'_z)              update gate: how much to keep
    r = σ(W_rᵀx + b_r + U_rᵀh + b'_r)              reset gate: how much of the past to use
    c = tanh(W_cᵀx + b_c + r ∘ (U_cᵀh + b'_c))     candidate
    h_t = z ∘ h + (1 − z) ∘ c

σ is the sigmoid and ∘ multiplies entry by entry; W, U, b and b' are learned, separately for each gate. Kernels have a
row per input and a column per unit. This is the form with reset_after=True, the default; the paper's is at reset_after.
"""

from typing import Unpack

from keras import ops

from dlfund import activations
from dlfund.core.arguments import ActivationLike
from dlfund.core.registration import register
from dlfund.layers.cell import Cell
from dlfund.layers.options import CellOptions


@register
class GRUCell(Cell):
    """One step of a gated memory: two gates, one state.

    Where z is near 1 the state is copied unchanged, and so is its gradient: that is why it remembers longer than a
    simple cell, with a quarter fewer weights than an LSTM.

    Shape:
        Input:  (batch, features), and the states: a list of one (batch, units), zeros where none is given
        Output: (batch, units), and the new states

    Args:
        units: int. Size of the memory.
        activation: of the candidate.
        recurrent_activation: of the gates; it should stay within 0 and 1.
        use_bias: bool.
        kernel_initializer: initial values of all W.
        recurrent_initializer: initial values of all U.
        bias_initializer: initial values of all biases.
        dropout: float from 0 to below 1. The share of the inputs that is dropped in training, the same at every step.
        recurrent_dropout: float from 0 to below 1. The same for the memory that is multiplied by U.
        seed: int or None. Fixes what is dropped.
        reset_after: bool. True resets after the product with U (as above; what cuDNN computes, with a second bias
            inside); False resets before it, c = tanh(W_cᵀx + U_cᵀ(r ∘ h) + b_c), as first published.

    Example:
        >>> output, states = GRUCell(4)(ops.ones((2, 3)), [ops.zeros((2, 4))])
        >>> tuple(output.shape), len(states)
        ((2, 4), 1)

    Derivative: ∂h_t/∂h contains diag(z): a path along which the gradient is not multiplied by a matrix
    Use: for sequences where an LSTM's second state does not help; it is smaller and as good on most tasks. As of 2026;
        a task where the LSTM wins on your folds would change it.
    Misconception: "z = 1 means update." Here (as in Keras) z = 1 keeps the old state; half of the literature writes
        it the other way round.
    Interview: How does a GRU ease vanishing gradients? — The state is passed on by a weighted copy instead of a
        matrix and a saturating function.
    Reference: Cho et al., 2014, Learning phrase representations using RNN encoder–decoder (arXiv:1406.1078), which
        resets before the product with U; reset_after is the variant of cuDNN.
    """

    gates = 3

    def __init__(
        self,
        units: int,
        activation: ActivationLike = "tanh",
        recurrent_activation: ActivationLike = "sigmoid",
        use_bias: bool = True,
        *,
        reset_after: bool = True,
        **options: Unpack[CellOptions],
    ):
        super().__init__(units, activation, use_bias, **options)
        self.recurrent_activation = activations.get(recurrent_activation)
        self.reset_after = reset_after

    def build(self, x_shape, states_shape=None):
        self.build_kernels(x_shape[-1])
        # a reset that comes after the product scales a bias of its own: one for W x, one for U h
        width = self.gates * self.units  # z, r and the candidate, side by side
        shape = (2, width) if self.reset_after else (width,)
        self.bias = self.new_weight("bias", shape) if self.use_bias else None

    def project(self, x):
        """The inputs' contribution to the gates and the candidate, for any number of steps at once: W x + b."""
        projected = ops.matmul(x, self.kernel)  # (batch, ..., 3 · units)
        if not self.use_bias:
            return projected
        return projected + (self.bias[0] if self.reset_after else self.bias)

    def step(self, projected, states, memory_mask=None):
        """The new state from the projected inputs and the old state."""
        h = states[0]  # (batch, units)
        combine = self._reset_after if self.reset_after else self._reset_before
        z, candidate = combine(projected, h if memory_mask is None else h * memory_mask)
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

    def get_config(self):
        return {
            **super().get_config(),
            "recurrent_activation": activations.serialize(self.recurrent_activation),
            "reset_after": self.reset_after,
        }
