"""How the length of the steps decides what training reaches."""

import numpy as np

from dlfund import explain, optimizers


def too_high_a_rate():
    """What happens if the learning rate is too high?

    Short: Steps jump over the minimum to a point with a higher loss than before, and training diverges: the loss
        grows, up to infinity or NaN.
    Longer: On a parabola of curvature c this begins at a rate of 2/c, and the direction with the largest curvature
        decides. A network's curvature changes with its weights: full-batch training at a moderate rate drives it up
        to about 2/rate and hovers there (edge of stability), so the loss may rise for some steps without diverging.
    Wrong: Training only gets less precise: it is faster, and ends near the minimum instead of at it.
    Why: That is the effect of noise at a moderate rate. On a parabola, beyond 2/c every step multiplies the error by
        a factor above 1 in size.
    Follow-up: How do you find a rate? — Raise it from tiny to large over some hundred steps and take about a third of
        the rate at which the loss begins to rise; then compare a few around it.
    Cards: GradientDescent
    """
    surface = explain.bowl(condition=20)  # the steepest curvature is 20, so the border lies at 0.1
    ends = {
        rate: float(
            explain.optimizer_paths({"it": optimizers.GradientDescent(rate)}, surface, steps=100)["it"].values[-1]
        )
        for rate in (0.01, 0.095, 0.105)
    }
    start = surface.function(*surface.start)
    yield (
        f"curvature 20, loss {start:.0f} at the start; rate 0.095 after 100 steps: {ends[0.095]:.4f}",
        ends[0.095] < 0.01,
    )
    yield f"rate 0.105: {ends[0.105]:.0e}", ends[0.105] > 1e6
    yield f"a rate that is too low (0.01) is only slow: {ends[0.01]:.2f}", ends[0.095] < ends[0.01] < start


def adam_and_schedules():
    """Adam adapts its steps. Does it still need a learning-rate schedule?

    Short: Usually yes: it adapts the step to each weight's gradients, but its steps do not shrink to zero. With
        noisy gradients it keeps moving around the minimum at a distance that depends on the learning rate.
    Longer: Near a minimum the batches' noise is larger than the gradient. Dividing by its size keeps the steps
        about as long as before. Lowering the rate, or averaging the weights, makes them settle.
    Wrong: No: an adaptive optimizer shortens its steps by itself as it comes near the minimum.
    Why: It would if v̂ grew; but v̂ follows the gradients' size and shrinks with them.
    Follow-up: Is there a way without a schedule? — Averaging the weights: schedule-free optimizers do it while
        training, a moving average beside it.
    Cards: Adam, CosineSchedule, MovingAverage
    """

    def distance(rate):
        numbers = np.random.default_rng(0)
        hill = explain.Surface(
            "noisy",
            lambda x, y: (x * x + y * y) / 2,
            lambda x, y: (x + numbers.normal(), y + numbers.normal()),
            (3.0, -3.0),
            ((0, 0),),
        )
        points = explain.optimizer_paths({"it": optimizers.Adam(rate)}, hill, steps=300)["it"].points
        return float(np.sqrt(np.mean(np.square(points[-50:]))))

    constant, lowered = distance(0.1), distance(optimizers.CosineSchedule(0.1, steps=300))
    yield (
        f"noisy gradients, 300 steps of Adam at 0.1: the last 50 points are {constant:.3f} from the minimum on average",
        constant > 0.1,
    )
    yield f"with a cosine schedule from the same rate: {lowered:.3f}", lowered < constant / 2
