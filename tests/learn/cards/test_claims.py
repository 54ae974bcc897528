"""What a card claims can be checked: defaults by the signature, sources by their form, limits by measuring them."""

import importlib
import inspect
import re

import numpy as np
import pytest
from contracts.gradients import gradient, numbers
from keras import ops

from dlfund import activations
from dlfund.learn.cards import card as cards

ALL = cards.cards()
IDENTIFIER = re.compile(
    r"arXiv:\d{4}\.\d{4,5}|doi:10\.\d{4,}/\S+|[\w.~-]+\.(org|press|com|io|net|edu)(/[\w.~?=-]+)+"
    r"|, pages \d+–\d+\)|\((MIT Press|Manning|Butterworths|Marcel Dekker|Firmin Didot|Perthes and Besser|Coursera"
    r"|Addison-Wesley)\)|\(PhD thesis, \w+\)"
)
AUTHOR_AND_YEAR = re.compile(r"(?:.*: )?[A-Zv][^\d]*?,? (1[789]|20)\d\d\b")


SHARED = (  # of `Weighted`, `Cell` and `Recurrent`, the same for every layer that has them
    *("_initializer", "_regularizer", "_constraint", "dropout", "seed"),
    *("return_sequences", "return_state", "go_backwards", "stateful", "unroll", "zero_output_for_mask"),
)


def component(card):
    return getattr(importlib.import_module(f"dlfund.{card.place}"), card.name)


@pytest.mark.parametrize("card", [card for card in ALL if card.defaults], ids=lambda card: card.name)
def test_the_defaults_are_the_signatures(card):
    parameters = inspect.signature(component(card)).parameters
    stated = eval(f"dict({card.defaults})")  # noqa: S307 - read from our own sources
    real = {name: parameter.default for name, parameter in parameters.items()}
    assert stated == {name: real[name] for name in stated}
    left_out = {name for name, default in real.items() if default is not inspect.Parameter.empty} - stated.keys()
    assert not [name for name in left_out - {"name"} if not name.endswith(SHARED)]


def test_most_cards_state_their_defaults():
    assert sum(bool(card.defaults) for card in ALL) > 100


@pytest.mark.parametrize("card", ALL, ids=lambda card: card.name)
def test_every_source_has_an_author_a_year_and_an_identifier(card):
    sources = [part for part in card.section("Reference").split("; ") if re.search(r"\b(1[789]|20)\d\d\b", part)]
    assert sources
    for source in sources:
        assert AUTHOR_AND_YEAR.match(source), source
        assert IDENTIFIER.search(source), source


def test_no_two_cards_share_a_title():
    titles = [card.title for card in ALL]
    assert len(titles) == len(set(titles))


# name -> the words of the card's limit, and the same as a function of the slopes measured at x
LIMITS = {
    "elu": ("for x < −5 the slope is under 0.007", lambda x, slope: np.abs(slope[x < -5]).max() < 0.007),
    "gelu": ("for x < −4 the slope is under 0.0006", lambda x, slope: np.abs(slope[x < -4]).max() < 0.0006),
    "hard_sigmoid": ("for |x| ≥ 3 the slope is exactly 0", lambda x, slope: not slope[np.abs(x) > 3].any()),
    "leaky_relu": ("never", lambda x, slope: np.abs(slope).min() >= 0.19),
    "linear": ("never", lambda x, slope: np.abs(slope).min() == 1),
    "mish": ("for x < −8 the slope is under 0.003", lambda x, slope: np.abs(slope[x < -8]).max() < 0.003),
    "relu": ("for x < 0 the slope is exactly 0", lambda x, slope: not slope[x < 0].any()),
    "selu": ("for x < −5 the slope is under 0.012", lambda x, slope: np.abs(slope[x < -5]).max() < 0.012),
    "sigmoid": ("for |x| > 6 the slope is under 0.0025", lambda x, slope: slope[np.abs(x) > 6].max() < 0.0025),
    "sign": ("everywhere: the slope is 0", lambda x, slope: not slope.any()),
    "silu": ("for x < −8 the slope is under 0.003", lambda x, slope: np.abs(slope[x < -8]).max() < 0.003),
    "softplus": ("for x < −6 the slope is under 0.0025", lambda x, slope: slope[x < -6].max() < 0.0025),
    "step": ("everywhere: the slope is 0", lambda x, slope: not slope.any()),
    "straight_through_step": ("never in the backward direction", lambda x, slope: slope.min() == 1),
    "tanh": ("for |x| > 3 the slope is under 0.01", lambda x, slope: slope[np.abs(x) > 3].max() < 0.01),
}
# those of several numbers are held to their Jacobians in tests/activations
OF_SEVERAL = {"glu", "log_softmax", "softmax", "ParametricBlend"}


