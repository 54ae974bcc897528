"""Training: the only place that fits a network."""

from dlfund.training.compiled import Compilation, compilations
from dlfund.training.fit import fit
from dlfund.training.fitted import Fitted
from dlfund.training.members import Member
from dlfund.training.population import fit_population
from dlfund.training.replay import replay

__all__ = ["Compilation", "Fitted", "Member", "compilations", "fit", "fit_population", "replay"]
