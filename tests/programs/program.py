"""What a program consists of, and its made-up data: small, so that ten programs train in a minute."""

from collections.abc import Callable
from dataclasses import dataclass, field

import keras
import numpy as np
from programs.library import DLFUND

ROWS = 64


@dataclass(frozen=True)
class Program:
    """A program as people write it: a network that compiles itself, and rows to train it with.

    build    (library, **compile_options) -> compiled model
    rows     () -> (x, y); y is None where the model needs none
    absent   {check: why the program has no part in it}
    """

    name: str
    title: str
    build: Callable
    rows: Callable
    backends: tuple[str, ...] = ("tensorflow", "jax", "torch")
    absent: dict[str, str] = field(default_factory=dict)

    def fresh(self, library=DLFUND, *, jit_compile=False, **options):
        """The compiled model with initial weights from a fixed seed; XLA only where it is asked for, to save time."""
        keras.utils.set_random_seed(1)
        return self.build(library, jit_compile=jit_compile, **options)

    def fit(self, model, epochs=1):
        """Train on all rows in their order; the loss of each epoch."""
        x, y = self.rows()
        return model.fit(x, y, epochs=epochs, batch_size=16, shuffle=False, verbose=0).history["loss"]

    def predict(self, model):
        """The outputs for the first few rows, as an array."""
        return keras.ops.convert_to_numpy(model(self.few(), training=False))

    def few(self):
        """The first few rows' inputs."""
        x, _ = self.rows()
        return {name: values[:8] for name, values in x.items()} if isinstance(x, dict) else x[:8]


def generator():
    """The same numbers in every process."""
    return np.random.default_rng(7)


def normal(*shape):
    """Standard normal numbers in float32."""
    return generator().normal(size=shape).astype("float32")
