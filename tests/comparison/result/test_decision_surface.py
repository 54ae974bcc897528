"""Predictions over the two most important inputs."""

import numpy as np
from small_data import small_table

from dlfund.comparison.result.decision_surface import decision_picture
from dlfund.data import Column, Schema, as_dataset


class OfSelf:
    """Predicts from one input alone."""

    def predict(self, x):
        return 1 / (1 + np.exp(5 - x["self"].to_numpy()))


def test_a_column_may_be_called_as_a_method_calls_its_object():
    columns = (Column("self"), Column("sleep"), Column("noise"))
    schema = Schema(name="small", title="Small", target="passed", columns=columns, classes=("no", "yes"))
    dataset = as_dataset(small_table().rename(columns={"study": "self"}), schema)
    picture = decision_picture({"net": OfSelf()}, dataset, seed=0)
    assert picture["inputs"][0] == "self"
