"""Signed labels: 0 and 1 become −1 and +1.

    t = 2 · y − 1          where every label of the batch is 0 or 1

Labels that are −1 and +1 already pass unchanged.
"""

from keras import ops

from dlfund.losses.labels import check_signs


def signed_labels(y_true):
    """Labels as the margin losses need them: the sign is the class.

    With labels 0 and 1 the product of label and output would be 0 for a whole class, so it could not measure a
    margin.

    Shape:
        Input:  labels of any shape
        Output: the same shape

    Args:
        y_true: tensor. Labels 0 and 1, or −1 and +1.

    Example:
        >>> ops.convert_to_numpy(signed_labels(ops.convert_to_tensor([0.0, 1.0]))).tolist()
        [-1.0, 1.0]

    Use: at the start of a loss that multiplies label and output.
    Misconception: "the sign of a label is a matter of taste" — hinge losses are wrong with 0 and 1.
    Interview: what is the margin of a row? — label times output: it is positive on the right side, and
        its size is the distance from the boundary (up to the length of the weights).
    Reference: Vapnik, 1995, The nature of statistical learning theory.
    """
    check_signs(y_true)
    binary = ops.all(ops.logical_or(ops.equal(y_true, 0), ops.equal(y_true, 1)))
    return ops.where(binary, 2.0 * y_true - 1.0, y_true)
