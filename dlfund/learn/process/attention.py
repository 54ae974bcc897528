"""From attention to a transformer block: each step takes what it needs from the others.

    scores = Q Kᵀ / √d        weights = softmax(scores), a row per query        output = weights V

Q, K and V are the steps times learned matrices (queries, keys, values), d is the width of a query.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dlfund.learn.process.drawing import bars

STEPS = np.array([[2.0, 0.0], [0.0, 2.0], [1.0, 1.0]])  # queries, keys and values alike


def attention() -> Iterator[str]:
    """Every step's output is a weighted mean of all steps' values, with weights from how well query and key match.

    A causal mask sets scores of later steps to −∞ before the softmax. Positions are added, since the formula knows
    no order. Several heads look for several things; a dense network then works on each step alone. With residual
    connections and normalisations, that is a transformer block.

    Numbers: Three steps (2, 0), (0, 2), (1, 1): rows of weights 0.77, 0.05, 0.19; 0.05, 0.77, 0.19; 0.33, 0.33, 0.33.
        With a causal mask: rows of weights 1.00, 0.00, 0.00; 0.06, 0.94, 0.00; 0.33, 0.33, 0.33.
    Use: for text, sequences and sets, where any step may depend on any other; its cost grows with the square of the
        length.
    Misconception: "Attention weights show what the prediction depends on." They show which values were averaged; the
        values already contain other steps, and what follows may ignore them.
    Interview: Why is there a division by √d? — Products of d independent terms have variance d; undivided, the
        softmax saturates and its gradient vanishes.
    Drills: attention_weight, block_parameters, layer_normalised_value, kv_cache_bytes
    Reference: Vaswani et al., 2017, Attention is all you need (arXiv:1706.03762).
    """
    from dlfund import layers
    from dlfund.learn.interview.networks import to_numpy

    x = STEPS[None].astype("float32")
    for name, causal in {"Three steps (2, 0), (0, 2), (1, 1)": False, "With a causal mask": True}.items():
        _, weights = layers.ScaledDotProductAttention(causal=causal, return_weights=True)([x, x, x])
        listing = "; ".join(", ".join(f"{weight:.2f}" for weight in row) for row in to_numpy(weights)[0])
        yield f"{name}: rows of weights {listing}."


def _weights(causal: bool) -> np.ndarray:
    scores = STEPS @ STEPS.T / np.sqrt(2)
    powers = np.exp(np.where(np.tri(3) > 0, scores, -np.inf) if causal else scores)
    return powers / powers.sum(axis=1, keepdims=True)


def picture() -> str:
    """The weights of each query, as parts of a bar; below with a causal mask."""
    rows = []
    for causal in (False, True):
        for step, weights in enumerate(_weights(causal)):
            parts = [
                (f"v{place + 1} {weight:.2f}", float(weight)) for place, weight in enumerate(weights) if weight > 0
            ]
            rows.append((f"{'causal ' if causal else ''}q{step + 1}", parts))
    return bars("How much of each value three queries take", rows, "each row of weights adds up to 1")
