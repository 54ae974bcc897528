"""From a name, a saved config or an object to an initializer, and back."""

import functools
import re

import keras


@functools.cache
def _classes():
    """Every initializer by its snake-case name. Looked up late: the package is still being imported before."""
    from dlfund import initializers

    names = [name for name in initializers.__all__ if not name.islower()]
    classes = {_snake_case(name): getattr(initializers, name) for name in names}
    return classes | {"identity": initializers.Identity}


def get(identifier):
    """The initializer that a name, an object or a saved config stands for.

    A name means dlfund's initializer, or Keras's where dlfund has none of that name.

    Args:
        identifier: str such as `"glorot_uniform"`, instance, dict (from `serialize`) or any callable of (shape, dtype).

    Example:
        >>> type(get("zeros")).__name__
        'Zeros'
    """
    if isinstance(identifier, type):
        raise ValueError(
            f"Expected an initializer: a name or an instance. Received: the class {identifier.__name__}. "
            f"Pass an instance, {identifier.__name__}(), not the class."
        )
    if isinstance(identifier, str) and _snake_case(identifier) in _classes():
        return _classes()[_snake_case(identifier)]()
    if isinstance(identifier, dict):
        return keras.saving.deserialize_keras_object(identifier)
    try:
        initializer = keras.initializers.get(identifier)
    except ValueError:
        initializer = None
    if initializer is None:
        raise ValueError(
            f"Expected an initializer: a name, an instance or a callable of (shape, dtype). Received: {identifier!r}. "
            f"Known names: {', '.join(sorted(_classes()))}, and Keras's own."
        )
    return initializer


def serialize(initializer):
    """An initializer in a config."""
    return keras.saving.serialize_keras_object(initializer)


def _snake_case(name):
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
