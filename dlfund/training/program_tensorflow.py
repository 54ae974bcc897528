"""What the program needs from TensorFlow and Keras has no word for: a gradient, keyed noise, XLA."""

import numpy as np
import tensorflow as tf

from dlfund.training.numbers import Number


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


class Compiled:
    """A traced function; the first call compiles it."""

    def __init__(self, function, example):
        self.function = tf.function(function, jit_compile=True, autograph=False)
        self.function.get_concrete_function(*to_device(example))

    def __call__(self, *arguments):
        return tf.nest.map_structure(np.asarray, self.function(*to_device(arguments)))
