"""The support vector machine with the Gaussian kernel: a linear boundary in a space of similarities."""

from __future__ import annotations

from scipy.stats import loguniform, uniform
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import TransformedTargetRegressor
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC, SVR

from dlfund.baselines.baseline import Baseline, Space, check_kind, scaled
from dlfund.baselines.default_or import DefaultOr
from dlfund.core.task_kind import LABELLED, Answer
from dlfund.data import Schema


def support_vectors() -> Baseline:
    """The widest margin between the classes, or the flattest tube around the numbers.

    A support vector machine has a decision boundary and no probabilities. These are fitted to its margins on rows that
    it was not trained on (three inner folds): a sigmoid for two classes, a softmax with one temperature for more.
    """

    def estimator(schema: Schema, seed: int) -> Pipeline:
        check_kind("support_vectors", schema, LABELLED, "baselines.k_means() for groups")
        if schema.task_kind.has_classes:
            method = "sigmoid" if schema.task_kind.answer is Answer.PROBABILITY else "temperature"
            model = CalibratedClassifierCV(SVC(), method=method, cv=3, ensemble=False)
        else:
            model = TransformedTargetRegressor(SVR(), transformer=StandardScaler())
        return scaled("support_vectors", schema, ("model", model))

    def space(schema: Schema) -> Space:
        inner = "model__estimator__" if schema.task_kind.has_classes else "model__regressor__"
        typical = 1 / max(1, len(schema.inputs))  # squared distances of scaled rows grow with their columns
        width = DefaultOr("scale", loguniform(0.03 * typical, 10 * typical))
        distributions = {f"{inner}C": loguniform(1e-1, 1e3), f"{inner}gamma": width}
        return distributions | ({} if schema.task_kind.has_classes else {f"{inner}epsilon": uniform(0.01, 0.5)})

    return Baseline(
        name="support_vectors",
        about="support vector machine with the Gaussian kernel; tunes penalty and width; where probabilities are asked "
        "for, a sigmoid or softmax fitted on inner folds turns its margins into them",
        approach="machine learning",
        estimator=estimator,
        space=space,
        most_rows=10_000,  # 20 to 60 s, and four times as long for twice as many
    )
