"""How hyperparameters are proposed: by KerasTuner's oracles, which are asked for many trials at once.

A search space is written in the network's own lines, such as `hp.Int("hidden_layers", 1, 3)`; a search
says how many points of it are tried, and how long each is trained.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, replace
from typing import Any

from dlfund.core.typed_json import JsonObject
from dlfund.training.tuning.keras_tuner_internals import default_first, keep_in_memory, without_repetition

OBJECTIVE = "val_loss"
ORACLES = ("random", "bayesian", "hyperband", "grid")
FACTOR = 3  # of Hyperband: the best third of the trials is trained again, three times as long


@dataclass(frozen=True)
class Search:
    """The number of trials, the oracle that proposes them, and the training budget of each.

    Args:
        oracle: str. `"random"`, `"bayesian"`, `"hyperband"` or `"grid"`.
        trials: int. Proposals for every contender and fold, networks and baselines alike.
        epochs: int. Maximum number of epochs of one training.
        patience: int. Epochs without a better validation loss after which a training stops.
        batch_size: int. Rows per step.
        at_once: int or None. How many proposals to ask for before the oracle is told their scores; None: all.
    """

    oracle: str
    trials: int
    epochs: int = 100
    patience: int = 10
    batch_size: int = 32
    at_once: int | None = None

    def __post_init__(self) -> None:
        if self.oracle not in ORACLES:
            raise ValueError(f"Expected oracle to be one of {', '.join(ORACLES)}. Received: oracle={self.oracle!r}.")
        if self.trials < 1 or self.epochs < 1 or self.patience < 1 or self.batch_size < 1:
            raise ValueError(f"Expected trials, epochs, patience and batch_size of at least 1. Received: {self}.")

    def with_budget(self, budget: str) -> Search:
        """Fewer trials for a first look, more where time does not matter."""
        epochs = min(self.epochs, 50) if budget == "quick" else self.epochs
        if self.oracle == "hyperband":
            return replace(self, epochs=epochs, trials=hyperband_trials(epochs) * (2 if budget == "thorough" else 1))
        trials = {"quick": min(self.trials, 5), "thorough": self.trials * 2}.get(budget, self.trials)
        return replace(self, epochs=epochs, trials=trials)

    def new_oracle(self, seed: int) -> Any:
        """A new KerasTuner oracle that keeps its state in memory, begins with the defaults and repeats no trial."""
        from keras_tuner import Objective, oracles

        options = {"objective": Objective(OBJECTIVE, "min"), "seed": seed + 1}  # to KerasTuner, seed=0 means no seed
        if self.oracle == "hyperband":
            iterations = max(1, self.trials // hyperband_trials(self.epochs))
            oracle = oracles.HyperbandOracle(
                max_epochs=self.epochs, factor=FACTOR, hyperband_iterations=iterations, **options
            )
        else:
            kinds = {
                "random": oracles.RandomSearchOracle,
                "bayesian": oracles.BayesianOptimizationOracle,
                "grid": oracles.GridSearchOracle,
            }
            oracle = kinds[self.oracle](max_trials=self.trials, **options)
        oracle.verbose = 0
        oracle.max_consecutive_failed_trials = math.inf  # failed trials are counted and reported elsewhere
        return without_repetition(default_first(keep_in_memory(oracle)))

    def to_dict(self) -> JsonObject:
        return asdict(self)


def random(trials: int = 20, *, epochs: int = 100, patience: int = 10, batch_size: int = 32) -> Search:
    """Points drawn at random from the whole space: all trials can be trained at once."""
    return Search("random", trials, epochs, patience, batch_size)


def bayesian(trials: int = 20, *, epochs: int = 100, patience: int = 10, batch_size: int = 32) -> Search:
    """A Gaussian process chooses the next points, four at a time."""
    return Search("bayesian", trials, epochs, patience, batch_size, at_once=4)


def grid(trials: int = 20, *, epochs: int = 100, patience: int = 10, batch_size: int = 32) -> Search:
    """Every combination in order, at most `trials` of them."""
    return Search("grid", trials, epochs, patience, batch_size)


def hyperband(*, epochs: int = 100, patience: int = 10, batch_size: int = 32) -> Search:
    """Many short trainings, of which the best third is trained again three times as long, and so on.

    The number of trials follows from `epochs`; baselines get the same number.
    """
    return Search("hyperband", hyperband_trials(epochs), epochs, patience, batch_size)


def hyperband_trials(epochs: int) -> int:
    """Trials in one iteration of KerasTuner's Hyperband: the sizes of all rounds of all its brackets."""
    brackets, last = 0, float(epochs)
    while last >= 1:  # as KerasTuner counts them; a rounded logarithm would miss some powers of three
        last, brackets = last / FACTOR, brackets + 1
    size = math.ceil(1 + math.log(epochs, FACTOR))
    return sum(
        math.ceil(size / (bracket + 1) * FACTOR ** (bracket - step))
        for bracket in range(brackets)
        for step in range(bracket + 1)
    )
