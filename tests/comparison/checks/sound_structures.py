"""Sound tables whose columns depend on each other as in practice: shares, hierarchies, counts, prices, surveys."""

import numpy as np
import pandas as pd
from comparison.checks.sound_tables import ROWS, dataset, holes, logistic, with_folds


def correlated(seed):
    """Measurements of one size, each with its own noise."""
    generator = np.random.default_rng(seed)
    size = generator.normal(size=ROWS)
    x = {f"part{number}": (10 + 3 * size + generator.normal(size=ROWS)).round(1) for number in range(8)}
    y = 5 + sum(x.values()) / 8 + generator.normal(0, 1, ROWS)
    return with_folds(dataset(x, y.round(1)))


def shares(seed):
    """Parts that sum to 1, and a target that depends on two of them."""
    generator = np.random.default_rng(seed)
    parts = generator.dirichlet([2, 3, 4, 1], ROWS).round(4)
    names = ("clay", "silt", "sand", "peat")
    y = 20 * parts[:, 0] - 5 * parts[:, 3] + generator.normal(0, 1, ROWS)
    return with_folds(dataset({name: parts[:, number] for number, name in enumerate(names)}, y))


def counted_kinds(seed):
    """One-hot columns, their sum among the inputs, and a count to predict."""
    generator = np.random.default_rng(seed)
    kinds = (generator.random((ROWS, 6)) < [0.3, 0.2, 0.5, 0.1, 0.4, 0.2]).astype(int)
    x = {f"has{number}": kinds[:, number] for number in range(6)} | {"kinds": kinds.sum(axis=1)}
    return with_folds(dataset(x, generator.poisson(1 + kinds[:, 0] + 0.5 * kinds[:, 2]).astype(float)))


def hierarchy(seed):
    """Shops in cities in countries, whose populations stand beside them."""
    generator = np.random.default_rng(seed)
    city = generator.integers(0, 40, ROWS)
    population = generator.lognormal(12, 1, 40).round(-2)
    x = {
        "city": np.array([f"C{number:02}" for number in range(40)])[city],
        "country": np.array(["AT", "DE", "CH", "IT", "FR"])[city % 5],
        "population": population[city],
        "area": generator.gamma(3, 60, ROWS).round(0),
        "staff": generator.integers(1, 40, ROWS),
    }
    y = 200 * x["area"] + 900 * x["staff"] + generator.normal(0, 20_000, ROWS)
    return with_folds(dataset(x, y.round(2)))


def many_zeros(seed):
    """Amounts that are 0 in most rows, and counts."""
    generator = np.random.default_rng(seed)
    x = {
        "gain": np.where(generator.random(ROWS) < 0.9, 0, generator.lognormal(8, 1, ROWS)).round(0),
        "rain": np.where(generator.random(ROWS) < 0.6, 0, generator.gamma(1, 4, ROWS)).round(1),
        "visits": generator.poisson(1.5, ROWS),
        "calls": generator.negative_binomial(1, 0.3, ROWS),
        "age": generator.integers(18, 80, ROWS),
    }
    y = logistic(generator, (x["gain"] > 0) + 0.4 * x["visits"] - 1.5 + 0.01 * x["age"])
    return with_folds(dataset(x, y, classes=("no", "yes")))


def invoices(seed):
    """Totals with their parts among the inputs; whether they are paid late is another matter."""
    generator = np.random.default_rng(seed)
    price, pieces = generator.lognormal(3, 1, ROWS).round(3), generator.integers(1, 12, ROWS)
    net = (price * pieces).round(2)
    tax = (generator.choice([0.0, 0.1, 0.2], ROWS) * net).round(2)
    x = {"price": price, "pieces": pieces, "net": net, "shipping": generator.gamma(2, 4, ROWS).round(2)}
    x["total"] = (net + tax + x["shipping"]).round(2)
    y = logistic(generator, np.log(x["total"]) - 4 + generator.normal(size=ROWS))
    return with_folds(dataset(x, y, classes=("paid", "late")))


def survey(seed):
    """Answers from 1 to 5, half of which mean the same."""
    generator = np.random.default_rng(seed)
    mood = generator.normal(size=ROWS)
    answers = np.clip(np.round(3 + mood[:, None] + generator.normal(0, 1, (ROWS, 10))), 1, 5)
    x = {f"q{number}": holes(generator, answers[:, number], 0.03) for number in range(10)}
    y = np.clip(np.round(6 + 1.5 * mood + generator.normal(0, 1.5, ROWS)), 0, 10)
    return with_folds(dataset(x, y, roles=dict.fromkeys(x, "ordinal")))


def houses(seed):
    """Rooms, areas and years: a price of a product with noise."""
    generator = np.random.default_rng(seed)
    area = generator.lognormal(4.6, 0.4, ROWS).round(0)
    x = {
        "area": area,
        "rooms": np.clip(np.round(area / 28 + generator.normal(0, 0.7, ROWS)), 1, 12),
        "year": generator.integers(1900, 2024, ROWS),
        "garden": np.where(generator.random(ROWS) < 0.5, 0, generator.lognormal(5, 1, ROWS)).round(0),
        "lat": generator.normal(47, 0.3, ROWS).round(4),
        "lon": generator.normal(8, 0.5, ROWS).round(4),
    }
    y = 4000 * area * (1 + 0.3 * (x["lat"] > 47)) * np.exp(generator.normal(0, 0.2, ROWS))
    return with_folds(dataset(x, y.round(-3)))


def before_and_after(seed):
    """A measurement, and the same a year earlier."""
    generator = np.random.default_rng(seed)
    before = generator.normal(120, 15, ROWS).round(0)
    y = (0.7 * before + 36 + generator.normal(0, 9, ROWS)).round(0)
    x = {"before": before, "dose": generator.choice([5, 10, 20], ROWS), "weight": generator.normal(75, 12, ROWS)}
    return with_folds(dataset(x, y))


def calendar(seed):
    """A moment and the parts of it: hour, weekday, month."""
    generator = np.random.default_rng(seed)
    moments = pd.Timestamp("2022-01-01") + pd.to_timedelta(generator.integers(0, 365 * 24 * 60, ROWS), unit="min")
    x = {"moment": moments.to_numpy(), "hour": moments.hour, "weekday": moments.day_of_week, "month": moments.month}
    y = generator.poisson(20 + 10 * np.sin(moments.hour / 24 * 2 * np.pi)).astype(float)
    return with_folds(dataset(x, y, roles={"moment": "date", "weekday": "ordinal"}))


def sensors(seed):
    """Two readings of one quantity, and a curve over it, in 12 columns."""
    generator = np.random.default_rng(seed)
    heat = generator.uniform(15, 40, ROWS)
    x = {f"sensor{number}": (heat + generator.normal(0, 1.5, ROWS)).round(2) for number in range(6)}
    x |= {f"other{number}": generator.normal(size=ROWS) for number in range(6)}
    return with_folds(dataset(x, np.exp(heat / 20) + generator.normal(0, 0.8, ROWS)))


STRUCTURES = (
    *(correlated, shares, counted_kinds, hierarchy, many_zeros, invoices),
    *(survey, houses, before_and_after, calendar, sensors),
)
