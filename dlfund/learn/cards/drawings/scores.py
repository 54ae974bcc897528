"""Losses of vectors and metrics of many rows: which numbers are compared, and what becomes of them."""

from __future__ import annotations

from typing import Any

import numpy as np

from dlfund.learn.cards.drawings.grids import Grid, scene
from dlfund.learn.process.drawing import chart

Points = list[tuple[float, float]]
P = np.array([0.9, 0.8, 0.6, 0.4, 0.3, 0.1])
T = np.array([1.0, 1.0, 0.0, 1.0, 0.0, 0.0])


def _loss(loss: Any, y_true: Any, y_pred: Any) -> float:
    from dlfund.learn.interview.networks import to_numpy

    return float(to_numpy(loss(np.asarray(y_true, "float32"), np.asarray(y_pred, "float32"))))


def _metric(kind: str, y_true: Any = T, y_pred: Any = P, **options: Any) -> float:
    from dlfund import metrics
    from dlfund.learn.interview.networks import to_numpy

    metric = getattr(metrics, kind)(**options)
    metric.update_state(np.asarray(y_true, "float32"), np.asarray(y_pred, "float32"))
    return float(to_numpy(metric.result()))


def cosine_similarity() -> str:
    from dlfund import losses

    angles = np.linspace(0, 180, 37)
    loss = losses.CosineSimilarity()
    points = [(a, _loss(loss, [[1.0, 0.0]], [[2 * np.cos(np.radians(a)), 2 * np.sin(np.radians(a))]])) for a in angles]
    title = (
        "CosineSimilarity: −1 where both vectors point the same way, 1 where they are opposite; lengths do not matter"
    )
    return chart(title, {"loss": points}, "angle between target and output, in degrees", low=-1.0)


def dice() -> str:
    from dlfund import losses

    return _overlap("Dice", losses.Dice(), "1 − 2 · 3 / (4 + 5) = 0.33: missed and false alarms count alike")


def tversky() -> str:
    from dlfund import losses

    loss = losses.Tversky(alpha=0.9, beta=0.1)
    return _overlap("Tversky", loss, "1 − 3 / (3 + 0.9 · 1 + 0.1 · 2) = 0.27: what is missed costs more")


def _overlap(name: str, loss: Any, note: str) -> str:
    t = np.array([[0, 0, 0, 0], [0, 1, 1, 0], [0, 1, 1, 0]], float)
    p = np.array([[0, 0, 1, 1], [0, 1, 1, 0], [0, 1, 0, 0]], float)
    kinds = np.where(t + p == 2, 1.0, np.where(t + p == 1, -1.0, np.nan))
    return scene(
        f"{name}: what both sets share, against what only one of them has",
        [Grid(t, "target"), "", Grid(p, "predicted"), "", Grid(kinds, "1 both, −1 one")],
        ["loss", Grid(_loss(loss, t[None], p[None]))],
        notes=(note,),
    )


EMBEDDED = np.array([[1.0, 0.1], [0.9, 0.3], [-0.2, 1.0], [0.1, 0.9]])
CLASSES = ("a", "a", "b", "b")


def info_nce() -> str:
    from dlfund import losses

    unit = EMBEDDED / np.linalg.norm(EMBEDDED, axis=1, keepdims=True)
    s = unit @ unit.T
    np.fill_diagonal(s, np.nan)
    loss = _loss(losses.InfoNCE(temperature=0.5), [0, 0, 1, 1], EMBEDDED)
    return scene(
        "InfoNCE: in each row of cosines the pair of the same class should be the largest",
        [
            Grid(EMBEDDED, "embeddings", rows=CLASSES),
            "→",
            Grid(s, "cosines", [(0, 1, 1, 1), (1, 0, 1, 1), (2, 3, 1, 1), (3, 2, 1, 1)], rows=CLASSES, columns=CLASSES),
        ],
        ["loss", Grid(loss)],
        notes=("the mean −log of the framed ones in each row's softmax (τ = 0.5)",),
    )


