"""The encodings of a table's columns, one for each family of models. Fitted inside a fold, never to all rows.

| role | scaled: sums, distances | plain: trees | robust, quantiles: networks |
|---|---|---|---|
| numeric, ordinal | median if empty; mean 0, deviation 1 | unchanged, empty cells too | clipped, or made normal |
| boolean, categorical | one-hot, empty being a level | numbered; unseen −1 | one-hot, at most 100 columns |
| … with many levels | above 30, mean target of each | above 10, mean target of each | the same |
| date | days, year; month, weekday, hour as circles | days, year, month, weekday, hour | as scaled |
| text | tf-idf in 24 components | the same | the same |

Numbers come first, then an indicator for every number, date and text with an empty cell in the fitted rows. An unseen
category has 0 in all columns of its variable, or 1 in that of the rare levels if these share one. All encodings consist
of scikit-learn's transformers: skrub's vectorizer would guess the roles, which the schema already contains.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.model_selection import KFold
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, OrdinalEncoder, StandardScaler, TargetEncoder

from dlfund.data.categories import Categories
from dlfund.data.date_parts import date_names, date_numbers, date_parts
from dlfund.data.empty_cells import empty_marks
from dlfund.data.errors import DataError
from dlfund.data.identifier_codes import IdentifierCodes
from dlfund.data.layout import MEASURED, Layout, layout
from dlfund.data.levels import Filled, Levels
from dlfund.data.noisy_quantiles import NoisyQuantiles
from dlfund.data.robust_clip import RobustClip
from dlfund.data.schema import Schema
from dlfund.data.shared_scaling import SharedScaling
from dlfund.data.text_components import TextComponents
from dlfund.data.token_codes import TokenCodes

__all__ = ["Layout", "for_network", "layout", "native", "plain", "quantiles", "robust", "scaled", "vocabulary"]

NUMBERED = 10  # with more levels, mean targets are better for a forest than numbered levels
FEW = 30  # with more levels, a mean target is better for sums and distances than one column per level
SEPARATE = 100  # columns of a one-hot encoded category for a network at most
NUMBERS, CATEGORIES = ("numeric", "ordinal"), ("boolean", "categorical")


def for_network(schema: Schema) -> Any:
    """For networks: images and sequences in their shape, words and identifiers as codes, tables scaled and one-hot."""
    if schema.role == "array":
        return SharedScaling(schema.shape)
    if schema.text is not None:
        return TokenCodes(schema.text.vocabulary, schema.text.length)
    if schema.role == "identifier":
        return IdentifierCodes()
    return _table(schema, _scaled_numbers(schema), one_hot_of_all(schema), dates=_scaled_dates())


def vocabulary(schema: Schema, x: Any) -> tuple[int, ...]:
    """The number of codes: of words, or in each column of identifiers; empty for other data."""
    if schema.role == "text" and schema.text is not None:
        return (schema.text.vocabulary,)
    return tuple(int(x[name].nunique()) + 1 for name in schema.inputs) if schema.role == "identifier" else ()


def scaled(schema: Schema) -> ColumnTransformer:
    """For weighted sums and distances: numbers to mean 0 and deviation 1, categories one-hot, many levels by target."""
    if not schema.task_kind.labelled:  # clustering has no targets
        return _table(schema, _scaled_numbers(schema), one_hot_of_all(schema), dates=_scaled_dates())
    few = OneHotEncoder(handle_unknown="ignore", sparse_output=False)
    many = Pipeline([("means", mean_targets(schema)), ("scale", StandardScaler())])
    names = _named(schema, CATEGORIES)
    categories = [("categorical", few, Levels(names, 0, FEW)), ("many", many, Levels(names, FEW + 1))] if names else []
    return _table(schema, _scaled_numbers(schema), categories, dates=_scaled_dates())


def plain(schema: Schema) -> ColumnTransformer:
    """For trees: numbers unchanged, empty cells too; categories numbered, −1 if unseen; many levels by target."""
    numbered, names = _numbered(), _named(schema, CATEGORIES)
    categories: list[Any] = [("categorical", numbered, names)]
    if schema.task_kind.labelled and names:
        many = ("many", mean_targets(schema), Levels(names, NUMBERED + 1))
        categories = [("categorical", numbered, Levels(names, 1, NUMBERED)), many]
    return _for_trees(schema, categories)


def native(schema: Schema, least: int = 1, most: float = math.inf) -> ColumnTransformer:
    """For trees that split categories: a data frame as from `plain`, with pandas categories.

    Args:
        schema: Schema.
        least: int. Columns with fewer levels are numbered, which is as good and faster.
        most: int or infinity. Columns with more levels are target-encoded.
    """
    names = _named(schema, CATEGORIES)
    categories = [
        ("categorical", _numbered(), Levels(names, 1, least - 1)),
        ("native", Categories(), Levels(names, least, most)),
        ("many", mean_targets(schema), Levels(names, most + 1)),
    ]
    table = _for_trees(schema, categories if names else [])
    # the steps' names keep the parts of a date from having the name of a column
    return table.set_params(verbose_feature_names_out=True).set_output(transform="pandas")


def robust(schema: Schema) -> ColumnTransformer:
    """For networks such as RealMLP: every column scaled by its quartiles and clipped smoothly; float32."""
    numbers = Pipeline([("empty", _medians()), ("clip", RobustClip())])
    categories = one_hot_of_all(schema, dtype=np.float32, then=RobustClip())
    dates = Pipeline([("parts", _dates(date_parts)), ("empty", _medians()), ("clip", RobustClip())])
    return _table(schema, numbers, categories, dates=dates)


def quantiles(schema: Schema) -> ColumnTransformer:
    """For networks such as TabM: numbers to a normal distribution, empty cells to its mean; float32."""
    middle = SimpleImputer(strategy="constant", fill_value=0.0, keep_empty_features=True)
    numbers = Pipeline([("quantiles", NoisyQuantiles()), ("empty", middle), ("narrow", _narrow())])
    dates = Pipeline([*_scaled_dates().steps, ("narrow", _narrow())])
    return _table(schema, numbers, one_hot_of_all(schema, dtype=np.float32), dates=dates)


def one_hot_of_all(schema: Schema, *, dtype: Any = np.float64, then: Any = None) -> list[Any]:
    """One column per level, without using the targets; with more than `SEPARATE` levels the rarest share a column."""
    one_hot = OneHotEncoder(
        handle_unknown="infrequent_if_exist", max_categories=SEPARATE, sparse_output=False, dtype=dtype
    )
    step = one_hot if then is None else Pipeline([("one_hot", one_hot), ("then", then)])
    return [("categorical", step, _named(schema, CATEGORIES))]


def mean_targets(schema: Schema) -> TargetEncoder:
    """Each level's mean target, shrunk towards the overall mean and cross-fitted, so without the row's own target."""
    return TargetEncoder(target_type=schema.task_kind.encoder_target, cv=KFold(5, shuffle=True, random_state=0))


def narrow(x: Any) -> np.ndarray:
    """The array in float32, in which networks compute, with half the memory."""
    return np.asarray(x, dtype=np.float32)


def _numbered() -> OrdinalEncoder:
    return OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1)


def _for_trees(schema: Schema, categories: list[Any]) -> ColumnTransformer:
    table = _table(schema, "passthrough", categories, dates=_dates(date_numbers), marks=False)
    if any(column.missing for column in schema.columns):
        # no threshold can be found in a column that is entirely empty in the fitted rows
        steps = [
            (name, step, Filled(names) if name in (MEASURED, "date") else names)
            for name, step, names in table.transformers
        ]
        table.set_params(transformers=steps)
    return table


def _table(schema: Schema, numbers: Any, categories: list[Any], *, dates: Any, marks: bool = True) -> ColumnTransformer:
    """Numbers, indicators of empty cells, categories, dates and texts, in this order."""
    known = (*NUMBERS, *CATEGORIES, "date", *(() if schema.text else ("text",)))
    if strange := [column.name for column in schema.columns if column.role not in known]:
        raise DataError(
            f"Expected columns of the roles {', '.join(known)}. Received: {strange}, which are text or identifiers. "
            "Choose contenders that are made for these."
        )
    marked = [column.name for column in schema.columns if column.missing and column.role not in CATEGORIES]
    steps = [
        (MEASURED, numbers, _named(schema, NUMBERS)),
        ("empty", empty_marks(), marked if marks else []),
        *categories,
        ("date", dates, _named(schema, ("date",))),
        *((f"text_{place}", TextComponents(), name) for place, name in enumerate(_named(schema, ("text",)))),
    ]
    return ColumnTransformer([step for step in steps if step[2]], sparse_threshold=0.0, verbose_feature_names_out=False)


def _named(schema: Schema, roles: tuple[str, ...]) -> list[str]:
    return [column.name for column in schema.columns if column.role in roles]


def _scaled_numbers(schema: Schema) -> Any:
    if not any(column.missing for column in schema.columns):
        return StandardScaler()
    return Pipeline([("empty", _medians()), ("scale", StandardScaler())])


def _scaled_dates() -> Pipeline:
    return Pipeline([("parts", _dates(date_parts)), ("empty", _medians()), ("scale", StandardScaler())])


def _medians() -> SimpleImputer:
    return SimpleImputer(strategy="median", keep_empty_features=True)


def _dates(parts: Any) -> FunctionTransformer:
    return FunctionTransformer(parts, feature_names_out=date_names)


def _narrow() -> FunctionTransformer:
    return FunctionTransformer(narrow, feature_names_out="one-to-one")
