"""Settings that are known already, proposed as an oracle would: one trial, which chooses the epoch and nothing else."""

from __future__ import annotations

from typing import Any


class GivenSettings:
    """Stands where KerasTuner's oracle stands, and proposes one point.

    Args:
        hyperparameters: dict. Name to value, as an outcome has them.
    """

    def __init__(self, hyperparameters: dict[str, Any]) -> None:
        self.hyperparameters = hyperparameters
        self.space: Any = None

    def update_space(self, space: Any) -> None:
        self.space = space

    def create_trial(self, _: str) -> Any:
        """The one trial, and then none."""
        from keras_tuner.engine.trial import Trial, TrialStatus

        if self.space is None:
            return Trial(None, "none", TrialStatus.STOPPED)
        values, self.space = self.space.copy(), None
        values.values.update(self.hyperparameters)
        return Trial(values, "given")

    def update_trial(self, *_: Any) -> None:
        """There is nobody to learn from it."""

    def end_trial(self, _: Any) -> None:
        """Nor to remember it."""
