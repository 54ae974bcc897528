"""What compiled training needs of TensorFlow and its public interface does not offer: one function each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import tensorflow as tf
from tensorflow.python.framework import ops

# Parent of what TensorFlow's own functions take for a tensor. Missing in TensorFlow: a public one.
Tensor = tf.__internal__.types.Tensor


@contextmanager
def counted_by(count: Callable[[Callable[[], int]], int]) -> Iterator[None]:
    """Inside, TensorFlow numbers the functions that it traces by `count`, which is given TensorFlow's own counter.

    Missing in TensorFlow: names of traced functions that don't depend on what was traced before.
    """
    before = ops.uid
    ops.uid = lambda: count(before)
    try:
        yield
    finally:
        ops.uid = before
