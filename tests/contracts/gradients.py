"""One door to gradients on every backend, for tests.

`gradient(fn, x)`             d/dx of a weighted sum of fn(x)
`gradients_of(layer, x)`      the same by every trainable weight of a layer or model
`finite_differences(fn, x)`   what the gradient must be, measured
`double_precision()`          float64 on every backend (JAX has to be asked)
`numbers(tensor)`             a NumPy array
"""

import contextlib

import keras
import numpy as np
from keras import ops


def numbers(tensor):
    """The values of a tensor or variable as a NumPy array (bfloat16 as float32, which NumPy knows)."""
    tensor = ops.convert_to_tensor(tensor)
    if keras.backend.standardize_dtype(tensor.dtype) == "bfloat16":
        tensor = ops.cast(tensor, "float32")
    return np.array(ops.convert_to_numpy(tensor))


@contextlib.contextmanager
def double_precision():
    """float64 inside, on JAX too, which otherwise turns every double into a single."""
    if keras.backend.backend() != "jax":
        yield
        return
    import jax

    with jax.enable_x64(True):
        yield


def weighted(output, weights=None):
    """One number from an output, every entry with another weight, so that no two errors cancel."""
    total = 0.0
    for index, part in enumerate(keras.tree.flatten(output)):
        chosen = weights
        if chosen is None:
            chosen = np.random.default_rng(index).uniform(0.5, 1.5, tuple(part.shape))
        total = total + ops.sum(part * ops.cast(ops.convert_to_tensor(chosen), part.dtype))
    return total


def gradient(fn, x, weights=None):
    """d/dx of sum(weights * fn(x)) as a NumPy array; `weights=1.0` for the plain sum."""
    x = ops.convert_to_tensor(x)
    return numbers(_GRADIENT[keras.backend.backend()](lambda t: weighted(fn(t), weights), x))


def gradients_of(layer, x, weights=None, objective=None, **call_arguments):
    """{weight's path: gradient} of sum(weights * layer(x)), or of `objective(output)`, by each trainable weight.

    A weight that nothing depends on has the gradient None.
    """
    objective = objective or (lambda output: weighted(output, weights))
    layer(x, **call_arguments)  # builds it
    actual = _GRADIENTS_OF[keras.backend.backend()](layer, x, objective, call_arguments)
    return {
        weight.path: None if value is None else numbers(ops.convert_to_tensor(value))
        for weight, value in zip(layer.trainable_variables, actual, strict=True)
    }


def finite_differences(fn, x, weights=None, step=1e-5):
    """The gradient by a five-point rule, in float64: its own error is of order step⁴ (about 1e-11)."""
    x = np.asarray(x, "float64")
    slopes = np.empty_like(x)

    def value(index, shift):
        moved = x.copy()
        moved[index] += shift
        return float(numbers(weighted(fn(ops.convert_to_tensor(moved)), weights)))

    for index in np.ndindex(*x.shape):
        near = value(index, step) - value(index, -step)
        far = value(index, 2 * step) - value(index, -2 * step)
        slopes[index] = (8 * near - far) / (12 * step)
    return slopes


def _tensorflow_gradient(scalar, x):
    import tensorflow as tf

    with tf.GradientTape() as tape:
        tape.watch(x)
        y = scalar(x)
    return tf.convert_to_tensor(tape.gradient(y, x, unconnected_gradients=tf.UnconnectedGradients.ZERO))


def _jax_gradient(scalar, x):
    import jax

    return jax.grad(scalar)(x)


def _torch_gradient(scalar, x):
    import torch

    x = x.detach().clone().requires_grad_(True)
    y = scalar(x)
    (slopes,) = torch.autograd.grad(y, x, allow_unused=True) if y.requires_grad else (None,)
    return torch.zeros_like(x) if slopes is None else slopes


def _tensorflow_gradients_of(layer, x, objective, call_arguments):
    import tensorflow as tf

    with tf.GradientTape() as tape:
        loss = objective(layer(x, **call_arguments))
    return tape.gradient(loss, [weight.value for weight in layer.trainable_variables])


def _jax_gradients_of(layer, x, objective, call_arguments):
    import jax

    def loss(trainable):
        rest = [weight.value for weight in layer.non_trainable_variables]
        output, _ = layer.stateless_call(trainable, rest, x, **call_arguments)
        return objective(output)

    return jax.grad(loss)([weight.value for weight in layer.trainable_variables])


def _torch_gradients_of(layer, x, objective, call_arguments):
    import torch

    loss = objective(layer(x, **call_arguments))
    weights = [weight.value for weight in layer.trainable_variables]
    return torch.autograd.grad(loss, weights, allow_unused=True) if weights else []


_GRADIENT = {"tensorflow": _tensorflow_gradient, "jax": _jax_gradient, "torch": _torch_gradient}
_GRADIENTS_OF = {"tensorflow": _tensorflow_gradients_of, "jax": _jax_gradients_of, "torch": _torch_gradients_of}
