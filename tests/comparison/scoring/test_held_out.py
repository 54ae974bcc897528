"""Held-out rows confirm the folds' answer, or don't: one paired test of the two models that the folds chose."""

import numpy as np
import pytest
from small_data import small_dataset

from dlfund.comparison.scoring.conclusion import Conclusion
from dlfund.comparison.scoring.held_out import Confirmed, judged
from dlfund.comparison.scoring.metrics import METRICS

HELD = small_dataset(400)


class Saved:
    """A model that is right about a row with this probability."""

    def __init__(self, skill, seed):
        self.skill, self.seed = skill, seed

    def predict(self, table):
        right = np.random.default_rng(self.seed).random(len(table)) < self.skill
        return np.where(right, HELD.y, 1 - HELD.y) * 0.8 + 0.1


def confirmed(first, second, conclusion):
    models = {"ann": Saved(first, 1), "forest": Saved(second, 2), "unsaved": None}
    asked = Confirmed("ann", "forest", conclusion, 0.01)
    return judged(HELD, models, dict.fromkeys(models, True), 0, "accuracy", asked)


@pytest.mark.parametrize(
    ("first", "second", "folds", "end"),
    [
        (0.9, 0.6, Conclusion.BETTER, "This confirms the folds."),
        (0.6, 0.9, Conclusion.BETTER, "This contradicts the folds: rely on neither alone."),
        (0.75, 0.75, Conclusion.WORSE, "This neither confirms nor contradicts the folds."),
        (0.75, 0.75, Conclusion.OPEN, "The folds show no difference either."),
        (0.9, 0.6, Conclusion.OPEN, "The folds, which also include what another training changes, do not show it."),
    ],
)
def test_it_says_whether_it_confirms_the_folds(first, second, folds, end):
    held = confirmed(first, second, folds)
    assert held.sentence.startswith("On the held-out rows, for the two saved models, ")
    assert held.sentence.endswith(end)


def test_the_difference_is_that_of_the_scores_with_a_paired_interval():
    held = confirmed(0.9, 0.6, Conclusion.BETTER)
    predictions = {
        name: Saved(skill, seed).predict(HELD.x) for name, skill, seed in (("ann", 0.9, 1), ("forest", 0.6, 2))
    }
    scores = {name: METRICS["accuracy"].score(HELD.y, values) for name, values in predictions.items()}
    assert held.pair.difference == pytest.approx(scores["ann"] - scores["forest"])
    right = {name: (values > 0.5) == HELD.y for name, values in predictions.items()}
    deviation = np.std(right["ann"].astype(float) - right["forest"]) / np.sqrt(len(HELD))
    assert held.pair.high - held.pair.difference == pytest.approx(1.96 * deviation, rel=0.15)


def test_without_both_models_nothing_is_confirmed():
    asked = Confirmed("ann", "unsaved", Conclusion.BETTER, 0.01)
    held = judged(HELD, {"ann": Saved(0.9, 1), "unsaved": None}, {"ann": True}, 0, "accuracy", asked)
    assert (held.pair, held.sentence) == (None, "")
