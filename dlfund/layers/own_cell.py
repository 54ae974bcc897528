"""Recurrent layers that make their own cell: `LSTM(8)` is `Recurrent(LSTMCell(8))`.

    layer(units, …) = Recurrent(cell_class(units, …), …)

The layer takes the cell's arguments beside its own, writes them into one flat config, as Keras does, and shows the
cell's attributes. A layer of its own file says the arguments that its cell takes by position.
"""

import inspect
from typing import Any, ClassVar

from dlfund.layers.recurrent import Recurrent
from dlfund.layers.weighted import refuse, show

OF_THE_LAYER = (
    *("return_sequences", "return_state", "go_backwards", "stateful", "unroll", "zero_output_for_mask"),
    *("name", "trainable", "autocast", "activity_regularizer"),
)


class OwnCell(Recurrent):
    """A recurrent layer whose cell is a `cell_class`."""

    cell_class: ClassVar[Any] = None

    def __init_subclass__(cls, **options):
        super().__init_subclass__(**options)
        cell = inspect.signature(cls.cell_class.__init__).parameters.values()
        named = {p.name: p.default for p in cell if p.kind is not inspect.Parameter.VAR_KEYWORD and p.name != "self"}
        for name in named:
            if not hasattr(cls, name):
                setattr(cls, name, property(_of_the_cell(name)))
        if "__init__" in vars(cls):
            own = inspect.signature(Recurrent.__init__).parameters
            show(cls.__init__, named | {name: own[name].default for name in OF_THE_LAYER if name in own})

    def __init__(self, *settings: Any, **options: Any):
        refuse(type(self).__name__, options, use_cudnn="auto", implementation=2)
        layer_options = {name: options.pop(name) for name in OF_THE_LAYER if name in options}
        dtype = options.pop("dtype", None)
        trainable = layer_options.get("trainable", True)
        cell = self.cell_class(*settings, dtype=dtype, trainable=trainable, **options)
        super().__init__(cell, dtype=dtype, **layer_options)

    def get_config(self):
        config = super().get_config()
        cell = self.cell.get_config()
        return {**cell, **{name: value for name, value in config.items() if name != "cell"}}


def _of_the_cell(name):
    return lambda layer: getattr(layer.cell, name)
