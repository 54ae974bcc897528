"""The networks for tables by name: the zoo's, and the ensemble that `NetworkClassifier` and `NetworkRegressor` are.

The ensemble is the estimators' default: five RealMLP-TD, each trained without another fifth of the rows, which chooses
its epoch, and averaged. The estimators also choose one epoch for all members on small tables, and calibrate the mean.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

MEMBERS = 5  # as the estimators have by default
ENSEMBLES = {"realmlp_td_ensemble": "realmlp_td"}  # name to the zoo's network that it averages


def table_networks(names: Iterable[str]) -> dict[str, Callable[..., Any]]:
    """Name to network function `(task, hp) -> keras.Model`, for those names that are networks for tables."""
    made = {name: table_network(name) for name in names}
    return {name: network for name, network in made.items() if network is not None}


@cache  # the same function each time: contenders are compared by it
def table_network(name: str) -> Callable[..., Any] | None:
    """The network function with this name; None if there is none."""
    from dlfund import zoo
    from dlfund.training.tuning.ensembles import ensemble

    if name in ENSEMBLES:
        return ensemble(getattr(zoo, ENSEMBLES[name]), MEMBERS)
    return getattr(zoo, name, None) if name in zoo.__all__ else None
