"""Vanishing and exploding gradients: a product with a factor for each layer.

    ∂loss/∂a_1 = W_2 diag(f'(z_2)) W_3 diag(f'(z_3)) … W_L diag(f'(z_L)) ∂loss/∂a_L

a_l are the outputs of layer l, W_l its kernel, f' the slopes of its activation.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dlfund.learn.process.drawing import chart

DEPTH, WIDTH = 20, 64


def vanishing_gradients() -> Iterator[str]:
    """With factors below 1 the first layers hardly learn; with factors above 1 the first step destroys the weights.

    The sigmoid's slope is at most 1/4. ReLU with He initialisation keeps the product near 1; normalisation and
    residual connections keep it there in deeper networks. Clipping limits the damage of an explosion.

    Numbers: Twenty layers of 64 units: the first layer's gradient over the last one's is ReLU, He 2, sigmoid, Glorot
        1e-12, ReLU, twice He 1e+06.
    Use: when a deep network does not learn: plot the norm of each layer's gradient on a logarithmic axis.
    Misconception: "A higher learning rate makes up for it." It does not enter the gradient, and the last layers then
        move too far.
    Interview: Why are recurrent networks hit hardest? — They multiply by the same matrix at every step, so the
        product is a power of it.
    Drills: through_a_chain, clipped_gradient, he_deviation
    Reference: Hochreiter, 1998, The vanishing gradient problem during learning recurrent neural nets
        (doi:10.1142/S0218488598000094); He, Zhang, Ren and Sun, 2015, Delving deep into rectifiers
        (arXiv:1502.01852).
    """
    norms = _norms()
    listing = ", ".join(f"{name} {10 ** line[0]:.1g}" for name, line in norms.items())
    yield f"Twenty layers of 64 units: the first layer's gradient over the last one's is {listing}."


def _norms() -> dict[str, list[float]]:
    """log₁₀ of the gradient's norm after each layer, divided by that after the last one."""
    kinds = {"ReLU, He": (2.0, "relu"), "sigmoid, Glorot": (1.0, "sigmoid"), "ReLU, twice He": (8.0, "relu")}
    return {name: _line(scale, kind) for name, (scale, kind) in kinds.items()}


def _line(scale: float, kind: str) -> list[float]:
    numbers = np.random.default_rng(0)
    a, kept = numbers.normal(size=(WIDTH,)), []
    for _ in range(DEPTH):
        w = numbers.normal(scale=np.sqrt(scale / WIDTH), size=(WIDTH, WIDTH))
        z = w.T @ a
        s = 1 / (1 + np.exp(-np.clip(z, -500, 500)))
        a, slope = (np.maximum(z, 0), z > 0) if kind == "relu" else (s, s * (1 - s))
        kept.append((w, slope))
    gradient, norms = np.ones(WIDTH), [0.0]
    for w, slope in reversed(kept[1:]):
        gradient = w @ (slope * gradient)
        norms.append(float(np.log10(np.linalg.norm(gradient) / np.sqrt(WIDTH))))
    return norms[::-1]


def picture() -> str:
    """The norm of the gradient from the first layer to the last, in powers of ten."""
    lines = {name: [(float(k + 1), power) for k, power in enumerate(line)] for name, line in _norms().items()}
    return chart("log₁₀ of the gradient's norm over the last layer's", lines, "layer (log₁₀ of the norm)", -14.0, 8.0)
