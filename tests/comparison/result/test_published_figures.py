"""Reached, published and the truth on the same rows stand side by side, with differences that are computed once."""

import pytest
from report.made_results import made_result

from dlfund.comparison.result.content_sections import Regret
from dlfund.comparison.result.published_figures import reach


def test_gaps_to_the_published_figure_and_to_the_truth():
    result = made_result()
    known = reach(result, {"ann": 0.9}, {"network": "ann", "baseline": "random_forest"})
    by_name = {row.name: row for row in known.rows}
    mean, truth = result.mean("ann"), result.truth
    assert set(by_name) == {"ann", "random_forest"}
    assert by_name["ann"].to_published == pytest.approx(mean - 0.9)
    assert by_name["ann"].to_truth.mean == pytest.approx(truth.intervals["roc_auc"].mean - mean)
    assert by_name["random_forest"].published is None
    assert known.optimum == 0.86817
    assert known.truth == truth.intervals["roc_auc"].mean != known.optimum


@pytest.mark.parametrize("metric", ["roc_auc", "log_loss"])
def test_near_the_truth_is_a_whole_interval_and_no_mean(metric):
    result = made_result(metric=metric)
    regret = result.truth.regret
    regret["ann"][metric] = Regret(0.001, -0.01, 0.02, 3)
    regret["majority_class"][metric] = Regret(0.001, -0.02, 0.021, 3)
    rows = reach(result, {}, {"network": "ann", "baseline": "majority_class"}).rows
    assert {row.name: row.near_truth for row in rows} == {"ann": True, "majority_class": False}


def test_without_a_known_truth_nothing_is_near_it():
    rows = reach(made_result(generated=False), {}, {"network": "ann"}).rows
    assert [(row.to_truth, row.near_truth) for row in rows] == [(None, None)]
