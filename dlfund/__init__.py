"""dlfund: deep-learning fundamentals as working Keras parts, compared honestly.

Importing this package is cheap: it imports neither Keras nor a backend. A part is
imported when it is first asked for, so `from dlfund import layers` costs what Keras costs.
"""

from __future__ import annotations

import importlib
from typing import Any

from dlfund.core.backend import check_backend, settle_backend

__version__ = "0.2.0"

# name -> module that holds it; a name equal to the module's last word is the module itself
_DOORS = {
    "activations": "dlfund.activations",
    "initializers": "dlfund.initializers",
    "layers": "dlfund.layers",
    "losses": "dlfund.losses",
    "metrics": "dlfund.metrics",
    "optimizers": "dlfund.optimizers",
    "zoo": "dlfund.zoo",
    "training": "dlfund.training",
    "explain": "dlfund.explain",
    "baselines": "dlfund.baselines",
    "protocol": "dlfund.comparison.protocol",
    "search": "dlfund.training.tuning.search",
    "ensemble": "dlfund.training.tuning.ensembles",
    "lessons": "dlfund.comparison.result.lessons",
    "compare": "dlfund.experiments.user_data",
    "NetworkClassifier": "dlfund.training.estimators",
    "NetworkRegressor": "dlfund.training.estimators",
    "DataVariant": "dlfund.experiments.data_variant",
    "Question": "dlfund.comparison.scoring.question",
    "QuickBudget": "dlfund.experiments.quick_budget",
    "Recipe": "dlfund.experiments.recipe",
    "Task": "dlfund.core.task",
}

_OF_KERAS = ("activations", "initializers", "layers", "losses", "metrics", "optimizers", "zoo", "training", "explain")

settle_backend()  # before any module of dlfund imports Keras

__all__ = ["__version__", *_DOORS]


def __getattr__(name: str) -> Any:
    if name not in _DOORS:
        raise AttributeError(f"module 'dlfund' has no attribute {name!r}. It offers: {', '.join(sorted(_DOORS))}.")
    if name in _OF_KERAS or name.startswith("Network"):
        check_backend()
    module = importlib.import_module(_DOORS[name])
    return module if _DOORS[name].rsplit(".", 1)[-1] == name else getattr(module, name)


def __dir__() -> list[str]:
    return sorted(__all__)
