"""Embedding: a table that gives every word, or any other category, its own vector.

    y = E[i]        row i of a learned table

It equals a one-hot vector times E, without ever building the one-hot vector.
"""

import keras
from keras import ops

from dlfund import initializers
from dlfund.registration import register


@register
class Embedding(keras.layers.Layer):
    """Turns a category's number into a vector that training shapes: similar categories end up near each other.

    Shape:
        Input:  (...,) whole numbers from 0 to categories − 1
        Output: (..., width)

    Args:
        categories: int. How many there are, counting the one for "unknown". A number beyond gives an error, NaN or the
            last row, depending on the backend: check the data, not the network.
        width: int. Length of each vector.
        embeddings_initializer: where the vectors start.
        mask_zero: bool. Whether 0 means "no step here", as in padded sequences; later layers then skip it.

    Example:
        >>> layer = Embedding(10, 4)
        >>> tuple(layer(ops.array([[1, 2, 3]])).shape)
        (1, 3, 4)

    Derivative: ∂loss/∂E[i] = the sum of ∂loss/∂y over the places where i stood; 0 for rows that did not occur
    Use: for words and for categories of many levels.
    Misconception: "The numbers of the categories must mean something." They are only row numbers; any order will do.
    Interview: How does an embedding differ from one-hot and a dense layer? — In cost alone: it looks one row up instead
        of multiplying by zeros.
    Reference: Bengio, Ducharme, Vincent and Jauvin, 2003, A Neural Probabilistic Language Model.
    """

    def __init__(self, categories, width, *, embeddings_initializer="random_uniform", mask_zero=False, **layer_options):
        super().__init__(**layer_options)
        for name, value in (("categories", categories), ("width", width)):
            if not isinstance(value, int) or value < 1:
                raise ValueError(f"Expected {name} to be a whole number above 0. Received: {name}={value!r}.")
        self.categories = categories
        self.width = width
        self.embeddings_initializer = initializers.get(embeddings_initializer)
        self.mask_zero = mask_zero
        self.supports_masking = mask_zero
        self.autocast = False  # a number of a row is no number to round

    def build(self, input_shape=None):
        self.embeddings = self.add_weight(
            name="embeddings", shape=(self.categories, self.width), initializer=self.embeddings_initializer
        )

    def call(self, i):
        if keras.backend.standardize_dtype(i.dtype) not in ("int32", "int64"):
            i = ops.cast(i, "int32")
        y = ops.take(self.embeddings, i, axis=0)  # (..., width)
        return ops.cast(y, self.compute_dtype)

    def compute_mask(self, i, mask=None):
        return ops.not_equal(i, 0) if self.mask_zero else None

    def compute_output_shape(self, input_shape):
        return (*input_shape, self.width)

    def get_config(self):
        return {
            **super().get_config(),
            "categories": self.categories,
            "width": self.width,
            "embeddings_initializer": initializers.serialize(self.embeddings_initializer),
            "mask_zero": self.mask_zero,
        }
