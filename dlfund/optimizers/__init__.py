"""Optimizers: how a gradient becomes a step."""

from dlfund.optimizers.adam import Adam
from dlfund.optimizers.gradient_descent import GradientDescent

__all__ = ["Adam", "GradientDescent"]
