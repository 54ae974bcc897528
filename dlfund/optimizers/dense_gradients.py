"""Dense gradients: what an embedding hands over by rows, summed into one array of the weight's shape.

    g_i = sum of the rows of the gradient that belong to row i of the weight

A look-up touches few rows of its table, and a row that a batch looks up twice has two entries. TensorFlow keeps them
apart (IndexedSlices), JAX and torch can (BCOO, sparse tensors). A formula needs the sum: the square of a sum is not
the sum of squares.
"""

import keras
from keras import ops

BACKEND = keras.backend.backend()


def dense_gradients(gradients, variables):
    """The gradients as dense tensors, one a variable; None where a variable has none.

    Example:
        >>> weight = keras.Variable([1.0, 2.0])
        >>> ops.convert_to_numpy(dense_gradients([ops.ones(2)], [weight])[0]).tolist()
        [1.0, 1.0]
    """
    gradients = list(gradients)
    if len(gradients) != len(variables):
        raise ValueError(
            f"Expected one gradient a weight. Received: {len(gradients)} gradients for {len(variables)} weights. "
            "Pass both lists in the same order, with None for a weight that the loss doesn't depend on."
        )
    return [_dense(gradient, variable) for gradient, variable in zip(gradients, variables, strict=True)]


def _dense(gradient, variable):
    if gradient is None:
        return None
    if BACKEND == "torch":
        return gradient.to_dense() if getattr(gradient, "is_sparse", False) else gradient
    gradient = ops.convert_to_tensor(gradient, sparse=False)
    if BACKEND == "tensorflow" and hasattr(gradient, "indices"):  # IndexedSlices, which Keras leaves as they are
        rows = ops.convert_to_tensor(gradient.indices, dtype="int32")
        return ops.segment_sum(gradient.values, rows, num_segments=variable.shape[0])
    return gradient
