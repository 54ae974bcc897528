"""Tables whose target follows from several columns, and those with twins, shared entities or placeholders."""

import numpy as np
import pandas as pd
from comparison.checks.sound_tables import ROWS, cut, dataset, holes, logistic


def honest(generator, rows=ROWS):
    x = generator.normal(size=(rows, 4))
    logit = x @ np.array([1.0, -1.0, 0.5, 0.0])
    return {f"x{number}": x[:, number] for number in range(4)}, logit, logistic(generator, logit)


def two_classes(columns, y, **options):
    made = dataset(columns, y, classes=("no", "yes"), **options)
    return made, cut(made)


def ride(generator):
    """Fares and tips; what else a total has is left to the callers."""
    distance = generator.gamma(2, 2, ROWS)
    fare = (2.5 + 2.5 * distance + generator.normal(0, 1, ROWS)).clip(2.5).round(1)
    tolls = np.where(generator.random(ROWS) < 0.06, generator.choice([6.12, 2.8, 11.75], ROWS), 0)
    tip = np.where(generator.random(ROWS) < 0.7, fare * generator.choice([0.15, 0.2, 0.25], ROWS), 0).round(2)
    return {"distance": distance.round(2), "fare": fare, "tolls": tolls}, tip


def total_of_parts(generator):
    columns, tip = ride(generator)
    total = columns["fare"] + tip + columns["tolls"]
    made = dataset(columns | {"total": holes(generator, total, 0.05)}, tip)
    return made, cut(made)


def total_and_small_amounts(generator):
    columns, tip = ride(generator)
    surcharge = generator.choice([0.3, 0.8, 1.3, 3.3, 3.8], ROWS)
    made = dataset(columns | {"total": (columns["fare"] + tip + columns["tolls"] + surcharge).round(2)}, tip)
    return made, cut(made)


def rate(generator):
    columns, _, _ = honest(generator)
    people, cases = generator.lognormal(9, 1, ROWS).round(), generator.poisson(40, ROWS)
    made = dataset(columns | {"people": people, "cases": cases}, (100_000 * cases / people).round(1))
    return made, cut(made)


def growth(generator):
    columns, _, _ = honest(generator)
    old = generator.lognormal(3, 1, ROWS).round(2)
    new = (old * generator.lognormal(0, 0.3, ROWS)).round(2)
    made = dataset(columns | {"old": old, "new": new}, new / old - 1)
    return made, cut(made)


def body_mass(generator):
    columns, _, _ = honest(generator)
    weight, height = generator.normal(75, 12, ROWS).round(1), generator.normal(1.75, 0.1, ROWS).round(2)
    made = dataset(columns | {"weight": weight, "height": height}, (weight / height**2).round(1))
    return made, cut(made)


def time_taken(generator):
    columns, _, _ = honest(generator)
    start = pd.Timestamp("2024-01-01") + pd.to_timedelta(generator.integers(0, 30 * 86400, ROWS), unit="s")
    seconds = generator.integers(60, 4000, ROWS)
    moments = {"start": start.to_numpy(), "end": (start + pd.to_timedelta(seconds, unit="s")).to_numpy()}
    made = dataset(columns | moments, seconds.astype(float), roles={"start": "date", "end": "date"})
    return made, cut(made)


def two_marks_above_a_limit(generator):
    columns, _, _ = honest(generator)
    marks = generator.integers(0, 101, (2, ROWS))
    return two_classes(columns | {"first": marks[0], "second": marks[1]}, (marks.sum(axis=0) >= 100).astype(int))


def more_earned_than_spent(generator):
    columns, _, _ = honest(generator)
    earned = generator.lognormal(10, 0.5, ROWS)
    spent = earned * generator.uniform(0.8, 1.2, ROWS)
    return two_classes(columns | {"earned": earned, "spent": spent}, (earned > spent).astype(int))


def visits_of_patients(generator):
    owner = generator.integers(0, 300, ROWS)
    height, weight = generator.normal(170, 10, 300)[owner].round(3), generator.normal(75, 12, 300)[owner].round(1)
    ill = generator.normal(0, 2, 300)[owner]
    return two_classes(
        {"height": height, "weight": weight, "today": generator.normal(size=ROWS)}, logistic(generator, ill)
    )


def named_patients(generator):
    made, _folds = visits_of_patients(generator)
    name = [f"P{int(1000 * height)}" for height in made.x["height"]]
    columns = {"patient": name, "weight": made.x["weight"], "size": made.x["height"].round(1), "today": made.x["today"]}
    return two_classes(columns, made.y)


def pressure_of_zero(generator):
    columns, _, y = honest(generator)
    pressure = generator.normal(72, 12, ROWS).round().clip(24)
    return two_classes(columns | {"pressure": np.where(generator.random(ROWS) < 0.04, 0, pressure)}, y)


def age_of_999(generator):
    columns, _, y = honest(generator)
    return two_classes(
        columns | {"age": np.where(generator.random(ROWS) < 0.01, 999, generator.integers(18, 90, ROWS))}, y
    )


def class_by_number(generator):
    columns, _, y = honest(generator)
    number = generator.integers(1, 4, ROWS)
    twins = {"pclass": number, "class": np.array(["First", "Second", "Third"])[number - 1]}
    made = dataset(columns | twins, y, roles={"pclass": "ordinal"}, classes=("no", "yes"))
    return made, cut(made)
