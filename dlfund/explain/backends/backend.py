"""Which of the three small backend modules to use."""

import importlib

import keras
import numpy as np


def backend():
    """The module with the backend's part: `value_and_gradients`, `has_value`, `compiled`, `noise_kept`,
    `double_precision`, `statistics`, `length`."""
    return importlib.import_module(f"dlfund.explain.backends.gradients_{keras.backend.backend()}")


def to_numpy(tensor):
    """A tensor's numbers; bfloat16, which NumPy does not know, as float32."""
    array = np.asarray(keras.ops.convert_to_numpy(tensor))
    return array if array.dtype.kind in "fiub" else array.astype("float32")


def is_floating(tensor):
    return "float" in keras.backend.standardize_dtype(tensor.dtype)
