"""Every question is whole, and every check holds: run with -k zero_start for one of them."""

import re

import pytest

from dlfund.core.errors import UserError
from dlfund.learn.cards import card
from dlfund.learn.interview.evidence import statements
from dlfund.learn.interview.question import find, questions
from dlfund.learn.interview.topics import TOPICS, find_topic

ASKED = [question for question in questions() if not question.is_drill]


@pytest.mark.parametrize("question", ASKED, ids=lambda question: question.name)
def test_the_check_holds(question):
    actual = list(statements(question))
    assert len(actual) >= 2
    for output, holds in actual:
        assert holds, output
        assert re.search(r"\d", output), f"a measured number is missing: {output}"


def test_there_are_enough_of_them():
    assert len(questions()) >= 150
    assert sum(question.is_drill for question in questions()) >= 57
    assert {question.topic for question in questions()} == set(TOPICS)


def test_no_two_have_the_same_name():
    names = [question.name for question in questions()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.name)
def test_the_card_is_whole(question):
    assert question.text.endswith("?")
    for text in (question.short, question.longer, question.wrong, question.why):
        assert text.endswith("."), text
    assert question.short != question.wrong
    asked_next, answer = question.next_question
    assert asked_next.endswith("?")
    assert answer.endswith(".")
    assert len(question.short) < 260, "an answer that can be said in one breath"
    assert question.cards
    assert set(question.cards) <= set(card.names())
    assert question.code.startswith(f"def {question.name}(")
    assert '"""' not in question.code.partition("\n")[2].partition("\n")[0]
    assert callable(question.function)


def test_an_unknown_question_is_answered_with_the_nearest():
    with pytest.raises(UserError, match="Nearest: zero_start"):
        find("zero_strat")


@pytest.mark.parametrize("spelled", ["backpropagation", "Backpropagation", " why-deep-learning", "Initialisation"])
def test_a_topic_is_found_however_it_is_spelled(spelled):
    assert find_topic(spelled) in TOPICS
