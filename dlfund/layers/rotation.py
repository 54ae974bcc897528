"""Positions by rotation: each pair of features is turned by an angle that grows with the position.

    (a, b) → (a cos φ − b sin φ, a sin φ + b cos φ)        φ = t · base^(−i / pairs)

a is feature i, b is feature i + pairs of the same step t, and pairs is half the number of features.
"""

import numpy as np
from keras import ops


def rotated(x, base=10_000.0):
    """Queries or keys with their positions turned into them.

    Args:
        x: (batch, steps, ..., features), an even number of features.
        base: float. The longest wavelength is 2π · base steps.

    Example:
        >>> y = rotated(ops.ones((1, 2, 2)))
        >>> [round(float(value), 3) for value in y[0, 1]]  # cos 1 − sin 1, sin 1 + cos 1
        [-0.301, 1.382]
    """
    pairs = x.shape[-1] // 2
    slowness = base ** (-np.arange(pairs, dtype="float32") / pairs)  # (pairs,)
    steps = ops.cast(ops.arange(ops.shape(x)[1]), "float32")
    angles = ops.expand_dims(steps, 1) * ops.convert_to_tensor(slowness, "float32")  # (steps, pairs)
    for _ in range(len(x.shape) - 3):
        angles = ops.expand_dims(angles, 1)  # (steps, 1, pairs): the same for every head
    cos, sin = ops.cast(ops.cos(angles), x.dtype), ops.cast(ops.sin(angles), x.dtype)
    a, b = x[..., :pairs], x[..., pairs:]
    return ops.concatenate([a * cos - b * sin, a * sin + b * cos], axis=-1)
