"""What a program needs of JAX and Keras does not offer: gradients, random numbers by key, XLA."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax
import numpy as np

from dlfund.training.compiled.traced_numbers import Number as OpenNumber

__all__ = ["Compiled", "OpenNumber", "noise", "to_device", "value_and_gradients"]


def value_and_gradients(function: Callable[..., Any], weights: Any) -> tuple[Any, Any, Any]:
    """The values of `function(weights) -> (loss, rest)`, and the gradient of the loss with respect to each weight."""
    (loss, rest), gradients = jax.value_and_grad(function, has_aux=True)(weights)
    return loss, rest, gradients


def noise(seed: int, epoch: Any, size: int) -> Any:
    """`size` numbers in [0, 1) that depend on the seed and the epoch alone."""
    return jax.random.uniform(jax.random.fold_in(jax.random.key(seed), epoch), (size,))


def to_device(arrays: Any) -> Any:
    """Arrays as device buffers, so that members that share rows send them once."""
    return jax.tree.map(jax.numpy.asarray, arrays)


class JaxProgram:
    """A traced function; the first call compiles it."""

    def __init__(
        self, function: Callable[..., Any], example: Any, convolution_products: int = 0, name: str = ""
    ) -> None:
        self.traced = jax.jit(function).trace(*to_device(example))
        self.executable: Any = None

    def __call__(self, *arguments: Any) -> Any:
        if self.executable is None:
            self.executable = self.traced.lower().compile()
        return jax.tree.map(np.asarray, self.executable(*to_device(arguments)))


Compiled = JaxProgram  # the name by which `program.backend()` knows each backend's class
