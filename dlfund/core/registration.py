"""One name, one concept: what a saved file calls "dlfund>Dense" is decided once.

Keras's own decorator lets a later class silently take over an earlier one's name, and a
saved model then loads as something else. Here the second owner of a name is an error at import.
"""

from __future__ import annotations

from typing import Any, TypeVar

import keras

Concept = TypeVar("Concept", bound=Any)
PACKAGE = "dlfund"  # for ever: saved files contain it


def register(concept: Concept) -> Concept:
    """Register a class or function as `dlfund>` + its name; a name that is taken is refused.

    The same class defined again (a reloaded module) is no second owner: it replaces its older self.

    Example:
        >>> @register
        ... class Doubling(keras.layers.Layer):
        ...     def call(self, x):
        ...         return 2 * x
        >>> keras.saving.get_registered_name(Doubling)
        'dlfund>Doubling'
    """
    name = f"{PACKAGE}>{concept.__name__}"
    owner = keras.saving.get_registered_object(name)
    if owner is not None and _origin(owner) != _origin(concept):
        raise ValueError(
            f"Expected a name that no other concept has. Received: {_origin(concept)}, but {name!r} already belongs to "
            f"{_origin(owner)}, and a saved model could mean either. Give one of the two another name."
        )
    return keras.saving.register_keras_serializable(package=PACKAGE)(concept)


def _origin(concept: Any) -> str:
    return f"{concept.__module__}.{concept.__qualname__}"
