"""A mixed table in each encoding: empty cells, unseen levels and awkward columns go through; numbers by hand."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mixed_data import ROLES, mixed_dataset, mixed_schema, mixed_table

from dlfund.core.estimator_file import load_estimator, save_estimator
from dlfund.data import Column, Schema
from dlfund.data.encode import for_network, layout, native, plain, quantiles, robust, scaled

ENCODINGS = {each.__name__: each for each in (for_network, native, plain, quantiles, robust, scaled)}
DENSE = {name: ENCODINGS[name] for name in ("for_network", "quantiles", "robust", "scaled")}
SMALL = Schema("small", "", "y", (Column("size", missing=True), Column("town", "categorical", missing=True)))


def small(size, town):
    return pd.DataFrame({"size": pd.Series(size, dtype=float), "town": pd.Series(town, dtype="str")})


def test_an_empty_number_is_the_median_and_marked():
    encoder = scaled(SMALL).fit(small([1, 3, 8, None], ["a", "a", "b", None]), [0.0, 1.0, 0.0, 1.0])
    encoded = encoder.transform(small([3, None], ["a", "a"]))
    deviation = np.std([1, 3, 8, 3])  # the median of 1, 3 and 8 is 3, the mean of all 3.75
    np.testing.assert_allclose(encoded[:, :2], [[-0.75 / deviation, 0], [-0.75 / deviation, 1]])


def test_empty_is_a_level_and_unseen_is_none():
    encoder = scaled(SMALL).fit(small([1, 3, 8, 9], ["a", "a", "b", None]), [0.0, 1.0, 0.0, 1.0])
    encoded = encoder.transform(small([1, 1, 1, 1], ["a", "b", None, "c"]))
    np.testing.assert_array_equal(encoded[:, 1:], [[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 0]])


def test_a_cell_that_is_empty_for_the_first_time_gets_no_mark():
    encoder = scaled(SMALL).fit(small([1, 2, 6], ["a", "b", "b"]), [0.0, 1.0, 0.0])
    encoded = encoder.transform(small([None, 2], ["a", "b"]))
    assert encoded.shape == (2, 3)  # the number and two towns
    np.testing.assert_array_equal(encoded[0, 0], encoded[1, 0])  # the median is 2


def many_levels(rows=400, levels=60):
    generator = np.random.default_rng(0)
    level = generator.integers(0, levels, rows)
    return small(generator.normal(size=rows), [f"town {number:02}" for number in level]), (level % 2).astype(float)


def test_of_many_levels_a_sum_gets_their_mean_target():
    table, y = many_levels()
    encoder = scaled(SMALL).fit(table, y)
    assert layout(encoder).widths == (1, 1)
    town = encoder.transform(table)[:, 1]
    assert np.corrcoef(town, y)[0, 1] > 0.99
    unseen = encoder.transform(small([0.0], ["nowhere"]))[0, 1]
    assert abs(unseen - (y.mean() - 0.5) * 2) < 0.2  # the mean of all, in the middle


def test_a_rows_own_target_has_no_part_in_its_encoding():
    """Targets that no level explains: what a row is given in fitting must not know its target."""
    table, _ = many_levels(300, 150)
    noise = np.random.default_rng(1).normal(size=300)
    own = scaled(SMALL).fit_transform(table, noise)[:, 1]
    afterwards = scaled(SMALL).fit(table, noise).transform(table)[:, 1]
    assert abs(np.corrcoef(own, noise)[0, 1]) < 0.2
    assert np.corrcoef(afterwards, noise)[0, 1] > 0.4


def test_a_network_gets_a_column_for_a_hundred_levels_at_most():
    table, _ = many_levels(3000, 150)
    encoder = for_network(SMALL).fit(table)
    assert layout(encoder).widths == (1, 100)  # 99 levels, and one column for the other 51
    np.testing.assert_array_equal(encoder.transform(table)[:, 1:].sum(axis=1), 1)


def test_trees_number_few_levels_and_keep_what_is_empty():
    table = small([1.0, None, 3.0], ["b", None, "a"])
    encoder = plain(SMALL).fit(table, [0.0, 1.0, 2.0])
    np.testing.assert_array_equal(encoder.transform(table), [[1, 1], [np.nan, np.nan], [3, 0]])
    assert encoder.transform(small([1], ["c"]))[0, 1] == -1


def test_trees_that_know_categories_get_categories():
    table, y = many_levels(400, 60)
    of = {
        "numbered": native(SMALL, 61).fit(table, y).transform(table),
        "category": native(SMALL, 11, 60).fit(table, y).transform(table),
        "mean": native(SMALL, 1, 59).fit(table, y).transform(table),
    }
    assert [str(frame.dtypes.iloc[1]) for frame in of.values()] == ["float64", "category", "float64"]
    np.testing.assert_array_equal(of["numbered"].iloc[:, 1], of["category"].iloc[:, 1].cat.codes)
    assert set(of["mean"].iloc[:, 1].round(1)) <= {0.0, 0.1, 0.9, 1.0}


def test_one_category_has_one_number_in_every_table():
    table, y = many_levels()
    encoder = native(SMALL).fit(table, y)
    part = encoder.transform(table[5:9]).iloc[:, 1]
    np.testing.assert_array_equal(part.cat.codes, encoder.transform(table).iloc[5:9, 1].cat.codes)
    assert encoder.transform(small([1], ["nowhere"])).iloc[0].isna().tolist() == [False, True]


@pytest.mark.parametrize("kind", ["binary", "multiclass", "regression"])
@pytest.mark.parametrize("name", ENCODINGS)
def test_saved_and_read_it_encodes_the_same(name, kind, tmp_path):
    dataset = mixed_dataset(kind)
    encoder = ENCODINGS[name](dataset.schema).fit(dataset.x[:160], dataset.y[:160])
    save_estimator(encoder, tmp_path / "encoder.skops")
    first, two = (each.transform(dataset.x) for each in (encoder, load_estimator(tmp_path / "encoder.skops")))
    if isinstance(first, pd.DataFrame):
        pd.testing.assert_frame_equal(first, two)
    else:
        np.testing.assert_array_equal(first, two)


@pytest.mark.parametrize("name", DENSE)
def test_numbers_come_first_and_every_column_has_its_block(name):
    dataset = mixed_dataset()
    encoder = DENSE[name](dataset.schema).fit(dataset.x, dataset.y)
    encoded, actual = encoder.transform(dataset.x), layout(encoder)
    town = 1 if name == "scaled" else dataset.x["town"].nunique() + 1
    # four numbers; marks of size, grade, nothing, since and words; member, colour, nobody and town; a date; four words
    inputs = (3, 4, 1, town) if name == "scaled" else (3, 4, town, 1)
    assert actual.numeric == 4
    assert actual.widths == (1,) * 4 + (1,) * 5 + inputs + (9, 4)
    assert sum(actual.widths) == encoded.shape[1] == len(encoder.get_feature_names_out())
    assert encoded.dtype == (np.float32 if name in ("robust", "quantiles") else np.float64)
    size = dataset.x["size"].notna().to_numpy()
    assert np.corrcoef(encoded[size, 0], dataset.x["size"][size])[0, 1] > 0.9
    np.testing.assert_array_equal(encoded[:, 4], ~size)


@pytest.mark.parametrize("name", DENSE)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    seed=st.integers(0, 10**6),
    empty=st.sampled_from([0.0, 0.3, 0.9, 1.0]),
    rows=st.integers(8, 60),
    roles=st.sets(st.sampled_from(sorted(ROLES)), min_size=1),
)
def test_whatever_is_empty_constant_or_unseen_comes_out_finite(name, seed, empty, rows, roles):
    roles = {role: ROLES[role] for role in ROLES if role in roles}
    table = mixed_table(rows, seed, empty)[list(roles)]
    later = mixed_table(30, seed + 1, 0.5)[list(roles)]
    y = np.random.default_rng(seed).integers(0, 2, rows)
    y[:2] = 0, 1
    encoder = DENSE[name](mixed_schema(roles=roles))
    fitted = encoder.fit_transform(table, y)
    encoded = encoder.transform(later)
    assert np.isfinite(fitted).all()
    assert np.isfinite(encoded).all()
    assert encoded.shape == (30, fitted.shape[1])
    if name == "robust":
        assert np.abs(encoded).max(initial=0) < 3.00001


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 10**6), empty=st.sampled_from([0.0, 0.3, 0.9]), rows=st.integers(8, 60))
def test_trees_see_no_column_without_a_value(seed, empty, rows):
    table = mixed_table(rows, seed, empty)
    y = np.random.default_rng(seed).integers(0, 2, rows)
    y[:2] = 0, 1
    encoder = plain(mixed_schema()).fit(table, y)
    encoded = np.asarray(encoder.transform(table), dtype=float)
    assert not np.isnan(encoded).all(axis=0).any()
    assert len(encoder.transform(mixed_table(30, seed + 1, 0.5))) == 30


def test_a_thousand_columns_and_levels_stay_small():
    generator = np.random.default_rng(0)
    columns = (*(Column(f"number {place}") for place in range(1000)), Column("id", "categorical"))
    table = pd.DataFrame(generator.normal(size=(400, 1000)), columns=[column.name for column in columns[:-1]])
    table["id"] = pd.Series([f"level {number}" for number in range(400)], dtype="str")
    encoder = quantiles(Schema("wide", "", "y", columns)).fit(table)
    assert encoder.transform(table).nbytes == 400 * 1100 * 4
