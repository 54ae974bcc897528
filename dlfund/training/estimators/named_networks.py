"""The networks that an estimator knows by name, and the hyperparameters that they have without tuning."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dlfund.core.errors import UserError
from dlfund.core.outcome import HyperparameterValues

HYPERPARAMETERS: dict[str, HyperparameterValues] = {
    "realmlp": {},
    "realmlp_td": {},
    "realmlp_td_s": {},
    "tabm": {},
    "tabm_mini": {},
    "ann": {"hidden_layers": 2, "width": 64, "dropout": 0.05, "learning_rate": 3e-3, "weight_decay": 1e-2},
    "perceptron": {"learning_rate": 0.1},
}
FUNCTIONS = {"realmlp": "realmlp_td", "tabm": "tabm_mini"}  # names that the zoo lacks or uses for another network


def network_named(network: str | Callable[..., Any]) -> tuple[Callable[..., Any], HyperparameterValues]:
    """The function (task, hp) -> keras.Model and its hyperparameters; a function is returned as it is.

    Raises:
        UserError: no network has this name.
    """
    from dlfund import zoo

    if callable(network):
        return network, {}
    if network not in HYPERPARAMETERS:
        raise UserError(
            f"Expected network to be one of {', '.join(HYPERPARAMETERS)}, or a function (task, hp) -> keras.Model. "
            f"Received: network={network!r}."
        )
    return getattr(zoo, FUNCTIONS.get(network, network)), HYPERPARAMETERS[network]
