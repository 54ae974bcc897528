"""Nothing to build: a layer without weights is ready when it is made.

A subclass with a `build` of its own still has something to do, so that it is left as it is.
"""

import keras

_NONE = keras.layers.Layer.build


def nothing_to_build(layer):
    """Mark a layer as built, where neither its class nor a subclass has a `build` that makes weights.

    Args:
        layer: keras.layers.Layer, at the end of its constructor.

    Example:
        >>> layer = keras.layers.Layer()
        >>> nothing_to_build(layer)
        >>> layer.built
        True
    """
    if type(layer).build is _NONE:
        layer.built = True
