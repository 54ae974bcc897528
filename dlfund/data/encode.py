"""The same columns, each family in its own best encoding. Fitted inside a fold, never on all rows."""

from __future__ import annotations

from typing import Any

from sklearn.compose import ColumnTransformer
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler

from dlfund.data.errors import DataError
from dlfund.data.identifier_codes import IdentifierCodes
from dlfund.data.schema import Schema
from dlfund.data.shared_scaling import SharedScaling
from dlfund.data.token_codes import TokenCodes


def for_network(schema: Schema) -> Any:
    """For networks: an image or a sequence in its shape, words and identifiers as codes, a table as `scaled` has it."""
    match schema.role:
        case "array":
            return SharedScaling(schema.shape)
        case "text" if schema.text is not None:
            return TokenCodes(schema.text.vocabulary, schema.text.length)
        case "identifier":
            return IdentifierCodes()
    return scaled(schema)


def vocabulary(schema: Schema, x: Any) -> tuple[int, ...]:
    """How many codes a network meets: of words, or in each column of identifiers; none in other data."""
    if schema.role == "text" and schema.text is not None:
        return (schema.text.vocabulary,)
    return tuple(int(x[name].nunique()) + 1 for name in schema.inputs) if schema.role == "identifier" else ()


def scaled(schema: Schema) -> ColumnTransformer:
    """For weighted sums and networks of tables: numbers to mean 0 and deviation 1, categories one-hot."""
    return _by_role(schema, StandardScaler(), OneHotEncoder(handle_unknown="ignore", sparse_output=False))


def plain(schema: Schema) -> ColumnTransformer:
    """For trees: numbers as they are, categories numbered; an unseen category is −1."""
    return _by_role(schema, "passthrough", OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1))


def _by_role(schema: Schema, numeric: object, categorical: object) -> ColumnTransformer:
    by_role = {"numeric": numeric, "categorical": categorical}
    if strange := [column.name for column in schema.columns if column.role not in by_role]:
        raise DataError(
            f"Expected columns of the roles {', '.join(by_role)}. Received: {strange}, which are text or identifiers: "
            "choose contenders that are made for these."
        )
    steps = [
        (role, step, [column.name for column in schema.columns if column.role == role])
        for role, step in by_role.items()
    ]
    return ColumnTransformer([step for step in steps if step[2]], sparse_threshold=0.0, verbose_feature_names_out=False)
