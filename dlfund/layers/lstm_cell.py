"""LSTM cell: a memory with three gates.

    i = σ(W_iᵀx + U_iᵀh + b_i)         input gate: what to write
    f = σ(W_fᵀx + U_fᵀh + b_f)         forget gate: what to keep
    o = σ(W_oᵀx + U_oᵀh + b_o)         output gate: what to output
    g = tanh(W_gᵀx + U_gᵀh + b_g)      candidate
    c_t = f ∘ c + i ∘ g
    h_t = o ∘ tanh(c_t)

σ is the sigmoid and ∘ multiplies entry by entry; W, U and b are learned, separately for each gate. Kernels have a row
per input and a column per unit.
"""

from typing import Unpack

from keras import ops

from dlfund import activations
from dlfund.core.arguments import ActivationLike
from dlfund.core.registration import register
from dlfund.layers.cell import Cell
from dlfund.layers.options import CellOptions


@register
class LSTMCell(Cell):
    """One step of a memory that is added to, not overwritten: two states, three gates.

    The cell state c is the memory, h the part of it that is output. As c is changed by a sum, a gradient can pass
    back along it for hundreds of steps where f stays near 1.

    Shape:
        Input:  (batch, features), and the states: a list [h, c] of two (batch, units), zeros where none is given
        Output: (batch, units), and the new states

    Args:
        units: int. Size of the memory.
        activation: of the candidate and of the cell state in the output.
        recurrent_activation: of the gates; it should stay within 0 and 1.
        use_bias: bool.
        kernel_initializer: initial values of all W.
        recurrent_initializer: initial values of all U.
        bias_initializer: initial values of the biases.
        unit_forget_bias: bool. True starts b_f at 1, so that the cell remembers from the start of
            training.
        dropout: float from 0 to below 1. The share of the inputs that is dropped in training, the same at every step.
        recurrent_dropout: float from 0 to below 1. The same for the memory that is multiplied by U.
        seed: int or None. Fixes what is dropped.

    Example:
        >>> output, (h, c) = LSTMCell(4)(ops.ones((2, 3)), [ops.zeros((2, 4)), ops.zeros((2, 4))])
        >>> tuple(output.shape), tuple(c.shape)
        ((2, 4), (2, 4))

    Derivative: ∂c_t/∂c = diag(f) along the cell state
    Use: for sequences with gaps of up to hundreds of steps between cause and effect, and where each step must be
        cheap. In 2026 text and long sequences are left to attention and state-space models; measure both where rows
        are few.
    Misconception: "All three gates are from 1997." That cell had an input and an output gate and kept c unchanged;
        the forget gate came in 2000.
    Interview: Why start the forget bias at 1? — At 0 half of the memory is lost at every step before anything is
        learned, so causes far in the past get almost no gradient.
    Reference: Hochreiter and Schmidhuber, 1997, Long short-term memory (doi:10.1162/neco.1997.9.8.1735); the forget
        gate: Gers, Schmidhuber and Cummins, 2000, Learning to forget (doi:10.1162/089976600300015015); its bias of 1:
        Jozefowicz, Zaremba and Sutskever, 2015, An empirical exploration of recurrent network architectures
        (proceedings.mlr.press/v37/jozefowicz15).
    """

    gates = 4

    def __init__(
        self,
        units: int,
        activation: ActivationLike = "tanh",
        recurrent_activation: ActivationLike = "sigmoid",
        use_bias: bool = True,
        *,
        unit_forget_bias: bool = True,
        **options: Unpack[CellOptions],
    ):
        super().__init__(units, activation, use_bias, **options)
        self.state_size = [units, units]
        self.recurrent_activation = activations.get(recurrent_activation)
        self.unit_forget_bias = unit_forget_bias

    def build(self, x_shape, states_shape=None):
        self.build_kernels(x_shape[-1])
        width = self.gates * self.units  # i, f, g and o, side by side
        self.bias = self.new_weight("bias", (width,), initializer=self._start_of_bias) if self.use_bias else None

    def _start_of_bias(self, shape, dtype=None):
        start = self.bias_initializer(shape, dtype=dtype)
        if not self.unit_forget_bias:
            return start
        forget = (ops.arange(shape[0]) // self.units) == 1  # the second of the four gates
        return ops.where(forget, ops.ones_like(start), start)

    def project(self, x):
        """The inputs' contribution to the gates and the candidate, for any number of steps at once: W x + b."""
        projected = ops.matmul(x, self.kernel)  # (batch, ..., 4 · units)
        return projected + self.bias if self.use_bias else projected

    def step(self, projected, states, memory_mask=None):
        """The new states from the projected inputs and the old states."""
        h, c = states  # each (batch, units)
        h = h if memory_mask is None else h * memory_mask
        i, f, g, o = ops.split(projected + ops.matmul(h, self.recurrent_kernel), 4, axis=-1)
        c = self.recurrent_activation(f) * c + self.recurrent_activation(i) * self.activation(g)
        h = self.recurrent_activation(o) * self.activation(c)
        return h, [h, c]

    def get_config(self):
        return {
            **super().get_config(),
            "recurrent_activation": activations.serialize(self.recurrent_activation),
            "unit_forget_bias": self.unit_forget_bias,
        }
