"""What a program needs of TensorFlow and Keras does not offer: gradients, random numbers by key, XLA."""

from __future__ import annotations

import hashlib
import itertools
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from typing import Any

import numpy as np
import tensorflow as tf

from dlfund.optimizers.dense_gradients import dense_gradients
from dlfund.training.compiled.convolutions import XLA_LIMIT
from dlfund.training.compiled.tensorflow_internals import Tensor, counted_by
from dlfund.training.compiled.traced_numbers import Number

_TRACING = threading.RLock()


def value_and_gradients(function: Callable[..., Any], weights: Any) -> tuple[Any, Any, Any]:
    """The values of `function(weights) -> (loss, rest)`, and the gradient of the loss with respect to each weight."""
    with tf.GradientTape() as tape:
        tape.watch(weights)
        loss, rest = function(weights)
    gradients = tape.gradient(loss, weights)
    return loss, rest, dense_gradients(gradients, weights)


def noise(seed: int, epoch: Any, size: int) -> Any:
    """`size` numbers in [0, 1) that depend on the seed and the epoch alone."""
    return tf.random.stateless_uniform((size,), seed=tf.stack([seed, epoch]))


def to_device(arrays: Any) -> Any:
    """Arrays as tensors, so that members that share rows send them once."""
    return tf.nest.map_structure(tf.convert_to_tensor, arrays)


class OpenNumber(Number, Tensor):
    """A number that TensorFlow's own functions take for the tensor that it stands for (dropout checks)."""

    @property
    def dtype(self) -> Any:
        return self.tensor.dtype

    @property
    def shape(self) -> Any:
        return self.tensor.shape

    def get_shape(self) -> Any:
        return self.tensor.shape


# where TensorFlow draws noise, and the argument that says by which algorithm
_NOISE = (
    (tf.random, "stateless_uniform", "alg"),
    (tf.random, "stateless_normal", "alg"),
    (tf.nn.experimental, "stateless_dropout", "rng_alg"),
)


@contextmanager
def counted_noise() -> Iterator[None]:
    """Random numbers by the Threefry counter while a function is traced for XLA.

    Left to choose, TensorFlow takes an algorithm that XLA computes on a processor at half a microsecond a number,
    so that a dropout layer would cost most of a training. Outside XLA TensorFlow refuses to be told.
    """
    with _TRACING:  # what is replaced here, every thread sees
        before = [getattr(place, name) for place, name, _ in _NOISE]
        try:
            for (place, name, argument), function in zip(_NOISE, before, strict=True):
                setattr(place, name, partial(_by_threefry, function, argument))
            yield
        finally:
            for (place, name, _), function in zip(_NOISE, before, strict=True):
                setattr(place, name, function)


def _by_threefry(function: Callable[..., Any], argument: str, *arguments: Any, **options: Any) -> Any:
    """Another thread may be drawing eagerly meanwhile."""
    return function(*arguments, **options if tf.executing_eagerly() else options | {argument: "threefry"})


_NAMED: Counter[str] = Counter()


@contextmanager
def named_after(program: str) -> Iterator[None]:
    """Number the functions that are traced here by their program, not by what this process did before.

    XLA finds a kept program by its functions' names, and TensorFlow numbers those with everything else that it
    makes, in whatever order threads make it.
    """
    ours = threading.get_ident()
    label = f"{_NAMED[program]} {program}"  # two programs of one process never share a name
    _NAMED[program] += 1
    first = int.from_bytes(hashlib.sha256(label.encode()).digest()[:5], "big")
    numbers = itertools.count((first << 20) + (1 << 62))  # beyond all that TensorFlow counts up to

    def uid(before: Callable[[], int]) -> int:
        return next(numbers) if threading.get_ident() == ours else before()

    with _TRACING, counted_by(uid):
        yield


class TensorflowProgram:
    """A traced function; the first call compiles it.

    With many convolutions and no GPU it stays TensorFlow's own graph, whose convolutions are several times faster
    than XLA's; it too has no Python between the steps.
    """

    def __init__(
        self, function: Callable[..., Any], example: Any, convolution_products: int = 0, name: str = ""
    ) -> None:
        xla = convolution_products <= XLA_LIMIT or bool(tf.config.list_physical_devices("GPU"))
        self.function = tf.function(function, jit_compile=xla, autograph=False)
        with counted_noise() if xla else nullcontext(), named_after(name):
            self.function.get_concrete_function(*to_device(example))

    def __call__(self, *arguments: Any) -> Any:
        return tf.nest.map_structure(np.asarray, self.function(*to_device(arguments)))


Compiled = TensorflowProgram  # the name by which `program.backend()` knows each backend's class
