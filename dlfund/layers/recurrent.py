"""Recurrent layer: one cell, walked along time.

    h_0 = 0
    output_t, h_t = cell(x_t, h_(t−1))        t = 1..T

The state h starts at zero and is handed on from step to step.
"""

import keras
from keras import ops

from dlfund.layers.inner_config import inner_config
from dlfund.registration import register

# An eager loop is fastest when one large product has projected all steps before it; a compiled loop when each step
# projects its own input, which then never leaves the cache (measured on a CPU: up to 1.5 times as fast).
_EAGER = keras.config.backend() == "torch"


class _Step:
    """What the time loop calls: the cell without the ceremony of a layer's call."""

    def __init__(self, cell):
        self.cell = cell
        self.state_size = cell.state_size
        self.output_size = cell.units

    @property
    def compute_dtype(self):
        return self.cell.compute_dtype

    def call(self, x, states):
        return self.cell.step(x if _EAGER else self.cell.project(x), states)

    __call__ = call


@register
class Recurrent(keras.layers.Layer):
    """A cell that reads a sequence one step at a time and remembers.

    The same weights are used at every step, so a sequence may have any length. What an input says (`cell.project`)
    does not wait for the memory and may be computed for all steps at once; what depends on the memory (`cell.step`)
    waits its turn.

    Shape:
        Input:  (batch, time, features)
        Output: (batch, units), the last step; with return_sequences (batch, time, units)

    Args:
        cell: a `SimpleRNNCell`, `GRUCell` or `LSTMCell`, or any layer with `units`, `state_size`, `project` and `step`.
        return_sequences: bool. Every step's output instead of the last.
        return_state: bool. The final states after the output, as a tuple.
        go_backwards: bool. Read from the end; the outputs then come in the order in which they were read.

    Call arguments:
        initial_state: list of (batch, units) tensors, one a state; zeros where it is not given.
        mask: (batch, time) bool. A masked step leaves output and memory as they were.

    Example:
        >>> from dlfund.layers import GRUCell
        >>> layer = Recurrent(GRUCell(4), return_sequences=True)
        >>> tuple(layer(ops.ones((2, 7, 3))).shape)
        (2, 7, 4)

    Derivative: ∂loss/∂h_t gathers over all later steps: backpropagation through time is the chain rule on the
        unrolled loop
    Use: for sequences whose order matters, short enough (hundreds of steps) for one memory vector.
    Misconception: "A recurrent layer has weights for every step." It has one set; the loop uses it T times.
    Interview: Why do gradients vanish or explode here? — The same matrix is multiplied once for every step, so its
        singular values below or above 1 are raised to the power of the distance.
    Reference: Werbos, 1990, Backpropagation through time (doi:10.1109/5.58337).
    """

    def __init__(self, cell, *, return_sequences=False, return_state=False, go_backwards=False, **layer_options):
        super().__init__(**layer_options)
        missing = [word for word in ("units", "state_size", "project", "step") if not hasattr(cell, word)]
        if isinstance(cell, type) or missing:
            raise ValueError(
                "Expected a cell: a layer with units, state_size, project(x) and step(projected, states). "
                f"Received: {cell!r}. Pass an instance such as GRUCell(32), not the class; a cell of Keras's own "
                "goes into keras.layers.RNN."
            )
        self.cell = cell
        self.return_sequences = return_sequences
        self.return_state = return_state
        self.go_backwards = go_backwards
        self.supports_masking = True
        self.input_spec = keras.layers.InputSpec(ndim=3)
        self._loop = keras.layers.RNN(
            _Step(cell),
            return_sequences=return_sequences,
            return_state=return_state,
            unroll=_EAGER,
            dtype=self.dtype_policy,
        )

    def build(self, sequences_shape, initial_state_shape=None):
        if not self.cell.built:
            self.cell.build((sequences_shape[0], sequences_shape[-1]))
            self.cell.built = True
        self.input_spec = keras.layers.InputSpec(ndim=3, axes={-1: sequences_shape[-1]})

    def call(self, sequences, initial_state=None, mask=None):
        if self.go_backwards:
            sequences = ops.flip(sequences, axis=1)
            mask = mask if mask is None else ops.flip(mask, axis=1)
        inputs = self.cell.project(sequences) if _EAGER else sequences  # (batch, time, gates · units or features)
        if initial_state is not None and not isinstance(initial_state, list | tuple):
            initial_state = [initial_state]
        return self._loop(inputs, initial_state=initial_state, mask=mask)

    def compute_mask(self, sequences, mask=None):
        mask = mask if self.return_sequences else None
        return [mask, *(None for _ in self._loop.state_size)] if self.return_state else mask

    def compute_output_shape(self, sequences_shape, initial_state_shape=None):
        batch, time, _ = sequences_shape
        output = (batch, time, self.cell.units) if self.return_sequences else (batch, self.cell.units)
        states = [(batch, size) for size in self._loop.state_size]
        return (output, *states) if self.return_state else output

    def get_config(self):
        return {
            **super().get_config(),
            "cell": inner_config(self.cell),
            "return_sequences": self.return_sequences,
            "return_state": self.return_state,
            "go_backwards": self.go_backwards,
        }

    @classmethod
    def from_config(cls, config):
        if "cell" in config:  # GRU, LSTM and SimpleRNN make their own
            config = {**config, "cell": keras.saving.deserialize_keras_object(config["cell"])}
        return cls(**config)
