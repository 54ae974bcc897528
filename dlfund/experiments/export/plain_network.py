"""The same network of Keras's own layers, so that its file needs Keras alone."""

from __future__ import annotations

from typing import Any

import keras

from dlfund.experiments.export.script.plain import plain, plain_weights
from dlfund.experiments.export.script.source_copies import is_own


def plain_network(model: Any) -> tuple[Any, list[str]]:
    """A copy with every layer replaced by Keras's equal, and the class names of layers that have none.

    Where a layer has none, the file can't be read without dlfund anyway, and the network is left as it is.
    """
    left = sorted({type(layer).__name__ for layer in _layers(model) if is_own(type(plain(layer)))})
    if left:
        return model, left
    copy = keras.models.clone_model(model, clone_function=_copy, recursive=True)
    copy.set_weights(plain_weights(model))
    return copy, []


def _layers(model: Any) -> list[Any]:
    layers = []
    for layer in model.layers:
        layers += _layers(layer) if isinstance(layer, keras.Model) else [layer]
    return layers


def _copy(layer: Any) -> Any:
    equal = plain(layer)
    if equal is not layer:
        equal.name = layer.name
        return equal
    return type(layer).from_config(layer.get_config())
