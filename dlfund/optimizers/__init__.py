"""Optimizers: how a gradient becomes a step."""

from dlfund.optimizers.adam import Adam
from dlfund.optimizers.gradient_descent import GradientDescent
from dlfund.optimizers.recorder import Recorder
from dlfund.optimizers.wrapper import Wrapper

__all__ = [
    "Adam",
    "GradientDescent",
    "Recorder",
    "Wrapper",
]
