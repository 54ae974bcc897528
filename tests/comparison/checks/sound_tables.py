"""Tables without an illness, of many kinds: every check has to be quiet on them."""

import numpy as np
import pandas as pd

from dlfund.data import (
    Column,
    Dataset,
    Schema,
    grouped_folds,
    predefined_fold,
    repeated_folds,
    time_ordered_folds,
)

ROWS = 2000


def dataset(columns, y, *, roles=None, classes=None, order=None, group=None):
    """A data set from columns by name; roles by name where the kind of number does not say it."""
    table = pd.DataFrame(columns)
    roles = roles or {}
    inputs = tuple(
        Column(
            name,
            roles.get(name, "numeric" if table[name].dtype.kind in "fiu" else "categorical"),
            missing=bool(table[name].isna().any()),
        )
        for name in table.columns
    )
    for column in inputs:
        if column.role in ("numeric", "ordinal"):
            table[column.name] = table[column.name].astype(float)
        elif column.role == "date":
            table[column.name] = table[column.name].astype("datetime64[ns]")
        else:
            table[column.name] = table[column.name].astype("str")
    marks = {"order": "moment" if order is not None else "", "group": "owner" if group is not None else ""}
    schema = Schema("made", "Made", "target", inputs, classes=tuple(classes or ()), rows=len(table), **marks)
    return Dataset(schema, table, np.asarray(y), order=order, group=group)


def cut(made, *, folds=5, repeats=1):
    """Folds by time, by group, or at random, as dlfund's protocol would make them."""
    if made.order is not None:
        return time_ordered_folds(made.order, folds=folds, gap=0, validation=0.2)
    if made.group is not None:
        return grouped_folds(made.group, folds=folds, repeats=repeats, validation=0.2, seed=0, y=made.y)
    stratify = bool(made.schema.classes)
    return repeated_folds(made.y, folds=folds, repeats=repeats, validation=0.2, seed=0, stratify=stratify)


def with_folds(made, **options):
    return made, cut(made, **options)


def holes(generator, values, share=0.1):
    """Empty cells that have to do with nothing."""
    values = pd.Series(values)
    return values.mask(generator.random(len(values)) < share)


def logistic(generator, logit):
    return (generator.random(len(logit)) < 1 / (1 + np.exp(-logit))).astype(int)


def numbers(seed):
    generator = np.random.default_rng(seed)
    x = generator.uniform(size=(ROWS, 8))
    y = 10 * np.sin(np.pi * x[:, 0] * x[:, 1]) + 20 * (x[:, 2] - 0.5) ** 2 + 5 * x[:, 3] + generator.normal(size=ROWS)
    return with_folds(dataset({f"x{number}": x[:, number] for number in range(8)}, y))


def mixed(seed):
    """What a user's table looks like: every role, empty cells, dates in no order."""
    generator = np.random.default_rng(seed)
    age, income = generator.integers(18, 90, ROWS), np.exp(generator.normal(10, 0.6, ROWS)).round(-1)
    city = generator.choice(["Graz", "Linz", "Wien", "Wels"], ROWS, p=[0.3, 0.3, 0.3, 0.1])
    since = pd.Timestamp("2020-01-01") + pd.to_timedelta(generator.integers(0, 1500, ROWS), unit="D")
    texts = generator.choice(["good service", "late again and rude", "never more", "came back twice"], ROWS)
    y = logistic(generator, 0.05 * (age - 50) + 0.8 * (city == "Wien") + generator.normal(size=ROWS))
    columns = {
        "age": holes(generator, age),
        "income": holes(generator, income, 0.3),
        "city": holes(generator, city),
        "member": generator.choice(["yes", "no"], ROWS),
        "since": holes(generator, since, 0.05),
        "said": texts,
        "grade": generator.integers(1, 6, ROWS),
    }
    roles = {"member": "boolean", "since": "date", "said": "text", "grade": "ordinal"}
    return with_folds(dataset(columns, y, roles=roles, classes=("no", "yes")))


def three_classes(seed):
    generator = np.random.default_rng(seed)
    y = generator.integers(0, 3, ROWS)
    centres = generator.normal(0, 1.2, (3, 6))
    x = centres[y] + generator.normal(size=(ROWS, 6))
    return with_folds(dataset({f"x{number}": x[:, number] for number in range(6)}, y, classes=("a", "b", "c")))


