"""The config of the layer inside a wrapper."""

import keras


def inner_config(layer):
    """The inner layer's config, the same before and after it is built: the wrapper builds it again.

    Example:
        >>> inner_config(keras.layers.Dense(4))["class_name"]
        'Dense'
    """
    config = keras.saving.serialize_keras_object(layer)
    return {name: value for name, value in config.items() if name != "build_config"}
