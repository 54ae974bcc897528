"""The derivative lines of layers that have weights, each computed term by term in NumPy."""

import keras
import numpy as np
from contracts.card_lines import drawn, jacobian, ready, states, weight_gradients
from contracts.gradients import gradient, gradients_of, numbers

from dlfund import layers


@states("∂loss/∂W = x δᵀ; ∂loss/∂b = δ; ∂loss/∂x = W δ", "Dense")
def dense():
    layer, x = ready(layers.Dense(3, activation="tanh"), 1, 5)
    g = drawn(1, 3, seed=9)
    w, b = layer.get_weights()
    delta = (1 - np.tanh(w.T @ x[0] + b) ** 2) * g[0]
    actual = weight_gradients(layer, x, g)
    yield np.outer(x[0], delta), actual["kernel"]
    yield delta, actual["bias"]
    yield w @ delta, gradient(layer, x, g)[0]


@states("the rows' gradients of W and b are added up", "Dense")
@states("∂loss/∂W = x δᵀ and ∂loss/∂x = W δ", "WeightedSum")
def rows_are_added_up():
    layer, x = ready(layers.WeightedSum(3), 4, 5)
    g = drawn(4, 3, seed=9)
    yield sum(np.outer(*pair) for pair in zip(x, g, strict=True)), weight_gradients(layer, x, g)["kernel"]
    yield layer.get_weights()[0] @ g[0], gradient(layer, x, g)[0]


@states("∂y/∂w = f'(wᵀx + b) · x; ∂y/∂b = f'(wᵀx + b)", "Perceptron")
def perceptron():
    layer, x = ready(layers.Perceptron(), 1, 4)
    w, b = layer.get_weights()
    s = 1 / (1 + np.exp(-(w.T @ x[0] + b)))
    kernel, bias = gradients_of(layer, x, 1.0).values()
    yield s * (1 - s) * x[0], kernel[:, 0]
    yield s * (1 - s), bias


@states("∂y/∂W = f'(z) · x / √d", "NTKDense")
def ntk_dense():
    layer, x = ready(layers.NTKDense(1, activation="tanh"), 1, 4)
    slope = 1 - numbers(layer(x)) ** 2
    yield slope * x / 2, weight_gradients(layer, x, 1.0)["kernel"].T


@states("∂loss/∂W = Σ_i (r_i ∘ x_i) (s_i ∘ δ_i)ᵀ; ∂loss/∂x_i = r_i ∘ W (s_i ∘ δ_i)", "BatchEnsembleDense")
def batch_ensemble_dense():
    layer, x = ready(layers.BatchEnsembleDense(3, members=2), 1, 2, 4)
    g = drawn(1, 2, 3, seed=9)
    weights = {weight.path.split("/")[-1]: numbers(weight) for weight in layer.weights}
    r, s, w = weights["r"], weights["s"], weights["kernel"]
    yield sum(np.outer(r[i] * x[0, i], s[i] * g[0, i]) for i in range(2)), weight_gradients(layer, x, g)["kernel"]
    yield np.stack([r[i] * (w @ (s[i] * g[0, i])) for i in range(2)]), gradient(layer, x, g)[0]


@states("∂loss/∂W_cd = Σ_ab x_abc · δ_abd; ∂loss/∂x_abc = Σ_d δ_abd · W_cd", "EinsumDense")
def einsum_dense():
    layer, x = ready(layers.EinsumDense("abc,cd->abd", (None, 3)), 2, 4, 5)
    g = drawn(2, 4, 3, seed=9)
    yield np.einsum("abc,abd->cd", x, g), weight_gradients(layer, x, g)["kernel"]
    yield np.einsum("abd,cd->abc", g, layer.get_weights()[0]), gradient(layer, x, g)


@states("∂loss/∂W_i = x_i δ_iᵀ; ∂loss/∂x_i = W_i δ_i", "MemberHeads")
def member_heads():
    layer, x = ready(layers.MemberHeads(3, members=2), 1, 2, 4)
    g = drawn(1, 2, 3, seed=9)
    w = layer.get_weights()[0]
    yield np.einsum("mi,mj->mij", x[0], g[0]), weight_gradients(layer, x, g)["kernel"]
    yield np.einsum("mij,mj->mi", w, g[0]), gradient(layer, x, g)[0]


