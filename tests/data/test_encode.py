"""An encoder knows the rows it was fitted to, and no other."""

import numpy as np
import pandas as pd
import pytest

from dlfund.data import Column, DataError, Schema, TextFormat, check_columns
from dlfund.data.encode import for_network, plain, scaled, vocabulary

SCHEMA = Schema("mixed", "", "y", (Column("size"), Column("colour", role="categorical")), classes=("a", "b"))
TABLE = pd.DataFrame({"size": [0.0, 2.0, 100.0], "colour": ["red", "blue", "green"]})


def test_numbers_are_scaled_by_the_fitted_rows_alone():
    encoded = scaled(SCHEMA).fit(TABLE.iloc[:2]).transform(TABLE)
    np.testing.assert_allclose(encoded[:, 0], [-1, 1, 99])


def test_a_category_that_was_not_there_is_no_category():
    encoded = scaled(SCHEMA).fit(TABLE.iloc[:2]).transform(TABLE)
    np.testing.assert_array_equal(encoded[:, 1:], [[0, 1], [1, 0], [0, 0]])  # blue, red
    assert plain(SCHEMA).fit(TABLE.iloc[:2]).transform(TABLE)[2, 1] == -1


def test_a_category_is_text_in_every_file():
    """One odd cell makes a column of numbers a column of text; the other rows keep their meaning."""
    numbers, text = TABLE.assign(colour=[1, 2, 1]), TABLE.assign(colour=["1", "2", "odd"])
    encoder = scaled(SCHEMA).fit(check_columns(numbers, SCHEMA))
    np.testing.assert_array_equal(encoder.transform(check_columns(text, SCHEMA))[:, 1:], [[1, 0], [0, 1], [0, 0]])


def test_trees_get_numbers_as_they_are():
    np.testing.assert_array_equal(plain(SCHEMA).fit(TABLE).transform(TABLE)[:, 0], TABLE["size"])


def test_the_folds_encoder_never_sees_the_test_rows():
    """Test rows moved far away change nothing that was learned."""
    from small_data import small_dataset

    from dlfund import baselines
    from dlfund.baselines import fit
    from dlfund.comparison.protocol import Protocol

    dataset = small_dataset()
    fold = Protocol(folds=3, repeats=1).splits(dataset, stratify=True)[0]
    _, near = fit.fit_fold(baselines.logistic_regression(), dataset, fold, trials=2, seed=0)
    moved = dataset.x.copy()
    moved.iloc[fold.test] += 1000
    far = type(dataset)(dataset.schema, moved, dataset.y)
    _, moved_away = fit.fit_fold(baselines.logistic_regression(), far, fold, trials=2, seed=0)

    np.testing.assert_array_equal(near.estimator[-1].coef_, moved_away.estimator[-1].coef_)


def test_an_image_keeps_its_shape_and_its_channels_their_scale():
    columns = tuple(Column(f"pixel_{number}") for number in range(8))
    schema = Schema("pictures", "", "y", columns, shape=(2, 2, 2))
    table = pd.DataFrame(np.arange(24.0).reshape(3, 8) * ([1, 100] * 4), columns=schema.inputs)
    encoded = for_network(schema).fit(table.iloc[:2]).transform(table)
    assert encoded.shape == (3, 2, 2, 2)
    assert encoded.dtype == np.float32
    np.testing.assert_allclose(encoded[:2].mean(axis=(0, 1, 2)), [0, 0], atol=1e-6)
    np.testing.assert_allclose(encoded[:2].std(axis=(0, 1, 2)), [1, 1], atol=1e-6)


def test_words_become_codes_that_only_the_fitted_rows_decide():
    schema = Schema("reviews", "", "y", (Column("text", role="text"),), text=TextFormat(vocabulary=4, length=3))
    table = pd.DataFrame({"text": ["Good good film", "bad film", "dull, dull, dull, bad"]})
    encoded = for_network(schema).fit(table.iloc[:2]).transform(table)
    # the two most frequent words of two rows: film and good (2 each, by letter); bad and dull are unknown
    np.testing.assert_array_equal(encoded, [[3, 3, 2], [1, 2, 0], [1, 1, 1]])
    assert vocabulary(schema, table) == (4,)


def test_identifiers_become_codes_and_a_stranger_is_nobody():
    columns = (Column("user", role="identifier"), Column("film", role="identifier"))
    schema = Schema("ratings", "", "y", columns)
    table = pd.DataFrame({"user": ["7", "3", "9"], "film": ["a", "a", "b"]})
    encoded = for_network(schema).fit(table.iloc[:2]).transform(table)
    np.testing.assert_array_equal(encoded, [[2, 1], [1, 1], [0, 0]])
    assert vocabulary(schema, table) == (4, 3)  # 0 is the stranger


def test_a_weighted_sum_of_identifiers_is_refused():
    schema = Schema("ratings", "", "y", (Column("user", role="identifier"), Column("size")))
    with pytest.raises(DataError, match="Choose contenders that are made for these"):
        scaled(schema)
