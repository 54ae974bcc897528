"""The table of every public component: how to make one, and what to feed it.

A public name of `dlfund.layers`, `dlfund.activations` or `dlfund.initializers` that has no row here fails
`test_the_table_is_complete.py`; every row goes through every check of `test_layers.py`, `test_activations.py` and
`test_initializers.py`. Losses and optimizers have their rows in `loss_specimens.py` and `optimizer_specimens.py`.
"""

import math
from dataclasses import dataclass, field
from typing import Any

import keras
import numpy as np

from dlfund import activations, initializers, layers


@dataclass(frozen=True)
class Specimen:
    """One way to use a layer.

    kwargs           arguments of the class (fresh objects are made with it several times: no layer instances here,
                     pass `make` instead)
    shape            input shape with the batch; a list of shapes for a layer of several inputs
    below            for whole-number inputs: they are drawn from 0 .. below − 1; None for normal numbers
    call             further arguments of the call
    random           two calls differ (dropout); values are then compared with training=False only
    mask             None; "keeps" (hands the mask on), "uses" (steps that are masked change nothing), "makes" (makes
                     one itself)
    prepare          called with the layer before its first use, such as lambda layer: layer.adapt(rows)
    make             instead of kwargs: a function without arguments that makes the layer
    mixed_precision  False where half precision makes no sense
    trains           False for a layer whose output cannot be trained through
    keras_test       further arguments of Keras's run_layer_test; None to leave it out (say why in a comment)
    """

    cls: type
    kwargs: dict = field(default_factory=dict)
    shape: Any = (4, 3)
    below: int | None = None
    call: dict = field(default_factory=dict)
    random: bool = False
    mask: str | None = None
    prepare: Any = None
    make: Any = None
    mixed_precision: bool = True
    trains: bool = True
    keras_test: dict | None = field(default_factory=dict)

    def layer(self, **options):
        """A fresh layer, not yet built; `options` such as dtype= go to its constructor."""
        layer = self.make(**options) if self.make else self.cls(**self.kwargs, **options)
        if self.prepare:
            self.prepare(layer)
        return layer

    def inputs(self, rows=None, seed=0):
        """Input arrays of this specimen, the same ones for the same seed; `rows` instead of its own batch size."""
        generator = np.random.default_rng(seed)
        shapes = self.shape if isinstance(self.shape, list) else [self.shape]
        arrays = [self._array(generator, shape if rows is None else (rows, *shape[1:])) for shape in shapes]
        return arrays if isinstance(self.shape, list) else arrays[0]

    def _array(self, generator, shape):
        if self.below is not None:
            return generator.integers(0, self.below, shape).astype("int32")
        return generator.normal(size=shape).astype("float32")


# its training step takes a list of inputs for a nested dataset element, which TensorFlow refuses
ONE_BY_ONE = {"run_training_check": False}

