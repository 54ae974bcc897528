"""Attention as a matrix of weights, a transformer block step by step, and what tells positions apart."""

from __future__ import annotations

from typing import Any

import numpy as np

from dlfund.learn.cards.drawings.grids import Grid, scene
from dlfund.learn.cards.drawings.real import output

WORDS = ("not", "a", "good", "film")
X = np.array([[2.0, 0.0], [0.2, 0.2], [1.0, 1.5], [0.0, 1.5]])
VALUES = np.array([[1.0, 0.0], [0.0, 0.0], [0.0, 2.0], [0.5, 1.0]])
EYE = np.eye(2)


def _weights(layer: Any, *inputs: np.ndarray, weights: Any = (), **options: Any) -> tuple[np.ndarray, np.ndarray]:
    from dlfund.learn.interview.networks import to_numpy

    rows = [entry[None].astype("float32") for entry in inputs]
    if weights:
        layer(rows)
        layer.set_weights([np.asarray(weight, dtype="float32") for weight in weights])
    y, shares = layer(rows, **options)
    return to_numpy(y)[0], to_numpy(shares)[0]


def scaled_dot_product() -> str:
    from dlfund import layers

    y, weights = _weights(layers.ScaledDotProductAttention(return_weights=True), X, VALUES, X)
    return scene(
        "ScaledDotProductAttention: each row of weights sums to 1 and says how much of each value a step takes",
        [
            Grid(weights, "softmax(Q Kᵀ / √d)", [(2, 0, 1, 4)], rows=WORDS, columns=WORDS),
            "·",
            Grid(VALUES, "V"),
            "=",
            Grid(y, "y", [(2, 0, 1, 2)]),
        ],
        notes=("framed: what “good” takes from the four words",),
    )


def additive() -> str:
    from dlfund import layers

    layer = layers.AdditiveAttention(return_weights=True)
    y, weights = _weights(layer, X, VALUES, X, weights=([2.0, 2.0],))
    return scene(
        "AdditiveAttention: a small network scores every pair; the softmax of a row sums to 1",
        [
            Grid(weights, "softmax of v · tanh(q + k)", rows=WORDS, columns=WORDS),
            "·",
            Grid(VALUES, "V"),
            "=",
            Grid(y, "y"),
        ],
    )


def multi_head() -> str:
    from dlfund import layers
    from dlfund.learn.interview.networks import to_numpy

    x = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    layer = layers.MultiHeadAttention(num_heads=2, key_dim=1, use_bias=False)
    rows = x[None].astype("float32")
    layer(rows, rows)
    kernels = [np.array([[[3.0], [0.0]], [[0.0], [3.0]]])] * 2 + [np.array([[[1.0], [0.0]], [[0.0], [1.0]]])]
    layer.set_weights([*(k.astype("float32") for k in kernels), np.ones((2, 1, 2), "float32")])
    _, weights = layer(rows, rows, return_attention_scores=True)
    heads = to_numpy(weights)[0]
    names = ("1", "2", "3")
    return scene(
        "MultiHeadAttention: every head has weights of its own over the same three steps",
        [
            Grid(x, "x", rows=names),
            "→",
            Grid(heads[0], "head 1", columns=names),
            "",
            Grid(heads[1], "head 2", columns=names),
        ],
        notes=("Head 1 compares the first feature, head 2 the second.",),
    )


def transformer_block() -> str:
    from dlfund import layers
    from dlfund.learn.interview.networks import to_numpy

    x = np.array([[2.0, 0.0, 1.0, -1.0], [0.0, 1.0, -1.0, 2.0], [1.0, 1.0, 0.0, -2.0]])
    block = layers.TransformerBlock(1, 4, "relu", causal=True)
    rows = x[None].astype("float32")
    block(rows)
    # fixed weights, drawn without a backend: a wave of every weight's place
    block.set_weights(
        [
            np.sin(1.7 * np.arange(w.size) + at).reshape(w.shape) if w.ndim > 1 else w
            for at, w in enumerate(block.get_weights())
        ]
    )
    normed = to_numpy(block.norms[0](rows))
    change = to_numpy(block.attention(normed, normed, use_causal_mask=True))
    y = to_numpy(block(rows))
    steps = ("step 1", "step 2", "step 3")
    return scene(
        "TransformerBlock: attention adds a change to each step, then a small network adds another one",
        [Grid(x, "x", rows=steps, digits=1), "+", Grid(change[0], "attention(norm x)", digits=1)],
        ["+", Grid((y - rows - change)[0], "network(norm of the sum)", digits=1), "=", Grid(y[0], "y", digits=1)],
    )


def positions(kind: str) -> str:
    from dlfund import layers

    y = output(getattr(layers, kind)(), np.zeros((6, 4)))
    return scene(
        "SinusoidalPositions: what is added to each step, waves of different lengths",
        [Grid(y, "added to x", rows=tuple(f"t = {t}" for t in range(6)), columns=("sin t", "cos t", "slow", "slow"))],
    )


def learned_positions() -> str:
    from dlfund import layers

    x, table = np.full((3, 2), 1.0), np.array([[0.5, 0.0], [-0.5, 0.5], [0.0, -1.0], [0.2, 0.3]])
    layer = layers.LearnedPositions(4)
    y = output(layer, x, weights=(table,))
    names = tuple(f"t = {t}" for t in range(3))
    return scene(
        "LearnedPositions: equal steps differ after their position's learned row was added",
        [Grid(x, "x", rows=names), "+", Grid(table, "P", [(0, 0, 3, 2)]), "=", Grid(y, "y")],
    )


def rotary() -> str:
    from dlfund import layers

    x = np.tile([1.0, 0.0], (4, 1))
    y = output(layers.RotaryPositions(), x)
    names = tuple(f"t = {t}" for t in range(4))
    return scene(
        "RotaryPositions: equal vectors turned by their position; scalar products depend on the distance alone",
        [Grid(x, "x", rows=names), "turn →", Grid(y, "y", digits=1), "", Grid(y @ y.T, "y yᵀ", digits=1)],
        notes=("Along each diagonal of the products the numbers are equal.",),
    )


DRAWINGS = {
    "ScaledDotProductAttention": scaled_dot_product,
    "AdditiveAttention": additive,
    "MultiHeadAttention": multi_head,
    "TransformerBlock": transformer_block,
    "SinusoidalPositions": lambda: positions("SinusoidalPositions"),
    "LearnedPositions": learned_positions,
    "RotaryPositions": rotary,
}
