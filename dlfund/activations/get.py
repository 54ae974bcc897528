"""From a name, a saved config or a function to an activation, and back."""

import difflib
import functools

import keras


@functools.cache
def _functions():
    """Every activation by name. Looked up late, because the package is still being imported when this file is."""
    from dlfund import activations

    functions = {name: getattr(activations, name) for name in activations.__all__ if name.islower()}
    return {name: function for name, function in functions.items() if name not in ("get", "serialize", "derivative")}


def get(identifier):
    """The activation that a name, a function or a saved config stands for; `None` means `linear`.

    A name means dlfund's activation, or Keras's where dlfund has none of that name.

    Args:
        identifier: str, callable, dict (from `serialize`) or None.

    Example:
        >>> get("relu").__name__
        'relu'
    """
    if identifier is None:
        identifier = "linear"
    if isinstance(identifier, str):
        return _by_name(identifier)
    if isinstance(identifier, dict):
        identifier = keras.saving.deserialize_keras_object(identifier)
    if isinstance(identifier, type) or not callable(identifier):
        raise ValueError(
            f"Expected an activation: a name, a function or a layer. Received: {identifier!r}. "
            "Pass the function or an instance, such as activations.relu or activations.ParametricBlend('selu')."
        )
    return identifier


def serialize(activation):
    """An activation in a config: a name for dlfund's functions, Keras's form for everything else."""
    name = getattr(activation, "__name__", None)
    if name is not None and _functions().get(name) is activation:
        return name
    config = keras.saving.serialize_keras_object(activation)
    if isinstance(activation, keras.layers.Layer):
        # the layer that holds the activation builds it again; one that is already built could not be
        config = {key: value for key, value in config.items() if key != "build_config"}
    return config


def _by_name(name):
    functions = _functions()
    if name in functions:
        return functions[name]
    if name not in ("get", "serialize", "deserialize") and hasattr(keras.activations, name):
        return getattr(keras.activations, name)
    near = difflib.get_close_matches(name, functions, n=3, cutoff=0.4)
    raise ValueError(
        f"Expected the name of an activation. Received: {name!r}. "
        f"{'Did you mean ' + ' or '.join(near) + '?' if near else 'Known: ' + ', '.join(sorted(functions)) + '.'}"
    )
