"""What the program needs from TensorFlow and Keras has no word for: a gradient, keyed noise, XLA."""

import hashlib
import itertools
import threading
from collections import Counter
from contextlib import contextmanager, nullcontext
from functools import partial

import numpy as np
import tensorflow as tf
from tensorflow.python.framework import ops as tensorflow_ops

from dlfund.training.convolutions import XLA_LIMIT
from dlfund.training.numbers import Number

_TRACING = threading.RLock()


def value_and_gradients(function, weights):
    """`function(weights) -> (loss, rest)`, and the gradient of the loss for each weight."""
    with tf.GradientTape() as tape:
        tape.watch(weights)
        loss, rest = function(weights)
    gradients = tape.gradient(loss, weights)
    dense = [tf.convert_to_tensor(g) if isinstance(g, tf.IndexedSlices) else g for g in gradients]
    return loss, rest, dense


def noise(seed, epoch, size):
    """`size` numbers in [0, 1) that depend on the seed and the epoch alone."""
    return tf.random.stateless_uniform((size,), seed=tf.stack([seed, epoch]))


def to_device(arrays):
    """Arrays as tensors, so that members that share rows send them once."""
    return tf.nest.map_structure(tf.convert_to_tensor, arrays)


class OpenNumber(Number, tf.__internal__.types.Tensor):
    """A number that TensorFlow's own functions take for the tensor that it stands for (dropout checks)."""

    @property
    def dtype(self):
        return self.tensor.dtype

    @property
    def shape(self):
        return self.tensor.shape

    def get_shape(self):
        return self.tensor.shape


# where TensorFlow draws noise, and the argument that says by which algorithm
_NOISE = (
    (tf.random, "stateless_uniform", "alg"),
    (tf.random, "stateless_normal", "alg"),
    (tf.nn.experimental, "stateless_dropout", "rng_alg"),
)


@contextmanager
def counted_noise():
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


def _by_threefry(function, argument, *arguments, **words):
    """Another thread may be drawing eagerly meanwhile."""
    return function(*arguments, **words if tf.executing_eagerly() else words | {argument: "threefry"})


_NAMED: Counter[str] = Counter()


@contextmanager
def named_after(program):
    """Number the functions that are traced here by their program, not by what this process did before.

    XLA finds a kept program by its functions' names, and TensorFlow numbers those with everything else that it
    makes, in whatever order threads make it.
    """
    ours, before = threading.get_ident(), tensorflow_ops.uid
    words = f"{_NAMED[program]} {program}"  # two programs of one process never share a name
    _NAMED[program] += 1
    first = int.from_bytes(hashlib.sha256(words.encode()).digest()[:5], "big")
    numbers = itertools.count((first << 20) + (1 << 62))  # beyond all that TensorFlow counts up to

    def uid():
        return next(numbers) if threading.get_ident() == ours else before()

    with _TRACING:
        tensorflow_ops.uid = uid
        try:
            yield
        finally:
            tensorflow_ops.uid = before


class Compiled:
    """A traced function; the first call compiles it.

    With many convolutions and no GPU it stays TensorFlow's own graph, whose convolutions are several times faster
    than XLA's; it too has no Python between the steps.
    """

    def __init__(self, function, example, convolution_products=0, name=""):
        xla = convolution_products <= XLA_LIMIT or bool(tf.config.list_physical_devices("GPU"))
        self.function = tf.function(function, jit_compile=xla, autograph=False)
        with counted_noise() if xla else nullcontext(), named_after(name):
            self.function.get_concrete_function(*to_device(example))

    def __call__(self, *arguments):
        return tf.nest.map_structure(np.asarray, self.function(*to_device(arguments)))
