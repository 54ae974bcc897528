"""The concepts that are a curve, in plain Python: drawn in the terminal and on the page without any network library.

Each curve says what runs along the horizontal axis. The tests hold every one of them against the concept itself.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from math import cos, cosh, erf, exp, expm1, log, log1p, pi, sqrt, tanh


@dataclass(frozen=True)
class Curve:
    """A function of one number, its slope where that is of interest, and the window that is shown."""

    value: Callable[[float], float]
    slope: Callable[[float], float] | None = None
    along: str = "x"
    low: float = -6.0
    high: float = 6.0
    bottom: float | None = None  # None: as low as the value goes
    top: float | None = None
    name: str = "value"

    def points(self, number: int, function: Callable[[float], float] | None = None) -> list[tuple[float, float]]:
        """Evenly spaced points of the value, or of another function over the same range."""
        function = function or self.value
        places = [self.low + (self.high - self.low) * step / (number - 1) for step in range(number)]
        return [(x, function(x)) for x in places]

    def window(self) -> tuple[float, float]:
        """The lowest and the highest number to show: all of the value, and as much of the slope as fits."""
        seen = [y for _, y in self.points(201)]
        slopes = [y for _, y in self.points(201, self.slope)] if self.slope else []
        bottom = min(*seen, *slopes, 0.0) if self.bottom is None else self.bottom
        top = max(*seen, *slopes) if self.top is None else self.top
        return bottom, top


def sigmoid(x: float) -> float:
    return 1 / (1 + exp(-x)) if x >= 0 else exp(x) / (1 + exp(x))


def softplus(x: float) -> float:
    return max(x, 0.0) + log1p(exp(-abs(x)))


def normal(x: float) -> float:
    """The density of the standard normal distribution."""
    return exp(-x * x / 2) / sqrt(2 * pi)


def below(x: float) -> float:
    """The share of a standard normal distribution below x."""
    return (1 + erf(x / sqrt(2))) / 2


def selu(x: float) -> float:
    return SCALE * (x if x > 0 else ALPHA * expm1(x))


def selu_slope(x: float) -> float:
    return SCALE * (1.0 if x > 0 else ALPHA * exp(x))


def mish_slope(x: float) -> float:
    gate = tanh(softplus(x))
    return gate + x * (1 - gate**2) * sigmoid(x)


def focal(p: float) -> float:
    return -((1 - p) ** 2) * log(p)


def focal_slope(p: float) -> float:
    return 2 * (1 - p) * log(p) - (1 - p) ** 2 / p


def half_cosine(share: float) -> float:
    """From 1 to 0 while the share goes from 0 to 1."""
    return (1 + cos(pi * min(max(share, 0.0), 1.0))) / 2


def one_cycle(step: float) -> float:
    start, top_step = 1 / 25, 0.3 * 100 - 1
    if step <= top_step:
        return 1 - (1 - start) * half_cosine(step / top_step)
    return start / 1e4 + (1 - start / 1e4) * half_cosine((step - top_step) / (99 - top_step))


def _sign(x: float) -> float:
    return float((x > 0) - (x < 0))


def _clipped(x: float) -> float:
    return min(max(x, -1.0), 1.0)


SCALE, ALPHA = 1.0507009873554805, 1.6732632423543772  # SELU's λ and α

ACTIVATIONS = {
    "elu": Curve(lambda x: x if x > 0 else expm1(x), lambda x: 1.0 if x > 0 else exp(x), low=-4, high=3),
    "gelu": Curve(lambda x: x * below(x), lambda x: below(x) + x * normal(x), low=-4, high=3),
    "glu": Curve(sigmoid, lambda b: sigmoid(b) * sigmoid(-b), "b, the gate's half, for a = 1"),
    "hard_sigmoid": Curve(lambda x: min(1.0, max(0.0, x / 6 + 0.5)), lambda x: 1 / 6 if abs(x) < 3 else 0.0),
    "leaky_relu": Curve(lambda x: x if x >= 0 else 0.2 * x, lambda x: 1.0 if x > 0 else 0.2, low=-4, high=3),
    "linear": Curve(lambda x: x, lambda x: 1.0, low=-3, high=3),
    "log_softmax": Curve(lambda x: -softplus(-x), lambda x: sigmoid(-x), "x_1, for x_2 = 0"),
    "mish": Curve(lambda x: x * tanh(softplus(x)), mish_slope, low=-5, high=3),
    "ParametricBlend": Curve(
        lambda x: x + (selu(x) - x) / 2,
        lambda x: 1 + (selu_slope(x) - 1) / 2,
        "x, for f = selu and a = 1/2",
        low=-4,
        high=3,
    ),
    "relu": Curve(lambda x: max(0.0, x), lambda x: float(x > 0), low=-4, high=3),
    "selu": Curve(selu, selu_slope, low=-4, high=3),
    "sigmoid": Curve(sigmoid, lambda x: sigmoid(x) * sigmoid(-x)),
    "sign": Curve(_sign, lambda x: 0.0, low=-3, high=3),
    "silu": Curve(lambda x: x * sigmoid(x), lambda x: sigmoid(x) * (1 + x * sigmoid(-x)), low=-6, high=3),
    "softmax": Curve(sigmoid, lambda x: sigmoid(x) * sigmoid(-x), "x_1, for x_2 = 0"),
    "softplus": Curve(softplus, sigmoid, low=-5, high=4),
    "step": Curve(lambda x: float(x >= 0), lambda x: 0.0, low=-3, high=3),
    "straight_through_step": Curve(lambda x: float(x >= 0), lambda x: 1.0, low=-3, high=3, top=1.1),
    "tanh": Curve(tanh, lambda x: 1 - tanh(x) ** 2, low=-4, high=4),
}

_ERROR = "y_pred − y_true"
_MARGIN = "t · y_pred"
_LOGIT = "logit z, for the answer yes"
_LEAD = "lead of the true class's logit over the other of two"
LOSSES = {
    "BinaryCrossentropy": Curve(lambda z: softplus(-z), lambda z: -sigmoid(-z), _LOGIT),
    "BinaryFocalCrossentropy": Curve(focal, focal_slope, "p_t, for γ = 2", 0.02, 0.98, bottom=-4, top=4),
    "CategoricalCrossentropy": Curve(lambda z: softplus(-z), lambda z: -sigmoid(-z), _LEAD),
    "CategoricalFocalCrossentropy": Curve(
        focal, focal_slope, "p of the true class, for α = 1, γ = 2", 0.02, 0.98, bottom=-4, top=4
    ),
    "Hinge": Curve(lambda m: max(1 - m, 0.0), lambda m: -1.0 if m < 1 else 0.0, _MARGIN, -2, 3),
    "Huber": Curve(lambda e: e * e / 2 if abs(e) <= 1 else abs(e) - 0.5, _clipped, f"{_ERROR}, for δ = 1", -3, 3),
    "KLDivergence": Curve(
        lambda p: 0.7 * log(0.7 / p) + 0.3 * log(0.3 / (1 - p)),
        lambda p: -0.7 / p + 0.3 / (1 - p),
        "p of the first of two classes, for t = 0.7",
        0.02,
        0.98,
        bottom=-2,
        top=2,
    ),
    "LogCosh": Curve(lambda e: log(cosh(e)), tanh, _ERROR, -3, 3),
    "MeanAbsoluteError": Curve(abs, _sign, _ERROR, -3, 3),
    "MeanSquaredError": Curve(lambda e: e * e, lambda e: 2 * e, _ERROR, -2, 2),
    "PerceptronLoss": Curve(lambda m: max(-m, 0.0), lambda m: -1.0 if m <= 0 else 0.0, _MARGIN, -2, 3),
    "Poisson": Curve(lambda m: m - 3 * log(m), lambda m: 1 - 3 / m, "y_pred, for y_true = 3", 0.3, 9, bottom=-3, top=4),
    "Quantile": Curve(
        lambda e: 0.1 * e if e > 0 else -0.9 * e, lambda e: 0.1 if e > 0 else -0.9, f"{_ERROR}, for q = 0.9", -3, 3
    ),
    "SparseCategoricalCrossentropy": Curve(lambda z: softplus(-z), lambda z: -sigmoid(-z), _LEAD),
    "SquaredHinge": Curve(lambda m: max(1 - m, 0.0) ** 2, lambda m: -2 * max(1 - m, 0.0), _MARGIN, -1, 3),
}

SCHEDULES = {
    "CosineSchedule": Curve(lambda s: half_cosine(s / 100), along="step, of 100", low=0, high=100),
    "CosLog4Schedule": Curve(
        lambda s: (1 - cos(2 * pi * math.log2(1 + 15 * s / 100))) / 2, along="step, of 100", low=0, high=100
    ),
    "FlatCosineSchedule": Curve(lambda s: half_cosine(2 * s / 100 - 1), along="step, of 100", low=0, high=100),
    "OneCycleSchedule": Curve(one_cycle, along="step, of 100", low=0, high=99),
    "WarmUpSchedule": Curve(
        lambda s: min((s + 1) / 20, 1.0) if s < 20 else half_cosine((s - 20) / 80),
        along="step: a warm-up of 20, then a cosine of 80",
        low=0,
        high=100,
    ),
}

CUT = 0.87962566103423978  # deviation of a standard normal that is cut at two deviations
_WEIGHT = "weight, for 50 inputs and 150 units"


def _bell(deviation: float, *, cut: bool) -> Curve:
    """The density of a normal weight; a cut one is widened so that its deviation stays."""
    width = deviation / CUT if cut else deviation
    inside = below(2) - below(-2) if cut else 1.0

    def density(w: float) -> float:
        return 0.0 if cut and abs(w) > 2 * width else normal(w / width) / width / inside

    return Curve(density, along=_WEIGHT, low=-0.6, high=0.6, name="density")


def _flat(limit: float) -> Curve:
    return Curve(lambda w: 0.5 / limit if abs(w) <= limit else 0.0, along=_WEIGHT, low=-0.6, high=0.6, name="density")


DENSITIES = {
    "GlorotNormal": _bell(sqrt(2 / 200), cut=True),
    "GlorotUniform": _flat(sqrt(6 / 200)),
    "HeNormal": _bell(sqrt(2 / 50), cut=True),
    "HeUniform": _flat(sqrt(6 / 50)),
    "LecunNormal": _bell(sqrt(1 / 50), cut=True),
    "LecunUniform": _flat(sqrt(3 / 50)),
    "RandomNormal": _bell(0.05, cut=False),
    "RandomUniform": _flat(0.05),
    "TruncatedNormal": _bell(0.05 * 0.8796, cut=True),
    "VarianceScaling": _bell(sqrt(1 / 50), cut=True),
}

CURVES = ACTIVATIONS | LOSSES | SCHEDULES | DENSITIES
