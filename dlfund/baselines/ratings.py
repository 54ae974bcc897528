"""Models of ratings: biases of users and items alone, and biases with matrix factorization."""

from __future__ import annotations

from typing import Any

from scipy.stats import loguniform

from dlfund.baselines.baseline import NUMBERS, Baseline, check_kind
from dlfund.baselines.damped_biases import DampedBiases
from dlfund.baselines.matrix_factorization import MatrixFactorization
from dlfund.data import Schema


def biases() -> Baseline:
    """The mean, and how far each user and each item usually lies from it."""
    return Baseline(
        name="biases",
        about="the mean, plus how far each user and each item usually lies from it; tunes the damping",
        approach="machine learning",
        estimator=lambda schema, seed: DampedBiases(_names("biases", schema)),
        space={"damping": loguniform(0.3, 100)},
    )


def factorization() -> Baseline:
    """Biases, and a product of what the user likes with what the item has."""

    def estimator(schema: Schema, seed: int) -> Any:
        columns = _names("factorization", schema)
        if len(columns) != 2:
            raise ValueError(
                "Expected two columns of identifiers, users and items, for baselines.factorization(). "
                f"Received: {list(columns)}. For one, or more than two, use baselines.biases()."
            )
        return MatrixFactorization(columns, random_state=seed)

    return Baseline(
        name="factorization",
        about="biases, and the product of a user's tastes with an item's traits, by alternating least squares; "
        "tunes how many traits, and two penalties",
        approach="machine learning",
        estimator=estimator,
        space={"rank": [2, 3, 4, 6, 8, 12], "penalty": loguniform(1, 20), "damping": loguniform(1, 20)},
    )


def _names(name: str, schema: Schema) -> tuple[str, ...]:
    """The columns of identifiers, which are all that these models use."""
    check_kind(name, schema, NUMBERS, "a zoo network such as zoo.two_tower for classes")
    names = tuple(column.name for column in schema.columns if column.role == "identifier")
    others = [column.name for column in schema.columns if column.role != "identifier"]
    if not names or others:
        raise ValueError(
            f"Expected columns of identifiers alone for baselines.{name}(). "
            f"Received: identifiers {list(names)}, others {others}. For numbers and categories use baselines.ridge()."
        )
    return names
