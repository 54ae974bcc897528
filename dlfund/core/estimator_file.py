"""A scikit-learn estimator on disk: written by skops without pickle, read only if it holds nothing unexpected."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dlfund.core.atomic_write import atomic_write
from dlfund.core.errors import UserError, printable

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
    "dlfund.baselines.n_gram.NGram",
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
            raise UserError(
                f"Expected {path} to hold scikit-learn and dlfund types only. It also holds: {', '.join(unexpected)}. "
                "It is not loaded: a model file can run code. Use a file that dlfund wrote."
            )
        return skops.io.load(path, trusted=list(TRUSTED))
    except UserError:
        raise
    except Exception as error:  # a changed file can make skops, NumPy or scikit-learn fail in any way
        raise UserError(f"Expected a saved model at {path}. It can't be read: {reason_of(error)}.") from None


def reason_of(error: Exception) -> str:
    """What a library said of a file, as the end of a sentence."""
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return printable(" ".join(text.split())[:300]).rstrip(".")


def save_estimator(estimator: Any, path: Path) -> None:
    """Write an estimator without pickle, whole or not at all."""
    import skops.io

    with atomic_write(path) as beside:
        skops.io.dump(estimator, beside)
