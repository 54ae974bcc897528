"""The page's examples run, and its table of rules is the program's."""

import doctest
from pathlib import Path

import keras
import pytest
from explain.trace.test_trace import NAMES

from dlfund.explain.trace.rules import RULES

PAGE = Path(__file__).parents[2] / "docs" / "look_inside.md"


@pytest.mark.skipif(keras.backend.backend() != "tensorflow", reason="the page checks a gradient in float64")
def test_examples_run():
    result = doctest.testfile(str(PAGE), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert result.attempted > 15
    assert result.failed == 0


def test_every_rule_is_in_the_table_with_its_threshold():
    page = PAGE.read_text(encoding="utf-8")
    for rule, (threshold, compared) in RULES.items():
        assert f"| {rule} | {threshold:g} | {compared} |" in page


def test_the_four_models_are_those_of_the_tests():
    page = PAGE.read_text(encoding="utf-8")
    assert all(f"| {name} | " in page for name in NAMES)
