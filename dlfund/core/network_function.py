"""A network as a function: `(task, hp) -> keras.Model`, whose search space stands in the lines that use the values."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from keras_tuner import HyperParameters
else:
    HyperParameters = Any  # KerasTuner takes seconds to import, and an annotation asks nothing of it

# (Task, HyperParameters) -> keras.Model; "..." since a regimen and an ensemble hang attributes on it
NetworkFunction: TypeAlias = Callable[..., Any]

__all__ = ["HyperParameters", "NetworkFunction"]