@states("∂y_i/∂x = r_i; ∂loss/∂r_i = the sum of δ_i ∘ x over a feature's columns", "MemberScale")
def member_scale():
    layer, x = ready(layers.MemberScale(members=2, widths=[2, 1]), 1, 3)
    r, g = layer.get_weights()[0], drawn(1, 2, 3, seed=9)
    products = g[0] * x[0]
    yield (
        np.stack([products[:, :2].sum(axis=1), products[:, 2]], axis=1),
        next(iter(gradients_of(layer, x, g).values())),
    )
    yield (np.repeat(r, [2, 1], axis=1) * g[0]).sum(axis=0), gradient(layer, x, g)[0]


@states("∂loss/∂r_ij = δ_i · x_j W_j", "MemberDense")
def member_dense():
    layer, x = ready(layers.MemberDense(3, members=2), 1, 4)
    g = drawn(1, 2, 3, seed=9)
    weights = {weight.path.split("/")[-1]: numbers(weight) for weight in layer.weights}
    actual = weight_gradients(layer, x, g)
    name = next(name for name, value in actual.items() if value.shape == (2, 4))
    yield np.array([[g[0, i] @ (x[0, j] * weights["kernel"][j]) for j in range(4)] for i in range(2)]), actual[name]


@states("∂h_t/∂h_(t−1) = diag(f'(z_t)) Uᵀ; ∂h_t/∂x_t = diag(f'(z_t)) Wᵀ", "SimpleRNNCell")
def simple_rnn_cell():
    cell = layers.SimpleRNNCell(3)
    x, h = drawn(1, 4, seed=1), drawn(1, 3, seed=2)
    cell(x, [h])
    cell.set_weights([drawn(*weight.shape, seed=place) for place, weight in enumerate(cell.get_weights())])
    w, u, b = cell.get_weights()
    slope = np.diag(1 - np.tanh(w.T @ x[0] + u.T @ h[0] + b) ** 2)
    yield slope @ u.T, jacobian(lambda state: cell(x, [state])[0][0], h, 3)[:, 0]
    yield slope @ w.T, jacobian(lambda inputs: cell(inputs, [h])[0][0], x, 3)[:, 0]


@states("the product of diag(f'(z_s)) Uᵀ over s = t+1..T, the last step leftmost", "SimpleRNN")
@states("∂loss/∂h_t sums over all later steps", "Recurrent")
def two_recurrent_steps():
    layer, x = ready(layers.SimpleRNN(3), 1, 2, 4)
    w, u, b = layer.get_weights()
    start, product = drawn(1, 3, seed=7), np.eye(3)
    h = start[0]
    for step in range(2):
        h = np.tanh(w.T @ x[0, step] + u.T @ h + b)
        product = np.diag(1 - h**2) @ u.T @ product
    yield product, jacobian(lambda state: layer(x, initial_state=[state])[0], start, 3)[:, 0]


@states("∂c_t/∂c = diag(f) along the cell state", "LSTMCell")
@states("∂c_t/∂c_(t−1) = diag(f_t) along the cell state", "LSTM")
def lstm_cell():
    cell = layers.LSTMCell(3)
    x, h, c = drawn(1, 4, seed=1), drawn(1, 3, seed=2), drawn(1, 3, seed=3)
    cell(x, [h, c])
    w, u, b = cell.get_weights()
    f = 1 / (1 + np.exp(-(w.T @ x[0] + u.T @ h[0] + b)))[3:6]
    yield np.diag(f), jacobian(lambda state: cell(x, [h, state])[1][1][0], c, 3)[:, 0]


@states("∂h_t/∂h contains diag(z)", "GRUCell")
@states("∂h_t/∂h_(t−1) contains diag(z_t)", "GRU")
def gru_cell():
    """Without weights for the state, this path is all there is."""
    cell = layers.GRUCell(3)
    x, h = drawn(1, 4, seed=1), drawn(1, 3, seed=2)
    cell(x, [h])
    w, u, b = cell.get_weights()
    cell.set_weights([w, 0 * u, b])
    z = 1 / (1 + np.exp(-(w.T @ x[0])))[:3]
    yield np.diag(z), jacobian(lambda state: cell(x, [state])[0][0], h, 3)[:, 0]


