"""How large the numbers of a layer are, in Keras's operations: for backends that compile many of them into one."""

from keras import ops


def statistics(output):
    """Mean, standard deviation and share of zeros, as float32; no gradient passes through them."""
    output = ops.stop_gradient(output)
    zeros = ops.mean(ops.cast(ops.equal(output, 0), "float32"))
    return [ops.cast(ops.mean(output), "float32"), ops.cast(ops.std(output), "float32"), zeros]


def length(tensor):
    """The square root of the sum of squares, as float32."""
    tensor = ops.cast(ops.convert_to_tensor(tensor), "float32")
    return ops.sqrt(ops.sum(ops.square(tensor)))
