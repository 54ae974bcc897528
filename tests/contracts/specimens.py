"""The table of every public component: how to make one, and what to feed it.

A public name of `dlfund.layers`, `dlfund.activations` or `dlfund.initializers` that has no row here fails
`test_the_table_is_complete.py`; every row goes through every check of `test_layers.py`, `test_activations.py` and
`test_initializers.py`. Losses and optimizers have their rows in `loss_specimens.py` and `optimizer_specimens.py`.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from dlfund import activations, initializers, layers


@dataclass(frozen=True)
class Specimen:
    """One way to use a layer.

    kwargs           arguments of the class (fresh objects are made with it several times: no layer instances here,
                     pass `make` instead)
    shape            input shape with the batch; a list of shapes for a layer of several inputs
    below            for whole-number inputs: they are drawn from 0 .. below − 1; None for normal numbers
    call             further arguments of the call
    random           two calls differ (dropout); values are then compared with training=False only
    mask             None; "keeps" (hands the mask on), "uses" (steps that are masked change nothing), "ends" (neither
                     uses nor hands it on)
    prepare          called with the layer before its first use, such as lambda layer: layer.adapt(rows)
    make             instead of kwargs: a function without arguments that makes the layer
    mixed_precision  False where half precision makes no sense
    trains           False for a layer whose output cannot be trained through
    keras_test       further arguments of Keras's run_layer_test; None to leave it out (say why in a comment)
    """

    cls: type
    kwargs: dict = field(default_factory=dict)
    shape: Any = (4, 3)
    below: int | None = None
    call: dict = field(default_factory=dict)
    random: bool = False
    mask: str | None = None
    prepare: Any = None
    make: Any = None
    mixed_precision: bool = True
    trains: bool = True
    keras_test: dict | None = field(default_factory=dict)

    def layer(self, **options):
        """A fresh layer, not yet built; `options` such as dtype= go to its constructor."""
        layer = self.make(**options) if self.make else self.cls(**self.kwargs, **options)
        if self.prepare:
            self.prepare(layer)
        return layer

    def inputs(self, rows=None, seed=0):
        """Input arrays of this specimen, the same ones for the same seed; `rows` instead of its own batch size."""
        generator = np.random.default_rng(seed)
        shapes = self.shape if isinstance(self.shape, list) else [self.shape]
        arrays = [self._array(generator, shape if rows is None else (rows, *shape[1:])) for shape in shapes]
        return arrays if isinstance(self.shape, list) else arrays[0]

    def _array(self, generator, shape):
        if self.below is not None:
            return generator.integers(0, self.below, shape).astype("int32")
        return generator.normal(size=shape).astype("float32")


# name in dlfund.layers -> its specimens, one for each way of use that differs
LAYERS = {
    "Bias": [Specimen(layers.Bias, {"bias_initializer": "ones"}, mask="keeps")],
    "Dense": [
        Specimen(layers.Dense, {"units": 4, "activation": "relu"}, mask="keeps"),
        Specimen(layers.Dense, {"units": 4, "use_bias": False, "kernel_regularizer": "l2"}, shape=(2, 5, 3), mask="keeps"),
    ],
    "Perceptron": [
        Specimen(layers.Perceptron, mask="keeps"),
        Specimen(layers.Perceptron, {"units": 2, "activation": "tanh", "threshold": 0.0}, shape=(2, 5, 3), mask="keeps"),
    ],
    "WeightedSum": [Specimen(layers.WeightedSum, {"units": 2}, mask="keeps")],
}

# name in dlfund.activations -> its counterpart in Keras or a formula in NumPy
DOORS = {"get", "serialize", "derivative"}  # public functions that are no activation or initializer themselves

INITIALIZERS = {
    "Constant": initializers.Constant(0.5),
    "GlorotNormal": initializers.GlorotNormal(seed=1),
    "GlorotUniform": initializers.GlorotUniform(seed=1),
    "HeNormal": initializers.HeNormal(seed=1),
    "HeUniform": initializers.HeUniform(seed=1),
    "LecunNormal": initializers.LecunNormal(seed=1),
    "LecunUniform": initializers.LecunUniform(seed=1),
    "Zeros": initializers.Zeros(),
}

ACTIVATIONS = {
    "linear": activations.linear,
    "relu": activations.relu,
    "sigmoid": activations.sigmoid,
    "step": activations.step,
    "straight_through_step": activations.straight_through_step,
    "tanh": activations.tanh,
}
