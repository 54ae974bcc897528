"""Softmax layer: numbers as shares of one.

    y_j = exp(x_j) / Σ_k exp(x_k)        over the entries k that the mask allows

j and k run along one axis.
"""

from collections.abc import Sequence
from typing import Unpack

import keras
from keras import ops

from dlfund import activations
from dlfund.core.layer_options import LayerOptions
from dlfund.core.registration import register
from dlfund.layers.nothing_to_build import nothing_to_build


@register
class SoftmaxLayer(keras.layers.Layer):
    """Turns scores into probabilities along an axis; entries that a mask excludes get 0.

    `layers.Softmax` is this layer under Keras's name; `softmax` is the activation.

    Shape:
        Input:  any
        Output: the same

    Args:
        axis: int or a tuple of ints. Along which the outputs sum to 1.

    Call arguments:
        mask: bool, of the input's rank. False excludes an entry. A mask of steps, of lower rank, excludes nothing: each
            step has a softmax of its own.

    Example:
        >>> [round(float(y), 2) for y in SoftmaxLayer()(ops.array([[0.0, 0.0]]), mask=ops.array([[True, False]]))[0]]
        [1.0, 0.0]

    Derivative: ∂y_i/∂x_j = y_i · (1 if i = j, otherwise 0, − y_j)
    Use: for attention written out by hand, and where a head needs a mask of classes that can't occur.
    Misconception: "Softmax belongs before the cross-entropy." A loss of the logits computes the same more exactly; give
        it the scores and from_logits=True.
    Interview: Why exclude an entry with a very low score instead of multiplying by 0? — So that the others still sum to
        1.
    Reference: Bridle, 1990, Probabilistic interpretation of feedforward classification network outputs
        (doi:10.1007/978-3-642-76153-9_28).
    """

    def __init__(self, axis: int | Sequence[int] = -1, **layer_options: Unpack[LayerOptions]):
        super().__init__(**layer_options)
        self.axis = tuple(axis) if isinstance(axis, tuple | list) else axis
        self.supports_masking = True
        nothing_to_build(self)

    def call(self, x, mask=None):
        if mask is None or len(mask.shape) < len(x.shape):
            return self._shares(x)
        mask = ops.cast(mask, "bool")
        lowest = -3e4 if x.dtype == "float16" else -1e9
        y = self._shares(ops.where(mask, x, ops.cast(lowest, x.dtype)))
        return ops.where(mask, y, ops.zeros_like(y))  # also where nothing is allowed

    def _shares(self, x):
        if isinstance(self.axis, int):
            return activations.softmax(x, axis=self.axis)
        return ops.exp(x - ops.logsumexp(x, axis=self.axis, keepdims=True))

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return {**super().get_config(), "axis": self.axis}
