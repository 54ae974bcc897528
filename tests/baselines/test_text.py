"""Pairs of words see a negation; single words do not."""

import pytest
from made_data import texts
from sklearn.metrics import accuracy_score

from dlfund import baselines


def test_pairs_of_words_see_what_words_do_not():
    dataset = texts()
    accuracies = []
    for ngrams in (1, 2):
        model = baselines.tfidf_logistic(ngrams).estimator(dataset.schema, 0)
        model.set_params(model__C=10.0).fit(dataset.x[:160], dataset.y[:160])
        accuracies.append(accuracy_score(dataset.y[160:], model.predict(dataset.x[160:])))
    assert accuracies[0] < 0.75
    assert accuracies[1] == 1.0


def test_they_have_different_names():
    assert [baselines.tfidf_logistic(ngrams).name for ngrams in (1, 2)] == ["tfidf_logistic_1", "tfidf_logistic_2"]


def test_ngrams_are_one_to_three():
    with pytest.raises(ValueError, match=r"Expected ngrams to be 1, 2 or 3. Received: ngrams=0"):
        baselines.tfidf_logistic(0)
