"""What the cards say of a threshold is so: numbers worked out by hand, and what lies just beyond and just before."""

import numpy as np
import pandas as pd
import pytest
from comparison.checks.sound_tables import cut, dataset
from sklearn import datasets as bundled

from dlfund.comparison.checks import check_rows
from dlfund.comparison.checks.identifier_like import identifiers
from dlfund.comparison.checks.one_column import skill_of
from dlfund.comparison.checks.sample import Sample
from dlfund.comparison.checks.too_few_rows import smallest_difference
from dlfund.comparison.scoring import statistics
from dlfund.data import predefined_fold


@pytest.fixture
def generator():
    return np.random.default_rng(0)


def finding_of(made, code, folds=None):
    return next((finding for finding in check_rows(made, folds) if finding.code == code), None)


def test_petals_stay_below_the_threshold_of_a_leak():
    iris = bundled.load_iris(as_frame=True)
    made = dataset(dict(iris.data), iris.target.to_numpy(), classes=("a", "b", "c"))
    sample = Sample.of(made, None, 0)
    assert max(skill_of(sample, name, 0.0) for name in made.schema.inputs) == pytest.approx(0.94, abs=0.02)


def test_a_category_is_looked_up(generator):
    """Of each category the usual class; a quarter of the rows of one category is wrong."""
    kind = np.tile(["a", "b", "b"], 500)
    y = np.where(kind == "a", 1, 0)
    y[kind == "b"] = np.tile([0, 0, 0, 1], 250)
    made = dataset({"kind": kind}, y, classes=("no", "yes"))
    # always guessing the frequent class is wrong in 750 of 1,500 rows, the look-up in 250
    assert skill_of(Sample.of(made, None, 0), "kind", 0.0) == pytest.approx(1 - 250 / 750, abs=0.02)


@pytest.mark.parametrize("copies, is_leak", [(0.99, True), (0.96, False)])
def test_a_column_that_is_nearly_the_target(generator, copies, is_leak):
    y = generator.integers(0, 2, 4000)
    almost = np.where(generator.random(4000) < copies + (1 - copies) / 2, y, 1 - y).astype(float)
    made = dataset({"almost": almost, "x": generator.normal(size=4000)}, y, classes=("no", "yes"))
    assert (finding_of(made, "L02") is not None) == is_leak


def test_a_monotone_copy_of_a_number_is_a_copy(generator):
    y = generator.normal(size=200)
    made = dataset({"grown": np.exp(-y), "x": generator.normal(size=200)}, y)
    assert finding_of(made, "L01").columns == ("grown",)


def test_a_rare_flag_that_fits_by_chance_is_no_copy():
    """One of twenty filled cells differs, and is the one yes: chance does that in one of twenty columns."""
    y = np.arange(400) % 2
    y[:20] = 0
    y[7] = 1
    flag = pd.Series([None] * 400, dtype=object)
    flag[:20] = "a"
    flag[7] = "b"
    made = dataset({"flag": flag}, y, classes=("no", "yes"))
    assert finding_of(made, "L01") is None


@pytest.mark.parametrize("share, is_leak", [(0.9, True), (0.3, False)])
def test_gaps_tell_the_target_or_hint_at_it(generator, share, is_leak):
    y = generator.integers(0, 2, 2000)
    empty = generator.random(2000) < np.where(y, share, 0.05)
    made = dataset({"a": pd.Series(generator.normal(size=2000)).mask(empty)}, y, classes=("no", "yes"))
    assert (finding_of(made, "L03") is not None) == is_leak


def test_gaps_tell_a_number_too(generator):
    y = generator.normal(size=600)
    made = dataset({"a": pd.Series(generator.normal(size=600)).mask(y > 1)}, y)
    told = finding_of(made, "L03")
    assert told.severity == "stop"
    assert told.evidence["effect"] == pytest.approx(1)


@pytest.mark.parametrize(
    "make, named",
    [
        (lambda g: np.arange(500) + 17, True),
        (lambda g: np.linspace(0, 1, 500), True),
        (lambda g: g.permutation(500), True),
        (lambda g: 9_000_000 + 3 * g.permutation(20_000)[:5000], True),
        (lambda g: [f"ab{number:05}" for number in g.permutation(500)], True),
        (lambda g: g.integers(0, 10**7, 500), False),  # hardly any repeats are expected
        (lambda g: g.integers(0, 20_000, 5000), False),
        (lambda g: np.sort(g.normal(size=500)), False),  # sorted, and measured
        (lambda g: np.sort(g.integers(0, 300, 500)), False),
        (lambda g: g.normal(size=500), False),
        (lambda g: [f"nice stay no {number}" for number in range(500)], False),
        (lambda g: [f"k{number}" for number in g.integers(0, 400, 500)], False),
    ],
)
def test_what_names_rows(generator, make, named):
    values = make(generator)
    made = dataset({"column": values}, generator.normal(size=len(values)))
    assert bool(identifiers(Sample.of(made, None, 0))) == named


def test_order_of_rows_is_a_warning_where_the_last_rows_judge(generator):
    y = np.sort(generator.normal(size=500)) + generator.normal(0, 0.5, 500)
    made = dataset({"x": generator.normal(size=500)}, y)
    assert finding_of(made, "L05", cut(made)).severity == "note"
    last = predefined_fold(y, test_rows=100, validation=0.2, seed=0, stratify=False)
    assert finding_of(made, "L05", [last]).severity == "warning"


