"""An example that is printed runs as it stands: whatever it uses, it imports."""

import doctest

import pytest

from dlfund.learn.cards.card import cards, find
from dlfund.learn.cards.example import _taken, runnable


def test_no_example_takes_a_name_that_it_does_not_import():
    examples = {card.name: runnable(card) for card in cards()}
    assert sum(map(bool, examples.values())) > 150
    assert {name: left for name, text in examples.items() if text and (left := _taken(text))} == {}


@pytest.mark.parametrize("name", ["softmax", "Dense", "CTC"])
def test_an_example_runs_as_it_is_printed(name):
    test = doctest.DocTestParser().get_doctest(runnable(find(name)), {}, name, None, None)
    runner = doctest.DocTestRunner()
    runner.run(test)
    assert runner.summarize(verbose=False) == (0, len(test.examples))
