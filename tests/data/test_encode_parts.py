"""The encoders' own parts, each against its formula or a trusted implementation."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import RobustScaler

from dlfund.data.categories import Categories
from dlfund.data.empty_cells import empty_marks
from dlfund.data.layout import Layout
from dlfund.data.levels import Filled, Levels
from dlfund.data.noisy_quantiles import NoisyQuantiles
from dlfund.data.robust_clip import RobustClip
from dlfund.data.text_components import WORD, TextComponents

EIGHTHS = st.integers(-8000, 8000).map(lambda whole: whole / 8)


def test_texts_that_are_all_alike_cause_no_warning():
    texts = pd.DataFrame({"text": ["the same words here"] * 12})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        TextComponents(components=3).fit(texts["text"])


def test_robust_clip_where_the_quartiles_are_one():
    rare = np.array([[0.0], [0.0], [0.0], [0.0], [0.0], [1.0]])  # f = 2 / (1 − 0), so a one becomes 2 / √(1 + 4/9)
    np.testing.assert_allclose(RobustClip().fit_transform(rare).ravel(), [0] * 5 + [2 / np.sqrt(1 + 4 / 9)], rtol=1e-6)


def test_robust_clip_of_a_constant_is_nothing():
    clip = RobustClip().fit(np.full((4, 1), 7.0))
    np.testing.assert_array_equal(clip.transform([[7.0], [1e9]]), [[0], [0]])


@settings(deadline=None)
@given(arrays(float, st.tuples(st.integers(5, 40), st.just(2)), elements=EIGHTHS))
def test_robust_clip_is_robust_scaling_with_its_tails_drawn_in(x):
    quartiles = np.percentile(x, [25, 75], axis=0)
    spread = quartiles[1] > quartiles[0]
    theirs = RobustScaler().fit_transform(x)[:, spread]
    ours = RobustClip().fit_transform(x)
    np.testing.assert_allclose(ours[:, spread], theirs / np.sqrt(1 + (theirs / 3) ** 2), rtol=1e-4, atol=1e-5)
    assert np.abs(ours).max() < 3.00001


def test_robust_clip_of_what_is_far_beyond():
    clip = RobustClip().fit([[0.0], [1e-18], [2e-18], [3e-18], [4e-18]])
    np.testing.assert_allclose(clip.transform([[42.0], [-1e300]]), [[3], [-3]], rtol=1e-6)


def test_robust_clip_keeps_the_digits_of_seconds():
    seconds = 1.7e9 + np.arange(9.0).reshape(-1, 1)  # float32 can't tell them apart
    assert len(np.unique(RobustClip().fit_transform(seconds))) == 9


def test_quantiles_become_normal():
    x = np.random.default_rng(0).lognormal(0, 2, (4000, 1))
    y = NoisyQuantiles().fit_transform(x)
    assert abs(y.mean()) < 0.02
    assert abs(y.std() - 1) < 0.05
    np.testing.assert_array_equal(np.argsort(x, axis=0)[100:-100], np.argsort(y, axis=0)[100:-100])


def test_a_heap_of_equal_values_comes_to_its_middle():
    x = np.repeat([0.0, 1.0], [80, 20]).reshape(-1, 1)
    zero, first = NoisyQuantiles().fit(x).transform([[0.0], [1.0]]).ravel()
    assert zero == pytest.approx(-0.25, abs=0.15)  # Φ⁻¹(0.4)
    assert first == pytest.approx(1.28, abs=0.3)  # Φ⁻¹(0.9)


def test_the_noise_is_the_same_every_time():
    x = np.random.default_rng(0).normal(size=(50, 2)).round(1)
    np.testing.assert_array_equal(NoisyQuantiles().fit_transform(x), NoisyQuantiles().fit_transform(x))


def test_marks_of_empty_cells():
    table = pd.DataFrame({"a": [1.0, None], "b": [1.0, 2.0], "when": pd.to_datetime(["2000-01-01", None])})
    table["words"] = pd.Series([None, "x"], dtype="str")
    marks = empty_marks().fit(table)
    np.testing.assert_array_equal(marks.transform(table), [[0, 0, 1], [1, 1, 0]])  # a, when, words
    np.testing.assert_array_equal(marks.transform(table.assign(b=np.nan)), [[0, 0, 1], [1, 1, 0]])


def test_pickers_of_columns():
    table = pd.DataFrame({"a": [1, 2, 2], "b": [1, 2, 3], "c": [None, None, None]})
    assert Levels(["a", "b", "c"], 1, 2)(table) == ["a"]
    assert Levels(["a", "b", "c"], 3)(table) == ["b"]
    assert Filled(["c", "b"])(table) == ["b"]


def test_categories_have_the_fitted_levels():
    table = pd.DataFrame({"town": pd.Series(["Ulm", None, "Rom"], dtype="str")})
    seen = Categories().fit(table).transform(pd.DataFrame({"town": pd.Series(["Rom", "Oslo", None], dtype="str")}))
    assert seen["town"].cat.categories.tolist() == ["Rom", "Ulm"]
    assert seen["town"].cat.codes.tolist() == [0, -1, -1]


TEXTS = ["a good film", "a bad film", "not good", "not bad", None, "so good"]


def test_text_keeps_the_distances_of_its_words():
    """All directions but one are kept here, so that texts lie about as far apart as their words' weights do."""
    column = pd.Series(TEXTS, dtype="str", name="review")
    components = TextComponents().fit(column)
    actual = components.transform(column)
    texts = TfidfVectorizer(token_pattern=WORD, sublinear_tf=True, min_df=2).fit([text or "" for text in TEXTS])
    weights = texts.transform([text or "" for text in TEXTS]).toarray()
    assert actual.shape == (6, 4)  # a, bad, film, good, not: five words
    assert actual.dtype == np.float32
    kept = (actual**2).sum() / (weights**2).sum()
    assert 0.9 < kept <= 1.0001
    np.testing.assert_array_equal(actual[4], 0)  # without words
    assert components.get_feature_names_out(["review"]).tolist() == [f"review: {place}" for place in range(4)]


@pytest.mark.parametrize("texts", [[None, None], ["", " "], ["one", "two"], ["!!", "??"], ["alone"]])
def test_texts_without_a_word_in_common_say_nothing(texts):
    column = pd.Series(texts, dtype="str")
    assert TextComponents().fit(column).transform(column).shape == (len(texts), 0)


def test_one_word_is_one_component():
    column = pd.Series(["yes", "yes", None], dtype="str")
    np.testing.assert_array_equal(TextComponents().fit(column).transform(column), [[1], [1], [0]])


def test_no_more_components_than_asked_for():
    column = pd.Series([" ".join(f"w{(row * place) % 97}" for place in range(9)) for row in range(200)])
    assert TextComponents(components=5).fit(column).transform(column).shape == (200, 5)


def test_a_layout_is_a_value():
    assert Layout(1, (1, 2)) == Layout(1, (1, 2))
