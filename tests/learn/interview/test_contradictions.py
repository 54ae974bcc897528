"""One card's wrong answer is no other card's right one: sentences that are alike are found by their words."""

import re

import pytest

from dlfund.learn.cards.card import cards
from dlfund.learn.interview.question import questions

ALIKE = 0.55  # share of the content words of two sentences that both have
FILLERS = re.compile(
    r"(the|an?|of|is|its?|and|to|in|on|for|with|as|at|by|be|are|so|that|this|than|then|or|not|no|only|from|into|which|what"
    r"|how|each|one|can|does|do|if|but|they|them|has|have|there|more|most|same|all|any|will|would|where|when)$"
)
# read and kept: each is wrong for its own question and right for the other one's
BOTH = {
    frozenset(pair)
    for pair in (
        ("recall", "precision"),  # each is what the other one is not
        ("f1_score", "F1"),  # the card computes the mean in order to reject it
        ("SoftmaxLayer", "sigmoids_are_no_distribution"),  # "belongs before" the loss, "belongs to" it
        ("MeanAbsoluteError", "Poisson"),
        ("Lion", "ClipByValue"),  # an optimizer, and a clipping of gradients
        ("Recorder", "PerceptronLoss"),  # no rule of optimizers, but that of this loss
        ("binary_crossentropy", "CategoricalCrossentropy"),  # one minus the probability, and that probability
        ("Recurrent", "weight_used_twice"),  # other weights for every step, and the same ones
    )
}


def content(sentence):
    return {word[:5] for word in re.findall(r"[a-zà-ÿ]{2,}", sentence.lower()) if not FILLERS.match(word)}


def sentences(text):
    """Those of at least four content words; formulas are held to numbers elsewhere."""
    parts = re.split(r"(?<=[.?!;:]) ", text)
    return [part for part in parts if "=" not in part and "·" not in part and len(content(part)) >= 4]


def right_and_wrong():
    """(name, sentence) of everything that is stated, and of everything that is called wrong."""
    right = [
        (question.name, part)
        for question in questions()
        for part in sentences(f"{question.short} {question.longer} {question.next_question[1]}")
    ]
    deck = cards()
    right += [
        (card.name, part)
        for card in deck
        for part in sentences(f"{card.promise} {' '.join(card.why.split())} {card.answer} {card.correction}")
    ]
    wrong = [(question.name, part) for question in questions() for part in sentences(question.wrong)]
    return right, wrong + [(card.name, part) for card in deck for part in sentences(card.belief)]


def alike(right, wrong):
    """Pairs of a wrong sentence and another one's right sentence that share most of their words."""
    stated = [(name, text, content(text)) for name, text in right]
    for name, text in wrong:
        mine = content(text)
        for other, claim, texts in stated:
            if other != name and len(mine & texts) >= ALIKE * len(mine | texts):
                yield name, text, other, claim


def test_no_wrong_answer_is_another_questions_right_one():
    pairs = [pair for pair in alike(*right_and_wrong()) if frozenset((pair[0], pair[2])) not in BOTH]
    assert not pairs, "\n".join(f"{name}: {text}\n    {other}: {claim}" for name, text, other, claim in pairs)


@pytest.mark.parametrize(
    "right, wrong",
    [
        ("The weights say how much each input counts.", "The weight says how much the input counts."),
        ("Weight decay and an L2 penalty are the same.", "The L2 penalty is the same as weight decay."),
    ],
)
def test_a_contradiction_would_be_seen(right, wrong):
    assert list(alike([("a", right)], [("b", wrong)]))
