"""Variance scaling: weights whose variance is a share of the number of inputs, outputs or both.

    variance of W = scale / n        n = fan_in, fan_out, or (fan_in + fan_out) / 2

fan_in counts a unit's inputs, fan_out the units that an input feeds.
"""

import math
from collections.abc import Sequence

from keras import random

from dlfund.core.registration import register
from dlfund.initializers.fans import fans
from dlfund.initializers.he_normal import TRUNCATED
from dlfund.initializers.seeded import Seeded

MODES = ("fan_in", "fan_out", "fan_avg")
DISTRIBUTIONS = ("truncated_normal", "untruncated_normal", "uniform")


@register
class VarianceScaling(Seeded):
    """The family of LeCun (scale 1, fan_in), He (scale 2, fan_in) and Glorot (scale 1, fan_avg).

    Args:
        scale: float above 0. The factor of the variance; 2 makes up for ReLU.
        mode: "fan_in" keeps the size of signals, "fan_out" that of gradients, "fan_avg" is between them.
        distribution: "truncated_normal", "untruncated_normal" or "uniform". "normal" means the first.
        seed: int or None; see `Seeded`.
        input_axes, output_axes: list of int or None. The axes that count a unit's inputs, and the units, of a weight
            whose last two don't, such as a projection to heads (features, heads, width): [0] and [1, 2].

    Example:
        >>> from keras import ops
        >>> W = VarianceScaling(2.0, "fan_in", "uniform", seed=0)((600, 400))
        >>> round(float(ops.std(W)) ** 2 * 600, 1)
        2.0

    Use: where an activation needs a factor of its own, and for the last layer of a residual branch (a small scale).
    Misconception: "He and Glorot are different methods." They are the same formula with another scale and another n.
    Interview: Why divide by fan_in? — A sum of fan_in independent products has fan_in times their variance; divided,
        a layer's outputs are as large as its inputs.
    Reference: He, Zhang, Ren and Sun, 2015, Delving Deep into Rectifiers (arXiv:1502.01852).
    """

    def __init__(
        self,
        scale: float = 1.0,
        mode: str = "fan_in",
        distribution: str = "truncated_normal",
        seed: int | None = None,
        input_axes: Sequence[int] | None = None,
        output_axes: Sequence[int] | None = None,
    ):
        super().__init__(seed=seed)
        distribution = "truncated_normal" if distribution == "normal" else distribution
        if not scale > 0:
            raise ValueError(f"Expected scale above 0. Received: scale={scale!r}.")
        for name, choice, choices in (("mode", mode, MODES), ("distribution", distribution, DISTRIBUTIONS)):
            if choice not in choices:
                raise ValueError(f"Expected {name} to be one of {choices}. Received: {name}={choice!r}.")
        self.scale = scale
        self.mode = mode
        self.distribution = distribution
        if (input_axes is None) != (output_axes is None):
            raise ValueError(
                "Expected input_axes and output_axes together, or neither. "
                f"Received: input_axes={input_axes!r}, output_axes={output_axes!r}."
            )
        self.input_axes, self.output_axes = input_axes, output_axes

    def __call__(self, shape, dtype=None):
        fan_in, fan_out = fans(shape, self.input_axes, self.output_axes)
        n = {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": (fan_in + fan_out) / 2}[self.mode]
        variance = self.scale / max(1.0, n)
        options = {"dtype": dtype, "seed": self.seed}
        if self.distribution == "uniform":
            limit = math.sqrt(3 * variance)
            return random.uniform(shape, minval=-limit, maxval=limit, **options)
        if self.distribution == "untruncated_normal":
            return random.normal(shape, stddev=math.sqrt(variance), **options)
        return random.truncated_normal(shape, stddev=math.sqrt(variance) / TRUNCATED, **options)

    def get_config(self):
        return {
            "scale": self.scale,
            "mode": self.mode,
            "distribution": self.distribution,
            "input_axes": self.input_axes,
            "output_axes": self.output_axes,
            **super().get_config(),
        }
