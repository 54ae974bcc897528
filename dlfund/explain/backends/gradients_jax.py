"""What looking inside a model needs from JAX itself. Imported only where JAX is the backend."""

from dlfund.explain.backends.lengths import length, statistics  # noqa: F401


def value_and_gradients(function, tensors):
    """`function(tensors) -> (loss, rest)`: the loss, the rest, and the loss's gradient for each tensor."""
    import jax

    (loss, rest), gradients = jax.value_and_grad(function, has_aux=True)(list(tensors))
    return loss, rest, gradients


def has_value(tensor):
    """Whether the tensor has a value now, rather than a place in a graph."""
    import jax

    return not isinstance(tensor, jax.core.Tracer)


def compiled(function):
    """The same function of nested tensors, traced once for each shape."""
    import jax

    return jax.jit(function)


def noise_kept():
    """A context after which the noise continues from where it was before: here Keras's variables hold its state."""
    import contextlib

    return contextlib.nullcontext()


def double_precision():
    """A context in which float64 stays float64: JAX rounds it to float32 unless asked not to."""
    import jax

    return jax.enable_x64(True)
