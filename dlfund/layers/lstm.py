"""LSTM layer: a memory behind three gates, walked along time.

    c_t = f_t ∘ c_(t−1) + i_t ∘ g_t
    h_t = o_t ∘ tanh(c_t)        t = 1..T        (gates: see LSTMCell)

f_t, i_t and o_t are the gates and g_t the candidate of step t.
"""

from dlfund import activations
from dlfund.layers.lstm_cell import LSTMCell
from dlfund.layers.recurrent import Recurrent
from dlfund.registration import register


@register
class LSTM(Recurrent):
    """A sequence read into a memory that is added to instead of overwritten: `Recurrent(LSTMCell(units))`.

    Weights have Keras's layout, so `set_weights(keras_layer.get_weights())` copies a trained layer. On a GPU Keras's
    own LSTM calls cuDNN's fused kernel where it can; this one is the formula, compiled.

    Shape:
        Input:  (batch, time, features)
        Output: (batch, units), the last step; with return_sequences (batch, time, units)

    Args:
        units: int. Size of the memory.
        activation: of the candidate and of the carry as it is shown. For other starts, or no bias, give `Recurrent`
            a cell of your own.
        recurrent_activation: of the gates.
        unit_forget_bias: bool. See `LSTMCell`.
        return_sequences: bool. Every step's output instead of the last.
        return_state: bool. The final states h and c after the output.
        go_backwards: bool. Read from the end.

    Example:
        >>> from keras import ops
        >>> output, h, c = LSTM(4, return_state=True)(ops.ones((2, 7, 3)))
        >>> tuple(output.shape), tuple(c.shape)
        ((2, 4), (2, 4))

    Derivative: ∂c_t/∂c_(t−1) = diag(f_t) along the carry
    Use: for sequences with long gaps between cause and effect.
    Misconception: "An LSTM can't have vanishing gradients." Along the carry they fade as fast as the forget gates say;
        and exploding ones still need clipping.
    Interview: What is the difference between h and c? — c is what the cell remembers, h what it shows to the next
        layer and to its own gates.
    Reference: Hochreiter and Schmidhuber, 1997, Long short-term memory (doi:10.1162/neco.1997.9.8.1735).
    """

    def __init__(
        self,
        units,
        *,
        activation="tanh",
        recurrent_activation="sigmoid",
        unit_forget_bias=True,
        return_sequences=False,
        return_state=False,
        go_backwards=False,
        **layer_options,
    ):
        super().__init__(
            LSTMCell(
                units,
                activation=activation,
                recurrent_activation=recurrent_activation,
                unit_forget_bias=unit_forget_bias,
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
            "unit_forget_bias": self.cell.unit_forget_bias,
        }