# name in dlfund.layers -> its specimens, one for each way of use that differs
LAYERS = {
    "Activation": [
        Specimen(layers.Activation, {"activation": "tanh"}, mask="keeps"),
        Specimen(
            layers.Activation,
            make=lambda **options: layers.Activation(
                activations.ParametricBlend("selu", start=0.5, **options), **options
            ),
            mask="keeps",
        ),
    ],
    "Add": [
        Specimen(layers.Add, shape=[(2, 3), (2, 3), (2, 3)], mask="keeps", keras_test=ONE_BY_ONE),
        Specimen(layers.Add, shape=[(2, 4, 3), (2, 3)], mask="keeps", keras_test=ONE_BY_ONE),
    ],
    "AdditiveAttention": [
        Specimen(
            layers.AdditiveAttention, {"units": 4}, shape=[(2, 3, 5), (2, 4, 6)], mask="uses", keras_test=ONE_BY_ONE
        ),
        Specimen(
            layers.AdditiveAttention,
            {"return_weights": True},
            shape=[(2, 3, 5), (2, 4, 5)],
            mask="uses",
            keras_test=ONE_BY_ONE,
        ),
    ],
    "AlphaDropout": [Specimen(layers.AlphaDropout, {"rate": 0.4, "seed": 1}, random=True, mask="keeps")],
    "AveragePooling1D": [
        Specimen(layers.AveragePooling1D, {"pool_size": 3, "strides": 2, "padding": "same"}, shape=(2, 7, 3)),
        Specimen(layers.AveragePooling1D, shape=(2, 7, 3)),
    ],
    "AveragePooling2D": [
        Specimen(layers.AveragePooling2D, {"pool_size": (3, 2), "strides": 2, "padding": "same"}, shape=(2, 7, 6, 3)),
        Specimen(layers.AveragePooling2D, shape=(2, 7, 6, 3)),
    ],
    "BatchEnsembleDense": [
        Specimen(layers.BatchEnsembleDense, {"units": 4, "members": 5, "activation": "relu"}, shape=(4, 5, 3)),
        Specimen(
            layers.BatchEnsembleDense,
            {"units": 3, "members": 2, "output_scale_initializer": "ones", "bias_initializer": "lecun_uniform"},
            shape=(4, 2, 3),
        ),
        Specimen(layers.BatchEnsembleDense, {"units": 4, "members": 2, "scale_initializer": None}, shape=(4, 2, 3)),
    ],
    "BatchNormalization": [
        Specimen(layers.BatchNormalization, mask="keeps"),
        Specimen(layers.BatchNormalization, {"momentum": 0.5}, shape=(3, 5, 2), mask="keeps"),
        Specimen(layers.BatchNormalization, {"center": False, "scale": False}, shape=(2, 4, 4, 3)),
    ],
    "Bias": [Specimen(layers.Bias, {"bias_initializer": "ones"}, mask="keeps")],
    "Bidirectional": [
        Specimen(
            layers.Bidirectional,
            make=lambda **options: layers.Bidirectional(layers.GRU(4, return_sequences=True, **options), **options),
            shape=(3, 5, 2),
            mask="uses",
        ),
        Specimen(
            layers.Bidirectional,
            make=lambda **options: layers.Bidirectional(
                layers.LSTM(4, return_state=True, **options), merge_mode="sum", **options
            ),
            shape=(3, 5, 2),
            mask="uses",
        ),
    ],
    "Concatenate": [
        Specimen(layers.Concatenate, shape=[(2, 3), (2, 4)], mask="keeps", keras_test=ONE_BY_ONE),
        Specimen(layers.Concatenate, {"axis": 1}, shape=[(2, 3, 2), (2, 4, 2)], mask="keeps", keras_test=ONE_BY_ONE),
    ],
    "Conv1D": [
        Specimen(layers.Conv1D, {"filters": 4, "kernel_size": 3, "activation": "relu"}, shape=(2, 7, 3)),
        Specimen(
            layers.Conv1D, {"filters": 4, "kernel_size": 3, "padding": "causal", "dilation_rate": 2}, shape=(2, 7, 3)
        ),
        Specimen(
            layers.Conv1D,
            {"filters": 4, "kernel_size": 3, "padding": "same", "strides": 2, "use_bias": False},
            shape=(2, 7, 3),
        ),
    ],
    "Conv1DTranspose": [
        Specimen(layers.Conv1DTranspose, {"filters": 4, "kernel_size": 3, "strides": 2}, shape=(2, 5, 3)),
    ],
    "Conv2D": [
        Specimen(layers.Conv2D, {"filters": 4, "kernel_size": 3, "activation": "tanh"}, shape=(2, 7, 6, 3)),
        Specimen(
            layers.Conv2D,
            {"filters": 4, "kernel_size": (3, 2), "strides": (2, 1), "padding": "same", "use_bias": False},
            shape=(2, 7, 6, 3),
        ),
    ],
    "Conv2DTranspose": [
        Specimen(
            layers.Conv2DTranspose,
            {"filters": 4, "kernel_size": 3, "strides": 2, "padding": "same", "activation": "tanh"},
            shape=(2, 4, 5, 3),
        ),
    ],
    "Dense": [
        Specimen(layers.Dense, {"units": 4, "activation": "relu"}, mask="keeps"),
        Specimen(
            layers.Dense, {"units": 4, "use_bias": False, "kernel_regularizer": "l2"}, shape=(2, 5, 3), mask="keeps"
        ),
    ],
    "DepthwiseConv2D": [
        Specimen(layers.DepthwiseConv2D, {"kernel_size": 3, "depth_multiplier": 2}, shape=(2, 5, 6, 3)),
        Specimen(
            layers.DepthwiseConv2D,
            {"kernel_size": 3, "strides": 2, "padding": "same", "use_bias": False},
            shape=(2, 5, 6, 3),
        ),
    ],
    "Dropout": [
        Specimen(layers.Dropout, {"rate": 0.5, "seed": 1}, random=True, mask="keeps", shape=(4, 5, 3)),
    ],
    "EinsumDense": [
        Specimen(
            layers.EinsumDense,
            {"equation": "btd,dhk->bthk", "output_shape": (None, 2, 4), "bias_axes": "hk", "activation": "tanh"},
            shape=(2, 5, 3),
        ),
        Specimen(layers.EinsumDense, {"equation": "...x,xy->...y", "output_shape": 4}),
    ],
    "Embedding": [
        Specimen(layers.Embedding, {"categories": 7, "width": 3}, shape=(4, 5), below=7),
        Specimen(
            layers.Embedding, {"categories": 7, "width": 3, "mask_zero": True}, shape=(4, 5), below=7, mask="makes"
        ),
    ],
    "Flatten": [
        Specimen(layers.Flatten, shape=(2, 4, 3)),
        Specimen(layers.Flatten, {"data_format": "channels_first"}, shape=(2, 3, 4, 5)),
    ],
    "GRU": [
        Specimen(layers.GRU, {"units": 4}, shape=(3, 5, 2), mask="uses"),
        Specimen(
            layers.GRU,
            {"units": 4, "reset_after": False, "return_sequences": True, "go_backwards": True},
            shape=(3, 5, 2),
            mask="uses",
        ),
    ],
    "GRUCell": [  # in its loop: from a state of zeros, one step gives the recurrent kernel no gradient
        Specimen(
            layers.GRUCell,
            make=lambda **options: layers.Recurrent(layers.GRUCell(4, **options), return_state=True, **options),
            shape=(3, 5, 2),
            mask="uses",
        )
    ],
    "GaussianNoise": [Specimen(layers.GaussianNoise, {"stddev": 0.2, "seed": 1}, random=True, mask="keeps")],
    "GlobalAveragePooling1D": [Specimen(layers.GlobalAveragePooling1D, shape=(2, 5, 3), mask="uses")],
    "GlobalAveragePooling2D": [Specimen(layers.GlobalAveragePooling2D, shape=(2, 5, 4, 3))],
    "GlobalMaxPooling1D": [Specimen(layers.GlobalMaxPooling1D, shape=(2, 5, 3), mask="uses")],
    "GlobalMaxPooling2D": [Specimen(layers.GlobalMaxPooling2D, shape=(2, 5, 4, 3))],
    "GroupNormalization": [
        Specimen(layers.GroupNormalization, {"groups": 2}, shape=(2, 5, 4), mask="keeps"),
        Specimen(layers.GroupNormalization, {"groups": 3, "axis": 1, "scale": False}, shape=(2, 6, 4, 2), mask="keeps"),
    ],
    "Highway": [Specimen(layers.Highway, {"activation": "tanh"}, mask="keeps")],
    "Identity": [Specimen(layers.Identity, mask="keeps")],
    "LSTM": [
        Specimen(layers.LSTM, {"units": 4}, shape=(3, 5, 2), mask="uses"),
        Specimen(
            layers.LSTM, {"units": 4, "return_sequences": True, "return_state": True}, shape=(3, 5, 2), mask="uses"
        ),
    ],
    "LSTMCell": [  # in its loop: from a state of zeros, one step gives the recurrent kernel no gradient
        Specimen(
            layers.LSTMCell,
            make=lambda **options: layers.Recurrent(layers.LSTMCell(4, **options), return_state=True, **options),
            shape=(3, 5, 2),
            mask="uses",
        )
    ],
    "LayerNormalization": [
        Specimen(layers.LayerNormalization, mask="keeps", shape=(2, 5, 3)),
        Specimen(layers.LayerNormalization, {"center": False, "epsilon": 1e-5}, mask="keeps"),
    ],
    "LeakyReLULayer": [Specimen(layers.LeakyReLULayer, {"negative_slope": 0.1}, mask="keeps")],
    "LearnedPositions": [Specimen(layers.LearnedPositions, {"max_length": 5}, shape=(2, 5, 4), mask="keeps")],
    "Masking": [Specimen(layers.Masking, {"mask_value": 1.0}, shape=(2, 5, 3), mask=None)],
    "MaxPooling1D": [
        Specimen(layers.MaxPooling1D, {"pool_size": 3, "strides": 2, "padding": "same"}, shape=(2, 7, 3)),
        Specimen(layers.MaxPooling1D, shape=(2, 7, 3)),
    ],
    "MaxPooling2D": [
        Specimen(layers.MaxPooling2D, {"pool_size": (3, 2), "strides": 2, "padding": "same"}, shape=(2, 7, 6, 3)),
        Specimen(layers.MaxPooling2D, shape=(2, 7, 6, 3)),
    ],
    "MemberDense": [
        Specimen(layers.MemberDense, {"units": 2, "members": 5, "widths": [2, 2, 1]}, shape=(4, 5)),
        Specimen(layers.MemberDense, {"units": 2, "members": 3, "activation": "relu"}),
        Specimen(
            layers.MemberDense, {"units": 2, "members": 2, "widths": [2, 2], "scale_initializer": "ones"}, shape=(4, 4)
        ),
    ],
    "MemberHeads": [
        Specimen(layers.MemberHeads, {"units": 2, "members": 5, "activation": "sigmoid"}, shape=(4, 5, 3)),
        Specimen(layers.MemberHeads, {"units": 2, "members": 5, "mean_in_prediction": True}, shape=(4, 5, 3)),
    ],
    "MemberScale": [
        Specimen(layers.MemberScale, {"members": 5}),
        Specimen(layers.MemberScale, {"members": 2, "widths": [1, 3], "scale_initializer": "ones"}, shape=(4, 4)),
        Specimen(layers.MemberScale, {"members": 2}, shape=(4, 3, 2)),
    ],
    "MultiHeadAttention": [
        Specimen(layers.MultiHeadAttention, {"num_heads": 2, "key_dim": 3}, shape=(2, 5, 8), mask="keeps"),
        Specimen(
            layers.MultiHeadAttention,
            {"num_heads": 4, "key_dim": 2, "num_key_value_heads": 2, "rotary": True, "output_shape": 3},
            shape=(2, 5, 8),
            call={"use_causal_mask": True},
            mask="keeps",
        ),
    ],
    "Multiply": [Specimen(layers.Multiply, shape=[(2, 3), (2, 3), (2, 1)], mask="keeps", keras_test=ONE_BY_ONE)],
    "NTKDense": [
        Specimen(layers.NTKDense, {"units": 4, "activation": "selu", "bias_learning_rate_factor": 0.1}, mask="keeps"),
        Specimen(layers.NTKDense, {"units": 4, "use_bias": False}, shape=(2, 5, 3), mask="keeps"),
    ],
    "PBLDEmbedding": [Specimen(layers.PBLDEmbedding, {"units": 4, "learning_rate_factor": 0.1})],
    "PLREmbedding": [Specimen(layers.PLREmbedding, {"units": 4, "frequencies": 5})],
    "Perceptron": [
        Specimen(layers.Perceptron, mask="keeps"),
        Specimen(
            layers.Perceptron, {"units": 2, "activation": "tanh", "threshold": 0.0}, shape=(2, 5, 3), mask="keeps"
        ),
    ],
    "PiecewiseLinearEmbedding": [
        Specimen(layers.PiecewiseLinearEmbedding, {"units": 4, "bins": 5}),
        Specimen(
            layers.PiecewiseLinearEmbedding,
            {"units": 4, "bins": 5},
            prepare=lambda layer: layer.adapt(np.random.default_rng(0).normal(size=(50, 3)).round(1)),
        ),
    ],
    "RMSNormalization": [Specimen(layers.RMSNormalization, mask="keeps", shape=(2, 5, 3))],
    "Recurrent": [
        Specimen(
            layers.Recurrent,
            make=lambda **options: layers.Recurrent(
                layers.GRUCell(4, use_bias=False, **options), return_sequences=True, **options
            ),
            shape=(3, 5, 2),
            mask="uses",
        ),
    ],
    "Reshape": [
        Specimen(layers.Reshape, {"target_shape": (3, 2)}, shape=(2, 6)),
        Specimen(layers.Reshape, {"target_shape": (-1, 4)}, shape=(2, 2, 6)),
    ],
    "Residual": [
        Specimen(
            layers.Residual, make=lambda **options: layers.Residual(layers.Dense(3, **options), **options), mask="keeps"
        ),
        Specimen(
            layers.Residual,
            make=lambda **options: layers.Residual(layers.GRU(3, return_sequences=True, **options), **options),
            shape=(2, 5, 3),
            mask="keeps",
        ),
    ],
    "RobustScaling": [
        Specimen(layers.RobustScaling, trains=False, mask="keeps"),
        Specimen(
            layers.RobustScaling,
            {"limit": None},
            trains=False,
            prepare=lambda layer: layer.adapt(np.random.default_rng(0).normal(size=(50, 3))),
            mask="keeps",
        ),
    ],
    "RotaryPositions": [Specimen(layers.RotaryPositions, shape=(2, 5, 4), mask="keeps")],
    "Scale": [Specimen(layers.Scale, {"learning_rate_factor": 6.0}, shape=(2, 5, 3), mask="keeps")],
    "ScaledDotProductAttention": [
        Specimen(layers.ScaledDotProductAttention, trains=False, shape=[(2, 3, 5), (2, 4, 5), (2, 4, 5)], mask="uses"),
        Specimen(
            layers.ScaledDotProductAttention,
            {"causal": True, "return_weights": True},
            trains=False,
            shape=[(2, 4, 5), (2, 4, 5)],
            mask="uses",
        ),
    ],
    "SeparableConv1D": [
        Specimen(layers.SeparableConv1D, {"filters": 4, "kernel_size": 3, "padding": "same"}, shape=(2, 5, 3)),
    ],
    "SeparableConv2D": [
        Specimen(layers.SeparableConv2D, {"filters": 4, "kernel_size": 2, "depth_multiplier": 2}, shape=(2, 5, 6, 3)),
    ],
    "SimpleRNN": [
        Specimen(layers.SimpleRNN, {"units": 4}, shape=(3, 5, 2), mask="uses"),
        Specimen(layers.SimpleRNN, {"units": 4, "return_state": True}, shape=(3, 5, 2), mask="uses"),
    ],
    "SimpleRNNCell": [  # in its loop: from a state of zeros, one step gives the recurrent kernel no gradient
        Specimen(
            layers.SimpleRNNCell,
            make=lambda **options: layers.Recurrent(layers.SimpleRNNCell(4, **options), return_state=True, **options),
            shape=(3, 5, 2),
            mask="uses",
        )
    ],
    "SinusoidalPositions": [Specimen(layers.SinusoidalPositions, shape=(2, 5, 3), mask="keeps")],
    "SoftmaxLayer": [
        Specimen(layers.SoftmaxLayer, mask="keeps"),
        Specimen(layers.SoftmaxLayer, {"axis": (1, 2)}, shape=(2, 4, 3), mask="keeps"),
    ],
    "SpatialDropout1D": [
        Specimen(layers.SpatialDropout1D, {"rate": 0.5, "seed": 1}, shape=(4, 5, 3), random=True, mask="keeps"),
    ],
    "SpatialDropout2D": [
        Specimen(layers.SpatialDropout2D, {"rate": 0.5, "seed": 1}, shape=(4, 5, 2, 3), random=True),
    ],
    "SqueezeExcitation": [
        Specimen(layers.SqueezeExcitation, {"ratio": 2, "activation": "tanh"}, shape=(2, 5, 4, 6)),
    ],
    "TimeDistributed": [
        Specimen(
            layers.TimeDistributed,
            make=lambda **options: layers.TimeDistributed(layers.Conv1D(3, 2, **options), **options),
            shape=(2, 4, 5, 3),
        ),
        Specimen(
            layers.TimeDistributed,
            make=lambda **options: layers.TimeDistributed(layers.Dense(3, **options), **options),
            shape=(2, 4, 5),
            mask="keeps",
        ),
    ],
    "TransformerBlock": [
        Specimen(layers.TransformerBlock, {"num_heads": 2, "hidden_units": 6}, shape=(2, 5, 4), mask="keeps"),
        Specimen(
            layers.TransformerBlock,
            {
                "num_heads": 2,
                "hidden_units": 6,
                "activation": "swiglu",
                "normalization": "rms",
                "norm_first": False,
                "causal": True,
            },
            shape=(2, 5, 4),
            mask="keeps",
        ),
    ],
    "UpSampling1D": [Specimen(layers.UpSampling1D, {"size": 3}, shape=(2, 4, 3))],
    "UpSampling2D": [
        Specimen(layers.UpSampling2D, {"size": (3, 2)}, shape=(2, 4, 5, 3)),
        Specimen(
            layers.UpSampling2D, {"interpolation": "bilinear", "data_format": "channels_first"}, shape=(2, 3, 4, 5)
        ),
    ],
    "WeightedSum": [Specimen(layers.WeightedSum, {"units": 2}, mask="keeps")],
    "ZeroPadding1D": [Specimen(layers.ZeroPadding1D, {"padding": (1, 2)}, shape=(2, 4, 3))],
    "ZeroPadding2D": [
        Specimen(layers.ZeroPadding2D, {"padding": 2}, shape=(2, 4, 5, 3)),
        Specimen(
            layers.ZeroPadding2D,
            {"padding": ((1, 0), (2, 3)), "data_format": "channels_first"},
            shape=(2, 3, 4, 5),
        ),
    ],
}

