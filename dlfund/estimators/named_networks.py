"""Which network a name stands for, and the dials that it has where nobody tunes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dlfund.sentence import UserError

DIALS: dict[str, dict[str, Any]] = {
    "realmlp": {},
    "realmlp_td": {},
    "realmlp_td_s": {},
    "tabm": {},
    "tabm_mini": {},
    "ann": {"hidden_layers": 2, "width": 64, "dropout": 0.05, "learning_rate": 3e-3, "weight_decay": 1e-2},
    "perceptron": {"learning_rate": 0.1},
}
FUNCTIONS = {"realmlp": "realmlp_td", "tabm": "tabm_mini"}  # names that the zoo does not use, or for another network


def network_named(network: str | Callable[..., Any]) -> tuple[Callable[..., Any], dict[str, Any]]:
    """The function (task, hp) -> keras.Model and its dials; a function of the user's stands for itself."""
    from dlfund import zoo

    if callable(network):
        return network, {}
    if network not in DIALS:
        raise UserError(
            f"Expected network to be one of {', '.join(DIALS)}, or a function (task, hp) -> keras.Model. "
            f"Received: network={network!r}."
        )
    return getattr(zoo, FUNCTIONS.get(network, network)), DIALS[network]
