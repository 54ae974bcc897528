"""Simple recurrent layer: the simplest memory, updated step by step along time.

    h_t = f(Wᵀx_t + Uᵀh_(t−1) + b)        t = 1..T

f is the activation; W, U and b are the same at every step. Kernels have a row per input and a column per unit.
"""

from typing import Unpack

from dlfund.core.arguments import ActivationLike
from dlfund.core.registration import register
from dlfund.layers.options import RecurrentOptions
from dlfund.layers.own_cell import OwnCell
from dlfund.layers.simple_rnn_cell import SimpleRNNCell


@register
class SimpleRNN(OwnCell):
    """Reads a sequence step by step into one vector: `Recurrent(SimpleRNNCell(units))` under its usual name.

    Weights have Keras's layout, so `set_weights(keras_layer.get_weights())` copies a trained layer.

    Shape:
        Input:  (batch, time, features)
        Output: (batch, units), the last step; with return_sequences (batch, time, units)

    Args:
        units: int. Size of the memory.
        activation: name, function or layer.
        return_sequences: bool. Every step's output instead of the last.
        return_state: bool. The final state after the output.
        go_backwards: bool. Read from the end.
        stateful: bool. See `Recurrent`.
        unroll: bool. See `Recurrent`.
        use_bias, kernel_initializer, recurrent_initializer, bias_initializer, their regularizers and constraints,
            dropout, recurrent_dropout, seed: see `SimpleRNNCell`.

    Example:
        >>> from keras import ops
        >>> layer = SimpleRNN(4)
        >>> tuple(layer(ops.ones((2, 7, 3))).shape)
        (2, 4)

    Derivative: ∂h_T/∂h_t = the product of diag(f'(z_s)) Uᵀ over s = t+1..T, the last step leftmost
    Use: to learn what recurrence is, and for sequences of about ten steps.
    Misconception: "A longer sequence needs more weights." The weights are shared by all steps.
    Interview: Why is tanh, not ReLU, the default here? — The same function is applied T times; a bounded one keeps the
        state bounded.
    Reference: Elman, 1990, Finding structure in time (doi:10.1207/s15516709cog1402_1).
    """

    cell_class = SimpleRNNCell

    def __init__(
        self,
        units: int,
        activation: ActivationLike = "tanh",
        use_bias: bool = True,
        **options: Unpack[RecurrentOptions],
    ):
        super().__init__(units, activation, use_bias, **options)
