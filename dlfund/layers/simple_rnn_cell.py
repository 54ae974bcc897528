"""Simple recurrent cell: a dense layer that also gets its own previous output.

    h_t = f(Wᵀx_t + Uᵀh_(t−1) + b)

x_t is the input and h_t the state of step t, f the activation. Kernels have a row per input and a column per unit.
"""

from keras import ops

from dlfund.core.registration import register
from dlfund.layers.cell import Cell


@register
class SimpleRNNCell(Cell):
    """One step of the simplest memory: it combines the current input with the previous output.

    The whole past has to pass through one activation at every step. Where that is too restrictive, `GRUCell` and
    `LSTMCell` add gates.

    Shape:
        Input:  (batch, features), and the states: a list of one (batch, units), zeros where none is given
        Output: (batch, units), and the new states

    Args:
        units: int. Size of the memory.
        activation: name, function or layer. tanh keeps the memory in (−1, 1); ReLU lets it grow without bound.
        use_bias: bool.
        kernel_initializer: initial values of W.
        recurrent_initializer: initial values of U; an orthogonal U preserves a signal's length over many
            steps.
        bias_initializer: initial values of b.
        dropout: float from 0 to below 1. The share of the inputs that is dropped in training, the same at every step.
        recurrent_dropout: float from 0 to below 1. The same for the memory that is multiplied by U.
        seed: int or None. Fixes what is dropped.

    Example:
        >>> output, states = SimpleRNNCell(4)(ops.ones((2, 3)), [ops.zeros((2, 4))])
        >>> tuple(output.shape), len(states)
        ((2, 4), 1)

    Derivative: ∂h_t/∂h_(t−1) = diag(f'(z_t)) Uᵀ; ∂h_t/∂x_t = diag(f'(z_t)) Wᵀ
    Use: to learn what recurrence is; in practice prefer a gated cell beyond about ten steps. As of 2026; linear
        recurrences (state-space models) are another matter.
    Misconception: "Its memory is the whole sequence." It is one vector, overwritten at every step.
    Interview: Why initialise U as an orthogonal matrix? — All its singular values are 1, so at the start neither
        signal nor gradient shrinks or grows through the matrix.
    Reference: Elman, 1990, Finding structure in time (doi:10.1207/s15516709cog1402_1).
    """

    def build(self, x_shape, states_shape=None):
        self.build_kernels(x_shape[-1])
        self.bias = self.new_weight("bias", (self.units,)) if self.use_bias else None

    def project(self, x):
        """The inputs' contribution, for any number of steps at once: W x + b."""
        projected = ops.matmul(x, self.kernel)  # (batch, ..., units)
        return projected + self.bias if self.use_bias else projected

    def step(self, projected, states, memory_mask=None):
        """The new state: f(projected + U h)."""
        memory = states[0] if memory_mask is None else states[0] * memory_mask  # (batch, units)
        h = self.activation(projected + ops.matmul(memory, self.recurrent_kernel))
        return h, [h]
