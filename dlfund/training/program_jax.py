"""What the program needs from JAX and Keras has no word for: a gradient, keyed noise, XLA."""

import jax
import numpy as np

from dlfund.training.numbers import Number as OpenNumber

__all__ = ["Compiled", "OpenNumber", "noise", "to_device", "value_and_gradients"]


def value_and_gradients(function, weights):
    """`function(weights) -> (loss, rest)`, and the gradient of the loss for each weight."""
    (loss, rest), gradients = jax.value_and_grad(function, has_aux=True)(weights)
    return loss, rest, gradients


def noise(seed, epoch, size):
    """`size` numbers in [0, 1) that depend on the seed and the epoch alone."""
    return jax.random.uniform(jax.random.fold_in(jax.random.key(seed), epoch), (size,))


def to_device(arrays):
    """Arrays as device buffers, so that members that share rows send them once."""
    return jax.tree.map(jax.numpy.asarray, arrays)


class Compiled:
    """A traced function; the first call compiles it."""

    def __init__(self, function, example, convolution_products=0, name=""):
        self.traced = jax.jit(function).trace(*to_device(example))
        self.executable = None

    def __call__(self, *arguments):
        if self.executable is None:
            self.executable = self.traced.lower().compile()
        return jax.tree.map(np.asarray, self.executable(*to_device(arguments)))