def triplet() -> str:
    from dlfund import losses

    loss = losses.Triplet(margin=1.0)
    points = [(d, _loss(loss, [0, 0, 1], [[0.0], [0.6], [0.3 + d]])) for d in np.linspace(0.4, 3, 27)]
    title = "Triplet: rows of a class lie at 0 and 0.6; the loss is 0 once the other class is far enough away"
    return chart(title, {"loss": points}, "place of the nearest row of another class", high=2.0)


def ctc() -> str:
    """The paths of the target a, b over four steps, each step's probabilities, and their sum."""
    from dlfund import losses

    p = np.array([[0.6, 0.3, 0.1], [0.2, 0.7, 0.1], [0.5, 0.1, 0.4], [0.2, 0.1, 0.7]])  # blank, a, b
    loss = _loss(losses.CTC(), [[1, 2]], np.log(p)[None])
    return scene(
        "CTC: every way to spread the text a b over four steps counts, with blanks (–) between",
        [
            Grid(
                p.T,
                "p of each step",
                [(0, 0, 1, 1), (1, 1, 1, 1), (0, 2, 1, 1), (2, 3, 1, 1)],
                rows=("–", "a", "b"),
                columns=tuple("1234"),
            )
        ],
        ["−log of the sum over all paths =", Grid(loss)],
        notes=("framed: the path – a – b; a a – b and a b b – are others.",),
    )


def _likelihood(kind: str, along: str, outputs: Any, places: np.ndarray, title: str, high: float) -> str:
    from dlfund import losses

    lines = {}
    for sigma in (0.5, 1.0):
        loss = getattr(losses, kind)()
        lines[f"σ = {sigma:g}"] = [(float(x), _loss(loss, *outputs(float(x), np.log(sigma)))) for x in places]
    return chart(title, lines, along, low=min(0.0, min(y for points in lines.values() for _, y in points)), high=high)


def log_normal() -> str:
    title = "LogNormal: the loss over the predicted μ for the target 1; a small σ pays only near the truth"
    return _likelihood(
        "LogNormal",
        "predicted μ of log y, for y = 1",
        lambda m, s: ([[1.0]], [[m, s]]),
        np.linspace(-2, 2, 41),
        title,
        5.0,
    )


def normal_crps() -> str:
    title = "NormalCRPS: the loss over the predicted mean for the target 0; far away it grows like the distance"
    return _likelihood(
        "NormalCRPS", "predicted mean, for y = 0", lambda m, s: ([[0.0]], [[m, s]]), np.linspace(-3, 3, 41), title, 3.0
    )


def ordinal_crossentropy() -> str:
    from dlfund import losses

    z = np.array([2.0, 0.5, -1.0])
    answers = [_loss(losses.OrdinalCrossentropy(), [k], z[None]) for k in range(4)]
    s = 1 / (1 + np.exp(-z))
    return scene(
        "OrdinalCrossentropy: three yes-or-no questions for four classes in an order",
        [Grid(z, "z"), "σ →", Grid(s, "class above", columns=("> 0", "> 1", "> 2"))],
        [Grid(answers, "loss, if the true class is", columns=tuple("0123"))],
        notes=("The loss grows with the distance from the classes 1 and 2.",),
    )


NAMES = ("p", "true")


def counts(kind: str, note: str, frames: Any) -> str:
    yes = P >= 0.5
    table = [[np.sum(yes & (T == 1)), np.sum(~yes & (T == 1))], [np.sum(yes & (T == 0)), np.sum(~yes & (T == 0))]]
    return scene(
        f"{kind}: counted in the confusion matrix",
        [Grid([P, T], rows=NAMES)],
        [
            Grid(table, "p ≥ 0.5?", frames, rows=("true 1", "true 0"), columns=("yes", "no")),
            f"{kind} →",
            Grid(_metric(kind)),
        ],
        notes=(note,),
    )


