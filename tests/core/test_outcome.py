"""An outcome survives its file; failed trials are counted, and none finished is an error."""

import json

import pytest

from dlfund.core.outcome import Outcome, SearchError, Trial, failed_trials_note

DONE = Trial({"depth": 3}, 0.4, 0.1, epochs=7)
FAILED = Trial({"depth": 4}, None, 0.1, message="it burned")


def test_an_outcome_comes_back_from_its_file_as_it_was():
    outcome = Outcome("1-1", [0.1, 0.9], (DONE, FAILED), {"depth": 3}, 0.2, 0.1, 12, 7, {"loss": [1.0]}, notes=("so",))

    assert Outcome.from_dict(json.loads(json.dumps(outcome.to_dict()))) == outcome


def test_failed_trials_are_counted_with_a_reason():
    assert failed_trials_note([DONE, FAILED, DONE]) == ("1 of 3 trials failed: it burned",)
    assert failed_trials_note([DONE]) == ()
    assert failed_trials_note([]) == ()


def test_a_search_without_a_finished_trial_is_an_error():
    with pytest.raises(SearchError, match=r"None of 2 trials finished\. The last one said: it burned"):
        failed_trials_note([FAILED, FAILED])


def test_the_chosen_trial_has_the_lowest_loss_the_first_of_equals():
    trials = [Trial({"a": 1}, None, 0.1, message="failed"), Trial({"a": 2}, 0.3, 0.1, validation=0.8)]
    trials += [Trial({"a": 3}, 0.2, 0.1, validation=0.7), Trial({"a": 4}, 0.2, 0.1, validation=0.9)]
    outcome = Outcome("1-1", trials=tuple(trials))
    assert outcome.chosen is trials[2]
    assert outcome.validation == 0.7


def test_without_a_finished_trial_there_is_no_chosen_one():
    assert Outcome("1-1", trials=(Trial({}, None, 0.1),)).chosen is None
    assert Outcome("1-1", untuned_validation=0.6).validation == 0.6
    assert Outcome("1-1").validation is None


def test_a_fold_without_time_is_no_failure():
    assert Outcome.without_time("1-1").unfinished
    assert not Outcome("1-1", error="out of memory").unfinished
    assert not Outcome("1-1").unfinished
