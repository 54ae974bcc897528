"""Batch normalisation: every feature standardised over the batch.

    y = γ · (x − μ) / √(σ² + ε) + β

Training takes μ and σ² from the batch and keeps their moving average; predicting takes that average.
"""

from typing import ClassVar, Unpack

import keras
from keras import ops

from dlfund.core.registration import register
from dlfund.layers.feature_axes import feature_shape
from dlfund.layers.options import BatchNormalizationOptions
from dlfund.layers.weighted import Weighted, option_of


@register
class BatchNormalization(Weighted):
    """Gives every feature mean 0 and variance 1 over the batch, then a learned mean and variance.

    It allows larger steps in training. It behaves differently in training and in prediction, and in training a row's
    output depends on its batch.

    Shape:
        Input:  (batch, ..., features)
        Output: the same

    Args:
        axis: int. The axis of the features, whose μ and σ² are taken over all others; 1 for channels_first.
        momentum: float below 1. How much of the moving average is kept at each step; 0.99 averages over about 100
            steps, too many for a short training: use 0.9 there.
        epsilon: float. Added to the variance, so that a constant feature does not divide by zero.
        center: bool. Whether β is learned.
        scale: bool. Whether γ is learned.
        gamma_initializer, beta_initializer: initial values; also gamma_regularizer, gamma_constraint, beta_regularizer
            and beta_constraint, as in `Dense`.
        moving_mean_initializer, moving_variance_initializer: where the moving averages start.

    Example:
        >>> layer = BatchNormalization(epsilon=0.0)
        >>> ops.convert_to_numpy(layer(ops.array([[1.0], [3.0]]), training=True)).tolist()
        [[-1.0], [1.0]]

    Derivative: ∂y/∂γ = (x − μ) / √(σ² + ε); ∂y/∂β = 1; with respect to x also through μ and σ², so the gradients of a
        batch sum to 0
    Use: in convolutional networks with batches of 16 rows and more; for sequences and small batches use layer
        normalisation.
    Misconception: "It works because it removes covariate shift." That was the paper's reason; with shift added after
        the layer, training stays as fast. What it changes is the smoothness of the loss, which allows larger steps.
    Interview: What changes between training and prediction? — The source of μ and σ²: the batch or the moving
        average; forgetting that gives a model that trains well and predicts badly. With trainable = False it uses the
        moving average in both.
    Reference: Ioffe and Szegedy, 2015, Batch Normalization (arXiv:1502.03167); that it helps by a smoother loss and
        not by less "covariate shift": Santurkar et al., 2018, How does batch normalization help optimization?
        (arXiv:1805.11604).
    """

    initial: ClassVar[dict] = {"gamma": "ones", "beta": "zeros"}
    statistics: ClassVar[dict] = {"moving_mean": "zeros", "moving_variance": "ones"}
    refused: ClassVar[dict] = {
        "synchronized": False,
        "renorm": False,
        "renorm_clipping": None,
        "renorm_momentum": 0.99,
    }

    def __init__(
        self,
        axis: int = -1,
        momentum: float = 0.99,
        epsilon: float = 1e-3,
        center: bool = True,
        scale: bool = True,
        **layer_options: Unpack[BatchNormalizationOptions],
    ):
        super().__init__(**layer_options)
        if not 0 <= momentum < 1:
            raise ValueError(
                f"Expected momentum from 0 to just below 1. Received: momentum={momentum!r}. "
                "It is the share of the old average that is kept, usually 0.9 or 0.99."
            )
        if isinstance(axis, bool) or not isinstance(axis, int):
            raise ValueError(f"Expected axis to be a whole number, such as -1. Received: axis={axis!r}.")
        self.axis = axis
        self.momentum = momentum
        self.epsilon = epsilon
        self.center = center
        self.scale = scale
        self.supports_masking = True

    def build(self, input_shape):
        shape = feature_shape(input_shape, [self.axis])
        whole = {"autocast": False}  # half precision would round the averages away
        self.gamma = self.new_weight("gamma", shape, **whole) if self.scale else None
        self.beta = self.new_weight("beta", shape, **whole) if self.center else None
        for name in self.statistics:
            start = getattr(self, option_of(name, "initializer"))
            average = self.add_weight(name=name, shape=shape, initializer=start, trainable=False, **whole)
            setattr(self, name, average)
        self.input_spec = keras.layers.InputSpec(ndim=len(input_shape), axes={self.axis: shape[0]})

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
            x, mean, variance, axis=self.axis, offset=self.beta, scale=self.gamma, epsilon=self.epsilon
        )  # (batch, ..., features)
        return ops.cast(y, self.compute_dtype)

    def _moments(self, x, mask):
        axes = [axis for axis in range(len(x.shape)) if axis != self.axis % len(x.shape)]
        if mask is None:
            return ops.moments(x, axes=axes)
        weight = ops.broadcast_to(ops.cast(mask, x.dtype)[..., None], ops.shape(x))  # 1 where a step counts
        count = ops.sum(weight, axis=axes, keepdims=True) + keras.config.epsilon()
        mean = ops.sum(ops.where(weight > 0, x, 0), axis=axes, keepdims=True) / count
        squares = ops.square(ops.where(weight > 0, x - mean, 0))
        variance = ops.sum(squares, axis=axes, keepdims=True) / count
        return ops.squeeze(mean, axes), ops.squeeze(variance, axes)

    def _follow(self, average, value):
        average.assign(average * self.momentum + value * (1 - self.momentum))

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return {
            **super().get_config(),
            "axis": self.axis,
            "momentum": self.momentum,
            "epsilon": self.epsilon,
            "center": self.center,
            "scale": self.scale,
        }
