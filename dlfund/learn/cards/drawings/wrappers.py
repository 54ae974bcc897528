"""Wrappers and training aids: what they do to a gradient before the step, or to weights after it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from dlfund.learn.cards.drawings.grids import Grid, scene
from dlfund.learn.cards.drawings.steps import ONE, G, moved, step_of
from dlfund.learn.process.drawing import chart


def clipped(kind: str, limit: float, note: str) -> str:
    """Two weights' gradients, before and after."""
    from dlfund import optimizers

    wrapper = getattr(optimizers, kind)(optimizers.GradientDescent(1.0), limit)
    kernel, bias = np.array([3.0, 4.0]), np.array([0.5])
    after = moved(wrapper, [np.zeros(2), np.zeros(1)], [kernel, bias])[0]
    return scene(
        f"{kind}: two weights' gradients before and after, with a limit of {limit:g}",
        [Grid(kernel, "kernel's g"), "", Grid(bias, "bias's g")],
        ["→", Grid(-after[0], "kernel's new g"), "", Grid(-after[1], "bias's new g")],
        notes=(note,),
    )


def gradient_accumulation() -> str:
    from dlfund import optimizers

    gradients = np.array([1.0, 3.0, 2.0, 2.0, 0.0, 4.0])
    after = moved(optimizers.GradientAccumulation(optimizers.GradientDescent(1.0), 3), [ONE], *[[g] for g in gradients])
    weights = [float(step[0]) for step in after]
    columns = tuple(f"{t}" for t in range(1, 7))
    return scene(
        "GradientAccumulation of 3: the weight moves at every third batch, by the mean of three gradients",
        [Grid(gradients, "gradient of each batch", [(0, 0, 1, 3), (0, 3, 1, 3)], columns=columns)],
        [Grid(weights, "weight after it, from 1 at rate 1", [(0, 2, 1, 1), (0, 5, 1, 1)], columns=columns)],
    )


def gradient_centralization() -> str:
    from dlfund import optimizers

    new = step_of(optimizers.GradientCentralization(optimizers.GradientDescent(1.0)), G)
    return scene(
        "GradientCentralization: the mean of each unit's gradient is taken away; each column then sums to 0",
        [Grid(G, "gradient", [(0, 0, 2, 1)]), "− mean of column →", Grid(new, "new gradient", [(0, 0, 2, 1)])],
    )


def gradient_noise() -> str:
    points = [(float(t), (0.01 / (1 + t) ** 0.55) ** 0.5) for t in range(101)]
    title = "GradientNoise: the standard deviation of what is added to each gradient falls with the steps"
    return chart(title, {"σ for η = 0.01, γ = 0.55": points}, "step", high=0.1)


def layerwise_rates() -> str:
    from dlfund import optimizers

    wrapper = optimizers.LayerwiseRates(optimizers.GradientDescent(1.0), decay=0.5)
    steps = [float(-w) for w in moved(wrapper, [0.0] * 3, [ONE] * 3)[0]]
    return scene(
        "LayerwiseRates of 0.5: equal gradients, and half the step for every layer further below the output",
        [
            Grid(np.ones((3, 1)), "gradient", rows=("layer 1", "layer 2", "layer 3")),
            "→",
            Grid(np.array(steps)[:, None], "step"),
        ],
    )


def _walked(wrapper: Any, steps: int = 24, curvature: float = 1.0, start: float = 4.0) -> list[float]:
    """The weight of w²/2 · curvature after each step."""
    import keras
    from keras import ops

    from dlfund.learn.interview.networks import to_numpy

    w = keras.Variable(np.float32(start), name="w")
    visited = [start]
    for _ in range(steps):
        wrapper.apply([ops.convert_to_tensor(w) * curvature], [w])
        visited.append(float(to_numpy(w)))
    return visited


def _line(values: Sequence[float]) -> list[tuple[float, float]]:
    return [(float(t), float(v)) for t, v in enumerate(values)]


def lookahead() -> str:
    from dlfund import optimizers

    plain = _walked(optimizers.GradientDescent(1.8))
    slow = _walked(optimizers.Lookahead(optimizers.GradientDescent(1.8)))
    title = "Lookahead: every fifth step goes half of the way back, which calms a rate that swings"
    return chart(title, {"alone": _line(plain), "with Lookahead": _line(slow)}, "step", low=-4.0, high=4.0)


def averaged(kind: str) -> str:
    """A weight that swings around its minimum, and the average that is evaluated."""
    swinging = [4 * 0.85**t + (1.0 if t % 2 else -1.0) * (t > 0) for t in range(31)]
    mean, means = swinging[1], [swinging[0], swinging[1]]
    for t in range(2, 31):
        if kind == "MovingAverage":
            mean = 0.9 * mean + 0.1 * swinging[t]
        else:
            mean = swinging[t] if t <= 15 else mean + (swinging[t] - mean) / (t - 14)
        means.append(mean)
    what = "momentum 0.9" if kind == "MovingAverage" else "the mean from step 15 on"
    lines = {"the weight in training": _line(swinging), what: _line(means)}
    return chart(f"{kind}: the average does not swing", lines, "step", low=-1.0, high=4.0)


def evaluate_average() -> str:
    return scene(
        "EvaluateAverage: around every evaluation the average is in the network, and then the trained weights again",
        [Grid(1.4, "weight"), "", Grid(0.9, "its average")],
        ["training: ", Grid(1.4), "evaluation: ", Grid(0.9), "training: ", Grid(1.4)],
    )