def test_every_activations_limit_is_measured():
    assert set(LIMITS) | OF_SEVERAL == {card.name for card in ALL if card.kind == "activation"}


@pytest.mark.parametrize("name", LIMITS)
def test_an_activation_saturates_where_its_card_says(name):
    stated, holds = LIMITS[name]
    assert stated in cards.find(name).section("Saturates")
    x = np.linspace(-20, 20, 4002, dtype="float32")  # no point is 0 or another corner
    assert holds(x, gradient(getattr(activations, name), x, weights=1.0))


RANGES = {  # the ends as numbers, and whether the values reach them
    "(−alpha, ∞)": (-1.0, np.inf),
    "[−0.17, ∞)": (-0.17, np.inf),
    "[0, 1]": (0.0, 1.0),
    "(−∞, ∞)": (-np.inf, np.inf),
    "[−0.31, ∞)": (-0.31, np.inf),
    "[0, ∞)": (0.0, np.inf),
    "(−1.7581, ∞)": (-1.7581, np.inf),
    "(0, 1)": (0.0, 1.0),
    "{−1, 0, 1}": (-1.0, 1.0),
    "[−0.28, ∞)": (-0.28, np.inf),
    "(0, ∞)": (0.0, np.inf),
    "{0, 1}": (0.0, 1.0),
    "(−1, 1)": (-1.0, 1.0),
}


@pytest.mark.parametrize("name", LIMITS)
def test_an_activations_values_fill_the_range_on_its_card(name):
    low, high = RANGES[cards.find(name).section("Range")]
    values = numbers(getattr(activations, name)(ops.convert_to_tensor(np.linspace(-200, 200, 40_001, dtype="float32"))))
    for end, reached in ((low, values.min()), (high, values.max())):
        if np.isfinite(end):
            assert reached == pytest.approx(end, abs=0.005)
        else:
            assert abs(reached) > 30  # leaky ReLU gets a fifth of −200


def test_log_of_softmax_ends_where_the_card_says():
    """At a lead of 88 where subnormal numbers become 0 (TensorFlow), of 104 where they are kept."""
    leads = np.arange(80.0, 110.0, dtype="float32")
    scores = np.stack([np.zeros_like(leads), leads], axis=1)
    logarithms = numbers(ops.log(activations.softmax(ops.convert_to_tensor(scores))))[:, 0]
    first = leads[np.isinf(logarithms)].min()
    assert 87 <= first <= 89 or 103 <= first <= 105
    stated = cards.find("log_softmax").section("Misconception")
    assert "about 88 (TensorFlow) or 104" in stated
    exact = numbers(activations.log_softmax(ops.convert_to_tensor(scores)))[:, 0]
    np.testing.assert_allclose(exact, -leads, rtol=1e-6)


ADVICE = re.compile(r"\b(first choice|default|usual|today|rarely|replaced by|first recurrent|in practice)\b")


ADVISING = [card for card in ALL if ADVICE.search(card.section("Use"))]


@pytest.mark.parametrize("card", ADVISING, ids=lambda card: card.name)
def test_advice_names_its_year(card):
    """What is usual changes: such a sentence says when it was true, and what it depends on."""
    assert re.search(r"\b20\d\d\b", card.section("Use"))
