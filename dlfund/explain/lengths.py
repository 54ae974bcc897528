"""How large the numbers of a layer are, in Keras's own operations: for backends that run many of them as one."""

from keras import ops


def statistics(output):
    """Mean, deviation and share of zeros, as float32; nothing flows back through them."""
    output = ops.stop_gradient(output)
    zeros = ops.mean(ops.cast(ops.equal(output, 0), "float32"))
    return [ops.cast(ops.mean(output), "float32"), ops.cast(ops.std(output), "float32"), zeros]


def length(tensor):
    """The root of the summed squares, as float32."""
    tensor = ops.cast(ops.convert_to_tensor(tensor), "float32")
    return ops.sqrt(ops.sum(ops.square(tensor)))
