"""What looking inside a model needs from TensorFlow itself. Used where TensorFlow is the backend."""

from dlfund.explain.backends.lengths import length, statistics  # noqa: F401


def value_and_gradients(function, tensors):
    """`function(tensors) -> (loss, rest)`: the loss, the rest, and the loss's gradient for each tensor, or None."""
    import tensorflow as tf

    tensors = [tf.convert_to_tensor(tensor) for tensor in tensors]
    with tf.GradientTape() as tape:
        tape.watch(tensors)
        loss, rest = function(tensors)
    # An embedding's gradient stays sparse: some Keras optimizers take another step with it than with a dense one.
    return loss, rest, tape.gradient(loss, tensors)


def has_value(tensor):
    """Whether the tensor has a value now, rather than a place in a graph."""
    import tensorflow as tf

    return not tf.is_symbolic_tensor(tensor)


def compiled(function):
    """The same function of nested tensors, traced once for each shape."""
    import tensorflow as tf

    return tf.function(function, autograph=False, reduce_retracing=True)


def noise_kept():
    """A context after which the noise continues from where it was before: here Keras's variables hold its state."""
    import contextlib

    return contextlib.nullcontext()


def double_precision():
    """A context in which float64 stays float64: here it always does."""
    import contextlib

    return contextlib.nullcontext()
