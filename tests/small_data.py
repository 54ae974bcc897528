"""A small table to test on: three inputs, one of them useless, and a folder that holds it as a data set."""

import hashlib

import numpy as np
import pandas as pd

from dlfund.data import Column, Dataset, Schema, as_dataset

SCHEMA = Schema(
    name="small",
    title="Small",
    target="passed",
    columns=(Column("study", unit="hours"), Column("sleep", unit="hours"), Column("noise")),
    classes=("no", "yes"),
)


def small_table(rows=90, seed=0):
    """Study helps, noise does not; the classes overlap."""
    generator = np.random.default_rng(seed)
    x = generator.normal([5, 7, 0], [2, 1, 1], (rows, 3)).round(2)
    logit = 1.2 * (x[:, 0] - 5) + 0.5 * (x[:, 1] - 7)
    table = pd.DataFrame(x, columns=["study", "sleep", "noise"])
    return table.assign(passed=np.where(generator.random(rows) < 1 / (1 + np.exp(-logit)), "yes", "no"))


def small_dataset(rows=90, seed=0) -> Dataset:
    return as_dataset(small_table(rows, seed), SCHEMA)


def write_dataset(folder, table=None, **changes):
    """Write `folder/small` as a data set; `changes` replace lines of its schema.toml."""
    place = folder / "small"
    place.mkdir(parents=True, exist_ok=True)
    (small_table() if table is None else table).to_csv(place / "data.csv", index=False)
    columns = "".join(f'[[columns]]\nname = "{name}"\n' for name in changes.pop("columns", SCHEMA.inputs))
    texts = {
        "title": '"Small"',
        "target": '"passed"',
        "classes": '["no", "yes"]',
        "sha256": f'"{hashlib.sha256((place / "data.csv").read_bytes()).hexdigest()}"',
    }
    lines = "".join(f"{key} = {value}\n" for key, value in (texts | changes).items())
    (place / "schema.toml").write_text(lines + columns, encoding="utf-8")
    return place
