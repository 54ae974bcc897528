"""Over which axes a normalisation averages, and the shape of what it learns for them.

features = the lengths of these axes        γ, β: one number per feature
"""

import keras
from keras import ops


def known_axes(axis):
    """One axis, or several in order, as a list of whole numbers.

    Example:
        >>> known_axes(-1), known_axes((2, 1))
        ([-1], [1, 2])
    """
    axes = list(axis) if isinstance(axis, list | tuple) else [axis]
    if not axes or not all(isinstance(number, int) and not isinstance(number, bool) for number in axes):
        raise TypeError(f"Expected axis to be a whole number or a list of them. Received: axis={axis!r}.")
    return sorted(axes)


def feature_shape(input_shape, axes):
    """The lengths of these axes.

    Example:
        >>> feature_shape((None, 5, 3), [-1])
        (3,)
    """
    if any(not -len(input_shape) <= axis < len(input_shape) for axis in axes):
        raise ValueError(
            f"Expected axis within an input of {len(input_shape)} axes. "
            f"Received: axis={axes}, input_shape={tuple(input_shape)}."
        )
    return tuple(input_shape[axis] for axis in axes)


def axes_spec(input_shape, axes):
    """What later inputs have to keep: the lengths of these axes."""
    places = {axis: input_shape[axis] for axis in axes}
    return keras.layers.InputSpec(min_ndim=2, axes=places)


def features_last(x, axes):
    """The input with the axes of its features moved to the end; unchanged where they stand there.

    Keras's normalisations of other axes fail on torch.
    """
    ends = list(range(-len(axes), 0))
    return x if _stand_last(axes, len(x.shape)) else ops.moveaxis(x, axes, ends)


def features_back(y, axes):
    """The inverse of `features_last`."""
    ends = list(range(-len(axes), 0))
    return y if _stand_last(axes, len(y.shape)) else ops.moveaxis(y, ends, axes)


def _stand_last(axes, rank):
    return [axis % rank for axis in axes] == list(range(rank - len(axes), rank))


def along(vector, axis, rank):
    """One number per channel, shaped so that it meets an input of `rank` axes along one of them."""
    return ops.reshape(vector, [-1 if place == axis % rank else 1 for place in range(rank)])
