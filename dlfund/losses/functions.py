"""Losses as functions, under Keras's names: the loss of every row, before any reduction.

    huber(y_true, y_pred, delta) = Huber(delta, reduction=None)(y_true, y_pred)

Each is the formula of the class beside it, with the class's arguments.
"""

from keras import ops

from dlfund.core.registration import register
from dlfund.losses.binary_crossentropy import BinaryCrossentropy
from dlfund.losses.binary_focal_crossentropy import BinaryFocalCrossentropy
from dlfund.losses.categorical_crossentropy import CategoricalCrossentropy
from dlfund.losses.categorical_focal_crossentropy import CategoricalFocalCrossentropy
from dlfund.losses.cosine_similarity import CosineSimilarity
from dlfund.losses.ctc import CTC
from dlfund.losses.dice import Dice
from dlfund.losses.hinge import Hinge
from dlfund.losses.huber import Huber
from dlfund.losses.kl_divergence import KLDivergence
from dlfund.losses.log_cosh import LogCosh
from dlfund.losses.mean_absolute_error import MeanAbsoluteError
from dlfund.losses.mean_squared_error import MeanSquaredError
from dlfund.losses.poisson import Poisson
from dlfund.losses.sparse_categorical_crossentropy import SparseCategoricalCrossentropy
from dlfund.losses.squared_hinge import SquaredHinge
from dlfund.losses.tversky import Tversky


@register
def binary_crossentropy(y_true, y_pred, from_logits=False, label_smoothing=0.0, axis=-1):
    """`BinaryCrossentropy` of every row."""
    return _each_row(BinaryCrossentropy(from_logits, label_smoothing, axis), y_true, y_pred)


@register
def binary_focal_crossentropy(
    y_true, y_pred, apply_class_balancing=False, alpha=0.25, gamma=2.0, from_logits=False, label_smoothing=0.0, axis=-1
):
    """`BinaryFocalCrossentropy` of every row."""
    return _each_row(
        BinaryFocalCrossentropy(apply_class_balancing, alpha, gamma, from_logits, label_smoothing, axis), y_true, y_pred
    )


@register
def categorical_crossentropy(y_true, y_pred, from_logits=False, label_smoothing=0.0, axis=-1):
    """`CategoricalCrossentropy` of every row."""
    return _each_row(CategoricalCrossentropy(from_logits, label_smoothing, axis), y_true, y_pred)


@register
def categorical_focal_crossentropy(
    y_true, y_pred, alpha=0.25, gamma=2.0, from_logits=False, label_smoothing=0.0, axis=-1
):
    """`CategoricalFocalCrossentropy` of every row."""
    return _each_row(CategoricalFocalCrossentropy(alpha, gamma, from_logits, label_smoothing, axis), y_true, y_pred)


@register
def cosine_similarity(y_true, y_pred, axis=-1):
    """`CosineSimilarity` of every row."""
    return _each_row(CosineSimilarity(axis), y_true, y_pred)


@register
def ctc(y_true, y_pred):
    """`CTC` of every row."""
    return _each_row(CTC(), y_true, y_pred)


@register
def dice(y_true, y_pred, axis=None):
    """`Dice` of every row."""
    return _each_row(Dice(axis=axis), y_true, y_pred)


@register
def hinge(y_true, y_pred):
    """`Hinge` of every row."""
    return _each_row(Hinge(), y_true, y_pred)


@register
def huber(y_true, y_pred, delta=1.0):
    """`Huber` of every row."""
    return _each_row(Huber(delta), y_true, y_pred)


@register
def kl_divergence(y_true, y_pred):
    """`KLDivergence` of every row."""
    return _each_row(KLDivergence(), y_true, y_pred)


@register
def log_cosh(y_true, y_pred):
    """`LogCosh` of every row."""
    return _each_row(LogCosh(), y_true, y_pred)


@register
def mean_absolute_error(y_true, y_pred):
    """`MeanAbsoluteError` of every row."""
    return _each_row(MeanAbsoluteError(), y_true, y_pred)


@register
def mean_squared_error(y_true, y_pred):
    """`MeanSquaredError` of every row."""
    return _each_row(MeanSquaredError(), y_true, y_pred)


@register
def poisson(y_true, y_pred):
    """`Poisson` of every row."""
    return _each_row(Poisson(), y_true, y_pred)


@register
def sparse_categorical_crossentropy(y_true, y_pred, from_logits=False, ignore_class=None, axis=-1):
    """`SparseCategoricalCrossentropy` of every row."""
    return _each_row(SparseCategoricalCrossentropy(from_logits, ignore_class, axis=axis), y_true, y_pred)


@register
def squared_hinge(y_true, y_pred):
    """`SquaredHinge` of every row."""
    return _each_row(SquaredHinge(), y_true, y_pred)


@register
def tversky(y_true, y_pred, alpha=0.5, beta=0.5, axis=None):
    """`Tversky` of every row."""
    return _each_row(Tversky(alpha, beta, axis=axis), y_true, y_pred)


def _each_row(loss, y_true, y_pred):
    y_pred = ops.convert_to_tensor(y_pred)
    return loss.call(ops.convert_to_tensor(y_true, dtype=y_pred.dtype), y_pred)
