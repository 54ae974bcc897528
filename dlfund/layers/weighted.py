"""What all layers with weights share: how a weight starts, what penalises it, and what holds it.

    w = initializer(shape)          before the first step
    loss + Σ regularizer(w)         in every step
    w = constraint(w)               after every step

A layer names its weights once, in `initial`; for a weight `kernel` it then takes the arguments `kernel_initializer`,
`kernel_regularizer` and `kernel_constraint`, keeps them under these names and writes them into its config.
"""

import inspect
from typing import Any, ClassVar

import keras

from dlfund import initializers

DOORS = {
    "initializer": (initializers.get, initializers.serialize),
    "regularizer": (keras.regularizers.get, keras.regularizers.serialize),
    "constraint": (keras.constraints.get, keras.constraints.serialize),
}


_KERAS = tuple(inspect.signature(keras.layers.Layer.__init__).parameters)


class Weighted(keras.layers.Layer):
    """A layer whose weights each have an initializer, a regularizer and a constraint.

    initial     weight -> the initializer that it has unless another is given
    statistics  the same for numbers that are not trained: they have an initializer alone
    refused     argument of Keras's layer of this name that is not taken -> the value that means "not used"
    """

    initial: ClassVar[dict] = {}
    statistics: ClassVar[dict] = {}
    refused: ClassVar[dict] = {}

    def __init_subclass__(cls, **options):
        """Shows the weights' arguments, and those of the parent, in the constructor's signature."""
        super().__init_subclass__(**options)
        if "__init__" in vars(cls):
            parent = inspect.signature(super(cls, cls).__init__).parameters.values()
            named = {p.name: p.default for p in parent if p.kind is inspect.Parameter.KEYWORD_ONLY}
            others = (*_KERAS, *getattr(cls.__mro__[1], "weight_options", dict)())  # its weights have other names
            known = {name: default for name, default in named.items() if name not in others}
            show(cls.__init__, known | cls.weight_options())

    def __init__(self, **options: Any):
        chosen = {name: options.pop(name, default) for name, default in self.weight_options().items()}
        refuse(type(self).__name__, options, **LORA, **self.refused)
        super().__init__(**options)
        for name, choice in chosen.items():
            setattr(self, name, DOORS[_kind(name)][0](choice))

    @classmethod
    def weight_options(cls):
        """Every argument about a weight, with its default."""
        options = {
            option_of(weight, "initializer"): start for weight, start in {**cls.initial, **cls.statistics}.items()
        }
        return options | {
            option_of(weight, kind): None for kind in ("regularizer", "constraint") for weight in cls.initial
        }

    def new_weight(self, name, shape, *, options=None, **keras_options):
        """A trainable weight, made as the layer's arguments about it say.

        Args:
            name: str. The weight's name.
            shape: tuple of int.
            options: str or None. The beginning of its arguments' names, where that is not its own name.
            keras_options: of `add_weight`, such as `autocast=False`, or an initializer of its own.
        """
        chosen = {kind: getattr(self, option_of(options or name, kind)) for kind in DOORS}
        return self.add_weight(name=name, shape=shape, **(chosen | keras_options))

    def get_config(self):
        choices = {name: DOORS[_kind(name)][1](getattr(self, name)) for name in self.weight_options()}
        return {**super().get_config(), **choices}

    def enable_lora(self, *arguments, **options):
        raise NotImplementedError(_elsewhere(type(self).__name__, "enable_lora", "low-rank adapters"))

    def quantize(self, mode=None, type_check=True, config=None):
        raise NotImplementedError(_elsewhere(type(self).__name__, "quantize", "weights of 8 bits and fewer"))


# what Keras's layers offer for weights that are already trained
LORA = {"lora_rank": None, "lora_alpha": None, "quantization_config": None}


def refuse(layer, options, **unused):
    """Take the arguments of Keras's layer out of `options` that dlfund's does not have.

    Args:
        layer: str. The layer's name, the same in dlfund and Keras.
        options: dict. The constructor's keyword arguments; the ones named in `unused` are removed.
        unused: argument -> the value that changes nothing, which is accepted.

    Raises:
        ValueError: where one of them has another value; the sentence names Keras's layer, which has it.

    Example:
        >>> options = {"renorm": False, "name": "norm"}
        >>> refuse("BatchNormalization", options, renorm=False)
        >>> options
        {'name': 'norm'}
    """
    for name, harmless in unused.items():
        value = options.pop(name, harmless)
        if value is not None if harmless is None else value != harmless:
            raise ValueError(
                f"Expected {name}={harmless!r}, because dlfund's {layer} does not have that part of Keras's. "
                f"Received: {name}={value!r}. Use keras.layers.{layer} for it; the two work in one model."
            )


def show(function, options):
    """Write keyword arguments that a function takes as `**options` into its signature, with their defaults.

    Example:
        >>> def make(units, **options): pass
        >>> show(make, {"kernel_initializer": "zeros"})
        >>> inspect.signature(make)
        <Signature (units, *, kernel_initializer='zeros', **options)>
    """
    signature = inspect.signature(function)
    known = list(signature.parameters.values())
    rest = [parameter for parameter in known if parameter.kind is inspect.Parameter.VAR_KEYWORD]
    named = [parameter for parameter in known if parameter not in rest]
    shown = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default)
        for name, default in options.items()
        if name not in signature.parameters
    ]
    function.__signature__ = signature.replace(parameters=[*named, *shown, *rest])


def option_of(weight, kind):
    """The argument about a weight: its initializer, regularizer or constraint."""
    return f"{weight}_{kind}"


def _kind(option):
    return option.rpartition("_")[2]


def _elsewhere(layer, method, purpose):
    return (
        f"Expected a layer with {purpose}. Received: {method} of dlfund's {layer}, which has none. "
        f"Use keras.layers.{layer}: it takes this layer's weights with set_weights."
    )