# public functions that are no activation or initializer themselves
DOORS = {"get", "serialize", "derivative"}
LOSS_FUNCTIONS = {  # each is a loss class, without the reduction
    *("binary_crossentropy", "binary_focal_crossentropy", "categorical_crossentropy", "categorical_focal_crossentropy"),
    *("cosine_similarity", "ctc", "dice", "hinge", "huber", "kl_divergence", "log_cosh", "mean_absolute_error"),
    *("mean_squared_error", "poisson", "sparse_categorical_crossentropy", "squared_hinge", "tversky"),
}

# a name in dlfund.activations that is a layer, because it has weights
ACTIVATION_LAYERS = {
    "ParametricBlend": [
        Specimen(activations.ParametricBlend, {"activation": "selu"}, shape=(2, 5, 3), mask="keeps"),
        Specimen(activations.ParametricBlend, {"activation": "mish", "start": 0.5}, mask="keeps"),
    ],
}


@dataclass(frozen=True)
class Curve:
    """An activation, what it must equal, and where it is special.

    function      the activation
    keras         Keras's counterpart, or None
    formula       the formula in NumPy, by the textbook
    kinks         inputs at which it has no derivative, which the tests of slopes avoid
    by_entry      False where an output depends on more than one input
    """

    function: Any
    keras: Any
    formula: Any
    kinks: tuple = ()
    by_entry: bool = True


