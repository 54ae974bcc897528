"""The layers of a model, with those of the models inside it, such as the members of an ensemble."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def nested_layers(model: Any) -> Iterator[tuple[Any, Any]]:
    """Each layer with the model that calls it, in order."""
    for layer in model.layers:
        yield model, layer
        if hasattr(layer, "layers") and hasattr(layer, "inputs"):
            yield from nested_layers(layer)
