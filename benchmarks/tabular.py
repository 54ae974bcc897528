"""Tabular networks against classical models and the torch originals: five folds, seed 0, one thread, CPU seconds a fit.

Run  python benchmarks/tabular.py --sets iris,wine --models linear,realmlp --page
     python benchmarks/tabular.py --list

Each measurement is one fold of one model on one set; it goes into docs/tabular.json, and measuring it again replaces
it. With --seeds 10 it is one seed of ten, over all folds: how much of a difference is luck. The torch originals need
pytabkit, which dlfund never installs: run the same line with an interpreter that has it. LightGBM and CatBoost
likewise. --page writes docs/tabular.md from what has been measured so far.
"""

import argparse
import importlib.util
import json
import os
import time
from pathlib import Path

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS")
os.environ.update(dict.fromkeys(THREADS, "1"), TF_CPP_MIN_LOG_LEVEL="3")
if "xla_cpu_multi_thread_eigen" not in os.environ.get("XLA_FLAGS", ""):
    os.environ["XLA_FLAGS"] = f"{os.environ.get('XLA_FLAGS', '')} --xla_cpu_multi_thread_eigen=false".strip()

import numpy as np
import pandas as pd
import tabular_page
from sklearn import datasets, ensemble, linear_model, neural_network
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.metrics import accuracy_score, log_loss, root_mean_squared_error
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler

ROOT = Path(__file__).parents[1]
MEASURED = ROOT / "docs" / "tabular.json"
SEED, FOLDS = 0, 5


def bundled(load):
    def rows():
        x, y = load(return_X_y=True, as_frame=True)
        return x, y.to_numpy()

    return rows


def friedman():
    x, y = datasets.make_friedman1(2000, noise=1.0, random_state=SEED)
    return pd.DataFrame(x).add_prefix("x"), y


def mixed():
    """20,000 generated customers: five numbers, two categories; the true probabilities have a log-loss of their own."""
    path = ROOT / "datasets" / "mixed_table" / "generate.py"
    spec = importlib.util.spec_from_file_location("mixed_table", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    table = module.table(rows=20_000, seed=SEED)
    return table.drop(columns="buys_again"), (table["buys_again"] == "yes").to_numpy().astype(int)


SETS = {
    "iris": bundled(datasets.load_iris),
    "wine": bundled(datasets.load_wine),
    "breast_cancer": bundled(datasets.load_breast_cancer),
    "digits": bundled(datasets.load_digits),
    "diabetes": bundled(datasets.load_diabetes),
    "friedman": friedman,
    "mixed": mixed,
}
NUMBERS = ("diabetes", "friedman")  # sets whose target is a number


def encoded(model, categories):
    """Numbers scaled, words as one-hot columns or as codes."""
    categorical = make_column_selector(dtype_exclude="number")
    step = make_column_transformer((categories, categorical), remainder=StandardScaler(), sparse_threshold=0)
    return make_pipeline(step, model)


def one_hot(model):
    return encoded(model, OneHotEncoder(handle_unknown="ignore"))


def codes(model):
    return encoded(model, OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1))


def of_sklearn(classifier, regressor, wrap=one_hot):
    return lambda number: wrap(regressor() if number else classifier())


def boosting(number):
    kind = ensemble.HistGradientBoostingRegressor if number else ensemble.HistGradientBoostingClassifier
    return codes(kind(random_state=SEED))


def lightgbm(number):
    import lightgbm

    kind = lightgbm.LGBMRegressor if number else lightgbm.LGBMClassifier
    return codes(kind(random_state=SEED, n_jobs=1, verbose=-1))


def catboost(number):
    import catboost

    kind = catboost.CatBoostRegressor if number else catboost.CatBoostClassifier
    return codes(kind(random_seed=SEED, thread_count=1, verbose=False, allow_writing_files=False))


def dlfund(*arguments, **options):
    def make(number):
        from dlfund import NetworkClassifier, NetworkRegressor

        return (NetworkRegressor if number else NetworkClassifier)(*arguments, random_state=SEED, **options)

    return make


def pytabkit(classifier, regressor, **options):
    """Epochs chosen on the loss by a fifth of the rows, and no smoothed labels, as in dlfund's networks."""

    def make(number):
        import pytabkit

        kind = getattr(pytabkit, regressor if number else classifier)
        chosen = options if number else options | {"val_metric_name": "cross_entropy"}
        if not number and classifier.startswith("RealMLP"):
            chosen = chosen | {"use_ls": False}
        return kind(device="cpu", n_threads=1, random_state=SEED, **chosen)

    return make


