"""One contender of a finished run: its rows, folds, scores and hyperparameters."""

from __future__ import annotations

import keyword
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dlfund.comparison.result.content_sections import ContenderResult
from dlfund.comparison.result.result import Result
from dlfund.core.errors import UserError
from dlfund.core.outcome import HyperparameterValues, Outcome
from dlfund.core.path_component import inside
from dlfund.data import Dataset, Fold, Schema
from dlfund.experiments.run_checks import contender_with_model
from dlfund.experiments.sources.registry import rows_of


@dataclass(frozen=True)
class FinishedContender:
    """A contender with everything that its score depends on.

    Args:
        result: Result. Of the run.
        entry: ContenderResult. What the result says of the contender.
        dataset: Dataset. The rows of the run.
        folds: tuple of Fold. Those that the contender finished, split again and equal to the run's.
        scores: tuple of float. Its scores in them.
    """

    result: Result
    entry: ContenderResult
    dataset: Dataset
    folds: tuple[Fold, ...]
    scores: tuple[float, ...]

    @property
    def name(self) -> str:
        return self.entry.name

    @property
    def schema(self) -> Schema:
        return self.dataset.schema

    @property
    def folder(self) -> Path:
        """Where the run keeps its model."""
        return inside(Path(self.result.folder or "."), "models", self.name, what="a contender's name")

    @property
    def is_network(self) -> bool:
        return self.entry.family == "network"

    @property
    def complete(self) -> bool:
        """Whether it finished every fold of the run."""
        return len(self.folds) == len(self.result.folds)

    def settings(self, fold: str) -> HyperparameterValues:
        """The hyperparameters that its search chose in a fold, or `"final"`."""
        chosen = self._outcome(fold).hyperparameters
        if strange := [name for name in chosen if not name.isidentifier() or keyword.iskeyword(name)]:
            raise UserError(f"Expected hyperparameters with plain names in {self.folder}. Received: {strange}.")
        return dict(chosen)

    def seed(self, fold: str) -> int | None:
        """Its seed in a fold, or in `"final"`; None in an old run, whose folds had no seeds of their own."""
        return self._outcome(fold).seed

    def _outcome(self, fold: str) -> Outcome:
        return next(outcome for outcome in self.entry.every_outcome if outcome.fold == fold)


def opened(run: Path, model: str | None = None) -> FinishedContender:
    """A run's contender, with its rows.

    Args:
        run: Path. A finished run's folder.
        model: str or None. A contender's name; None takes the one with the best mean.

    Raises:
        UserError: no such contender, one without a score, or rows that have changed since the run.
    """
    result = Result.read(run)
    entry = chosen(result, model)
    name = entry.name
    contender_with_model(result, model)
    scores = result.scores(name)
    if all(score is None for score in scores):
        raise UserError(
            f"Expected a contender with a score in {result.metric}. Received: {name!r}, which has none. "
            "Choose another one with --model."
        )
    dataset = rows_of(result)
    if dataset.weight is not None:
        raise UserError(
            "Expected a run whose rows all count the same. Received: one with weights, which a script "
            "can't use. Compare again without --weight, or use dlfund predict."
        )
    kept = [
        (fold, score) for fold, score in zip(folds_again(result, dataset), scores, strict=True) if score is not None
    ]
    return FinishedContender(result, entry, dataset, tuple(fold for fold, _ in kept), tuple(score for _, score in kept))


def chosen(result: Result, model: str | None) -> ContenderResult:
    """What a result says of one contender: the best one, if none is named."""
    known = result.names
    name = result.ranked()[0].name if model is None else model
    if name not in known or not str(name).isidentifier():
        raise UserError(f"Expected --model to be a contender of this run: {', '.join(known)}. Received: {name!r}.")
    return result.contender(name)


def folds_again(result: Result, dataset: Dataset) -> list[Fold]:
    """The run's folds, split again by its protocol; refused if they differ from the run's."""
    folds = result.protocol.splits(dataset, stratify=result.task_kind.stratified)
    same = len(folds) == len(result.folds) and all(
        fold.name == there.name and len(fold.development) == there.development and np.array_equal(fold.test, there.test)
        for fold, there in zip(folds, result.folds, strict=True)
    )
    if not same:
        raise UserError(
            f"Expected the rows of {dataset.schema.name!r} as the run had them. Split again, they give other "
            "test rows: the data, or dlfund, has changed since the run. Repeat the run."
        )
    return folds
