"""Where a program takes its parts from: dlfund where it has one of that name, Keras otherwise; or Keras alone."""

import importlib
from dataclasses import dataclass

import keras

for room in ("layers", "losses", "optimizers"):
    importlib.import_module(f"dlfund.{room}")  # a saved model is read only where its parts have been imported


class Room:
    """`layers`, `losses`, … of one library; what it lacks comes from Keras."""

    def __init__(self, name, first):
        self.own = importlib.import_module(f"{first}.{name}")
        self._modules = (self.own, getattr(keras, name))

    def __getattr__(self, part):
        for module in self._modules:
            if part in getattr(module, "__all__", dir(module)):
                return getattr(module, part)
        raise AttributeError(f"Neither dlfund nor Keras has {part}.")


@dataclass(frozen=True)
class Library:
    """The rooms that a program imports from."""

    name: str

    @property
    def rooms(self):
        """layers, losses, optimizers: as a program names them."""
        return tuple(Room(name, self.name) for name in ("layers", "losses", "optimizers"))


DLFUND, KERAS = Library("dlfund"), Library("keras")
