"""dlfund: deep-learning fundamentals as working Keras parts, compared honestly.

Importing this package is cheap: it imports neither Keras nor a backend. A part is
imported when it is first asked for, so `from dlfund import layers` costs what Keras costs.
"""

import importlib

__version__ = "0.1.0"

# name -> module that holds it; a name equal to the module's last word is the module itself
_DOORS = {
    "activations": "dlfund.activations",
    "initializers": "dlfund.initializers",
    "layers": "dlfund.layers",
    "losses": "dlfund.losses",
    "optimizers": "dlfund.optimizers",
    "zoo": "dlfund.zoo",
    "training": "dlfund.training",
    "explain": "dlfund.explain",
    "baselines": "dlfund.baselines",
    "protocol": "dlfund.comparison.protocol",
    "search": "dlfund.tuning.search",
    "ensemble": "dlfund.tuning.ensembles",
    "lessons": "dlfund.comparison.lessons",
    "compare": "dlfund.own_table",
    "NetworkClassifier": "dlfund.estimators",
    "NetworkRegressor": "dlfund.estimators",
    "Part": "dlfund.part",
    "Quick": "dlfund.quick",
    "Recipe": "dlfund.recipe",
    "Task": "dlfund.task",
}

__all__ = ["__version__", *_DOORS]


def __getattr__(name):
    if name not in _DOORS:
        raise AttributeError(f"module 'dlfund' has no attribute {name!r}. It offers: {', '.join(sorted(_DOORS))}.")
    module = importlib.import_module(_DOORS[name])
    return module if _DOORS[name].rsplit(".", 1)[-1] == name else getattr(module, name)


def __dir__():
    return sorted(__all__)
