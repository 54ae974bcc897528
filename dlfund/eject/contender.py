"""One contender of a finished run, opened: what it was judged by, on which rows, with which settings."""

from __future__ import annotations

import keyword
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from dlfund.comparison.protocol import Protocol
from dlfund.comparison.result import Result
from dlfund.comparison.saved import load_dataset
from dlfund.data import Dataset, Fold, Schema
from dlfund.sentence import UserError


@dataclass(frozen=True)
class Contender:
    """A contender with everything that its score hangs on.

    Args:
        result: Result. Of the run.
        words: dict. What the result says of the contender.
        dataset: Dataset. The rows that the run was made of.
        folds: tuple of Fold. Those that the contender finished, cut again and equal to the run's.
        scores: tuple of float. What it reached in them.
    """

    result: Result
    words: dict[str, Any]
    dataset: Dataset
    folds: tuple[Fold, ...]
    scores: tuple[float, ...]

    @property
    def name(self) -> str:
        return str(self.words["name"])

    @property
    def schema(self) -> Schema:
        return self.dataset.schema

    @property
    def folder(self) -> Path:
        """Where the run keeps its model."""
        return Path(self.result.folder or ".") / "models" / self.name

    @property
    def is_network(self) -> bool:
        return bool(self.words["family"] == "network")

    @property
    def complete(self) -> bool:
        """Whether it finished every fold of the run."""
        return len(self.folds) == len(self.result.content["folds"])

    def settings(self, fold: str) -> dict[str, Any]:
        """The hyperparameters that its search chose in a fold, or `"final"`."""
        outcomes = [*self.words["outcomes"], self.words["final"]]
        chosen = next(one["hyperparameters"] for one in outcomes if one["fold"] == fold)
        if strange := [name for name in chosen if not name.isidentifier() or keyword.iskeyword(name)]:
            raise UserError(f"Expected hyperparameters with plain names in {self.folder}. Received: {strange}.")
        return dict(chosen)


def opened(run: Path, model: str | None = None) -> Contender:
    """A run's contender, with its rows.

    Args:
        run: Path. A finished run's folder.
        model: str or None. A contender's name; None takes the one with the best mean.

    Raises:
        UserError: no such contender, one that reached no score, or rows that are not the run's any more.
    """
    result = Result.read(run)
    words = chosen(result, model)
    name = words["name"]
    if words["final"]["error"]:
        raise UserError(
            f"Expected a contender whose model was fitted to all rows. Received: {name!r}, which failed: "
            f"{words['final']['error']} Choose another one with --model."
        )
    scores = result.scores(name)
    if all(score is None for score in scores):
        raise UserError(
            f"Expected a contender with a score in {result.metric}. Received: {name!r}, which has none. "
            "Choose another one with --model."
        )
    dataset = load_dataset(result)
    if dataset.weight is not None:
        raise UserError(
            "Expected a run whose rows all count the same. Received: one with weights, which a script "
            "does not know of. Compare again without --weight, or use dlfund predict."
        )
    kept = [
        (fold, score) for fold, score in zip(folds_again(result, dataset), scores, strict=True) if score is not None
    ]
    return Contender(result, words, dataset, tuple(fold for fold, _ in kept), tuple(score for _, score in kept))


def chosen(result: Result, model: str | None) -> dict[str, Any]:
    """What a result says of one contender: the best one, if none is named."""
    known = [one["name"] for one in result.content["contenders"]]
    name = result.ranked()[0]["name"] if model is None else model
    if name not in known or not str(name).isidentifier():
        raise UserError(f"Expected --model to be a contender of this run: {', '.join(known)}. Received: {name!r}.")
    return result.contender(name)


def folds_again(result: Result, dataset: Dataset) -> list[Fold]:
    """The run's folds, cut anew by its protocol; refused if they are others than the run's."""
    content = result.content
    stratify = content["task"]["kind"] in ("binary", "multiclass")
    folds = Protocol(**content["protocol"]).splits(dataset, stratify=stratify)
    same = len(folds) == len(content["folds"]) and all(
        fold.name == said["name"]
        and len(fold.development) == said["development"]
        and np.array_equal(fold.test, said["test"])
        for fold, said in zip(folds, content["folds"], strict=True)
    )
    if not same:
        raise UserError(
            f"Expected the rows of {dataset.schema.name!r} as the run had them. Cut into folds again they give other "
            "test rows: the data, or dlfund, has changed since. Repeat the run."
        )
    return folds
