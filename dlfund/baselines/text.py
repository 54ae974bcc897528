"""Words counted and weighted by TF-IDF, then a weighted sum: the baseline for text."""

from __future__ import annotations

from scipy.stats import loguniform
from sklearn.compose import ColumnTransformer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.pipeline import Pipeline

from dlfund.baselines.baseline import Baseline, Space, check_kind
from dlfund.core.task_kind import LABELLED
from dlfund.data import Schema

WORD = r"(?u)\b\w[\w']*"  # also words of one letter, and "don't" as one word
NAMES = {1: "words", 2: "pairs of words", 3: "triples of words"}


def tfidf_logistic(ngrams: int = 1) -> Baseline:
    """A weighted sum of each word's share of a text, in which rare words count more.

    With `ngrams=2` pairs of neighbouring words count as well, so that "not good" may differ from "good".
    """
    if ngrams not in NAMES:
        raise ValueError(f"Expected ngrams to be 1, 2 or 3. Received: ngrams={ngrams!r}.")

    def estimator(schema: Schema, seed: int) -> Pipeline:
        check_kind("tfidf_logistic", schema, LABELLED, "baselines.k_means() for groups")
        counted = TfidfVectorizer(ngram_range=(1, ngrams), token_pattern=WORD)
        model = LogisticRegression(max_iter=1000) if schema.task_kind.has_classes else Ridge()
        encode = ColumnTransformer([("words", counted, text_column("tfidf_logistic", schema))])
        return Pipeline([("encode", encode), ("model", model)])

    def space(schema: Schema) -> Space:
        classes = schema.task_kind.has_classes
        penalty = {"model__C": loguniform(1e-2, 1e3)} if classes else {"model__alpha": loguniform(1e-2, 1e2)}
        return penalty | {
            "encode__words__sublinear_tf": [False, True],
            "encode__words__use_idf": [False, True],
            "encode__words__min_df": [1, 2, 3],
        }

    return Baseline(
        name=f"tfidf_logistic_{ngrams}",
        about=f"counts {' and '.join(list(NAMES.values())[:ngrams])}, weighted by rarity, in a weighted sum; "
        "tunes the penalty and how words are counted",
        approach="machine learning",
        estimator=estimator,
        space=space,
    )


def text_column(name: str, schema: Schema) -> str:
    """The one column of a table of texts.

    Raises:
        ValueError: other columns, or more than one.
    """
    texts = [column.name for column in schema.columns if column.role == "text"]
    if len(texts) != 1 or len(schema.columns) != 1:
        raise ValueError(
            f"Expected one column of text, and no other, for baselines.{name}(). Received: "
            f"{ ({column.name: column.role for column in schema.columns}) }. "
            "For numbers and categories use baselines.logistic_regression()."
        )
    return texts[0]