TIMED = 40  # epochs of a fit whose seconds are compared: TabM stops where its validation rows say, each at another
MINI = {"arch_type": "tabm-mini", "tabm_k": 16, "d_block": 256, "n_blocks": 2, "num_emb_type": "pwl"}
MODELS = {
    "linear": of_sklearn(lambda: linear_model.LogisticRegression(max_iter=2000), lambda: linear_model.RidgeCV()),
    "forest": of_sklearn(
        lambda: ensemble.RandomForestClassifier(random_state=SEED),
        lambda: ensemble.RandomForestRegressor(random_state=SEED),
    ),
    "boosting": boosting,
    "lightgbm": lightgbm,
    "catboost": catboost,
    "mlp": of_sklearn(
        lambda: neural_network.MLPClassifier(max_iter=500, random_state=SEED),
        lambda: neural_network.MLPRegressor(max_iter=500, random_state=SEED),
    ),
    "default": dlfund(),
    "realmlp": dlfund("realmlp", members=1),
    "realmlp_td_s": dlfund("realmlp_td_s", members=1),
    "tabm": dlfund("tabm", members=1),
    "tabm_5": dlfund("tabm", members=5),
    "tabm_timed": dlfund("tabm", members=1, epochs=TIMED, patience=TIMED),
    "torch_realmlp": pytabkit("RealMLP_TD_Classifier", "RealMLP_TD_Regressor"),
    "torch_tabm": pytabkit("TabM_D_Classifier", "TabM_D_Regressor", **MINI),
    "torch_tabm_timed": pytabkit("TabM_D_Classifier", "TabM_D_Regressor", n_epochs=TIMED, patience=TIMED, **MINI),
}


def measure(name, model, folds, seed=SEED):
    """One entry a fold: accuracy and log-loss, or the root of the mean squared error; and CPU seconds of the fit."""
    x, y = SETS[name]()
    number = name in NUMBERS
    cut = (KFold if number else StratifiedKFold)(FOLDS, shuffle=True, random_state=SEED)
    for fold, (train, test) in enumerate(cut.split(x, y)):
        if fold >= folds:
            break
        estimator = MODELS[model](number)
        if seed != SEED:
            estimator.set_params(random_state=seed)
        started = time.process_time()
        estimator.fit(x.iloc[train], y[train])
        seconds = time.process_time() - started
        yield fold, {**scores(estimator, x.iloc[test], y[test], number), "seconds": round(seconds, 3)}


def of_seeds(name, model, seeds):
    """One entry a seed: each score's mean over the folds, which stay the same."""
    for seed in range(seeds):
        folds = [scores for _, scores in measure(name, model, FOLDS, seed)]
        yield seed, {score: float(np.mean([fold[score] for fold in folds])) for score in folds[0]}


def scores(estimator, x, y, number):
    if number:
        return {"rmse": float(root_mean_squared_error(y, np.ravel(estimator.predict(x))))}
    p = np.asarray(estimator.predict_proba(x), dtype=float)
    p = np.clip(p, 1e-7, None)
    p /= p.sum(axis=1, keepdims=True)
    return {"accuracy": float(accuracy_score(y, p.argmax(axis=1))), "log_loss": float(log_loss(y, p))}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", default=",".join(SETS), help=", ".join(SETS))
    parser.add_argument("--models", default=",".join(MODELS), help=", ".join(MODELS))
    parser.add_argument("--folds", type=int, default=FOLDS, help="the first so many of five")
    parser.add_argument("--seeds", type=int, help="measure so many seeds of each network instead of folds")
    parser.add_argument("--json", type=Path, default=MEASURED)
    parser.add_argument("--page", action="store_true", help="write docs/tabular.md afterwards")
    parser.add_argument("--list", action="store_true", help="print sets and models, and measure nothing")
    chosen = parser.parse_args()
    if chosen.list:
        print("sets:  ", *SETS)
        print("models:", *MODELS)
        return
    for name in filter(None, chosen.sets.split(",")):
        for model in filter(None, chosen.models.split(",")):
            try:
                of = of_seeds(name, model, chosen.seeds) if chosen.seeds else measure(name, model, chosen.folds)
                for place, scores in of:
                    keep(chosen.json, name, model + tabular_page.SEEDS if chosen.seeds else model, place, scores)
                    print(name, model, place, scores, flush=True)
            except ImportError as error:
                print(f"{model} on {name} is left out: {error.name} is not installed.")
    if chosen.page:
        (ROOT / "docs" / "tabular.md").write_text(tabular_page.page(json.loads(chosen.json.read_text())))


def keep(path, name, model, fold, scores):
    measured = json.loads(path.read_text()) if path.exists() else {}
    measured.setdefault(name, {}).setdefault(model, {})[str(fold)] = scores
    path.write_text(json.dumps(measured, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
