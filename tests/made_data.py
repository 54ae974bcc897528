"""Small made tables of every kind, each with something to learn."""

import numpy as np
import pandas as pd

from dlfund.data import Column, Schema, TextFormat, as_dataset

ROWS = 240


def _dataset(table, *columns, target="y", **options):
    return as_dataset(table, Schema(name="made", title="Made", target=target, columns=columns, rows=ROWS, **options))


def _numbers(seed=0):
    generator = np.random.default_rng(seed)
    return generator, pd.DataFrame(generator.normal(size=(ROWS, 3)), columns=["a", "b", "c"])


COLUMNS = (Column("a"), Column("b"), Column("c"))


def two_classes():
    generator, table = _numbers()
    says_yes = table["a"] + table["b"] + generator.normal(0, 0.4, ROWS) > 0
    return _dataset(table.assign(y=np.where(says_yes, "yes", "no")), *COLUMNS, classes=("no", "yes"))


def three_classes():
    generator, table = _numbers()
    place = table["a"] + generator.normal(0, 0.2, ROWS)
    return _dataset(
        table.assign(y=np.select([place < -0.5, place < 0.5], ["low", "middle"], "high")),
        *COLUMNS,
        classes=("low", "middle", "high"),
    )


def numbers():
    generator, table = _numbers()
    y = 100 + 20 * table["a"] - 10 * table["b"] + generator.normal(0, 3, ROWS)
    return _dataset(table.assign(y=y, yesterday=y + generator.normal(0, 5, ROWS)), *COLUMNS, Column("yesterday"))


def groups():
    generator, table = _numbers()
    group = generator.integers(0, 3, ROWS)
    moved = table * 0.5 + np.array([[0, 0, 0], [4, 0, 0], [0, 4, 0]])[group]
    return _dataset(moved.assign(y=group), *COLUMNS, classes=("0", "1", "2"), kind="clustering")


def sequences():
    """Steps of ±1; the class says how often the sign changes."""
    generator = np.random.default_rng(0)
    restless = generator.integers(0, 2, ROWS)
    switches = generator.random((ROWS, 24)) < np.where(restless, 0.65, 0.35)[:, None]
    signs = generator.choice([-1, 1], (ROWS, 1)) * np.cumprod(1 - 2 * switches, axis=1)
    names = [f"step_{number}" for number in range(24)]
    table = pd.DataFrame(signs.astype(float), columns=names).assign(y=restless)
    return _dataset(table, *map(Column, names), classes=("0", "1"), shape=(24, 1))


def texts():
    """The pair of words decides; no word alone does."""
    generator = np.random.default_rng(0)
    negated, good = generator.integers(0, 2, (2, ROWS))
    arguments = [
        f"a {'not ' if n else 'so '}{'good' if g else 'bad'} film {generator.integers(9)}"
        for n, g in zip(negated, good, strict=True)
    ]
    table = pd.DataFrame({"review": arguments, "y": np.where(negated ^ good, "good", "bad")})
    return _dataset(table, Column("review", "text"), classes=("bad", "good"), text=TextFormat(20, 6))


def ratings():
    generator = np.random.default_rng(0)
    user, item = generator.integers(0, 12, ROWS), generator.integers(0, 8, ROWS)
    tastes, traits = generator.normal(size=12), generator.normal(size=8)
    y = 3 + generator.normal(size=12)[user] + generator.normal(size=8)[item] + tastes[user] * traits[item]
    table = pd.DataFrame({"user": user, "item": item, "y": y + generator.normal(0, 0.1, ROWS)})
    return _dataset(table, Column("user", "identifier"), Column("item", "identifier"))


KINDS = {make.__name__: make for make in (two_classes, three_classes, numbers, groups, sequences, texts, ratings)}
