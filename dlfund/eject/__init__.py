"""The winner of a run as one plain script: Keras, scikit-learn, pandas and numpy, without dlfund."""

from dlfund.eject.eject import Ejected, eject

__all__ = ["Ejected", "eject"]
