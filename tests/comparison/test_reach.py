"""Reached, published and best possible stand side by side, with differences that are computed once."""

import pytest
from report.made_results import made_result

from dlfund.comparison.reach import reach


def test_gaps_to_the_published_figure_and_to_the_best_possible_score():
    result = made_result()
    known = reach(result, {"ann": 0.9}, {"network": "ann", "baseline": "random_forest"})
    by_name = {row["name"]: row for row in known["rows"]}
    mean = result.mean("ann")
    assert set(by_name) == {"ann", "random_forest"}
    assert by_name["ann"]["to_published"] == pytest.approx(mean - 0.9)
    assert by_name["ann"]["to_best"] == pytest.approx(mean - 0.86817)
    assert by_name["ann"]["near_best"] is (mean >= 0.86817 - 0.02)
    assert by_name["random_forest"]["published"] is None


def test_near_the_best_also_where_lower_is_better():
    result = made_result(metric="log_loss")
    result.content["dataset"]["best_possible"] = {"draws": 10, "log_loss": {"value": 0.3}}
    known = reach(result, {}, {"network": "ann", "baseline": "majority_class"})
    near = {row["name"]: row["near_best"] for row in known["rows"]}
    assert near["ann"] is (result.mean("ann") <= 0.32)
    assert near["majority_class"] is False


def test_without_a_known_best_nothing_is_near_it():
    rows = reach(made_result(generated=False), {}, {"network": "ann"})["rows"]
    assert [(row["to_best"], row["near_best"]) for row in rows] == [(None, None)]
