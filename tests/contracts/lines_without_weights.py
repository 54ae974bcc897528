"""The derivative lines of layers and activations that move, select or scale numbers, computed in NumPy."""

from math import erf

import numpy as np
from contracts.card_lines import drawn, jacobian, states
from contracts.gradients import gradient, numbers
from keras import ops

from dlfund import activations, layers

X = np.linspace(-4, 4, 82, dtype="float32")  # no point is a corner
S = 1 / (1 + np.exp(-X))


def by_point(name, slope):
    """A row of one function of one number: its slope at X."""

    def pair():
        yield slope, gradient(getattr(activations, name), X, weights=1.0)

    return pair


PHI = np.array([(1 + erf(x / 2**0.5)) / 2 for x in X])
GATE = np.tanh(np.log1p(np.exp(X)))
for text, name, slope in (
    ("1 for x > 0, alpha · e^x for x < 0", "elu", np.where(X > 0, 1, np.exp(X))),
    ("Φ(x) + x · φ(x)", "gelu", PHI + X * np.exp(-(X**2) / 2) / np.sqrt(2 * np.pi)),
    ("1/6 for |x| < 3, otherwise 0", "hard_sigmoid", np.where(np.abs(X) < 3, 1 / 6, 0)),
    ("1 for x > 0, negative_slope for x < 0", "leaky_relu", np.where(X > 0, 1, 0.2)),
    ("d/dx x = 1", "linear", np.ones(82)),
    ("g + x · (1 − g²) · s(x)", "mish", GATE + X * (1 - GATE**2) * S),
    ("1 for x > 0, otherwise 0", "relu", np.where(X > 0, 1, 0)),
    ("λ for x > 0, λ · α · e^x for x < 0", "selu", 1.0507 * np.where(X > 0, 1, 1.6733 * np.exp(X))),
    ("s(x) · (1 − s(x)), at most 1/4", "sigmoid", S * (1 - S)),
    ("sign(x) = 0 wherever there is one", "sign", np.zeros(82)),
    ("s(x) · (1 + x · (1 − s(x)))", "silu", S * (1 + X * (1 - S))),
    ("s(x), the sigmoid", "softplus", S),
    ("step(x) = 0 wherever there is one", "step", np.zeros(82)),
    ("dy/dx := 1", "straight_through_step", np.ones(82)),
    ("1 − tanh(x)²", "tanh", 1 - np.tanh(X) ** 2),
):
    states(text, name)(by_point(name, slope))


@states("∂s_i/∂x_j = s_i · (1 − s_i) for i = j, −s_i · s_j otherwise", "softmax")
@states("∂y_i/∂x_j = y_i · (1 if i = j, otherwise 0, − y_j)", "SoftmaxLayer")
def softmax():
    x = drawn(4)
    s = np.exp(x) / np.exp(x).sum()
    for function in (activations.softmax, layers.SoftmaxLayer()):
        yield np.diag(s) - np.outer(s, s), jacobian(function, x, 4)


@states("∂y_i/∂x_j = 1 − s_i for i = j, −s_j otherwise", "log_softmax")
def log_softmax():
    x = drawn(4)
    s = np.exp(x) / np.exp(x).sum()
    yield np.eye(4) - s[None, :], jacobian(activations.log_softmax, x, 4)


@states("∂y/∂a = s(b); ∂y/∂b = a · s(b) · (1 − s(b))", "glu")
def glu():
    a, b = drawn(3), drawn(3, seed=1)
    s = 1 / (1 + np.exp(-b))
    yield np.concatenate([s, a * s * (1 - s)]), gradient(activations.glu, np.concatenate([a, b]), weights=1.0)


@states("∂y/∂x = 1 + a · (f'(x) − 1)", "ParametricBlend")
def parametric_blend():
    blend = activations.ParametricBlend("tanh", start=0.3)
    yield 1 + 0.3 * (1 - np.tanh(X) ** 2 - 1), gradient(lambda x: blend(x[:, None])[:, 0], X, weights=1.0)


@states("dy/dx = f'(x)", "Activation")
def activation():
    yield 1 - np.tanh(X) ** 2, gradient(layers.Activation("tanh"), X, weights=1.0)


@states("1 for x > 0, negative_slope for x < 0", "LeakyReLULayer")
def leaky_relu_layer():
    yield np.where(X > 0, 1, 0.3), gradient(layers.LeakyReLULayer(), X, weights=1.0)


@states("dy/dx = 1", "Identity", "GaussianNoise", "SinusoidalPositions")
def one_everywhere():
    x = drawn(1, 3, 4)
    for layer in (layers.Identity(), layers.GaussianNoise(0.5, seed=0), layers.SinusoidalPositions()):
        yield np.ones((1, 3, 4)), gradient(lambda t, layer=layer: layer(t, training=True), x, weights=1.0)


@states("∂y/∂x_i = 1: every input gets the whole gradient", "Add")
@states("∂y/∂x_i = the product of the other inputs", "Multiply")
@states("each input gets its own part of the gradient", "Concatenate")
def of_several_inputs():
    x, other, g = drawn(1, 3), drawn(1, 3, seed=1), drawn(1, 3, seed=9)
    wide = drawn(1, 6, seed=9)
    yield g, gradient(lambda t: layers.Add()([t, other]), x, g)
    yield g * other, gradient(lambda t: layers.Multiply()([t, other]), x, g)
    yield wide[:, :3], gradient(lambda t: layers.Concatenate()([t, other]), x, wide)