@states("∂y/∂x contains diag(1 − t)", "Highway")
def highway():
    layer, x = layers.Highway(), drawn(1, 3, seed=1)
    layer(x)
    layer.set_weights([0 * weight if weight.ndim == 2 else weight for weight in layer.get_weights()])
    t = 1 / (1 + np.exp(2.0))  # the gate's bias starts at −2
    yield np.eye(3) * (1 - t), jacobian(lambda inputs: layer(inputs)[0], x, 3)[:, 0]


@states("dy/dx = 1 + f'(x)", "Residual")
def residual():
    inner, x = ready(layers.Dense(3, use_bias=False), 1, 3)
    yield np.eye(3) + inner.get_weights()[0].T, jacobian(lambda t: layers.Residual(inner)(t)[0], x, 3)[:, 0]


@states("with pre-norm ∂y/∂x contains the identity, whatever the depth", "TransformerBlock")
def transformer_block():
    keras.utils.set_random_seed(0)
    x = drawn(1, 2, 4, seed=1)
    blocks = [layers.TransformerBlock(2, 8) for _ in range(3)]
    stacked = keras.Sequential(blocks)
    stacked(x)
    stacked.set_weights([0 * weight for weight in stacked.get_weights()])  # the branches give nothing
    g = drawn(1, 2, 4, seed=9)
    yield g, gradient(stacked, x, g)


@states("∂y/∂γ = x / r and ∂y/∂x = γ · (I − x xᵀ / (n · r²)) / r", "RMSNormalization")
def rms_normalization():
    layer, x = ready(layers.RMSNormalization(epsilon=0.01), 1, 4)
    gamma, row = layer.get_weights()[0], x[0]
    r = np.sqrt(np.mean(row**2) + 0.01)
    yield row / r, weight_gradients(layer, x, 1.0)[layer.weights[0].path.split("/")[-1]]
    stated = gamma[:, None] * (np.eye(4) - np.outer(row, row) / (4 * r**2)) / r
    yield stated, jacobian(lambda inputs: layer(inputs)[0], x, 4)[:, 0]


@states("∂y/∂γ = (x − μ) / √(σ² + ε); ∂y/∂β = 1", "LayerNormalization", "BatchNormalization")
@states("gradients sum to 0", "LayerNormalization")
def layer_normalization():
    layer, x = ready(layers.LayerNormalization(), 1, 4)
    layer.set_weights([np.ones(4), np.zeros(4)])
    gamma, beta = gradients_of(layer, x, 1.0).values()
    yield ((x - x.mean()) / np.sqrt(x.var() + layer.epsilon))[0], gamma
    yield np.ones(4), beta
    yield 0.0, gradient(layer, x, drawn(1, 4, seed=9)).sum()


@states("the gradients of a batch sum to 0", "BatchNormalization")
def batch_normalization():
    x, g = drawn(6, 3, seed=1), drawn(6, 3, seed=9)
    layer = layers.BatchNormalization()
    yield np.zeros(3), gradient(lambda rows: layer(rows, training=True), x, g).sum(axis=0)
    actual = gradients_of(
        layers.BatchNormalization(), x, g, training=True
    )  # JAX leaves the first one's averages traced
    yield g.sum(axis=0), next(value for path, value in actual.items() if path.endswith("beta"))


@states("as of layer normalisation, in each group", "GroupNormalization")
def group_normalization():
    layer, x = layers.GroupNormalization(groups=2), drawn(1, 5, 4, seed=1)
    layer(x)
    sums = gradient(layer, x, drawn(1, 5, 4, seed=9)).reshape(5, 2, 2).sum(axis=(0, 2))
    yield np.zeros(2), sums


@states("∂y_i/∂s_i = x_i", "Scale")
def scale():
    layer, x = layers.Scale(), drawn(1, 3, seed=1)
    yield x[0], next(iter(gradients_of(layer, x, 1.0).values()))


@states("∂y/∂b = 1", "Bias")
def bias():
    yield np.ones(3), next(iter(gradients_of(layers.Bias(), drawn(1, 3), 1.0).values()))


@states("the sum of ∂loss/∂y over the positions where i occurred; 0 for rows that did not occur", "Embedding")
def embedding():
    layer, x, g = layers.Embedding(4, 2), np.array([[2, 0, 2]]), drawn(1, 3, 2, seed=9)
    (actual,) = gradients_of(layer, x, g).values()
    yield np.stack([g[0, 1], np.zeros(2), g[0, 0] + g[0, 2], np.zeros(2)]), actual


