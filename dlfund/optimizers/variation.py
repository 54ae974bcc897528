"""How gradients vary along an array's axes, and the turn that makes these variations independent.

variation along an axis = Σ over all other axes of g gᵀ        its eigenvectors are the new axes
"""

import keras
from keras import ops


def spread(g, place):
    """g gᵀ along one axis, summed over the others: (length, length).

    Example:
        >>> ops.convert_to_numpy(spread(ops.array([[3.0, 4.0]]), 1)).tolist()
        [[9.0, 12.0], [12.0, 16.0]]
    """
    rows = ops.reshape(ops.moveaxis(g, place, 0), (g.shape[place], -1))  # (length, all others)
    return ops.matmul(rows, ops.transpose(rows))


def rotated(x, axes):
    """x in new axes: multiplied by Qᵀ along every place that `axes` names."""
    for place, q in axes.items():
        x = _times(x, q, place)
    return x


def rotated_back(x, axes):
    """The inverse of `rotated`: Q is orthogonal, so its inverse is its transpose."""
    for place, q in axes.items():
        x = _times(x, ops.transpose(q), place)
    return x


def _times(x, matrix, place):
    return ops.moveaxis(ops.tensordot(x, matrix, axes=[[place], [0]]), -1, place)


def axes_of(variation, axes, *, steps, period):
    """(new axes, in which order the old ones stand in them) after so many earlier steps.

    The first are the eigenvectors, the largest eigenvalue first. Every `period` steps one power step brings them up to
    date, after they are sorted by the variation that they now have; between these they stay.
    """
    places = ops.arange(variation.shape[0], dtype="int32")
    dtype = keras.backend.result_type(variation.dtype, "float32")  # half precision has no eigenvectors
    exact, now = ops.cast(variation, dtype), ops.cast(axes, dtype)

    def eigenvectors():
        return _directed(ops.flip(ops.eigh(exact + 1e-30 * ops.eye(variation.shape[0], dtype=dtype))[1], 1)), places

    def refined():
        seen = ops.sum(now * ops.matmul(exact, now), axis=0)  # the variation along each axis
        order = ops.cast(ops.argsort(-seen), "int32")
        return _directed(ops.qr(ops.matmul(exact, ops.take(now, order, axis=1)))[0]), order

    def kept():
        return now, places

    due = ops.equal(steps % period, 0)
    new, order = ops.cond(ops.equal(steps, 0), eigenvectors, lambda: ops.cond(due, refined, kept))
    return ops.cast(new, variation.dtype), order


def _directed(axes):
    """With the sign of each axis chosen by its entries, so that a compiled program's axes are an eager one's."""
    length = axes.shape[0]
    along = ops.sum(axes * ops.sqrt(ops.arange(2, length + 2, dtype=axes.dtype))[:, None], axis=0)
    return axes * ops.cast(ops.where(along < 0, -1.0, 1.0), axes.dtype)
