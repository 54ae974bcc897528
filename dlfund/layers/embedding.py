"""Embedding: a table that gives every word, or any other category, its own vector.

    y = E[i]        row i of a learned table

It equals a one-hot vector times E, without ever building the one-hot vector.
"""

import warnings
from typing import ClassVar, Unpack

import keras
from keras import ops

from dlfund.core.arguments import Initializer
from dlfund.core.old_names import old_names
from dlfund.core.registration import register
from dlfund.layers.options import Embeddings
from dlfund.layers.weighted import Weighted
from dlfund.layers.whole_numbers import check_whole


@register
@old_names(categories="input_dim", width="output_dim")
class Embedding(Weighted):
    """Turns a category's number into a learned vector: similar categories end up near each other.

    Shape:
        Input:  (...,) whole numbers from 0 to input_dim − 1
        Output: (..., output_dim)

    Args:
        input_dim: int. How many categories there are, counting the one for "unknown". A larger number gives an error,
            NaN or the last row, depending on the backend: check the numbers in the data.
        output_dim: int. Length of each vector.
        embeddings_initializer: initial values of the vectors.
        embeddings_regularizer, embeddings_constraint: a penalty on the table, and what its numbers are brought back to
            after every step.
        mask_zero: bool. Whether 0 means "no step here", as in padded sequences; later layers then skip it.

    Example:
        >>> layer = Embedding(10, 4)
        >>> tuple(layer(ops.array([[1, 2, 3]])).shape)
        (1, 3, 4)

    Derivative: ∂loss/∂E[i] = the sum of ∂loss/∂y over the positions where i occurred; 0 for rows that did not occur
    Use: for words and for categories of many levels.
    Misconception: "The numbers of the categories must mean something." They are only row numbers; any order works.
    Interview: How does an embedding differ from one-hot and a dense layer? — Only in cost: it looks up one row instead
        of multiplying by zeros.
    Reference: Bengio, Ducharme, Vincent and Jauvin, 2003, A Neural Probabilistic Language Model
        (jmlr.org/papers/v3/bengio03a).
    """

    initial: ClassVar[dict] = {"embeddings": "random_uniform"}
    refused: ClassVar[dict] = {"weights": None}

    def __init__(
        self,
        input_dim: int,
        output_dim: int,
        embeddings_initializer: Initializer = "random_uniform",
        mask_zero: bool = False,
        **layer_options: Unpack[Embeddings],
    ):
        # older programs give it; as in Keras, it has no effect
        if layer_options.pop("input_length", None) is not None:
            warnings.warn("Embedding has no use for input_length any more: leave it out.", stacklevel=3)
        super().__init__(embeddings_initializer=embeddings_initializer, **layer_options)
        check_whole(input_dim=input_dim, output_dim=output_dim)
        self.input_dim = input_dim
        self.output_dim = output_dim
        self.mask_zero = mask_zero
        self.supports_masking = mask_zero
        self.autocast = False  # a number of a row is no number to round

    def build(self, input_shape=None):
        self.embeddings = self.new_weight("embeddings", (self.input_dim, self.output_dim))

    def call(self, i):
        if keras.backend.standardize_dtype(i.dtype) not in ("int32", "int64"):
            i = ops.cast(i, "int32")
        y = ops.take(self.embeddings, i, axis=0)  # (..., output_dim)
        return ops.cast(y, self.compute_dtype)

    def compute_mask(self, i, mask=None):
        return ops.not_equal(i, 0) if self.mask_zero else None

    def compute_output_shape(self, input_shape):
        return (*input_shape, self.output_dim)

    def compute_output_spec(self, i):
        shape, ragged = self.compute_output_shape(i.shape), getattr(i, "ragged", False)
        return keras.KerasTensor(shape, dtype=self.compute_dtype, ragged=ragged)

    def get_config(self):
        return {
            **super().get_config(),
            "input_dim": self.input_dim,
            "output_dim": self.output_dim,
            "mask_zero": self.mask_zero,
        }
