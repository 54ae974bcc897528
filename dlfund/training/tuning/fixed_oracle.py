"""Hyperparameters that are known already, in the place of a search: one trial, which only chooses the epoch."""

from __future__ import annotations

from typing import Any

from dlfund.core.outcome import HyperparameterValues


class FixedOracle:
    """Has the interface of KerasTuner's oracle, and proposes one point.

    Args:
        hyperparameters: dict. Name to value, as in an outcome.
    """

    def __init__(self, hyperparameters: HyperparameterValues) -> None:
        self.hyperparameters = hyperparameters
        self.space: Any = None

    def update_space(self, space: Any) -> None:
        self.space = space

    def create_trial(self, _: str) -> Any:
        """The trial at the first call, none afterwards."""
        from keras_tuner.engine.trial import Trial, TrialStatus

        if self.space is None:
            return Trial(None, "none", TrialStatus.STOPPED)
        values, self.space = self.space.copy(), None
        values.values.update(self.hyperparameters)
        return Trial(values, "given")

    def update_trial(self, *_: Any) -> None:
        """Nothing: this oracle does not learn from scores."""

    def end_trial(self, _: Any) -> None:
        """Nothing: this oracle keeps no record."""
