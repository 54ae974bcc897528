"""Training: the only place that fits a network.

What is named here is imported when it is first asked for: a search is data, and reading one loads no network library.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dlfund.training.compiled.compiled_training import Compilation, compilations
    from dlfund.training.fit_network import fit
    from dlfund.training.fitted import Fitted
    from dlfund.training.members import Member
    from dlfund.training.population import fit_population
    from dlfund.training.replay_training import replay

__all__ = ["Compilation", "Fitted", "Member", "compilations", "fit", "fit_population", "replay"]

_HOMES = {
    "Compilation": "compiled.compiled_training",
    "compilations": "compiled.compiled_training",
    "fit": "fit_network",
    "Fitted": "fitted",
    "Member": "members",
    "fit_population": "population",
    "replay": "replay_training",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}. It offers: {', '.join(__all__)}.")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