def one_strong_column(seed):
    """A column that separates as petals do iris: nine mistakes of ten avoided, and honest."""
    generator = np.random.default_rng(seed)
    y = generator.integers(0, 2, ROWS)
    x = {"strong": y * 3.6 + generator.normal(size=ROWS), "weak": generator.normal(size=ROWS)}
    return with_folds(dataset(x | {"other": generator.normal(size=ROWS)}, y, classes=("no", "yes")))


def informative_gaps(seed):
    """Whoever leaves a question out differs a little."""
    generator = np.random.default_rng(seed)
    y = generator.integers(0, 2, ROWS)
    empty = generator.random(ROWS) < np.where(y, 0.3, 0.12)
    x = {"asked": pd.Series(generator.normal(size=ROWS)).mask(empty), "a": y + generator.normal(size=ROWS)}
    return with_folds(dataset(x | {"b": generator.normal(size=ROWS)}, y, classes=("no", "yes")))


def coarse(seed):
    """A few categories: many rows are alike, and none is a copy."""
    generator = np.random.default_rng(seed)
    x = {
        name: generator.choice(list("uvwxy"[:levels]), ROWS) for name, levels in zip("abcd", (2, 3, 4, 5), strict=True)
    }
    y = logistic(generator, 1.5 * (x["a"] == "u") - 1.0 * (x["c"] == "w"))
    return with_folds(dataset(x, y, classes=("no", "yes")))


def skewed(seed):
    """Counts with many zeros, prices that end in 9, heavy tails."""
    generator = np.random.default_rng(seed)
    count = generator.poisson(0.7, ROWS)
    price = generator.integers(10, 400, ROWS) * 10 - 1
    size = generator.lognormal(0, 1.5, ROWS)
    y = price * (1 + 0.2 * count) * np.exp(generator.normal(0, 0.4, ROWS))
    return with_folds(dataset({"count": count, "price": price, "size": size, "noise": generator.normal(size=ROWS)}, y))


def in_time(seed):
    """Days that follow each other and stay what they are."""
    generator = np.random.default_rng(seed)
    x = {"heat": generator.normal(20, 5, ROWS), "wind": generator.gamma(2, 3, ROWS), "day": np.arange(ROWS) % 7}
    y = 3 * x["heat"] - x["wind"] + 5 * (x["day"] > 4) + generator.normal(0, 8, ROWS)
    return with_folds(dataset(x, y, roles={"day": "ordinal"}, order=np.arange(ROWS)))


def of_owners(seed):
    """Several rows an owner, each owner unlike the others."""
    generator = np.random.default_rng(seed)
    owner = np.sort(generator.integers(0, 300, ROWS))
    height, habit = generator.normal(size=300)[owner], generator.normal(size=300)[owner]
    x = {"height": height, "habit": habit + generator.normal(0, 0.2, ROWS), "today": generator.normal(size=ROWS)}
    y = logistic(generator, height + x["today"])
    return with_folds(dataset(x, y, classes=("no", "yes"), group=owner))


def held_out(seed):
    """A part set apart by whoever made the data, drawn fairly."""
    generator = np.random.default_rng(seed)
    x = generator.normal(size=(ROWS, 5))
    y = logistic(generator, x @ np.array([1, -1, 0.5, 0, 0]))
    made = dataset({f"x{number}": x[:, number] for number in range(5)}, y, classes=("no", "yes"))
    return made, [predefined_fold(y, test_rows=400, validation=0.2, seed=0, stratify=True)]


def wide(seed):
    generator = np.random.default_rng(seed)
    x = generator.normal(size=(3000, 60))
    y = logistic(generator, x[:, 0] - x[:, 1])
    return with_folds(dataset({f"x{number}": x[:, number] for number in range(60)}, y, classes=("no", "yes")))


KINDS = {
    make.__name__: make
    for make in (
        *(numbers, mixed, three_classes, one_strong_column, informative_gaps, coarse),
        *(skewed, in_time, of_owners, held_out, wide),
    )
}


def large(rows, columns, seed=0):
    """As many rows and columns as wanted, of every fifth kind: words, gaps, whole numbers, and two of plain numbers."""
    generator = np.random.default_rng(seed)
    makers = (
        lambda: np.array(["aa", "bb", "cc", "dd"])[generator.integers(0, 4, rows)],
        lambda: holes(generator, generator.normal(size=rows)),
        lambda: generator.integers(0, 1000, rows),
        lambda: generator.normal(size=rows),
        lambda: generator.lognormal(size=rows),
    )
    x = {f"x{number}": makers[number % 5]() for number in range(columns)}
    return dataset(x, logistic(generator, x["x3"]), classes=("no", "yes"))
