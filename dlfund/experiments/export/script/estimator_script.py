"""A scikit-learn contender as a script that fits it again in every fold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sklearn.base import clone

from dlfund.comparison.running.saved_models import load_estimator
from dlfund.core.task_kind import Answer
from dlfund.experiments.export.script.code_layout import laid_out
from dlfund.experiments.export.script.expression import Expressions, Name
from dlfund.experiments.export.script.finished_contender import FinishedContender
from dlfund.experiments.export.script.script_parts import Script

SEED = "random_state"
PREDICT = {
    Answer.PROBABILITY: '''def predict(fitted, x):
    """The probability of the second class."""
    probabilities = np.zeros((len(x), len(CLASSES)))
    probabilities[:, fitted.classes_] = fitted.predict_proba(x)
    return probabilities[:, 1]''',
    Answer.PROBABILITIES: '''def predict(fitted, x):
    """The probability of every class; 0 for a class that the fitted rows lack."""
    probabilities = np.zeros((len(x), len(CLASSES)))
    probabilities[:, fitted.classes_] = fitted.predict_proba(x)
    return probabilities''',
}
PREDICT_NUMBERS = """def predict(fitted, x):
    return fitted.predict(x)"""


def estimator_parts(contender: FinishedContender, folder: Path, write: Expressions) -> Script:
    """The parts of the script that are this contender's own."""
    estimator = clone(load_estimator(contender.folder / "model.skops"))
    final = contender.settings("final")
    estimator.set_params(**{_path(estimator, name, value): Name(name) for name, value in final.items()})
    seeded = _seeded(estimator, contender.seed("final"))  # every fold draws from a seed of its own
    estimator.set_params(**dict.fromkeys(seeded, Name(SEED)))
    names = [*final, *([SEED] if seeded else [])]
    signature = f"*, {', '.join(names)}" if names else ""
    code = laid_out(write.of(estimator), 4, len("return "))
    kind = contender.schema.task_kind
    known = ", y[rows]" if kind.labelled else ""
    model = f'def model({signature}):\n    """The contender, not fitted yet, with these settings."""\n    return {code}'
    predict = PREDICT.get(kind.answer, PREDICT_NUMBERS)
    if kind.has_classes:
        write.imports.module("numpy", "np")
    fit = f'''def fit(name, x, y, rows):
    """The contender with the settings of a fold, fitted to these rows."""
    return model(**SETTINGS[name]).fit(x.iloc[rows]{known})'''
    settings = {
        fold: contender.settings(fold) | ({SEED: contender.seed(fold)} if seeded else {})
        for fold in [*(fold.name for fold in contender.folds), "final"]
    }
    return Script(functions=[model, fit, predict], settings=write.of(settings))


def _seeded(estimator: Any, seed: int | None) -> list[str]:
    """The parameters that hold the seed of the fold; none in an old run, whose folds had no seeds of their own."""
    known = estimator.get_params().items()
    return [path for path, value in known if path.rsplit("__", 1)[-1] == SEED and seed is not None and value == seed]


def _path(estimator: Any, name: str, value: Any) -> str:
    """The parameter of a hyperparameter: the result keeps the last part of its path."""
    parameters = estimator.get_params()
    meant = [path for path in parameters if path.rsplit("__", 1)[-1] == name]
    return next((path for path in meant if parameters[path] == value), meant[0] if meant else name)
