"""Steps of dlfund's own optimizers."""

from dlfund import explain, optimizers
from dlfund.explain import Surface


def _end(optimizer, w, steps, gradient):
    """Where a weight is after some steps; the loss depends on one of two directions."""
    hill = Surface("hill", lambda x, _: 0.0 * x, lambda x, _: (gradient(x), 0.0), (w, 0.0), ((0.0, 0.0),))
    path = explain.optimizer_paths({"it": optimizer}, hill, steps=steps, start=(w, 0.0))["it"]
    return float(path.points[-1][0])


def two_steps_in_a_bowl(c, w, rate):
    return _end(optimizers.GradientDescent(rate), w, 2, lambda x: c * x)


def momentum_two_steps(w, g, rate, momentum):
    return _end(optimizers.Momentum(rate, momentum=momentum), w, 2, lambda _: g)


def adam_first_step(w, g, rate):
    return _end(optimizers.Adam(rate), w, 1, lambda _: g)


def rmsprop_first_step(w, g, rate, rho):
    return _end(optimizers.RMSprop(rate, rho=rho), w, 1, lambda _: g)


def adam_second_step(w, first, second, rate):
    gradients = iter((first, second))
    return _end(optimizers.Adam(rate), w, 2, lambda _: next(gradients))
