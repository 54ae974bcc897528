"""Learning rate: how far a step goes against the gradient.

    w_new = w_old − learning_rate · ∂loss/∂w        on ½ c w²: w_new = (1 − learning_rate · c) · w_old

c is the curvature; the error shrinks while the factor is between −1 and 1, that is for rates below 2 / c.
"""

from __future__ import annotations

from collections.abc import Iterator

from dlfund.learn.process.drawing import chart

RATES = {"0.1": 0.1, "1.9": 1.9, "2.05": 2.05}
STEPS = 20


def learning_rate() -> Iterator[str]:
    """The hyperparameter to tune first: too small is slow, too large diverges.

    The steepest direction limits the rate, and flat directions then move slowly. Schedules begin with a warm-up, go
    on at a high rate and end near zero, so that the weights settle.

    Numbers: On ½ w², from w = 1, the distance from the minimum after 20 steps is 0.12 at 0.1, 0.12 at 1.9, 2.65 at
        2.05. The border lies at 2 / c = 2.
    Use: first of all hyperparameters, on a logarithmic grid; again whenever batch size, optimizer or width change. As
        of 2026; optimizers without a rate to tune would change it.
    Misconception: "Adam makes it unnecessary." Adam makes steps of weights comparable; how long they should be it
        does not know.
    Interview: The loss jumps up in the first steps; what do you do? — Lower the rate or warm it up, and clip
        gradients; then look for rows with extreme values.
    Drills: two_steps_in_a_bowl, largest_rate, cosine_rate, warm_up_rate
    Reference: Smith, 2017, Cyclical learning rates for training neural networks (arXiv:1506.01186); Cohen, Kaur, Li,
        Kolter and Talwalkar, 2021, Gradient descent on neural networks typically occurs at the edge of stability
        (arXiv:2103.00065).
    """
    from dlfund import explain, optimizers

    surface = explain.Surface("bowl", lambda w, _: w * w / 2, lambda w, _: (w, 0.0), (1.0, 0.0), ((0.0, 0.0),))
    ends = {
        name: abs(
            float(
                explain.optimizer_paths({"it": optimizers.GradientDescent(rate)}, surface, steps=STEPS)["it"].points[
                    -1
                ][0]
            )
        )
        for name, rate in RATES.items()
    }
    listing = ", ".join(f"{end:.2f} at {name}" for name, end in ends.items())
    yield f"On ½ w², from w = 1, the distance from the minimum after 20 steps is {listing}."
    yield "The border lies at 2 / c = 2."


def picture() -> str:
    """The weight, step by step; the minimum is at 0."""
    lines = {f"rate {name}": [(float(k), (1 - rate) ** k) for k in range(STEPS + 1)] for name, rate in RATES.items()}
    return chart("A weight on a parabola at three learning rates", lines, "step", -2.5, 2.5)
