"""Each check speaks on a table that has its illness, and none on a sound one."""

import time
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from comparison.checks.ill_tables import ILL
from comparison.checks.sound_kinds import KINDS
from comparison.checks.sound_tables import cut, dataset, large
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import datasets as bundled

from dlfund.comparison.checks import as_text, check_rows
from dlfund.comparison.checks.catalogue import OF_ROWS
from dlfund.data import load_dataset, predefined_fold

ILLNESSES = [(code, make) for code, makes in ILL.items() for make in makes]
SEEDS = 12


def codes(made, folds=None):
    return {finding.code for finding in check_rows(made, folds)}


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_found_on_a_sound_table(kind):
    actual = check_rows(*KINDS[kind](seed=1000))
    assert not actual, as_text(actual)


@pytest.mark.parametrize("code, make", ILLNESSES, ids=[f"{code}{make.__name__}" for code, make in ILLNESSES])
def test_an_illness_is_found_and_measured(code, make):
    made, folds = make(np.random.default_rng(1000))
    actual = check_rows(made, folds)
    assert code in {finding.code for finding in actual}
    for finding in actual:
        assert finding.sentence.endswith(".")
        assert finding.advice
        assert finding.evidence
        assert set(finding.columns) <= {*made.schema.inputs, made.schema.order}


def test_every_check_has_an_illness_to_find():
    assert set(ILL) == {check.code for check in OF_ROWS}


@pytest.mark.nightly
@pytest.mark.parametrize("kind", KINDS)
def test_false_alarms_are_rare(kind):
    alarms = [finding for seed in range(2000, 2000 + SEEDS) for finding in check_rows(*KINDS[kind](seed))]
    assert len(alarms) <= 1, as_text(alarms)


@pytest.mark.slow
@pytest.mark.parametrize("code, make", ILLNESSES, ids=[f"{code}{make.__name__}" for code, make in ILLNESSES])
def test_illnesses_are_seldom_missed(code, make):
    actual = [code in codes(*make(np.random.default_rng(seed))) for seed in range(2000, 2000 + SEEDS)]
    assert sum(actual) >= SEEDS - 1


def test_the_table_is_left_as_it_is():
    made, folds = KINDS["mixed"](0)
    before = made.x.copy(), made.y.copy()
    check_rows(made, folds)
    pd.testing.assert_frame_equal(made.x, before[0])
    assert np.array_equal(made.y, before[1])


def test_the_same_table_gets_the_same_findings():
    made, folds = ILL["D01"][0](np.random.default_rng(0))
    assert check_rows(made, folds) == check_rows(made, folds)


@pytest.mark.parametrize("name", ["iris", "wine", "breast_cancer", "diabetes"])
def test_tables_of_the_textbooks_hold_no_leak(name):
    loaded = getattr(bundled, f"load_{name}")(as_frame=True)
    classes = () if name == "diabetes" else tuple(map(str, loaded.target_names))
    made = dataset(dict(loaded.data), loaded.target.to_numpy(), classes=classes)
    actual = check_rows(made, cut(made))
    assert all(finding.severity == "note" for finding in actual), as_text(actual)
    assert ("L05" in {finding.code for finding in actual}) == (name != "diabetes")  # they are sorted by class, in part


@pytest.mark.parametrize("name", ["digits", "mnist1d", "reviews", "ratings", "four_groups"])
def test_pictures_sequences_texts_ratings_and_groups_are_no_tables(name):
    assert not check_rows(load_dataset(name))


@pytest.fixture
def small_part(monkeypatch):
    """Two tables of half a second instead of a minute: 20,000 cells are a large table."""
    monkeypatch.setattr("dlfund.comparison.checks.sample.CELLS", 20_000)
    monkeypatch.setattr("dlfund.comparison.checks.duplicate_rows.CELLS", 20_000)


def test_a_part_of_a_large_table_is_looked_at_and_said(small_part):
    generator = np.random.default_rng(0)
    y = np.arange(4000) % 20 == 0
    columns = {f"x{number}": generator.normal(size=4000) for number in range(9)}
    made = dataset(columns | {"copy": np.where(y, "b", "a")}, y.astype(int), classes=("no", "yes"))
    actual = {finding.code: finding for finding in check_rows(made)}
    assert actual["L01"].evidence["rows"] == 4000
    assert actual["L01"].evidence["rows_looked_at"] == 2000
    assert "Looked at 2,000 of 4,000 rows" in actual["L01"].sentence
    assert "Looked at" not in actual["Q01"].sentence  # all rows are counted
    assert actual["Q01"].evidence["rows_of_rarest"] == 200


