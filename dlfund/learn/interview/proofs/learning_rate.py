"""Where a real optimizer begins to diverge, and the rates of real schedules."""

from dlfund import explain, optimizers
from dlfund.explain import Surface


def largest_rate(c, w):
    hill = Surface("bowl", lambda x, _: c * x * x / 2, lambda x, _: (c * x, 0.0), (w, 0.0), ((0.0, 0.0),))
    low, high = 0.0, 100.0
    while high - low > 1e-3 * high:  # halve the stretch in which shrinking turns into growing
        rate = (low + high) / 2
        path = explain.optimizer_paths({"plain": optimizers.GradientDescent(rate)}, hill, steps=1, start=(w, 0.0))
        grows = abs(path["plain"].points[-1][0]) > abs(w)
        low, high = (low, rate) if grows else (rate, high)
    return (low + high) / 2


def cosine_rate(top, steps, step):
    return float(optimizers.CosineSchedule(top, steps=steps)(step))


def warm_up_rate(top, steps, number):
    return float(optimizers.WarmUpSchedule(top, steps=steps)(number - 1))  # Keras counts steps from 0