@states("∂y/∂x = m / (1 − rate)", "Dropout", "SpatialDropout1D", "SpatialDropout2D")
def dropout():
    for make, shape in (
        (layers.Dropout, (1, 40)),
        (layers.SpatialDropout1D, (1, 3, 40)),
        (layers.SpatialDropout2D, (1, 2, 2, 40)),
    ):
        kept = numbers(make(0.4, seed=0)(np.ones(shape, "float32"), training=True)) > 0
        layer = make(0.4, seed=0)  # the same draw again
        yield (
            kept / 0.6,
            gradient(lambda t, layer=layer: layer(t, training=True), np.ones(shape, "float32"), weights=1.0),
        )


@states("∂y/∂x = a · m", "AlphaDropout")
def alpha_dropout():
    rate, low = 0.4, -1.7580993408473766
    a = ((1 - rate) * (1 + rate * low**2)) ** -0.5
    slopes = gradient(lambda t: layers.AlphaDropout(rate, seed=0)(t, training=True), drawn(1, 40), weights=1.0)
    yield np.where(slopes > 0, a, 0), slopes


@states("1 where the mask is true, otherwise 0", "Masking")
def masking():
    x = np.array([[[1.0, 2.0], [0.0, 0.0], [0.0, 3.0]]], "float32")
    yield [[[1, 1], [0, 0], [1, 1]]], gradient(layers.Masking(), x, weights=1.0)


@states("the gradient in the shape of x", "Flatten", "Reshape")
@states("the gradient without its frame", "ZeroPadding1D", "ZeroPadding2D")
def moved():
    x, g = drawn(1, 2, 3), drawn(1, 6, seed=9)
    yield g.reshape(1, 2, 3), gradient(layers.Flatten(), x, g)
    yield g.reshape(1, 2, 3), gradient(layers.Reshape((6,)), x, g)
    framed = drawn(1, 4, 3, seed=9)
    yield framed[:, 1:-1], gradient(layers.ZeroPadding1D(1), x, framed)
    square = drawn(1, 4, 5, 1, seed=9)
    yield square[:, 1:-1, 1:-1], gradient(layers.ZeroPadding2D(1), drawn(1, 2, 3, 1), square)


@states("∂loss/∂x_t = the sum of the gradients of its copies", "UpSampling1D")
@states("the sum of the gradients of its block", "UpSampling2D")
def copies():
    g = drawn(1, 4, 1, seed=9)
    yield g.reshape(1, 2, 2, 1).sum(axis=2), gradient(layers.UpSampling1D(2), drawn(1, 2, 1), g)
    block = drawn(1, 2, 2, 1, seed=9)
    yield block.sum(axis=(1, 2), keepdims=True), gradient(layers.UpSampling2D(2), drawn(1, 1, 1, 1), block)


@states("the sum over the steps, as for a batch", "TimeDistributed")
def time_distributed():
    from contracts.gradients import gradients_of

    inner = layers.Dense(2, use_bias=False)
    x, g = drawn(1, 3, 4), drawn(1, 3, 2, seed=9)
    (kernel,) = gradients_of(layers.TimeDistributed(inner), x, g).values()
    yield sum(np.outer(x[0, step], g[0, step]) for step in range(3)), kernel


@states("∂y/∂V = softmax(Q Kᵀ / √d): the weights themselves", "ScaledDotProductAttention")
@states("∂head/∂V = the attention weights", "MultiHeadAttention")
def attention():
    q, k, v = (drawn(1, 3, 4, seed=place) for place in range(3))
    scores = np.exp(q[0] @ k[0].T / 2)
    weights = scores / scores.sum(axis=1, keepdims=True)
    g = drawn(1, 3, 4, seed=9)
    yield (weights.T @ g[0])[None], gradient(lambda t: layers.ScaledDotProductAttention()([q, t, k]), v, g)


@states("the gradient, turned back", "RotaryPositions")
def rotary_positions():
    x, g = drawn(1, 2, 2), drawn(1, 2, 2, seed=9)
    (a, b), (c, s) = g[0, 1], (np.cos(1.0), np.sin(1.0))
    back = np.stack([g[0, 0], [a * c + b * s, -a * s + b * c]])
    yield back[None], gradient(layers.RotaryPositions(), x, g)


@states("dy/dz = (1 + (z/L)²)^(−3/2)", "RobustScaling")
def robust_scaling():
    layer = layers.RobustScaling(limit=2.0)
    rows = drawn(50, 1)
    layer.adapt(rows)
    low, middle, high = np.quantile(rows, [0.25, 0.5, 0.75])
    z = (X[:, None] - middle) / (high - low)
    yield (1 + (z / 2) ** 2) ** -1.5 / (high - low), gradient(layer, X[:, None], weights=1.0)


@states("∂y/∂x = e, and through the mean a small share to every position", "SqueezeExcitation")
def squeeze_excitation():
    """Without weights for the means, e is 1/2 and its share is 0."""
    layer, x = layers.SqueezeExcitation(ratio=1), drawn(1, 2, 2, 2)
    layer(x)
    layer.set_weights([0 * weight for weight in layer.get_weights()])
    yield np.full((1, 2, 2, 2), 0.5), gradient(lambda t: layer(ops.convert_to_tensor(t)), x, weights=1.0)
