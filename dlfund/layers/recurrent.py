"""Recurrent layer: one cell, applied step by step along time.

    h_0 = 0
    output_t, h_t = cell(x_t, h_(t−1))        t = 1..T

The state h starts at zero and is passed on from step to step.
"""

from typing import Any, Unpack

import keras
from keras import ops

from dlfund.core.layer_options import LayerOptions
from dlfund.core.registration import register
from dlfund.layers.inner_config import inner_config

# An eager loop is fastest when one large product has projected all steps before it; a compiled loop when each step
# projects its own input, which then never leaves the cache (measured on a CPU: up to 1.5 times as fast).
_EAGER = keras.config.backend() == "torch"


class _Step:
    """What the time loop calls: the cell without the ceremony of a layer's call."""

    def __init__(self, cell: Any):
        self.cell = cell
        self.state_size = cell.state_size
        self.output_size = cell.units
        self.memory_mask = None  # set for one pass along a sequence, where the memory is partly dropped

    @property
    def compute_dtype(self):
        return self.cell.compute_dtype

    def call(self, x, states):
        projected = x if _EAGER else self.cell.project(x)
        if self.memory_mask is None:
            return self.cell.step(projected, states)
        return self.cell.step(projected, states, self.memory_mask)

    __call__ = call


@register
class Recurrent(keras.layers.Layer):
    """A cell that reads a sequence one step at a time and remembers.

    The same weights are used at every step, so a sequence may have any length. The inputs' contribution
    (`cell.project`) does not depend on the memory and can be computed for all steps at once; what depends on the
    memory (`cell.step`) is computed step by step.

    Shape:
        Input:  (batch, time, features)
        Output: (batch, units), the last step; with return_sequences (batch, time, units)

    Args:
        cell: a `SimpleRNNCell`, `GRUCell` or `LSTMCell`, or any layer with `units`, `state_size`, `project` and `step`.
        return_sequences: bool. Every step's output instead of the last.
        return_state: bool. The final states after the output, as a tuple.
        go_backwards: bool. Read from the end; the outputs then come in the order in which they were read.
        stateful: bool. A batch's states start where those of the last batch ended, row by row, until `reset_state()`.
            The batch's size must then be fixed.
        unroll: bool. The loop is written out step by step: faster for short sequences, slow to compile for long ones.
        zero_output_for_mask: bool. With return_sequences a masked step's output is 0 and not the last step's.

    Call arguments:
        initial_state: list of (batch, units) tensors, one per state; zeros where it is not given.
        mask: (batch, time) bool. A masked step leaves output and memory as they were.

    Example:
        >>> from dlfund.layers import GRUCell
        >>> layer = Recurrent(GRUCell(4), return_sequences=True)
        >>> tuple(layer(ops.ones((2, 7, 3))).shape)
        (2, 7, 4)

    Derivative: ∂loss/∂h_t sums over all later steps: backpropagation through time is the chain rule on the
        unrolled loop
    Use: for sequences whose order matters, short enough (hundreds of steps) for one memory vector.
    Misconception: "A recurrent layer has weights for every step." It has one set; the loop uses it T times.
    Interview: Why do gradients vanish or explode here? — The gradient is multiplied once for every step by the
        transposed recurrent matrix and the activation's slopes. If the matrix's largest singular value times the
        largest slope is below 1, it must vanish; to explode, that product must be above 1. In the long run the
        eigenvalues decide.
    Reference: Werbos, 1990, Backpropagation through time (doi:10.1109/5.58337); Pascanu, Mikolov and Bengio, 2013, On
        the difficulty of training recurrent neural networks (arXiv:1211.5063), for the two bounds.
    """

    def __init__(
        self,
        cell: Any,
        return_sequences: bool = False,
        return_state: bool = False,
        go_backwards: bool = False,
        stateful: bool = False,
        unroll: bool = False,
        *,
        zero_output_for_mask: bool = False,
        **layer_options: Unpack[LayerOptions],
    ):
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
        self.stateful = stateful
        self.unroll = unroll
        self.supports_masking = True
        self.input_spec = keras.layers.InputSpec(ndim=3)
        self._loop = keras.layers.RNN(
            _Step(cell),
            return_sequences=return_sequences,
            return_state=return_state,
            stateful=stateful,
            unroll=unroll or _EAGER,
            zero_output_for_mask=zero_output_for_mask,
            dtype=self.dtype_policy,
        )

    def build(self, sequences_shape, initial_state_shape=None):
        if not self.cell.built:
            self.cell.build((sequences_shape[0], sequences_shape[-1]))
            self.cell.built = True
        if self.stateful:
            self._loop.build(sequences_shape)
        self.input_spec = keras.layers.InputSpec(ndim=3, axes={-1: sequences_shape[-1]})

    @property
    def state_size(self):
        return self._loop.state_size

    @property
    def states(self):
        return self._loop.states  # None unless stateful

    @property
    def zero_output_for_mask(self):
        """Whether a masked step of a sequence answers 0, as Keras's Bidirectional asks, and not the last output."""
        return self._loop.zero_output_for_mask

    @zero_output_for_mask.setter
    def zero_output_for_mask(self, zero):
        self._loop.zero_output_for_mask = zero

    def reset_state(self):
        self._loop.reset_state()

    def call(self, sequences, initial_state=None, mask=None, training=False):
        if self.go_backwards:
            sequences = ops.flip(sequences, axis=1)
            mask = mask if mask is None else ops.flip(mask, axis=1)
        if training and (getattr(self.cell, "dropout", 0) or getattr(self.cell, "recurrent_dropout", 0)):
            return self._with_dropout(sequences, initial_state, mask)
        return self._run(sequences, initial_state, mask)

    def _with_dropout(self, sequences, initial_state, mask):
        """One draw for a whole sequence: the same inputs and the same part of the memory are dropped at every step."""
        inputs, memory = self.cell.masks(sequences[:, 0])
        if inputs is not None:
            sequences = sequences * ops.expand_dims(inputs, 1)
        step = self._loop.cell
        step.memory_mask = memory
        try:
            return self._run(sequences, initial_state, mask)
        finally:
            step.memory_mask = None

    def _run(self, sequences, initial_state, mask):
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
            "stateful": self.stateful,
            "unroll": self.unroll,
            "zero_output_for_mask": self.zero_output_for_mask,
        }

    @classmethod
    def from_config(cls, config):
        if "cell" in config:  # GRU, LSTM and SimpleRNN make their own
            config = {**config, "cell": keras.saving.deserialize_keras_object(config["cell"])}
        return cls(**config)
