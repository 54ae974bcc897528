"""A linear border in a space of similarities: the support vector machine with the Gaussian kernel."""

from __future__ import annotations

from scipy.stats import loguniform, uniform
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import TransformedTargetRegressor
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC, SVR

from dlfund.baselines.baseline import LABELLED, Baseline, check_kind, scaled


def support_vectors() -> Baseline:
    """The widest margin between the classes, or the flattest tube around the numbers.

    A support vector machine knows a side of its border and no probability. The probabilities are fitted to its
    margins on rows that it was not trained on (three inner folds): a sigmoid for two classes, a softmax with one
    temperature for more.
    """

    def estimator(schema, seed):
        check_kind("support_vectors", schema, LABELLED, "baselines.k_means() for groups")
        if schema.kind == "regression":
            model = TransformedTargetRegressor(SVR(), transformer=StandardScaler())
        else:
            method = "sigmoid" if schema.kind == "binary" else "temperature"
            model = CalibratedClassifierCV(SVC(), method=method, cv=3, ensemble=False)
        return scaled("support_vectors", schema, ("model", model))

    def space(schema):
        inner = "model__regressor__" if schema.kind == "regression" else "model__estimator__"
        typical = 1 / max(1, len(schema.inputs))  # squared distances of scaled rows grow with their columns
        dials = {f"{inner}C": loguniform(1e-1, 1e3), f"{inner}gamma": loguniform(0.03 * typical, 10 * typical)}
        return dials | ({f"{inner}epsilon": uniform(0.01, 0.5)} if schema.kind == "regression" else {})

    return Baseline(
        name="support_vectors",
        about="support vector machine with the Gaussian kernel; tunes penalty and width; its margins become "
        "probabilities by a sigmoid (two classes) or softmax (more), fitted on inner folds",
        rung="machine learning",
        estimator=estimator,
        space=space,
        most_rows=10_000,  # 20 to 60 s, and four times as long for twice as many
    )
