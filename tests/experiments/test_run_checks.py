"""A run that has no model of what is asked for: a sentence that says what to do, before a library is imported."""

from dataclasses import replace

import pytest
from report.made_results import made_result

from dlfund.core.errors import UserError
from dlfund.core.outcome import NOT_FINISHED
from dlfund.experiments.run_checks import contender_with_model, network_among


def without_model(result, *names, why=NOT_FINISHED):
    """The result, in which these contenders were not fitted to all rows."""
    entries = []
    for entry in result.contenders:
        error = {"error": why} if entry.name in names else {}
        entries.append(replace(entry, final=replace(entry.final, **error)))
    return replace(result, contenders=entries, saved=replace(result.saved, network=None))


def test_the_best_contender_that_failed_on_all_rows_is_refused():
    result = made_result()
    best = result.ranked()[0].name
    assert contender_with_model(result) == best
    with pytest.raises(UserError, match=r"Received: none, no memory\. Name another .* --minutes") as refused:
        contender_with_model(without_model(result, best, why="no memory"))
    assert repr(best) in str(refused.value)
    assert str(refused.value).endswith(".")
    others = [name for name in result.names if name != best]
    assert all(name in str(refused.value) for name in others)
    assert contender_with_model(without_model(result, best), others[0]) == others[0]


def test_where_there_was_no_time_the_best_with_a_model_predicts_and_it_is_said(capsys):
    result = made_result()
    best = result.ranked()[0].name
    shorter = without_model(result, best)
    assert contender_with_model(shorter) == shorter.with_model()[0] != best
    assert "was not fitted to all rows in the time; " in capsys.readouterr().err
    with pytest.raises(UserError, match="not finished in the time"):
        contender_with_model(shorter, best)
    with pytest.raises(UserError, match="none has one"):
        contender_with_model(without_model(result, *result.names))


def test_the_best_network_is_the_published_one_and_never_one_without_a_model():
    result = made_result()
    networks = [entry.name for entry in result.contenders if entry.family == "network"]
    for name in networks:
        published = replace(result, saved=replace(result.saved, network=name))
        assert published.with_model("network")[0] == name
        assert name not in without_model(result, name).with_model("network")


def test_a_run_without_networks_says_what_to_do():
    with pytest.raises(UserError, match=r"or none was fitted to all rows\. Compare again with more --minutes"):
        network_among([], None)
    with pytest.raises(UserError, match=r"one of its networks: ann\. Received: 'cnn'"):
        network_among(["ann"], "cnn")
