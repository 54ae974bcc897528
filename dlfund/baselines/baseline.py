"""What every contender from scikit-learn has: a name, an estimator for a schema, and a search space.

A `Baseline` takes part in a comparison as it is: it fulfils `dlfund.comparison.contender.Contender`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeAlias

from sklearn.pipeline import Pipeline

from dlfund.baselines.flat_scaling import FlatScaling
from dlfund.core.contender_labels import label_of
from dlfund.core.outcome import Outcome
from dlfund.core.task_kind import Answer, names_of
from dlfund.data import Schema, encode
from dlfund.data.folds_to_fit import FoldsToFit

if TYPE_CHECKING:
    from dlfund.baselines.fit import FittedBaseline

TWO_CLASSES, NUMBERS, GROUPS = names_of(Answer.PROBABILITY), names_of(Answer.NUMBER), names_of(Answer.GROUP)
CLASSES = names_of(Answer.PROBABILITY, Answer.PROBABILITIES)


class Distribution(Protocol):
    """Draws values of a hyperparameter, as the frozen distributions of `scipy.stats` do."""

    def rvs(self, *, random_state: Any = None) -> Any:
        """One value."""


# a hyperparameter's name to its distribution, or to its values
Space: TypeAlias = dict[str, Distribution | Sequence[Any]]


@dataclass(frozen=True)
class Baseline:
    """A contender from scikit-learn.

    Args:
        name: str. As in the result.
        about: str. One line for the page.
        approach: str. `"rule"` or `"machine learning"`.
        estimator: function (schema, seed) -> an unfitted estimator that takes the raw table. It looks at
            `schema.task_kind` and returns the classifier or the regressor; an unsuitable kind is a ValueError.
        space: dict, or function (schema) -> dict. Hyperparameter to distribution or values, as scikit-learn's random
            search takes them; empty means nothing to tune.
        probabilistic: bool. Whether its probabilities mean something; a rule's 0 and 1 do not.
        most_rows, most_columns: int, or infinity. The limits within which one fit and its validation take at most
            about a minute on one core, measured with 30 columns and with 1,000 rows.
    """

    name: str
    about: str
    approach: str
    estimator: Callable[[Schema, int], Any]
    space: Mapping[str, Distribution | Sequence[Any]] | Callable[[Schema], Space] = field(default_factory=dict)
    probabilistic: bool = True
    most_rows: float = math.inf
    most_columns: float = math.inf

    family: ClassVar[str] = "baseline"
    folds_together: ClassVar[bool] = False
    network: ClassVar[None] = None

    @property
    def label(self) -> str:
        return label_of(self.name)

    @property
    def searched(self) -> Baseline:
        return self

    @property
    def source(self) -> str:
        return f"{self.name} {self.about}"

    def space_for(self, schema: Schema) -> Space:
        """The search space on this data."""
        return self.space(schema) if callable(self.space) else dict(self.space)

    def fits(self, trials: int) -> int:
        return (trials if self.space else 0) + 1

    def approach_of(self, model: Any) -> str:
        return self.approach

    def fit_folds(self, asked: FoldsToFit) -> Iterator[tuple[Outcome, FittedBaseline | None]]:
        """Fold by fold. Where the hyperparameters are known, they are fitted without a search."""
        from dlfund.baselines.fit import WarmStart, fit_fold

        known = {name: outcome.hyperparameters for name, outcome in asked.outcomes.items()} | dict(asked.given)
        for fold in asked.folds:
            warm_start = WarmStart(known.get(fold.name), asked.earlier.get(fold.name))
            yield fit_fold(
                self,
                asked.dataset,
                fold,
                trials=asked.search.trials,
                seed=asked.seed,
                warm_start=warm_start,
                validation_score=asked.validation_score,
            )

    def save(self, model: FittedBaseline, folder: Path) -> None:
        model.save(folder)

    def load(self, folder: Path, schema: Schema) -> FittedBaseline:
        from dlfund.baselines.fit import FittedBaseline

        return FittedBaseline.load(folder, schema)


def check_kind(name: str, schema: Schema, kinds: tuple[str, ...], instead: str) -> None:
    """Refuse a kind of task that this contender can't be used for."""
    if schema.kind not in kinds:
        raise ValueError(
            f"Expected a {' or '.join(kinds)} task for baselines.{name}(). "
            f"Received: {schema.name!r}, a {schema.kind} task. Use {instead}."
        )


def encoded(name: str, schema: Schema, encoding: Callable[[Schema], Any], *steps: tuple[str, Any]) -> Pipeline:
    """A pipeline of an encoding of the table's columns and `steps`, of which the last is named "model".

    Raises:
        ValueError: a column of identifiers, or data that is text alone; these have baselines of their own.
    """
    for column in schema.columns:
        if column.role == "identifier" or (column.role == "text" and schema.text is not None):
            better = "tfidf_logistic()" if column.role == "text" else "biases() or baselines.factorization()"
            raise ValueError(
                f"Expected columns of numbers and categories for baselines.{name}(). "
                f"Received: {column.name!r}, whose role is {column.role!r}. Use baselines.{better}."
            )
    return Pipeline([("encode", encoding(schema)), *steps])


def scaled(name: str, schema: Schema, *steps: tuple[str, Any]) -> Pipeline:
    """A pipeline with scaled columns, for models of distances and weighted sums."""
    encoding = (lambda schema: FlatScaling(schema.shape)) if schema.shape else encode.scaled
    return encoded(name, schema, encoding, *steps)


def plain(name: str, schema: Schema, *steps: tuple[str, Any]) -> Pipeline:
    """A pipeline without scaling, for trees, which only compare numbers with thresholds."""
    return encoded(name, schema, encode.plain, *steps)
