"""What every contender from scikit-learn promises: a name, an estimator for a schema, and a space to tune it in."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sklearn.pipeline import Pipeline

from dlfund.baselines.flat_scaling import FlatScaling
from dlfund.data import Schema, encode

CLASSES = ("binary", "multiclass")
LABELLED = (*CLASSES, "regression")


@dataclass(frozen=True)
class Baseline:
    """A scikit-learn contender.

    Args:
        name: str. As in the result.
        about: str. One line for the page.
        rung: str. Where it stands on the ladder: `"rule"` or `"machine learning"`.
        estimator: function (schema, seed) -> an unfitted estimator that takes the raw table. It looks at
            `schema.kind` and gives the classifier or the regressor; a kind that it can't serve is a ValueError.
        space: dict, or function (schema) -> dict. Parameter name to distribution, as scikit-learn's random search
            takes them; empty means nothing to tune.
        probabilistic: bool. Whether its probabilities mean something; a rule's 0 and 1 do not.
        most_rows, most_columns: int, or infinity. Up to so many a fit with its validation stays below about a minute
            of one core, measured with 30 columns, and with 1,000 rows.
    """

    name: str
    about: str
    rung: str
    estimator: Callable[[Schema, int], Any]
    space: Mapping[str, Any] | Callable[[Schema], dict[str, Any]] = field(default_factory=dict)
    probabilistic: bool = True
    most_rows: float = math.inf
    most_columns: float = math.inf

    def space_for(self, schema: Schema) -> dict[str, Any]:
        """What is tuned on this data."""
        return self.space(schema) if callable(self.space) else dict(self.space)


def check_kind(name: str, schema: Schema, kinds: tuple[str, ...], instead: str) -> None:
    """Refuse a question that this contender has no answer to."""
    if schema.kind not in kinds:
        raise ValueError(
            f"Expected a {' or '.join(kinds)} task for baselines.{name}(). "
            f"Received: {schema.name!r}, a {schema.kind} task. Use {instead}."
        )


def encoded(name: str, schema: Schema, encoding: Callable[[Schema], Any], *steps: tuple[str, Any]) -> Pipeline:
    """An encoding of the table's columns, and then `steps`; the last one is called "model".

    A text that is one column of a table is encoded with it; one that is the whole of the data has models of its own.
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
    """For what measures distances or weighs sums."""
    encoding = (lambda schema: FlatScaling(schema.shape)) if schema.shape else encode.scaled
    return encoded(name, schema, encoding, *steps)


def plain(name: str, schema: Schema, *steps: tuple[str, Any]) -> Pipeline:
    """For trees, which only ask on which side of a threshold a number lies."""
    return encoded(name, schema, encode.plain, *steps)