def recorder() -> str:
    from dlfund import optimizers

    wrapper = optimizers.Recorder(optimizers.GradientDescent(0.1), steps=[0, 1])
    _walked(wrapper, 2)
    updates = wrapper.updates()
    rows = [
        [float(u.old_weight), float(u.gradient), float(u.new_weight - u.old_weight), float(u.new_weight)]
        for u in updates
    ]
    return scene(
        "Recorder: four numbers of every weight in every recorded step",
        [Grid(rows, rows=("step 0", "step 1"), columns=("old", "g", "step", "new"))],
        notes=("of w²/2 at a rate of 0.1: step = −0.1 · g",),
    )


def scheduled_weight_decay() -> str:
    from dlfund import optimizers

    weights = {}
    for name, decay in {"decay 1 → 0": lambda t: max(0.0, 1 - t / 20), "decay 1": lambda t: 1.0}.items():
        wrapper = optimizers.ScheduledWeightDecay(optimizers.GradientDescent(0.1), _schedule(decay))
        after = moved(wrapper, [ONE], *[[0.0]] * 30)
        weights[name] = _line([1.0, *(float(step[0]) for step in after)])
    return chart("ScheduledWeightDecay: a weight without a gradient stops shrinking as the decay ends", weights, "step")


def _schedule(decay: Any) -> Any:
    """A decay of the step as a number, also where the step is a tensor."""
    from dlfund.learn.interview.networks import to_numpy

    return lambda step: decay(float(to_numpy(step)))


def sharpness_aware() -> str:
    """loss = |w| + w²/2: at w = 0.5 and radius 0.3 the gradient is taken at 0.8."""
    w, radius = 0.5, 0.3
    worst = w + radius
    return scene(
        "SharpnessAware: the gradient is taken at the worst point nearby, and the step is made from the old one",
        [
            Grid(w, "w"),
            "+ ρ →",
            Grid(worst, "worst point"),
            "g there →",
            Grid(2 * worst, "g of w²"),
            "",
            Grid(2 * w, "g at w"),
        ],
        [Grid(w, "from w"), "− 0.1 ·", Grid(2 * worst, "g"), "=", Grid(w - 0.1 * 2 * worst, "new w")],
    )


def return_home() -> str:
    return scene(
        "ReturnHome: between two steps the network stands at the worst point; for an evaluation it goes home",
        [Grid(0.5, "home"), "+ ρ →", Grid(0.8, "training")],
        ["evaluation:", Grid(0.5, "home"), "then again:", Grid(0.8, "training")],
    )


def every_batch_twice() -> str:
    from dlfund import optimizers

    rows = np.arange(6.0)
    batches = optimizers.EveryBatchTwice(rows, rows, batch_size=2)
    numbers = [np.sort(np.asarray(batches[at][0])).tolist() for at in range(len(batches))]
    first = numbers[::2]
    shown = np.repeat(np.arange(3.0)[None], 1, axis=0)
    return scene(
        "EveryBatchTwice: each batch comes once for the way up and once for the step",
        [Grid(shown, "batches of rows", columns=("1", "2", "3"))],
        [Grid(np.repeat(np.arange(len(first)), 2), "in training: batch", [(0, 0, 1, 2), (0, 2, 1, 2), (0, 4, 1, 2)])],
    )


def variable_factors() -> str:
    from dlfund import optimizers

    wrapper = optimizers.VariableFactors(optimizers.GradientDescent(1.0), learning_rate_factors={"w1": 0.1})
    after = moved(wrapper, [0.0, 0.0], [ONE, ONE])[0]
    return scene(
        "VariableFactors: equal gradients, and a step of a tenth for the weight with a factor of 0.1",
        [Grid(np.ones((2, 1)), "gradient", rows=("w0", "w1")), "×", Grid([[1.0], [0.1]], "factor")],
        [Grid([[-float(after[0])], [-float(after[1])]], "step at rate 1", rows=("w0", "w1"))],
    )


def wrapper() -> str:
    from dlfund import optimizers

    after = moved(
        optimizers.ClipByValue(optimizers.GradientDescent(0.5), 1.0), [np.array([2.0, 2.0])], [np.array([3.0, -0.4])]
    )
    return scene(
        "Wrapper: it changes the gradient before the inner optimizer's step, or the weights after it",
        [Grid([3.0, -0.4], "g"), "wrapper →", Grid([1.0, -0.4], "limited to 1")],
        ["inner, rate 0.5 →", Grid([2.0, 2.0], "w"), "→", Grid(after[0][0], "new w")],
    )


DRAWINGS = {
    "ClipByGlobalNorm": lambda: clipped(
        "ClipByGlobalNorm", 1.0, "All are shortened by one factor: the direction stays."
    ),
    "ClipByNorm": lambda: clipped("ClipByNorm", 1.0, "Each weight by itself: the bias's is short enough."),
    "ClipByValue": lambda: clipped("ClipByValue", 1.0, "3 and 4 become equal: the direction turns."),
    "GradientAccumulation": gradient_accumulation,
    "GradientCentralization": gradient_centralization,
    "GradientNoise": gradient_noise,
    "LayerwiseRates": layerwise_rates,
    "Lookahead": lookahead,
    "MovingAverage": lambda: averaged("MovingAverage"),
    "StochasticWeightAveraging": lambda: averaged("StochasticWeightAveraging"),
    "EvaluateAverage": evaluate_average,
    "Recorder": recorder,
    "ScheduledWeightDecay": scheduled_weight_decay,
    "SharpnessAware": sharpness_aware,
    "ReturnHome": return_home,
    "EveryBatchTwice": every_batch_twice,
    "VariableFactors": variable_factors,
    "Wrapper": wrapper,
}
