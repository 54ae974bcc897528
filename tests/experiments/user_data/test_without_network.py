"""A short comparison without a network's fold says so, and names the command that goes on."""

import sys
from types import SimpleNamespace

import pytest

from dlfund.experiments.user_data.without_network import without_network

FOREST, ANN = SimpleNamespace(name="forest", family="baseline"), SimpleNamespace(name="ann", family="network")


def comparison(*contenders):
    return SimpleNamespace(contenders=contenders)


@pytest.mark.parametrize(
    "arguments", [["--minutes", "1", "my.csv", "--target", "y"], ["my.csv", "--resume", "--target", "y", "--minutes=1"]]
)
def test_the_command_is_named_with_more_minutes(monkeypatch, arguments):
    monkeypatch.setattr(sys, "argv", ["/anywhere/dlfund", "compare", *arguments])
    (sentence,) = without_network(comparison(FOREST, ANN), comparison(FOREST), 1.0)
    assert sentence.startswith("No network finished a fold in 1 minute, so this is no answer about networks.")
    assert sentence.endswith("dlfund compare my.csv --target y --minutes 3 --resume")


def test_in_python_the_arguments_are_named(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["notebook.py"])
    (sentence,) = without_network(comparison(FOREST, ANN), comparison(FOREST), 2.0)
    assert sentence.endswith("compare(..., minutes=6, resume=True)")


def test_nothing_is_said_where_a_network_has_a_fold_or_none_was_asked_for():
    assert without_network(comparison(FOREST, ANN), comparison(FOREST, ANN), 1.0) == []
    assert without_network(comparison(FOREST), comparison(FOREST), 1.0) == []
