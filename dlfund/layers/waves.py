"""A cosine computed with a few multiplications, for embeddings that need many thousands of them in every step.

    cos 2πt = sin 2πq,   q = ¼ − |t − round t|      between −¼ and ¼ of a turn

and the sine of at most a quarter turn is computed by ten terms of its series, exact to the last digits even in
double precision.
"""

import math

from keras import ops

_TERMS = [(-1) ** k * (2 * math.pi) ** (2 * k + 1) / math.factorial(2 * k + 1) for k in range(10)]


def cosine_of_turns(turns):
    """cos(2π · turns).

    On a processor, XLA calls the mathematics library for every single cosine, but computes many products at a
    time: an embedding's step takes a fifth of the time (docs/performance.md), and the numbers are equal up to
    rounding.

    Args:
        turns: tensor of floats, in whole turns: ¼ is a right angle.

    Example:
        >>> ops.convert_to_numpy(cosine_of_turns(ops.array([0.0, 0.25, 0.5, -1.0]))).round(6).tolist()
        [1.0, 0.0, -1.0, 1.0]
    """
    q = 0.25 - ops.abs(turns - ops.round(turns))
    square, series = q * q, _TERMS[-1]
    for term in reversed(_TERMS[:-1]):
        series = series * square + term
    return q * series
