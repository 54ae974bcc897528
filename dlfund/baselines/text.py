"""Words counted and weighted, then a weighted sum: the text model to beat."""

from __future__ import annotations

from scipy.stats import loguniform
from sklearn.compose import ColumnTransformer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.pipeline import Pipeline

from dlfund.baselines.baseline import LABELLED, Baseline, check_kind

WORD = r"(?u)\b\w[\w']*"  # words of one letter too, and "don't" as one word
NAMES = {1: "words", 2: "pairs of words", 3: "triples of words"}


def tfidf_logistic(ngrams: int = 1) -> Baseline:
    """Each word's share of a text, rare words counting more, in a weighted sum.

    With `ngrams=2` pairs of neighbouring words count as well, so that "not good" may differ from "good".
    """
    if ngrams not in NAMES:
        raise ValueError(f"Expected ngrams to be 1, 2 or 3. Received: ngrams={ngrams!r}.")

    def estimator(schema, seed):
        check_kind("tfidf_logistic", schema, LABELLED, "baselines.k_means() for groups")
        counted = TfidfVectorizer(ngram_range=(1, ngrams), token_pattern=WORD)
        model = Ridge() if schema.kind == "regression" else LogisticRegression(max_iter=1000)
        encode = ColumnTransformer([("words", counted, _text_column(schema))])
        return Pipeline([("encode", encode), ("model", model)])

    def space(schema):
        penalty = {"model__alpha": loguniform(1e-2, 1e2)} if schema.kind == "regression" else {}
        return (penalty or {"model__C": loguniform(1e-2, 1e3)}) | {
            "encode__words__sublinear_tf": [False, True],
            "encode__words__use_idf": [False, True],
            "encode__words__min_df": [1, 2, 3],
        }

    return Baseline(
        name=f"tfidf_logistic_{ngrams}",
        about=f"counts {' and '.join(list(NAMES.values())[:ngrams])}, weighted by rarity, in a weighted sum; "
        "tunes the penalty and how words are counted",
        rung="machine learning",
        estimator=estimator,
        space=space,
    )


def _text_column(schema):
    texts = [column.name for column in schema.columns if column.role == "text"]
    if len(texts) != 1 or len(schema.columns) != 1:
        raise ValueError(
            "Expected one column of text, and no other, for baselines.tfidf_logistic(). Received: "
            f"{ ({column.name: column.role for column in schema.columns}) }. "
            "For numbers and categories use baselines.logistic_regression()."
        )
    return texts[0]
