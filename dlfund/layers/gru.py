"""GRU layer: a gated memory, updated step by step along time.

    h_t = z_t ∘ h_(t−1) + (1 − z_t) ∘ c_t        t = 1..T        (gates: see GRUCell)

z_t is the update gate and c_t the candidate of step t.
"""

from typing import Unpack

from dlfund.core.arguments import ActivationLike
from dlfund.core.registration import register
from dlfund.layers.gru_cell import GRUCell
from dlfund.layers.options import RecurrentOptions
from dlfund.layers.own_cell import OwnCell


@register
class GRU(OwnCell):
    """Reads a sequence into one vector, with gates that decide what to keep: `Recurrent(GRUCell(units))`.

    Weights have Keras's layout, so `set_weights(keras_layer.get_weights())` copies a trained layer. On a GPU Keras's
    own GRU calls cuDNN's fused kernel where it can; this one is the formula, compiled.

    Shape:
        Input:  (batch, time, features)
        Output: (batch, units), the last step; with return_sequences (batch, time, units)

    Args:
        units: int. Size of the memory.
        activation: of the candidate.
        recurrent_activation: of the gates.
        reset_after: bool. See `GRUCell`.
        return_sequences: bool. Every step's output instead of the last.
        return_state: bool. The final state after the output.
        go_backwards: bool. Read from the end.
        stateful: bool. See `Recurrent`.
        unroll: bool. See `Recurrent`.
        use_bias, kernel_initializer, recurrent_initializer, bias_initializer, their regularizers and constraints,
            dropout, recurrent_dropout, seed: see `GRUCell`.

    Example:
        >>> from keras import ops
        >>> layer = GRU(4)
        >>> tuple(layer(ops.ones((2, 7, 3))).shape)
        (2, 4)
        >>> layer.count_params()  # 3 gates · (3·4 from inputs + 4·4 from memory + two biases of 4)
        108

    Derivative: ∂h_t/∂h_(t−1) contains diag(z_t): a path for the gradient without a matrix product
    Use: the first recurrent layer to try; smaller than an LSTM and about as good. As of 2026; attention or a
        state-space model instead for long sequences.
    Misconception: "A GRU is an LSTM with a gate left out." It also has no second state: its memory is its output.
    Interview: How many weights does it have? — 3 · (features · units + units² + 2 · units) with reset_after.
    Reference: Cho et al., 2014, Learning phrase representations using RNN encoder–decoder (arXiv:1406.1078), which
        resets before the product with U; reset_after is the variant of cuDNN.
    """

    cell_class = GRUCell

    def __init__(
        self,
        units: int,
        activation: ActivationLike = "tanh",
        recurrent_activation: ActivationLike = "sigmoid",
        use_bias: bool = True,
        *,
        reset_after: bool = True,
        **options: Unpack[RecurrentOptions],
    ):
        settings = activation, recurrent_activation, use_bias
        super().__init__(units, *settings, reset_after=reset_after, **options)
