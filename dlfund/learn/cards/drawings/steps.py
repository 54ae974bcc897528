"""Optimizers of whole arrays: what becomes of a gradient in a real step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from dlfund.learn.cards.drawings.grids import Grid, scene
from dlfund.learn.process.drawing import chart

G = np.array([[3.0, 0.1, 0.2], [1.0, -0.2, 0.4]])
ONE = 1.0


def moved(optimizer: Any, weights: Sequence[Any], *gradients: Sequence[Any]) -> list[list[np.ndarray]]:
    """The weights after each step with these gradients, one list a step."""
    import keras
    from keras import ops

    from dlfund.learn.interview.networks import to_numpy

    variables = [keras.Variable(np.asarray(w, "float32"), name=f"w{at}") for at, w in enumerate(weights)]
    optimizer.build(variables)
    after = []
    for gradient in gradients:
        optimizer.apply([ops.convert_to_tensor(np.asarray(g, "float32")) for g in gradient], variables)
        after.append([to_numpy(v).copy() for v in variables])
    return after


def step_of(optimizer: Any, gradient: np.ndarray, weights: Any = None) -> np.ndarray:
    """w_old − w_new of one step."""
    start = np.zeros_like(gradient) if weights is None else np.asarray(weights)
    return np.asarray(start - moved(optimizer, [start], [gradient])[0][0])


def muon() -> str:
    from dlfund import optimizers

    u, _, v = np.linalg.svd(G, full_matrices=False)
    return scene(
        "Muon: the step's singular values are all about 1, whatever those of the gradient are",
        [Grid(G, "gradient"), "→", Grid(u @ v, "U Vᵀ")],
        ["", Grid(np.linalg.svd(G)[1], "singular values"), "→", Grid(np.ones(2), "both 1")],
        ["step at rate 1:", Grid(step_of(optimizers.Muon(1.0, weight_decay=None), G))],
    )


def soap() -> str:
    from dlfund import optimizers

    s, later = np.linalg.svd(G)[1], G[:, ::-1] + 1.0  # with a part along every axis, else rounding decides a step
    after = moved(optimizers.SOAP(0.1), [np.zeros_like(G)], [G], [later])
    return scene(
        "SOAP: the gradient is turned into its own axes, divided by its size there, and turned back",
        [Grid(G, "gradient G"), "turn →", Grid(np.diag(s), "Q_Lᵀ G Q_R")],
        ["step at rate 0.1 with", Grid(later, "the next gradient"), "→", Grid(-after[1][0])],
        notes=("The first gradient only finds the axes.",),
    )


def lamb() -> str:
    from dlfund import optimizers

    small, large = np.array([0.1, 0.1]), np.array([3.0, 4.0])
    g = np.array([1.0, -1.0])
    steps = [step_of(optimizers.Lamb(0.1), g, w) for w in (small, large)]
    return scene(
        "Lamb: the same gradient moves large weights further than small ones, in proportion to their length",
        [Grid([small, large], "weights", rows=("layer 1", "layer 2")), "", Grid([g, g], "gradients")],
        ["steps at rate 0.1:", Grid(steps, rows=("layer 1", "layer 2"))],
    )


def adafactor() -> str:
    r, c = (G**2).mean(axis=1), (G**2).mean(axis=0)
    v = np.outer(r, c) / r.mean()
    return scene(
        "Adafactor: one number per row and one per column stand for the squared gradients of the whole matrix",
        [Grid(G**2, "g²"), "≈", Grid(r[:, None], "r"), "·", Grid(c, "c")],
        ["/ mean of r =", Grid(v, "v: 5 numbers are kept instead of 6")],
        notes=("Of a 1000 × 1000 kernel 2000 are kept instead of 1,000,000.",),
    )


def schedule_free() -> str:
    """A valley w²/2: z takes the steps, x is their mean."""
    z, x, points = 4.0, 4.0, {"z, takes the steps": [(0.0, 4.0)], "x, the mean of all z": [(0.0, 4.0)]}
    v = 0.0
    for t in range(1, 41):
        w = 0.1 * z + 0.9 * x
        v = 0.999 * v + 0.001 * w * w
        z -= 0.5 * w / ((v / (1 - 0.999**t)) ** 0.5 + 1e-8)
        x += (z - x) / t
        points["z, takes the steps"].append((float(t), z))
        points["x, the mean of all z"].append((float(t), x))
    low = min(y for line in points.values() for _, y in line)
    return chart(
        "ScheduleFreeAdamW: on w²/2 the mean comes to rest, without a schedule", points, "step", low=low, high=4.0
    )


def perceptron_rule() -> str:
    from dlfund import optimizers

    w, x = np.array([1.0, -2.0]), np.array([1.0, 1.0])
    new = moved(optimizers.PerceptronRule(), [w], [-x])[0][0]
    return scene(
        "PerceptronRule: a row that was answered wrongly is added to the weights",
        [Grid(w, "w"), "·", Grid(x, "x"), "=", Grid(w @ x, "wᵀx"), "< 0, target 1: wrong"],
        [Grid(w, "w"), "+", Grid(x, "x"), "=", Grid(new, "new w"), "", Grid(new @ x, "wᵀx")],
    )


DRAWINGS = {
    "Muon": muon,
    "SOAP": soap,
    "Lamb": lamb,
    "Adafactor": adafactor,
    "ScheduleFreeAdamW": schedule_free,
    "PerceptronRule": perceptron_rule,
}
