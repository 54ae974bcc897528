"""What several columns give away together, said as a formula; and where nothing is said."""

import numpy as np
import pandas as pd
import pytest
from comparison.checks import ill_leaks
from comparison.checks.sound_tables import dataset

from dlfund.comparison.checks import check_rows

ROWS = 400


def findings(columns, y, **how):
    return {finding.code: finding for finding in check_rows(dataset(columns, y, **how))}


def noise(generator, number=4):
    return {f"x{place}": generator.normal(size=ROWS) for place in range(number)}


@pytest.fixture
def generator():
    return np.random.default_rng(0)


@pytest.mark.parametrize(
    "make, formula",
    [
        (ill_leaks.total_of_parts, "'total' - 'fare' - 'tolls'"),
        (ill_leaks.rate, "100000 * 'cases' / 'people'"),
        (ill_leaks.growth, "'new' / 'old' - 1"),
        (ill_leaks.body_mass, "'weight' / 'height'^2"),
        (ill_leaks.time_taken, "86400 * ('end' - 'start')"),
    ],
)
def test_the_formula_is_told(generator, make, formula):
    finding = next(finding for finding in check_rows(*make(generator)) if finding.code == "L07")
    assert finding.severity == "stop"
    assert f"'target' is {formula}," in finding.sentence


def test_what_is_left_over_may_have_a_few_values(generator):
    finding = next(f for f in check_rows(*ill_leaks.total_and_small_amounts(generator)) if f.code == "L07")
    assert finding.severity == "warning"
    assert set(finding.columns) == {"total", "fare", "tolls"}
    assert finding.evidence["bits_left"] < finding.evidence["bits_of_target"] / 2


def test_a_formula_names_only_the_columns_that_it_needs(generator):
    a, b = generator.normal(size=(2, ROWS))
    actual = findings(noise(generator, 10) | {"a": a, "b": b}, 2 * a - 0.5 * b + 7)
    assert set(actual["L07"].columns) == {"a", "b"}
    assert "2 * 'a' - 0.5 * 'b' + 7" in actual["L07"].sentence


def test_two_large_columns_with_a_small_difference_are_seen(generator):
    revenue = generator.lognormal(12, 1, ROWS).round()
    cost = (revenue * generator.uniform(0.98, 1.0, ROWS)).round()
    actual = findings(noise(generator, 30) | {"revenue": revenue, "cost": cost}, revenue - cost)
    assert "'revenue' - 'cost'" in actual["L07"].sentence


def test_a_single_column_is_no_matter_of_several(generator):
    y = generator.normal(size=ROWS)
    assert "L07" not in findings(noise(generator) | {"copy": 2 * y}, y)


def test_a_strong_but_honest_relation_is_no_formula(generator):
    columns = noise(generator)
    y = columns["x0"] + columns["x1"] + generator.normal(0, 0.15, ROWS)
    assert not {"L07", "L08"} & set(findings(columns, y))


def test_a_limit_for_two_columns_is_seen_and_a_noisy_one_is_not(generator):
    marks = generator.integers(0, 101, (2, 2000))
    columns = {"first": marks[0], "second": marks[1], "x": generator.normal(size=2000)}
    total = marks.sum(axis=0)
    classes = ("no", "yes")
    assert "L08" in findings(columns, (total >= 100).astype(int), classes=classes)
    noisy = (total + generator.normal(0, 10, 2000) >= 100).astype(int)
    assert "L08" not in findings(columns, noisy, classes=classes)


def test_rows_of_a_group_are_kept_together_and_need_no_word(generator):
    made, _ = ill_leaks.visits_of_patients(generator)
    assert "L09" in {finding.code for finding in check_rows(made)}
    grouped = dataset(dict(made.x), made.y, classes=("no", "yes"), group=made.x["height"].to_numpy())
    assert "L09" not in {finding.code for finding in check_rows(grouped)}


def test_a_curve_over_a_column_is_no_entity(generator):
    hour = generator.integers(0, 100, 2000) / 4
    columns = {"hour": hour, "sine": np.sin(hour / 4).round(4), "x": generator.normal(size=2000)}
    assert "L09" not in findings(columns, np.sin(hour / 4) + generator.normal(0, 0.3, 2000))


@pytest.mark.parametrize("rows, speaks", [(4, False), (5, True), (120, True), (121, False)])
def test_a_zero_far_away_is_told_in_some_rows(generator, rows, speaks):
    pressure = generator.normal(72, 8, ROWS).round().clip(45)
    pressure[:rows] = 0
    actual = findings(noise(generator) | {"pressure": pressure}, generator.normal(size=ROWS))
    assert ("Q05" in actual) == speaks


@pytest.mark.parametrize("values", ["poisson", "zero_inflated", "score"])
def test_a_zero_among_others_is_a_value(generator, values):
    made = {
        "poisson": generator.poisson(9, ROWS),
        "zero_inflated": np.where(generator.random(ROWS) < 0.2, 0, generator.lognormal(4, 1, ROWS)).round(),
        "score": np.clip(generator.normal(80, 25, ROWS).round(), 0, 100),
    }[values]
    assert "Q05" not in findings(noise(generator) | {"amount": made}, generator.normal(size=ROWS))


def test_a_category_and_its_number_are_twins(generator):
    number = generator.integers(1, 4, ROWS)
    columns = {"pclass": number, "class": pd.Series(number).map({1: "First", 2: "Second", 3: "Third"})}
    actual = findings(columns, generator.normal(size=ROWS), roles={"pclass": "ordinal"})
    assert actual["Q03"].columns == ("class", "pclass")
