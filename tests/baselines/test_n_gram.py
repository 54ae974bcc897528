"""N-grams: what followed the same last words, and shorter endings where a longer one was never seen."""

import numpy as np
import pandas as pd
import pytest

from dlfund.baselines.n_gram import NGram

TEXTS = pd.DataFrame({"text": ["a b", "a b", "c b", "b a"]})
NEXT = np.array([0, 0, 1, 1])


def fitted(**options):
    return NGram(("text",), **options).fit(TEXTS, NEXT)


def test_counts_of_one_ending_worked_out_by_hand():
    """After b: 0 twice, 1 once; of all rows each twice. (2 + 1 · p) / 4 with p = (2 + 1 · 1/2) / 5 = 1/2."""
    shares = fitted(n=2, weight=1.0).predict_proba(pd.DataFrame({"text": ["c b"]}))
    np.testing.assert_allclose(shares, [[2.5 / 4, 1.5 / 4]])


def test_an_ending_never_seen_takes_the_shorter_ones_shares():
    new = pd.DataFrame({"text": ["b b", "d"]})
    np.testing.assert_allclose(fitted(n=3).predict_proba(new)[0], fitted(n=2).predict_proba(new)[0])
    np.testing.assert_allclose(fitted(n=3).predict_proba(new)[1], [0.5, 0.5])


def test_a_longer_ending_tells_what_a_shorter_one_cannot():
    bigram, trigram = (fitted(n=n, weight=0.1).predict_proba(TEXTS)[2] for n in (2, 3))
    assert bigram[0] > 0.5 > trigram[0]


def test_probabilities_sum_to_1():
    assert fitted(n=4).predict_proba(TEXTS).sum(axis=1) == pytest.approx(np.ones(4))


def test_numbers_are_refused_with_a_sentence():
    from made_data import KINDS

    from dlfund import baselines

    with pytest.raises(ValueError, match=r"tfidf_logistic\(\) for numbers"):
        baselines.n_gram().estimator(KINDS["numbers"]().schema, 0)
