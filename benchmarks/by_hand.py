"""The student recipe as a careful user would write it: KerasTuner, model.fit and scikit-learn. Nothing of dlfund.

Prints one JSON line: each contender's scores a fold and the seconds spent on it, and the processor's seconds.

Run  python benchmarks/by_hand.py --folds 5 --repeats 1 --trials 8
"""

import argparse
import json
import os
import tempfile
import time
from functools import partial

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import keras_tuner
import numpy as np
import pandas as pd
from scipy.stats import loguniform, randint, uniform
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import RandomizedSearchCV, RepeatedStratifiedKFold, StratifiedShuffleSplit
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

EPOCHS, PATIENCE, BATCH = 100, 10, 32


def perceptron(hp):
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1, activation="sigmoid")])
    model.compile(
        keras.optimizers.SGD(hp.Float("learning_rate", 0.03, 1.0, sampling="log", default=0.2)), "binary_crossentropy"
    )
    return model


def ann(hp):
    model = keras.Sequential([keras.Input((3,))])
    for _ in range(hp.Int("hidden_layers", 1, 2)):
        model.add(keras.layers.Dense(hp.Choice("width", [8, 32]), activation="relu"))
    model.add(keras.layers.Dense(1, activation="sigmoid"))
    model.compile(
        keras.optimizers.Adam(hp.Float("learning_rate", 1e-3, 5e-2, sampling="log", default=5e-3)),
        "binary_crossentropy",
    )
    return model


def fit_network(build, x, y, train, validation, development, test, trials, seed):
    scaler = StandardScaler().fit(x[train])
    stopping = keras.callbacks.EarlyStopping(patience=PATIENCE, restore_best_weights=True)
    data = {"validation_data": (scaler.transform(x[validation]), y[validation]), "callbacks": [stopping]}
    with tempfile.TemporaryDirectory() as folder:
        tuner = keras_tuner.RandomSearch(build, "val_loss", max_trials=trials, seed=seed + 1, directory=folder)
        tuner.search(scaler.transform(x[train]), y[train], epochs=EPOCHS, batch_size=BATCH, verbose=0, **data)
        best = tuner.oracle.get_best_trials(1)[0]
    model = build(best.hyperparameters)
    scaler = StandardScaler().fit(x[development])
    epochs = max(1, best.best_step + 1)
    model.fit(scaler.transform(x[development]), y[development], epochs=epochs, batch_size=BATCH, verbose=0)
    return roc_auc_score(y[test], model.predict(scaler.transform(x[test]), verbose=0)[:, 0])


def baselines(seed):
    forest = RandomForestClassifier(n_estimators=100, random_state=seed)
    boosting = HistGradientBoostingClassifier(early_stopping=False, random_state=seed)
    return {
        "majority_class": (DummyClassifier(), {}),
        "logistic_regression": (
            make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000)),
            {"logisticregression__C": loguniform(1e-3, 1e3)},
        ),
        "random_forest": (
            forest,
            {"min_samples_leaf": randint(1, 30), "max_depth": [3, 5, 8, None], "max_features": uniform(0.3, 0.7)},
        ),
        "gradient_boosting": (
            boosting,
            {
                "learning_rate": loguniform(0.01, 0.3),
                "max_iter": randint(20, 200),
                "max_leaf_nodes": randint(2, 16),
                "min_samples_leaf": randint(5, 50),
                "l2_regularization": loguniform(1e-3, 10),
            },
        ),
    }


def fit_baseline(model, space, x, y, train, validation, development, test, trials, seed):
    inner = (np.searchsorted(development, train), np.searchsorted(development, validation))
    if space:
        model = RandomizedSearchCV(model, space, n_iter=trials, cv=[inner], scoring="neg_log_loss", random_state=seed)
    model.fit(x[development], y[development])
    return roc_auc_score(y[test], model.predict_proba(x[test])[:, 1])


def main():
    parser = argparse.ArgumentParser()
    for name in ("folds", "repeats", "trials"):
        parser.add_argument(f"--{name}", type=int, required=True)
    parser.add_argument("--networks-only", action="store_true")
    options = parser.parse_args()
    table = pd.read_csv("datasets/student_pass_fail/data.csv")
    x, y = table.drop(columns="passed").to_numpy(), (table["passed"] == "yes").to_numpy().astype(int)
    cv = RepeatedStratifiedKFold(n_splits=options.folds, n_repeats=options.repeats, random_state=0)
    folds = [
        *cv.split(x, y),
        (np.arange(len(y)), np.arange(len(y))),
    ]  # and once more on all rows, for the model to keep
    scores, seconds = {}, {}
    for number, (development, test) in enumerate(folds):
        inner = StratifiedShuffleSplit(1, test_size=0.2, random_state=number)
        train, validation = (development[np.sort(part)] for part in next(inner.split(development, y[development])))
        rows = (x, y, train, validation, development, test, options.trials, number)
        jobs = {build.__name__: partial(fit_network, build, *rows) for build in (perceptron, ann)}
        if not options.networks_only:
            for name, (model, space) in baselines(number).items():
                jobs[name] = partial(fit_baseline, model, space, *rows)
        for name, job in jobs.items():
            started = time.perf_counter()
            score = job()
            seconds[name] = seconds.get(name, 0) + time.perf_counter() - started
            if number < len(folds) - 1:
                scores.setdefault(name, []).append(score)
    print(json.dumps({"scores": scores, "seconds": seconds, "processor": time.process_time()}))


if __name__ == "__main__":
    main()
