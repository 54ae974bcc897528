"""LSTM layer: a memory with three gates, updated step by step along time.

    c_t = f_t ∘ c_(t−1) + i_t ∘ g_t
    h_t = o_t ∘ tanh(c_t)        t = 1..T        (gates: see LSTMCell)

f_t, i_t and o_t are the gates and g_t the candidate of step t.
"""

from typing import Unpack

from dlfund.core.arguments import ActivationLike
from dlfund.core.registration import register
from dlfund.layers.lstm_cell import LSTMCell
from dlfund.layers.options import RecurrentOptions
from dlfund.layers.own_cell import OwnCell


@register
class LSTM(OwnCell):
    """Reads a sequence into a memory that is added to instead of overwritten: `Recurrent(LSTMCell(units))`.

    Weights have Keras's layout, so `set_weights(keras_layer.get_weights())` copies a trained layer. On a GPU Keras's
    own LSTM calls cuDNN's fused kernel where it can; this one is the formula, compiled.

    Shape:
        Input:  (batch, time, features)
        Output: (batch, units), the last step; with return_sequences (batch, time, units)

    Args:
        units: int. Size of the memory.
        activation: of the candidate and of the cell state in the output.
        recurrent_activation: of the gates.
        unit_forget_bias: bool. See `LSTMCell`.
        return_sequences: bool. Every step's output instead of the last.
        return_state: bool. The final states h and c after the output.
        go_backwards: bool. Read from the end.
        stateful: bool. See `Recurrent`.
        unroll: bool. See `Recurrent`.
        use_bias, kernel_initializer, recurrent_initializer, bias_initializer, their regularizers and constraints,
            dropout, recurrent_dropout, seed: see `LSTMCell`.

    Example:
        >>> from keras import ops
        >>> output, h, c = LSTM(4, return_state=True)(ops.ones((2, 7, 3)))
        >>> tuple(output.shape), tuple(c.shape)
        ((2, 4), (2, 4))

    Derivative: ∂c_t/∂c_(t−1) = diag(f_t) along the cell state
    Use: for sequences with gaps of up to hundreds of steps between cause and effect, and where each step must be
        cheap. In 2026 text and long sequences are left to attention and state-space models; measure both where rows
        are few.
    Misconception: "An LSTM can't have vanishing gradients." Along the cell state they shrink by the forget gates; and
        exploding ones still need clipping.
    Interview: What is the difference between h and c? — c is the cell's memory, h the output that the next layer and
        the cell's own gates get.
    Reference: Hochreiter and Schmidhuber, 1997, Long short-term memory (doi:10.1162/neco.1997.9.8.1735); the forget
        gate: Gers, Schmidhuber and Cummins, 2000, Learning to forget (doi:10.1162/089976600300015015).
    """

    cell_class = LSTMCell

    def __init__(
        self,
        units: int,
        activation: ActivationLike = "tanh",
        recurrent_activation: ActivationLike = "sigmoid",
        use_bias: bool = True,
        *,
        unit_forget_bias: bool = True,
        **options: Unpack[RecurrentOptions],
    ):
        settings = activation, recurrent_activation, use_bias
        super().__init__(units, *settings, unit_forget_bias=unit_forget_bias, **options)