def _sigmoid(x):
    return 1 / (1 + np.exp(-x))


def _softmax(x):
    return np.exp(x) / np.exp(x).sum(-1, keepdims=True)


_erf = np.vectorize(math.erf, otypes=[float])

# name in dlfund.activations -> its curve
ACTIVATIONS = {
    "elu": Curve(activations.elu, keras.activations.elu, lambda x: np.where(x > 0, x, np.exp(x) - 1), (0,)),
    "gelu": Curve(activations.gelu, keras.activations.gelu, lambda x: x * (1 + _erf(x / np.sqrt(2))) / 2),
    "glu": Curve(
        activations.glu,
        keras.activations.glu,
        lambda x: np.split(x, 2, -1)[0] * _sigmoid(np.split(x, 2, -1)[1]),
        by_entry=False,
    ),
    "hard_sigmoid": Curve(
        activations.hard_sigmoid, keras.activations.hard_sigmoid, lambda x: np.clip(x / 6 + 0.5, 0, 1), (-3, 3)
    ),
    "leaky_relu": Curve(
        activations.leaky_relu, keras.activations.leaky_relu, lambda x: np.where(x > 0, x, 0.2 * x), (0,)
    ),
    "linear": Curve(activations.linear, keras.activations.linear, lambda x: x),
    "log_softmax": Curve(
        activations.log_softmax, keras.activations.log_softmax, lambda x: np.log(_softmax(x)), by_entry=False
    ),
    "mish": Curve(activations.mish, keras.activations.mish, lambda x: x * np.tanh(np.log1p(np.exp(x)))),
    "relu": Curve(activations.relu, keras.activations.relu, lambda x: np.maximum(0, x), (0,)),
    "selu": Curve(
        activations.selu,
        keras.activations.selu,
        lambda x: 1.0507009873554805 * np.where(x > 0, x, 1.6732632423543772 * (np.exp(x) - 1)),
        (0,),
    ),
    "sigmoid": Curve(activations.sigmoid, keras.activations.sigmoid, _sigmoid),
    "sign": Curve(activations.sign, keras.ops.sign, np.sign, (0,)),
    "silu": Curve(activations.silu, keras.activations.silu, lambda x: x * _sigmoid(x)),
    "softmax": Curve(activations.softmax, keras.activations.softmax, _softmax, by_entry=False),
    "softplus": Curve(activations.softplus, keras.activations.softplus, lambda x: np.log1p(np.exp(x))),
    "step": Curve(activations.step, None, lambda x: np.heaviside(x, 1), (0,)),
    "straight_through_step": Curve(activations.straight_through_step, None, lambda x: np.heaviside(x, 1), (0,)),
    "tanh": Curve(activations.tanh, keras.activations.tanh, lambda x: 2 * _sigmoid(2 * x) - 1),
}

