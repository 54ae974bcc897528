"""The cards of the process: their numbers are measured, their drills exist, their pictures are drawn from numbers."""

import importlib

import pytest

from dlfund.learn import process
from dlfund.learn.cards import card as cards
from dlfund.learn.cards.pictures import picture
from dlfund.learn.interview.question import questions

ALL = [card for card in cards.cards() if card.kind == "process"]


def test_they_stand_first_and_in_learning_order():
    assert [card.name for card in cards.cards()[: len(ALL)]] == process.__all__
    assert len(ALL) >= 18


@pytest.mark.parametrize("card", ALL, ids=lambda card: card.name)
def test_a_cards_numbers_are_measured(card):
    assert " ".join(getattr(process, card.name)()) == card.section("Numbers")


@pytest.mark.parametrize("card", ALL, ids=lambda card: card.name)
def test_a_cards_drills_exist(card):
    assert card.drills
    assert set(card.drills) <= {question.name for question in questions()}
    assert card.import_line == f"dlfund drill --check {card.drills[0]}"


@pytest.mark.parametrize("card", ALL, ids=lambda card: card.name)
def test_a_picture_is_drawn_anew_from_numbers(card):
    module = importlib.import_module(f"dlfund.learn.process.{card.name}")
    assert picture(card) == module.picture() == module.picture()
    assert picture(card).count("<text") >= 5
