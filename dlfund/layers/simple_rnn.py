"""Simple recurrent layer: the plainest memory, walked along time.

    h_t = f(W x_t + U h_(t−1) + b)        t = 1..T

f is the activation; W, U and b are the same at every step.
"""

from dlfund import activations
from dlfund.layers.recurrent import Recurrent
from dlfund.layers.simple_rnn_cell import SimpleRNNCell
from dlfund.registration import register


@register
class SimpleRNN(Recurrent):
    """A sequence read step by step into one vector: `Recurrent(SimpleRNNCell(units))` by its usual name.

    Weights have Keras's layout, so `set_weights(keras_layer.get_weights())` copies a trained layer.

    Shape:
        Input:  (batch, time, features)
        Output: (batch, units), the last step; with return_sequences (batch, time, units)

    Args:
        units: int. Size of the memory.
        activation: of every step. For other starts, or none of the bias, give `Recurrent` a cell of your own.
        return_sequences: bool. Every step's output instead of the last.
        return_state: bool. The final state after the output.
        go_backwards: bool. Read from the end.

    Example:
        >>> from keras import ops
        >>> layer = SimpleRNN(4)
        >>> tuple(layer(ops.ones((2, 7, 3))).shape)
        (2, 4)

    Derivative: ∂h_T/∂h_t = the product of diag(f'(z_s)) U over s = t+1..T
    Use: to see what recurrence is, and for sequences of some ten steps.
    Misconception: "A longer sequence needs more weights." The weights are shared by all steps.
    Interview: Why is tanh, not ReLU, the default here? — The same map is applied T times; a bounded one can't blow up.
    Reference: Elman, 1990, Finding structure in time (doi:10.1207/s15516709cog1402_1).
    """

    def __init__(
        self,
        units,
        *,
        activation="tanh",
        return_sequences=False,
        return_state=False,
        go_backwards=False,
        **layer_options,
    ):
        super().__init__(
            SimpleRNNCell(units, activation=activation, dtype=layer_options.get("dtype")),
            return_sequences=return_sequences,
            return_state=return_state,
            go_backwards=go_backwards,
            **layer_options,
        )

    def get_config(self):
        config = super().get_config()
        del config["cell"]
        return {**config, "units": self.cell.units, "activation": activations.serialize(self.cell.activation)}