# name in dlfund.initializers -> (one of ours, Keras's counterpart or None)
INITIALIZERS = {
    "Constant": (initializers.Constant(0.5), keras.initializers.Constant(0.5)),
    "GlorotNormal": (initializers.GlorotNormal(seed=1), keras.initializers.GlorotNormal(seed=1)),
    "GlorotUniform": (initializers.GlorotUniform(seed=1), keras.initializers.GlorotUniform(seed=1)),
    "HeNormal": (initializers.HeNormal(seed=1), keras.initializers.HeNormal(seed=1)),
    "HeUniform": (initializers.HeUniform(seed=1), keras.initializers.HeUniform(seed=1)),
    "IdentityMatrix": (initializers.IdentityMatrix(0.5), keras.initializers.Identity(0.5)),
    "LecunNormal": (initializers.LecunNormal(seed=1), keras.initializers.LecunNormal(seed=1)),
    "LecunUniform": (initializers.LecunUniform(seed=1), keras.initializers.LecunUniform(seed=1)),
    "Ones": (initializers.Ones(), keras.initializers.Ones()),
    "Orthogonal": (initializers.Orthogonal(1.5, seed=1), keras.initializers.Orthogonal(1.5, seed=1)),
    "RandomNormal": (initializers.RandomNormal(0.1, 0.3, seed=1), keras.initializers.RandomNormal(0.1, 0.3, seed=1)),
    "RandomSign": (initializers.RandomSign(seed=1), None),
    "RandomUniform": (
        initializers.RandomUniform(-0.1, 0.3, seed=1),
        keras.initializers.RandomUniform(-0.1, 0.3, seed=1),
    ),
    "TruncatedNormal": (
        initializers.TruncatedNormal(0.1, 0.3, seed=1),
        keras.initializers.TruncatedNormal(0.1, 0.3, seed=1),
    ),
    "VarianceScaling": (
        initializers.VarianceScaling(2.0, "fan_out", "untruncated_normal", seed=1),
        keras.initializers.VarianceScaling(2.0, "fan_out", "untruncated_normal", seed=1),
    ),
    "Zeros": (initializers.Zeros(), keras.initializers.Zeros()),
}
