"""dlfund's components as Keras's own, where the two are equal; a component without an equal stays as it is."""

from __future__ import annotations

import inspect
import re
from typing import Any

import keras

from dlfund import activations, initializers, layers, losses, optimizers
from dlfund.core.keras_internals import learning_rate_of

# what computes the same numbers from the same weights, in the same order
LAYERS = {
    **{name: name for name in ("Dense", "Dropout", "LayerNormalization", "BatchNormalization")},
    **{name: name for name in ("GlobalAveragePooling1D", "GlobalMaxPooling1D", "GlobalAveragePooling2D")},
    **{name: name for name in ("Conv1D", "Conv2D", "MaxPooling1D", "MaxPooling2D", "AveragePooling2D")},
    **{name: name for name in ("SimpleRNN", "GRU", "LSTM")},
    "Perceptron": "Dense",
}
INITIALIZERS = {
    **{
        name: name for name in ("GlorotNormal", "GlorotUniform", "HeNormal", "HeUniform", "LecunNormal", "LecunUniform")
    },
    **{name: name for name in ("Constant", "Orthogonal", "Zeros")},
}
LOSSES = {
    **{name: name for name in ("BinaryCrossentropy", "CategoricalCrossentropy")},
    **{name: name for name in ("Hinge", "SquaredHinge", "KLDivergence", "Poisson", "Huber", "LogCosh")},
    **{name: name for name in ("MeanSquaredError", "MeanAbsoluteError")},
}
# the same steps; where a small number guards a division, it may be added at another place
OPTIMIZERS = {**{name: name for name in ("Adam", "AdamW", "RMSprop", "Lion")}, "GradientDescent": "SGD"}
ACTIVATIONS = ("elu", "hard_sigmoid", "leaky_relu", "linear", "log_softmax", "mish", "relu", "selu", "sigmoid", "silu",
               "softmax", "softplus", "tanh")  # fmt: skip

FAMILIES = (
    (layers, LAYERS, "keras.layers"),
    (initializers, INITIALIZERS, "keras.initializers"),
    (losses, LOSSES, "keras.losses"),
    (optimizers, OPTIMIZERS, "keras.optimizers"),
)
LEFT_OUT = ("threshold",)  # from which output on a neuron predicts yes; it changes no output


def equal_code(thing: Any) -> str | None:
    """The code of Keras's equal of a class or function of dlfund, or None where there is none.

    Example:
        >>> equal_code(layers.Perceptron), equal_code(layers.NTKDense)
        ('keras.layers.Dense', None)
    """
    if thing is activations.get or thing is initializers.get:
        return f"keras.{'activations' if thing is activations.get else 'initializers'}.get"
    if not inspect.isclass(thing):
        name = getattr(thing, "__name__", "")
        return f"keras.activations.{name}" if name in ACTIVATIONS and getattr(activations, name) is thing else None
    for family, equals, place in FAMILIES:
        if thing.__name__ in equals and getattr(family, thing.__name__) is thing:
            return f"{place}.{equals[thing.__name__]}"
    return None


def plain(thing: Any) -> Any:
    """Keras's equal of a layer, initializer, loss, optimizer or activation; the thing itself where there is none."""
    if inspect.isfunction(thing):
        code = equal_code(thing)
        return getattr(keras.activations, code.rpartition(".")[2]) if code else thing
    code = equal_code(type(thing))
    if code is None:
        return thing
    target = getattr(getattr(keras, code.split(".")[1]), code.rpartition(".")[2])
    known = inspect.signature(target).parameters
    config = thing.get_config()
    unknown = set(config) - set(known) - {*LEFT_OUT, "name", "trainable", "dtype"}
    if unknown or (isinstance(thing, layers.Dropout) and not isinstance(config["rate"], int | float)):
        return thing  # it has an argument that its equal lacks, such as a rate that changes
    arguments = {key: plain(held_object(thing, key, config)) for key in config if key in known}
    if isinstance(thing, keras.Layer) and not is_generated_name(thing):
        arguments["name"] = thing.name
    return target(**arguments)


def is_generated_name(layer: Any) -> bool:
    """Whether Keras made up a layer's name from its class, so that no one chose it."""
    kind = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", type(layer).__name__).lower()
    return bool(re.fullmatch(rf"{kind}(_\d+)?", layer.name))


def plain_weights(model: Any) -> list[Any]:
    """A network's weights in the order in which a network of the plain layers has them."""
    weights = []
    for layer in model.layers:
        if isinstance(layer, keras.Model):
            weights += plain_weights(layer)
        else:
            weights += layer.get_weights()
    return weights


def held_object(thing: Any, key: str, config: dict[str, Any]) -> Any:
    """The value of a config's key: the object that the component holds, where the config only describes it."""
    described = config[key]
    if key == "learning_rate" or not isinstance(described, dict | str) or key in ("name", "dtype"):
        described = learning_rate_of(thing, described) if isinstance(described, dict) else described
        return described
    held = getattr(thing, key, described)
    if callable(held) or hasattr(held, "get_config"):
        return held
    if isinstance(described, dict) and "class_name" in described:  # kept under another name, as a rate's schedule is
        return keras.saving.deserialize_keras_object(described)
    return described
