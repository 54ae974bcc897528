"""An outcome survives its file; failed trials are counted, and none finished is an error."""

import json

import pytest

from dlfund.outcome import Outcome, SearchError, Trial, failed_trials_note

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
