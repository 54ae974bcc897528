"""The winner of a run as one plain script: Keras, scikit-learn, pandas and numpy, without dlfund."""

from dlfund.experiments.export.script.eject import Ejected, eject

__all__ = ["Ejected", "eject"]