@states("∂loss/∂P_t = the sum of ∂loss/∂y_t over the batch", "LearnedPositions")
def learned_positions():
    layer, x, g = layers.LearnedPositions(3), drawn(4, 3, 2), drawn(4, 3, 2, seed=9)
    yield g.sum(axis=0), next(iter(gradients_of(layer, x, g).values()))


@states("∂loss/∂b = Σ δ", "Conv1D", "Conv2D")
@states(
    "∂loss/∂W is a convolution of the input with δ = f' · ∂loss/∂y, ∂loss/∂x one of δ with the flipped",
    "Conv1D",
    "Conv2D",
)
def convolution():
    layer, x = ready(layers.Conv1D(1, 3), 1, 6, 1)
    g = drawn(1, 4, 1, seed=9)
    actual = weight_gradients(layer, x, g)
    yield np.correlate(x[0, :, 0], g[0, :, 0], "valid"), actual["kernel"][:, 0, 0]
    yield g.sum(), actual["bias"][0]
    w = layer.get_weights()[0][:, 0, 0]
    padded = np.pad(g[0, :, 0], 2)
    yield np.correlate(padded, w[::-1], "valid"), gradient(layer, x, g)[0, :, 0]


@states("∂loss/∂x is the convolution of ∂loss/∂y with the same weights", "Conv1DTranspose", "Conv2DTranspose")
def transposed_convolution():
    layer, x = ready(layers.Conv1DTranspose(1, 3), 1, 4, 1)
    g = drawn(1, 6, 1, seed=9)
    yield np.correlate(g[0, :, 0], layer.get_weights()[0][:, 0, 0], "valid"), gradient(layer, x, g)[0, :, 0]


@states("channel by channel", "DepthwiseConv2D")
def depthwise_convolution():
    layer, x = ready(layers.DepthwiseConv2D(2), 1, 2, 2, 3)
    yield (
        layer.get_weights()[0][:, :, :, 0] * [1.0, 0, 0],
        gradient(layer, x, np.array([[[[1.0, 0, 0]]]], "float32"))[0],
    )


@states("by the chain rule through both factors", "SeparableConv1D", "SeparableConv2D")
def separable_convolution():
    layer, x = ready(layers.SeparableConv1D(2, 2, use_bias=False), 1, 2, 3)
    depthwise, pointwise = (weight.squeeze() for weight in layer.get_weights())
    g = drawn(1, 1, 2, seed=9)
    yield depthwise * (pointwise @ g[0, 0]), gradient(layer, x, g)[0]


@states("1 for the largest entry of the window, 0 for the others", "MaxPooling1D", "MaxPooling2D")
@states("1 for the largest entry of a channel, 0 for the others", "GlobalMaxPooling1D", "GlobalMaxPooling2D")
def largest():
    x = np.array([[[1.0], [4.0], [3.0], [2.0]]], "float32")
    yield [0, 1, 1, 0], gradient(layers.MaxPooling1D(2), x, 1.0).ravel()
    yield [0, 1, 0, 0], gradient(layers.GlobalMaxPooling1D(), x, 1.0).ravel()
    yield [[0, 1], [0, 0]], gradient(layers.MaxPooling2D(2), x.reshape(1, 2, 2, 1), 1.0).reshape(2, 2)
    yield [[0, 1], [0, 0]], gradient(layers.GlobalMaxPooling2D(), x.reshape(1, 2, 2, 1), 1.0).reshape(2, 2)


@states("1 / (entries of the window) for each of them", "AveragePooling1D", "AveragePooling2D")
@states("1 / (number of steps) for each step", "GlobalAveragePooling1D")
@states("1 / (number of positions) for each position", "GlobalAveragePooling2D")
def mean():
    x = drawn(1, 4, 1)
    yield np.full(4, 1 / 2), gradient(layers.AveragePooling1D(2), x, 1.0).ravel()
    yield np.full(4, 1 / 4), gradient(layers.GlobalAveragePooling1D(), x, 1.0).ravel()
    yield np.full(4, 1 / 4), gradient(layers.AveragePooling2D(2), x.reshape(1, 2, 2, 1), 1.0).ravel()
    yield np.full(4, 1 / 4), gradient(layers.GlobalAveragePooling2D(), x.reshape(1, 2, 2, 1), 1.0).ravel()