def _rates() -> tuple[Points, Points]:
    """The ROC curve, and precision over recall, threshold by threshold."""
    hits, alarms = np.cumsum(T), np.cumsum(1 - T)
    roc = [(0.0, 0.0), *zip(alarms / alarms[-1], hits / hits[-1], strict=True)]
    recall, precision = hits / hits[-1], hits / (hits + alarms)
    steps: Points = []
    before = 0.0
    for at in np.flatnonzero(T == 1):
        steps += [(before, float(precision[at])), (float(recall[at]), float(precision[at]))]
        before = float(recall[at])
    return [(float(x), float(y)) for x, y in roc], steps


def roc_auc() -> str:
    lines = {f"area {_metric('ROCAUC'):.2f}": _rates()[0], "chance": [(0.0, 0.0), (1.0, 1.0)]}
    return chart(
        "ROCAUC: the share of found over the share of false alarms, threshold by threshold",
        lines,
        "false alarms / noes",
    )


def average_precision() -> str:
    lines = {
        f"area {_metric('AveragePrecision'):.2f}": _rates()[1],
        "chance: the share of yes": [(0.0, 0.5), (1.0, 0.5)],
    }
    return chart("AveragePrecision: precision over recall, threshold by threshold", lines, "recall")


def each_row(kind: str, terms: np.ndarray, note: str) -> str:
    return scene(
        f"{kind}: a term for every row, and their mean",
        [Grid([P, T], rows=NAMES)],
        [Grid(terms, "terms", rows=("",)), "mean →", Grid(_metric(kind))],
        notes=(note,),
    )


def calibration_error() -> str:
    p = np.repeat([0.1, 0.3, 0.5, 0.7, 0.9], 10)
    t = np.concatenate([np.arange(10) < k for k in (0, 2, 5, 8, 10)]).astype(float)
    shares = t.reshape(5, 10).mean(axis=1)
    error = _metric("CalibrationError", t, p, bins=5)
    lines = {
        f"measured, error {error:.2f}": list(zip([0.1, 0.3, 0.5, 0.7, 0.9], shares.tolist(), strict=True)),
        "calibrated": [(0.1, 0.1), (0.9, 0.9)],
    }
    return chart(
        "CalibrationError: the share of yes in five bins, against the mean probability", lines, "predicted probability"
    )


def r2() -> str:
    y, p = np.array([1.0, 2.0, 4.0, 5.0]), np.array([1.5, 2.0, 3.0, 5.5])
    return scene(
        "R2: squared errors of the predictions against those of the mean",
        [Grid([y, p], rows=("y", "p"))],
        [Grid([(y - p) ** 2, (y - y.mean()) ** 2], "squared errors", rows=("of p", "of the mean 3"))],
        ["1 − 1.5 / 10 =", Grid(_metric("R2", y, p))],
    )


DRAWINGS = {
    "CosineSimilarity": cosine_similarity,
    "Dice": dice,
    "Tversky": tversky,
    "InfoNCE": info_nce,
    "Triplet": triplet,
    "CTC": ctc,
    "LogNormal": log_normal,
    "NormalCRPS": normal_crps,
    "OrdinalCrossentropy": ordinal_crossentropy,
    "Accuracy": lambda: counts("Accuracy", "(2 + 2) / 6", [(0, 0, 1, 1), (1, 1, 1, 1)]),
    "Precision": lambda: counts("Precision", "2 of the 3 that were called yes", [(0, 0, 2, 1)]),
    "Recall": lambda: counts("Recall", "2 of the 3 that are 1", [(0, 0, 1, 2)]),
    "F1": lambda: counts("F1", "2 · 2 / (2 · 2 + 1 false alarm + 1 missed)", [(0, 0, 1, 2), (0, 0, 2, 1)]),
    "ROCAUC": roc_auc,
    "AveragePrecision": average_precision,
    "BrierScore": lambda: each_row("BrierScore", (P - T) ** 2, "(p − true)²"),
    "LogLoss": lambda: each_row(
        "LogLoss", -np.log(np.where(T == 1, P, 1 - P)), "−log of the probability of what is true"
    ),
    "CalibrationError": calibration_error,
    "R2": r2,
}
