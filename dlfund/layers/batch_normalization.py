"""Batch normalisation: every feature, measured against the batch.

    y = γ · (x − μ) / √(σ² + ε) + β

Training takes μ and σ² from the batch and keeps their moving average; predicting takes that average.
"""

import keras
from keras import ops

from dlfund.registration import register


@register
class BatchNormalization(keras.layers.Layer):
    """Gives every feature mean 0 and variance 1 over the batch, then lets the network choose its own.

    Steps can be larger, because no layer's inputs drift far from where they were. It behaves differently in training
    and in prediction, and its rows depend on their batch.

    Shape:
        Input:  (batch, ..., features)
        Output: the same

    Args:
        momentum: float below 1. How much of the moving average is kept at each step; 0.99 remembers about 100 steps,
            too many for a short training: take 0.9 there.
        epsilon: float. Added to the variance, so that a constant feature does not divide by zero.
        center: bool. Whether β is learned.
        scale: bool. Whether γ is learned.

    Example:
        >>> layer = BatchNormalization(epsilon=0.0)
        >>> ops.convert_to_numpy(layer(ops.array([[1.0], [3.0]]), training=True)).tolist()
        [[-1.0], [1.0]]

    Derivative: ∂y/∂γ = (x − μ) / √(σ² + ε); ∂y/∂β = 1; by x also through μ and σ², so gradients of a batch sum to 0
    Use: in convolutional networks with batches of 16 rows and more; for sequences and small batches take layer
        normalisation.
    Misconception: "Freezing the layer only freezes γ and β." With trainable = False it also uses the moving average
        instead of the batch.
    Interview: What changes between training and prediction? — The source of μ and σ²: the batch or the moving average;
        forgetting that gives a model that trains well and predicts badly.
    Reference: Ioffe and Szegedy, 2015, Batch Normalization (arXiv:1502.03167).
    """

    def __init__(self, *, momentum=0.99, epsilon=1e-3, center=True, scale=True, **layer_options):
        super().__init__(**layer_options)
        if not 0 <= momentum < 1:
            raise ValueError(
                f"Expected momentum from 0 to just below 1. Received: momentum={momentum!r}. "
                "It is the share of the old average that is kept, usually 0.9 or 0.99."
            )
        self.momentum = momentum
        self.epsilon = epsilon
        self.center = center
        self.scale = scale
        self.supports_masking = True

    def build(self, input_shape):
        feature = {"shape": (input_shape[-1],), "autocast": False}  # half precision would round the averages away
        self.gamma = self.add_weight(name="gamma", initializer="ones", **feature) if self.scale else None
        self.beta = self.add_weight(name="beta", initializer="zeros", **feature) if self.center else None
        self.moving_mean = self.add_weight(name="moving_mean", initializer="zeros", trainable=False, **feature)
        self.moving_variance = self.add_weight(name="moving_variance", initializer="ones", trainable=False, **feature)
        self.input_spec = keras.layers.InputSpec(ndim=len(input_shape), axes={-1: input_shape[-1]})

    def call(self, x, training=False, mask=None):
        x = ops.cast(x, keras.backend.result_type(x.dtype, "float32"))  # half precision overflows in squares
        if training and self.trainable:
            mean, variance = self._moments(x, mask)  # (features,) each
            self._follow(self.moving_mean, mean)
            self._follow(self.moving_variance, variance)
        else:
            mean, variance = ops.cast(self.moving_mean, x.dtype), ops.cast(self.moving_variance, x.dtype)
        # γ · (x − μ) / √(σ² + ε) + β
        y = ops.batch_normalization(
            x, mean, variance, axis=-1, offset=self.beta, scale=self.gamma, epsilon=self.epsilon
        )  # (batch, ..., features)
        return ops.cast(y, self.compute_dtype)

    def _moments(self, x, mask):
        axes = list(range(len(x.shape) - 1))
        if mask is None:
            return ops.moments(x, axes=axes)
        weight = ops.broadcast_to(ops.cast(mask, x.dtype)[..., None], ops.shape(x))  # 1 where a step counts
        count = ops.sum(weight, axis=axes) + keras.config.epsilon()
        mean = ops.sum(ops.where(weight > 0, x, 0), axis=axes) / count
        squares = ops.square(ops.where(weight > 0, x - mean, 0))
        return mean, ops.sum(squares, axis=axes) / count

    def _follow(self, average, value):
        average.assign(average * self.momentum + value * (1 - self.momentum))

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return {
            **super().get_config(),
            "momentum": self.momentum,
            "epsilon": self.epsilon,
            "center": self.center,
            "scale": self.scale,
        }
