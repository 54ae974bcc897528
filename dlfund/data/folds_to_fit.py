"""What a contender is asked for: to be tuned and fitted in some folds. It returns one `Outcome` per fold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from dlfund.core.outcome import HyperparameterValues, Outcome
from dlfund.core.progress import not_reported
from dlfund.core.task import Task
from dlfund.data import Dataset, Fold

ValidationScore: TypeAlias = Callable[[Any, Any, Any], float | None]  # of targets, predictions and row weights


@dataclass(frozen=True)
class FoldsToFit:
    """Folds of one data set, and how a contender is tuned in each of them.

    Args:
        task: Task. What a network function needs to know about the data.
        dataset: Dataset. All rows; a fold divides them into training, validation and test rows.
        folds: tuple of Fold.
        search: Search. How many trials each fold has, and how they are proposed.
        seed: int. The protocol's seed.
        outcomes: mapping of a fold's name to the Outcome of a finished search, whose hyperparameters are fitted without
            further trials.
        given: mapping of a fold's name to hyperparameters that are not searched; a network only chooses its epoch.
        earlier: mapping of a fold's name to this contender's own Outcome with fewer trials. These trials are kept, and
            the search goes on after them. Where the chosen trial remains the same, its predictions are kept too, and
            no model is returned.
        every: tuple of Fold. All folds of the comparison: programs are compiled for the largest of them, so that a
            fold's result does not depend on which folds are fitted together. Empty: these folds are all.
        progress: function of a count, called as trainings finish.
        validation_score: function (y, predictions, weight) -> float or None. The deciding metric on validation rows;
            None: it is not computed.
    """

    task: Task
    dataset: Dataset
    folds: tuple[Fold, ...]
    search: Any
    seed: int
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)
    given: Mapping[str, HyperparameterValues] = field(default_factory=dict)
    earlier: Mapping[str, Outcome] = field(default_factory=dict)
    every: tuple[Fold, ...] = ()
    progress: Callable[[int], None] = not_reported
    validation_score: ValidationScore | None = None
