"""Training: the only place that fits a network."""

from dlfund.training.fit import fit
from dlfund.training.fitted import Fitted

__all__ = ["Fitted", "fit"]
