"""What a contender contributes to its script."""

from __future__ import annotations

from dataclasses import dataclass

from dlfund.experiments.export.script.code_layout import Node


@dataclass(frozen=True)
class Script:
    """The parts of a script that are the contender's own.

    Args:
        functions: list of str. Its functions: a `fit(name, x, y, rows)` and a `predict(fitted, x)` among them.
        settings: Node or None. The hyperparameters of every fold, which `fit` looks up in SETTINGS.
        trains: bool. Whether `fit` loads weights and takes `train=True` to train again.
    """

    functions: list[str]
    settings: Node | None = None
    trains: bool = False
