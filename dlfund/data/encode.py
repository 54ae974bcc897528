"""The same columns, each family in its own best encoding. Fitted inside a fold, never on all rows."""

from __future__ import annotations

from sklearn.compose import ColumnTransformer
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler

from dlfund.data.schema import Schema


def scaled(schema: Schema) -> ColumnTransformer:
    """For weighted sums and networks: numbers to mean 0 and deviation 1, categories one-hot."""
    return _by_role(schema, StandardScaler(), OneHotEncoder(handle_unknown="ignore", sparse_output=False))


def plain(schema: Schema) -> ColumnTransformer:
    """For trees: numbers as they are, categories numbered; an unseen category is −1."""
    return _by_role(schema, "passthrough", OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1))


def _by_role(schema: Schema, numeric: object, categorical: object) -> ColumnTransformer:
    by_role = {"numeric": numeric, "categorical": categorical}
    steps = [
        (role, step, [column.name for column in schema.columns if column.role == role])
        for role, step in by_role.items()
    ]
    return ColumnTransformer([step for step in steps if step[2]], sparse_threshold=0.0, verbose_feature_names_out=False)