def test_copies_in_a_large_table_are_drawn_together(small_part):
    """A random half of the rows would hold a quarter of the pairs; content draws both or none."""
    generator = np.random.default_rng(0)
    values = generator.normal(size=(4000, 10))
    values[2000:] = values[:2000]
    made = dataset({f"x{number}": values[:, number] for number in range(10)}, generator.normal(size=4000))
    actual = next(finding for finding in check_rows(made) if finding.code == "L06")
    assert actual.severity == "stop"
    assert 1800 < actual.evidence["rows_looked_at"] < 2200
    assert actual.evidence["copies"] == actual.evidence["rows_looked_at"] / 2


@pytest.mark.slow
@pytest.mark.parametrize("rows, columns", [(100_000, 30), (1_000_000, 30), (4_000, 2_000)])
def test_large_tables_take_seconds(rows, columns):
    made = large(rows, columns)
    folds = cut(made)
    started = time.process_time()
    check_rows(made, folds)
    assert time.process_time() - started < 40  # a tenth of it on an idle core for the first two


def test_a_check_that_breaks_down_is_a_note(monkeypatch):
    def broken(sample):
        raise ZeroDivisionError("by nothing")

    made, folds = ILL["L01"][0](np.random.default_rng(0))
    checks = [replace(check, look=broken) if check.code == "L02" else check for check in OF_ROWS]
    monkeypatch.setattr("dlfund.comparison.checks.run_checks.OF_ROWS", checks)
    actual = check_rows(made, folds)
    assert {finding.code: finding.severity for finding in actual} == {"L01": "stop", "L02": "note"}
    assert "could not be run: ZeroDivisionError: by nothing" in actual[1].sentence


CELLS = {
    "numeric": st.one_of(st.none(), st.floats(-1e12, 1e12)),
    "ordinal": st.one_of(st.none(), st.integers(-3, 3)),
    "categorical": st.one_of(st.none(), st.text(max_size=5)),
    "boolean": st.sampled_from([None, "True", "False"]),
    "date": st.one_of(st.none(), st.datetimes(pd.Timestamp(1900, 1, 1), pd.Timestamp(2100, 1, 1))),
    "text": st.one_of(st.none(), st.text(max_size=30)),
}


@st.composite
def tables(draw):
    rows = draw(st.integers(2, 70))
    roles = draw(st.lists(st.sampled_from(sorted(CELLS)), min_size=1, max_size=4))
    names = draw(st.lists(st.text(max_size=12), min_size=len(roles), max_size=len(roles), unique=True))
    columns = {
        name: pd.Series(draw(st.lists(CELLS[role], min_size=rows, max_size=rows)))
        for name, role in zip(names, roles, strict=True)
    }
    has_classes = draw(st.booleans())
    target = st.integers(0, 2) if has_classes else st.floats(-1e6, 1e6)
    y = np.array(draw(st.lists(target, min_size=rows, max_size=rows)))
    order = np.array(draw(st.lists(st.integers(0, 9), min_size=rows, max_size=rows))) if draw(st.booleans()) else None
    group = np.array(draw(st.lists(st.text(max_size=1), min_size=rows, max_size=rows))) if draw(st.booleans()) else None
    classes = ("a", "b", "c") if has_classes else ()
    return dataset(columns, y, roles=dict(zip(names, roles, strict=True)), classes=classes, order=order, group=group)


@settings(max_examples=60)
@given(tables(), st.booleans())
def test_no_table_breaks_a_check(made, has_folds):
    test_rows = max(1, len(made) // 3)
    fold = (
        predefined_fold(made.y, test_rows=test_rows, validation=0.4, seed=0, stratify=False) if len(made) > 4 else None
    )
    actual = check_rows(made, [fold] if has_folds and fold else None)
    assert not [str(finding) for finding in actual if "could not be run" in finding.sentence]


def test_odd_names_are_text():
    generator = np.random.default_rng(0)
    y = generator.integers(0, 2, 100)
    name = "<script>alert('x')</script>" * 12 + "😀\n=1+1"
    made = dataset({name: np.where(y, "b", "a"), "": generator.normal(size=100)}, y, classes=("no", "yes"))
    actual = check_rows(made)[0]
    assert actual.columns == (name,)
    assert len(actual.sentence) < 200
    assert "\n" not in str(actual)