def test_with_groups_nobody_is_told_to_shuffle(generator):
    y = np.sort(generator.normal(size=500))
    columns, group = {"x": generator.normal(size=500)}, np.repeat(np.arange(50), 10).astype(str).astype(object)
    assert "Shuffle before splitting" in finding_of(dataset(columns, y), "L05").advice
    assert "nothing has to be shuffled" in finding_of(dataset(columns, y, group=group), "L05").advice


def test_copies_with_other_targets_are_counted(generator):
    x = generator.normal(size=(300, 4))
    x[200:] = x[:100]
    y = generator.normal(size=300)
    y[200:250] = y[:50]
    told = finding_of(dataset({f"x{number}": x[:, number] for number in range(4)}, y), "L06")
    assert told.evidence["copies"] == 100
    assert told.evidence["different_targets"] == 50


def test_copies_across_a_fold_are_counted(generator):
    x = generator.normal(size=(300, 4))
    x[200:230] = x[:30]
    made = dataset({f"x{number}": x[:, number] for number in range(4)}, generator.normal(size=300))
    fold = predefined_fold(made.y, test_rows=100, validation=0.2, seed=0, stratify=False)
    told = finding_of(made, "L06", [fold])
    assert told.evidence["share_across_folds"] == pytest.approx(0.3)
    assert told.severity == "stop"


def four_times(columns, y):
    """Each row four times, in another order."""
    places = np.random.default_rng(1).permutation(np.tile(np.arange(len(y)), 4))
    return dataset({name: cells[places] for name, cells in columns.items()}, y[places])


@pytest.mark.parametrize("levels", [2, 5])
def test_copies_are_found_among_two_columns(generator, levels):
    columns = {"x": generator.normal(size=60).round(3), "k": generator.integers(0, levels, 60).astype(float)}
    told = finding_of(four_times(columns, generator.integers(0, 2, 60)), "L06")
    assert told.severity == "stop"
    assert told.evidence["copies"] == 180


def test_rows_with_the_same_number_are_no_copies_where_all_else_follows_from_it_or_differs(generator):
    degrees = generator.normal(37, 1, 240).round(1)  # some forty different numbers
    ward = generator.integers(0, 5, 240).astype(float)
    grade = np.digitize(degrees, [36.5, 37.5]).astype(float)
    ill = (degrees > 37).astype(int)
    assert finding_of(dataset({"degrees": degrees, "ward": ward}, ill), "L06") is None
    assert finding_of(dataset({"degrees": degrees, "grade": grade}, ill), "L06") is None


def test_of_a_few_categories_nothing_is_said_of_copies(generator):
    rows = {name: generator.choice(list("ab"), 500) for name in "uvw"}
    assert finding_of(dataset(rows, generator.normal(size=500)), "L06") is None


def test_a_column_of_one_value_and_gaps_is_not_constant(generator):
    marked = pd.Series(["yes"] * 500).mask(generator.random(500) < 0.5)
    made = dataset({"marked": marked, "always": ["yes"] * 500, "never": [None] * 500}, generator.normal(size=500))
    assert finding_of(made, "Q04", cut(made)).columns == ("always", "never")


def test_time_that_moves_is_seen_only_with_folds_that_mix_it(generator):
    y = np.linspace(0, 3, 800) + generator.normal(size=800)
    made = dataset({"x": generator.normal(size=800)}, y, order=np.arange(800))
    mixed = dataset({"x": made.x["x"]}, y)
    assert finding_of(made, "T02", cut(made)) is None
    assert finding_of(made, "T02", cut(mixed)) is not None


def test_owners_are_one_witness_each(generator):
    """Columns that are constant for an owner make test owners look special, and they are not."""
    owner = np.repeat(np.arange(60), 40)
    traits = generator.normal(size=(60, 5))[owner]
    made = dataset({f"x{n}": traits[:, n] for n in range(5)}, generator.normal(size=2400), group=owner)
    codes = {finding.code for finding in check_rows(made, cut(made))}
    assert not codes & {"D01", "D02"}


def test_the_smallest_difference_of_one_fold_is_a_formula():
    y = np.tile([0, 1], 1000)
    made = dataset({"x": np.arange(2000) * 0.37}, y, classes=("no", "yes"))
    fold = predefined_fold(y, test_rows=400, validation=0.2, seed=0, stratify=True)
    assert smallest_difference(Sample.of(made, [fold], 0)) == pytest.approx(
        (1.960 + 0.842) * np.sqrt(0.1 / 400), rel=1e-3
    )


def test_the_smallest_difference_is_found_in_four_of_five_cases(generator):
    y = np.tile([0, 1], 500)
    made = dataset({"x": np.arange(1000) * 0.37}, y, classes=("no", "yes"))
    folds = cut(made)
    smallest = smallest_difference(Sample.of(made, folds, 0))
    # folds whose differences go together as Nadeau and Bengio suppose: var(mean) = (1/k + n_test/n_train) · var
    correlated = np.full((5, 5), 0.25) + np.eye(5) * 1.0
    draws = generator.multivariate_normal(np.full(5, smallest), correlated * 0.1 / 200, 1000)
    shown = np.mean([statistics.corrected_t_test(draw, 800, 200) < 0.05 for draw in draws])
    assert shown == pytest.approx(0.8, abs=0.07)
