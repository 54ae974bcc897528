"""Losses: what a network is asked to make small."""

from dlfund.losses.binary_crossentropy import BinaryCrossentropy
from dlfund.losses.mean_squared_error import MeanSquaredError

__all__ = ["BinaryCrossentropy", "MeanSquaredError"]
