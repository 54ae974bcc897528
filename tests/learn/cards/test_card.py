"""The cards: every public concept has a whole one, and it says what its source says."""

import importlib

import pytest

from dlfund.core.errors import UserError
from dlfund.learn.cards import card as cards

ALL = cards.cards()


@pytest.fixture(scope="module")
def sigmoid():
    return cards.find("sigmoid")


@pytest.mark.parametrize("card", ALL, ids=lambda card: card.name)
def test_no_card_has_a_hole(card):
    holes = [name for name in ("Use", "Misconception", "Interview", "Reference") if not card.section(name)]
    holes += [name for name in ("title", "formula", "legend", "promise") if not getattr(card, name)]
    if card.kind in ("activation", "loss"):
        holes += [] if card.section("Derivative") else ["Derivative"]
    if card.kind == "activation":
        holes += [name for name in ("Range", "Saturates") if not card.section(name)]
    assert not holes, f"{card.path}: complete its docstring"


@pytest.mark.parametrize("card", ALL, ids=lambda card: card.name)
def test_a_misconception_is_quoted_and_corrected_and_a_question_answered(card):
    assert card.belief
    assert card.correction.endswith((".", ")"))
    assert not any(mark in card.belief for mark in '"“”')
    assert card.question.endswith("?")
    assert card.answer.endswith((".", ")"))


@pytest.mark.parametrize("place", cards.PLACES)
def test_every_public_name_has_a_card(place):
    public = set(importlib.import_module(f"dlfund.{place}").__all__) - set(cards.DOORS)
    assert public == {card.name for card in ALL if card.place == place}


def test_kinds():
    kinds = {card.name: card.kind for card in ALL}
    assert kinds["relu"] == kinds["ParametricBlend"] == "activation"
    assert (kinds["HeNormal"], kinds["LSTM"], kinds["Hinge"]) == ("initializer", "layer", "loss")
    assert kinds["Adam"] == kinds["AdamW"] == "optimizer"
    assert kinds["Lookahead"] == kinds["Wrapper"] == "optimizer wrapper"
    assert (kinds["CosineSchedule"], kinds["EvaluateAverage"]) == ("schedule", "training aid")


def test_a_card_by_hand(sigmoid):
    assert sigmoid.formula == "s(x) = 1 / (1 + e^(−x))"
    assert sigmoid.section("Range") == "(0, 1)"
    assert sigmoid.import_line == "from dlfund.activations import sigmoid"
    assert sigmoid.path.as_posix() == "dlfund/activations/sigmoid.py"
    assert sigmoid.example.startswith(">>> ")
    assert cards.find("Dense").shapes == ("(batch, ..., features)", "(batch, ..., units)")


def test_a_recipe_that_uses_a_concept_is_named(tmp_path):
    (tmp_path / "mine.py").write_text("x = layers.Dense(3, activation='tanh')\ny = optimizers.Lion()\nz = Conv2D\n")
    (tmp_path / "broken.py").write_text("layers.Dense(\n")
    users = {card.name for card in cards.cards(tmp_path) if card.recipes == ("mine",)}
    assert users == {"Dense", "tanh", "Lion"}


@pytest.mark.parametrize("word", ["SIGMOID", "Sigmoid", "hard-sigmoid", "batch_ensemble_dense", "drop out!"])
def test_case_and_hyphens_do_not_matter(word):
    assert cards.find(word).name.lower().replace("_", "") == word.lower().translate(
        {ord(entry): None for entry in "-_ !"}
    )


@pytest.mark.parametrize("word, near", [("sigmod", "sigmoid"), ("atention", "ttention")])
def test_an_unknown_name_gets_the_nearest(word, near):
    with pytest.raises(UserError, match=f"Nearest: .*{near}"):
        cards.find(word)


def test_a_name_that_is_near_nothing():
    with pytest.raises(UserError, match="there is none"):
        cards.find("xyzzy42")


@pytest.mark.parametrize(
    "text, sentence",
    [("the loss", "The loss"), ("a unit", "A unit"), ("m and v", "m and v"), ("a²/3; so", "a²/3; so"), ("GRU", "GRU")],
)
def test_symbols_keep_their_case(text, sentence):
    assert cards.sentence(text) == sentence
