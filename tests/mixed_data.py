"""A made table with a column of every role, empty cells in each, and levels and texts of awkward kinds."""

import numpy as np
import pandas as pd

from dlfund.data import Column, Dataset, Schema

ROLES = {
    "size": "numeric",
    "grade": "ordinal",
    "member": "boolean",
    "colour": "categorical",
    "town": "categorical",
    "since": "date",
    "words": "text",
    "constant": "numeric",
    "nothing": "numeric",
    "nobody": "categorical",
}
CLASSES = {"binary": ("no", "yes"), "multiclass": ("low", "middle", "high"), "regression": ()}


def mixed_table(rows=240, seed=0, empty=0.15):
    """`town` has 60 levels, `constant` one value, `nothing` and `nobody` none at all."""
    generator = np.random.default_rng(seed)
    hours = pd.to_timedelta(generator.integers(0, 9000, rows), unit="h")
    table = pd.DataFrame(
        {
            "size": generator.normal(50, 20, rows),
            "grade": generator.integers(1, 6, rows).astype(float),
            "member": generator.choice(["False", "True"], rows),
            "colour": generator.choice(["red", "green", "blue"], rows),
            "town": [f"town {number}" for number in generator.integers(0, 60, rows)],
            "since": (pd.Timestamp("2021-03-01") + hours).astype("datetime64[ns]"),
            "words": [" ".join(generator.choice(["good", "bad", "late", "a", "the"], 4)) for _ in range(rows)],
            "constant": np.ones(rows),
            "nothing": np.full(rows, np.nan),
            "nobody": pd.Series([None] * rows, dtype="str"),
        }
    )
    for name in ("member", "colour", "town", "words"):
        table[name] = table[name].astype("str")
    for name in list(ROLES)[:7]:
        table.loc[generator.random(rows) < empty, name] = None
    return table


def mixed_schema(kind="binary", roles=ROLES, rows=240):
    columns = tuple(Column(name, role, missing=True) for name, role in roles.items())
    return Schema("mixed", "Mixed", "y", columns, classes=CLASSES[kind], rows=rows)


def mixed_dataset(kind="binary", rows=240, seed=0):
    """The size, the colour, the date and the words say something of the answer; an empty size as well."""
    table = mixed_table(rows, seed)
    generator = np.random.default_rng(seed + 1)
    place = (table["size"].fillna(90) - 50) / 20 + 1.5 * (table["colour"] == "red") + generator.normal(0, 0.3, rows)
    place += table["words"].str.count("good").fillna(0) + (table["since"].dt.month.fillna(0) > 6)
    if kind == "regression":
        y = 100 + 10 * place.to_numpy(dtype=float)
    else:
        y = pd.qcut(place, len(CLASSES[kind]), labels=False).to_numpy(dtype=np.int64)
    return Dataset(mixed_schema(kind, rows=rows), table, y)
