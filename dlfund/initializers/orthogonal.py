"""Orthogonal: a matrix that rotates and reflects, but never stretches.

    W = gain · Q        QᵀQ = I, from the QR decomposition of a normal matrix

For a weight of more than two axes all but the last are flattened into one.
"""

import math

from keras import ops, random

from dlfund.core.registration import register
from dlfund.initializers.seeded import Seeded


@register
class Orthogonal(Seeded):
    """Columns of length `gain` at right angles: a square kernel preserves the length of every signal, in any number
    of layers.

    Where a kernel has more columns than rows, the rows are at right angles instead.

    Args:
        gain: float. The factor by which every length is multiplied; √2 suits ReLU.
        seed: int or None; see `Seeded`.

    Example:
        >>> W = Orthogonal(seed=0)((4, 2))
        >>> [round(float(v), 3) for v in ops.diagonal(ops.transpose(W) @ W)]
        [1.0, 1.0]

    Use: for the recurrent kernels of simple recurrent layers, LSTM and GRU, and for very deep dense networks.
    Misconception: "Orthogonal weights stay orthogonal." They are orthogonal only at the start; the first step already
        changes that.
    Interview: Why orthogonal in recurrent layers? — The same matrix is multiplied at every time step; with all singular
        values 1 its powers neither explode nor vanish; slopes of the activation below 1 still shrink the gradient.
    Reference: Saxe, McClelland and Ganguli, 2014, Exact solutions to the nonlinear dynamics of learning in deep linear
        neural networks (arXiv:1312.6120).
    """

    def __init__(self, gain: float = 1.0, seed: int | None = None):
        super().__init__(seed=seed)
        self.gain = gain

    def __call__(self, shape, dtype=None):
        if len(shape) < 2:
            raise ValueError(
                f"Expected a weight of at least two axes. Received: shape={tuple(shape)}. A vector has no columns to "
                "make orthogonal; initialise it with Zeros or RandomNormal."
            )
        rows, columns = math.prod(shape[:-1]), shape[-1]
        wide = "float32" if str(dtype) in ("float16", "bfloat16") else dtype  # no QR in half precision
        noise = random.normal((max(rows, columns), min(rows, columns)), dtype=wide, seed=self.seed)
        Q, R = ops.qr(noise)
        Q = Q * ops.sign(ops.diagonal(R))  # makes the decomposition unique, so that all rotations are equally likely
        Q = Q if rows >= columns else ops.transpose(Q)
        return ops.cast(self.gain * ops.reshape(Q, shape), dtype or Q.dtype)

    def get_config(self):
        return {"gain": self.gain, **super().get_config()}
