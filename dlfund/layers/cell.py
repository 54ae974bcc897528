"""What the three recurrent cells share: sizes, weights, activations, and dropout along a sequence.

    memory = h                       while predicting
    memory = h · m / (1 − rate)      while training with recurrent dropout; the same m at every step of a sequence

A cell of its own file says how many gates it has (`gates`) and how a step combines inputs and memory.
"""

from typing import Any, ClassVar, Unpack

from keras import ops, random

from dlfund import activations
from dlfund.core.arguments import ActivationLike
from dlfund.core.keras_internals import cell_with_dropout
from dlfund.layers.options import RecurrentWeights
from dlfund.layers.weighted import Weighted
from dlfund.layers.whole_numbers import check_whole

CellWithDropout: Any = cell_with_dropout()


class Cell(Weighted, CellWithDropout):
    """A recurrent cell's arguments; subclasses have `gates`, `project` and `step`."""

    initial: ClassVar[dict] = {"kernel": "glorot_uniform", "recurrent": "orthogonal", "bias": "zeros"}
    gates = 1

    def __init__(
        self,
        units: int,
        activation: ActivationLike = "tanh",
        use_bias: bool = True,
        *,
        dropout: float = 0.0,
        recurrent_dropout: float = 0.0,
        seed: int | None = None,
        **layer_options: Unpack[RecurrentWeights],
    ):
        super().__init__(**layer_options)
        check_whole(units=units)
        for name, rate in (("dropout", dropout), ("recurrent_dropout", recurrent_dropout)):
            if not 0 <= rate < 1:
                raise ValueError(f"Expected {name} from 0 to just below 1. Received: {name}={rate!r}.")
        self.units = units
        self.state_size: int | list[int] = units
        self.activation = activations.get(activation)
        self.use_bias = use_bias
        self.dropout = dropout
        self.recurrent_dropout = recurrent_dropout
        self.seed = seed
        if dropout or recurrent_dropout:
            self.seed_generator = random.SeedGenerator(seed)

    @property
    def output_size(self):
        return self.units

    def build_kernels(self, features):
        """W and U, with the gates side by side."""
        width = self.gates * self.units
        self.kernel = self.new_weight("kernel", (features, width))
        self.recurrent_kernel = self.new_weight("recurrent_kernel", (self.units, width), options="recurrent")

    def call(self, x, states=None, training=False):
        if states is None:
            sizes = self.state_size if isinstance(self.state_size, list) else [self.state_size]
            states = [ops.zeros((ops.shape(x)[0], size), self.compute_dtype) for size in sizes]
        # Keras's own loop asks for both before its first step, and forgets them after its last
        inputs = self.get_dropout_mask(x) if training else None
        memory = self.get_recurrent_dropout_mask(states[0]) if training else None
        x = x if inputs is None else x * inputs
        return self.step(self.project(x), states) if memory is None else self.step(self.project(x), states, memory)

    def masks(self, x):
        """New draws for a batch: what inputs (batch, features) and memory (batch, units) are multiplied by, or None."""
        inputs = self._mask(ops.ones_like(x), self.dropout)
        memory = self._mask(ops.ones((ops.shape(x)[0], self.units), x.dtype), self.recurrent_dropout)
        return inputs, memory

    def _mask(self, ones, rate):
        return random.dropout(ones, rate, seed=self.seed_generator) if rate else None

    def compute_output_shape(self, x_shape, states_shape=None):
        state = (x_shape[0], self.units)
        return state, [state] * (len(self.state_size) if isinstance(self.state_size, list) else 1)

    def get_config(self):
        return {
            **super().get_config(),
            "units": self.units,
            "activation": activations.serialize(self.activation),
            "use_bias": self.use_bias,
            "dropout": self.dropout,
            "recurrent_dropout": self.recurrent_dropout,
            "seed": self.seed,
        }
