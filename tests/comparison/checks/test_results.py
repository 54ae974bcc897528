"""Each check speaks on a result that has its illness, and hardly one on a sound one."""

import copy
from dataclasses import replace

import numpy as np
import pytest
from comparison.checks.made_results import ILL, ill_result, result, sound_results

from dlfund.comparison.checks import as_text, check_result
from dlfund.comparison.checks.catalogue import OF_RESULTS
from dlfund.comparison.result.content_sections import BestScore
from dlfund.comparison.result.result import Result
from dlfund.core.outcome import NOT_FINISHED

SEEDS = range(10)


def findings_with(content, code, **options):
    return next((finding for finding in check_result(content, **options) if finding.code == code), None)


@pytest.mark.parametrize("code", ILL)
def test_an_illness_is_found(code):
    missed = [seed for seed in SEEDS if findings_with(ill_result(code, seed), code) is None]
    assert len(missed) <= 1


def test_a_fold_that_was_not_finished_in_the_time_has_not_failed():
    def unfinished(contenders):
        ILL["R06"](contenders)
        entry = next(entry for entry in contenders if entry["name"] == "ann")
        entry["outcomes"][2]["error"] = NOT_FINISHED

    assert findings_with(ill_result("R06", 0), "R06") is not None
    assert findings_with(result(np.random.default_rng(0), change=unfinished), "R06") is None


def test_every_check_has_an_illness_to_find():
    assert set(ILL) == {check.code for check in OF_RESULTS}


def test_false_alarms_are_rare():
    alarms = [finding for seed in SEEDS for content in sound_results(seed) for finding in check_result(content)]
    assert len(alarms) <= 2, as_text(alarms)


def test_the_content_is_left_as_it_is():
    content = ill_result("R05", 0)
    before = copy.deepcopy(content)
    check_result(content)
    assert content == before


def test_a_possible_perfection_is_not_suspicious():
    judged = ill_result("R01", 0)
    best = {name: BestScore(0.9999) for name in ("accuracy", "roc_auc")}
    content = replace(judged, dataset=replace(judged.dataset, best_possible=best))
    assert findings_with(content, "R01") is None


def test_a_rule_is_named_before_what_learns():
    def both(contenders):
        ILL["R01"](contenders)
        contenders.append(copy.deepcopy(contenders[1]) | {"name": "rule", "approach": "rule"})

    content = result(np.random.default_rng(0), change=both)
    assert findings_with(content, "R01").columns == ("rule", "logistic_regression")


def test_where_nobody_learns_the_network_is_not_blamed():
    levels = {"majority_class": 0.6, "logistic_regression": 0.601, "ann": 0.598}
    told = findings_with(result(np.random.default_rng(0), levels=levels), "R02")
    assert told.severity == "note"
    assert "no other contender" in told.sentence


def test_a_known_space_moves_the_edge():
    content = ill_result("R03", 0)
    assert findings_with(content, "R03").columns == ("ann",)
    assert findings_with(content, "R03", spaces={"ann": {"learning_rate": (1e-3, 1e3)}}) is None


@pytest.mark.parametrize("lowest, is_edge", [(1, False), (2, True)])
def test_a_lower_end_of_one_is_no_edge(lowest, is_edge):
    """The smallest width is best and always chosen; below 1 lies nothing, below 2 does."""
    content = result(np.random.default_rng(0)).to_dict()
    trials = [
        trial for contender in content["contenders"] for outcome in contender["outcomes"] for trial in outcome["trials"]
    ]
    for number, trial in enumerate(trials):
        width = lowest if number % 20 == 0 else trial["hyperparameters"]["width"] + lowest
        trial["hyperparameters"]["width"] = width
        trial["score"] = 0.5 + 0.01 * width
    told = findings_with(Result.from_dict(content), "R03")
    assert (told is not None) == is_edge
    assert told is None or "width (lowest)" in told.sentence


def test_rows_needed_grow_with_the_square():
    told = findings_with(ill_result("R07", 0), "R07")
    half = (told.evidence["high"] - told.evidence["low"]) / 2
    assert told.evidence["times_as_many_rows"] == pytest.approx((half / 0.05) ** 2)


def test_a_result_without_networks_or_floor_is_read():
    levels = {"ridge": 0.7, "random_forest": 0.75}
    assert not check_result(result(np.random.default_rng(0), kind="regression", levels=levels))
