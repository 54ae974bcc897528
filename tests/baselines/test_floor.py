"""The floor says what it always says."""

import numpy as np
import pandas as pd
import pytest
from made_data import numbers, three_classes

from dlfund import baselines
from dlfund.baselines.floor import ColumnValue
from dlfund.baselines.rule import RuleClassifier


def test_the_mean_of_all():
    dataset = numbers()
    model = baselines.mean_value().estimator(dataset.schema, 0).fit(dataset.x, dataset.y)
    np.testing.assert_allclose(model.predict(dataset.x), dataset.y.mean())


def test_the_share_of_each_class():
    dataset = three_classes()
    model = baselines.majority_class().estimator(dataset.schema, 0).fit(dataset.x, dataset.y)
    np.testing.assert_allclose(model.predict_proba(dataset.x)[7], np.bincount(dataset.y) / 240)


def test_yesterdays_value():
    dataset = numbers()
    model = baselines.seasonal_naive("yesterday").estimator(dataset.schema, 0).fit(dataset.x, dataset.y)
    np.testing.assert_array_equal(model.predict(dataset.x), dataset.x["yesterday"])


def test_a_column_that_is_not_there_is_named():
    with pytest.raises(ValueError, match=r"Received: column='tomorrow'; the table has \['a', 'b', 'c', 'yesterday'\]"):
        ColumnValue("tomorrow").fit(numbers().x)


def test_a_column_of_words_is_no_forecast():
    with pytest.raises(ValueError, match=r"Expected column 'a' to hold numbers. Received: could not convert"):
        ColumnValue("a").fit(pd.DataFrame({"a": ["cold"]}))


def test_a_rule_knows_two_classes():
    dataset = three_classes()
    with pytest.raises(ValueError, match=r"a rule holds or not. Received: 3 classes"):
        RuleClassifier("a > 0").fit(dataset.x, dataset.y)
