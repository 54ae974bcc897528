"""Models on disk: Keras's own format for networks, skops for everything from scikit-learn. Nothing is unpickled."""

from __future__ import annotations

import time
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from dlfund import data
from dlfund.comparison.result import Result
from dlfund.comparison.run_folder import RunError
from dlfund.data import Dataset, Schema
from dlfund.whole_file import whole_file

FILES = ("model.keras", "encoder.skops", "groups.skops", "model.skops")

# What dlfund itself writes and skops does not know; anything else in a file is refused.
TRUSTED = (
    "dlfund.baselines.catboost_trees.CatBoostTrees",
    "dlfund.baselines.damped_biases.DampedBiases",
    "dlfund.baselines.features.Summary",
    "dlfund.baselines.features.Switches",
    "dlfund.baselines.flat_scaling.FlatScaling",
    "dlfund.baselines.floor.ColumnValue",
    "dlfund.baselines.lightgbm_trees.LightGBMTrees",
    "dlfund.baselines.matrix_factorization.MatrixFactorization",
    "dlfund.baselines.rule.RuleClassifier",
    "dlfund.baselines.xgboost_trees.XGBoostTrees",
    "dlfund.data.categories.Categories",
    "dlfund.data.date_parts.date_names",
    "dlfund.data.date_parts.date_numbers",
    "dlfund.data.date_parts.date_parts",
    "dlfund.data.empty_cells.empty_cells",
    "dlfund.data.encode.narrow",
    "dlfund.data.identifier_codes.IdentifierCodes",
    "dlfund.data.levels.Filled",
    "dlfund.data.levels.Levels",
    "dlfund.data.noisy_quantiles.NoisyQuantiles",
    "dlfund.data.robust_clip.RobustClip",
    "dlfund.data.shared_scaling.SharedScaling",
    "dlfund.data.text_components.TextComponents",
    "dlfund.data.token_codes.TokenCodes",
    "functools.partial",  # of check_array, where boosting knows categories
    "numpy.dtype",
    "sklearn.calibration._CalibratedClassifier",
    "sklearn.calibration._SigmoidCalibration",
    "sklearn.calibration._TemperatureScaling",
    "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
    "sklearn.model_selection._split.KFold",
    "sklearn.metrics._dist_metrics.EuclideanDistance64",
    "sklearn.metrics._dist_metrics.ManhattanDistance64",
    "sklearn.neighbors._kd_tree.KDTree",
    "sklearn.tree._tree.Tree",
    "sklearn.utils.validation.check_array",
)


def load_estimator(path: Path) -> Any:
    """A scikit-learn estimator from a .skops file that holds nothing unexpected."""
    import skops.io

    try:
        unexpected = sorted(set(skops.io.get_untrusted_types(file=path)) - set(TRUSTED))
        if unexpected:
            raise RunError(
                f"Expected {path} to hold scikit-learn and dlfund types only. It also holds: {', '.join(unexpected)}. "
                "It is not loaded: a model file can run code. Use a file that dlfund wrote."
            )
        return skops.io.load(path, trusted=list(TRUSTED))
    except (OSError, zipfile.BadZipFile, KeyError) as error:
        reason = getattr(error, "strerror", None) or error
        raise RunError(f"Expected a saved model at {path}. It can't be read: {reason}.") from None


class Baseline:
    """A saved scikit-learn contender: raw table in, predictions out."""

    def __init__(self, folder: Path, schema: Schema) -> None:
        self.estimator, self.schema = load_estimator(folder / "model.skops"), schema

    def predict(self, table: Any) -> np.ndarray:
        from dlfund.baselines.fit import predict

        return np.asarray(predict(self.estimator, self.schema, table))


def load_dataset(result: Result) -> Dataset:
    """The rows that a finished run was made of, loaded again."""
    if "table" in result.content:
        from dlfund.comparison.own_rows import again

        return again(result.content)
    about = result.content["dataset"]
    options = {"option": about.get("option") or None}
    dataset = data.load_dataset(about["name"], **options)
    if about.get("rows") not in (None, len(dataset)):
        dataset = data.load_dataset(about["name"], rows=about["rows"], **options)
    return dataset


def load_model(folder: Path, *, to_train: bool = False, fix: str = "") -> Any:
    """The Keras model of a saved network; to train it, with its loss and its optimizer's memory.

    `fix` is what the user can do if it can't be read.
    """
    import keras

    from dlfund import activations, layers, losses, optimizers  # noqa: F401  (their names stand in the file)

    path = folder / "model.keras"
    try:
        return keras.saving.load_model(path, compile=to_train)
    except (OSError, TypeError, ValueError, KeyError, zipfile.BadZipFile) as error:  # TypeError: an unregistered layer
        reason = " ".join(str(error).split())[:300]
        raise RunError(f"Expected a saved network at {path}. It can't be read: {reason}. {fix}".rstrip()) from None


def load_network(folder: Path) -> Any:
    """A saved network with its encoder."""
    from dlfund.tuning.network import Network

    model, groups = load_model(folder), folder / "groups.skops"
    return Network(model, load_estimator(folder / "encoder.skops"), load_estimator(groups) if groups.exists() else None)


def load(folder: Path, schema: Schema) -> Any:
    """Whatever a contender left in its folder, ready to predict."""
    return load_network(folder) if (folder / "model.keras").exists() else Baseline(folder, schema)


def save_network(network: Any, folder: Path) -> None:
    """Model and encoder, each written beside its place first."""
    from dlfund.baselines.fit import save

    save(network.encoder, folder / "encoder.skops")
    if network.groups is not None:
        save(network.groups, folder / "groups.skops")
    network.model.optimizer.build(network.model.trainable_variables)  # so that training can go on from the file
    with whole_file(folder / "model.keras") as beside:
        network.model.save(beside)


def size(folder: Path) -> int:
    """Bytes of everything needed to predict."""
    return sum((folder / name).stat().st_size for name in FILES if (folder / name).exists())


def predict_seconds_per_1000(model: Any, table: Any, repeats: int = 5) -> float:
    """Median time to predict 1,000 rows in one call, after a first call that may compile."""
    rows = table.iloc[np.arange(1000) % len(table)]
    model.predict(rows)
    seconds = []
    for _ in range(repeats):
        started = time.perf_counter()
        model.predict(rows)
        seconds.append(time.perf_counter() - started)
    return float(np.median(seconds))
