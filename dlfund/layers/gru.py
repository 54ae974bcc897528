"""GRU layer: a gated memory, walked along time.

    h_t = z_t ∘ h_(t−1) + (1 − z_t) ∘ c_t        t = 1..T        (gates: see GRUCell)

z_t is the update gate and c_t the candidate of step t.
"""

from dlfund import activations
from dlfund.layers.gru_cell import GRUCell
from dlfund.layers.recurrent import Recurrent
from dlfund.registration import register


@register
class GRU(Recurrent):
    """A sequence read into one vector that keeps what its gates let it keep: `Recurrent(GRUCell(units))`.

    Weights have Keras's layout, so `set_weights(keras_layer.get_weights())` copies a trained layer. On a GPU Keras's
    own GRU calls cuDNN's fused kernel where it can; this one is the formula, compiled.

    Shape:
        Input:  (batch, time, features)
        Output: (batch, units), the last step; with return_sequences (batch, time, units)

    Args:
        units: int. Size of the memory.
        activation: of the candidate. For other starts, or no bias, give `Recurrent` a cell of your own.
        recurrent_activation: of the gates.
        reset_after: bool. See `GRUCell`.
        return_sequences: bool. Every step's output instead of the last.
        return_state: bool. The final state after the output.
        go_backwards: bool. Read from the end.

    Example:
        >>> from keras import ops
        >>> layer = GRU(4)
        >>> tuple(layer(ops.ones((2, 7, 3))).shape)
        (2, 4)
        >>> layer.count_params()  # 3 gates · (3·4 from inputs + 4·4 from memory + two biases of 4)
        108

    Derivative: ∂h_t/∂h_(t−1) contains diag(z_t): the gradient's way back without a matrix
    Use: the first recurrent layer to try; smaller than an LSTM and about as good.
    Misconception: "A GRU is an LSTM with a gate left out." It also has no second state: what it remembers, it shows.
    Interview: How many weights has it? — 3 · (features · units + units² + 2 · units) with reset_after.
    Reference: Cho et al., 2014, Learning phrase representations using RNN encoder–decoder (arXiv:1406.1078).
    """

    def __init__(
        self,
        units,
        *,
        activation="tanh",
        recurrent_activation="sigmoid",
        reset_after=True,
        return_sequences=False,
        return_state=False,
        go_backwards=False,
        **layer_options,
    ):
        super().__init__(
            GRUCell(
                units,
                activation=activation,
                recurrent_activation=recurrent_activation,
                reset_after=reset_after,
                dtype=layer_options.get("dtype"),
            ),
            return_sequences=return_sequences,
            return_state=return_state,
            go_backwards=go_backwards,
            **layer_options,
        )

    def get_config(self):
        config = super().get_config()
        del config["cell"]
        return {
            **config,
            "units": self.cell.units,
            "activation": activations.serialize(self.cell.activation),
            "recurrent_activation": activations.serialize(self.cell.recurrent_activation),
            "reset_after": self.cell.reset_after,
        }
