"""A scikit-learn contender as a script that fits it anew in every fold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sklearn.base import clone

from dlfund.comparison.saved import load_estimator
from dlfund.eject.contender import Contender
from dlfund.eject.expression import Expressions, Name
from dlfund.eject.layout import laid_out
from dlfund.eject.parts import Script

PREDICT = {
    "binary": '''def predict(fitted, x):
    """The probability of the second class."""
    probabilities = np.zeros((len(x), len(CLASSES)))
    probabilities[:, fitted.classes_] = fitted.predict_proba(x)
    return probabilities[:, 1]''',
    "multiclass": '''def predict(fitted, x):
    """The probability of every class; 0 for one that the rows it was fitted to lack."""
    probabilities = np.zeros((len(x), len(CLASSES)))
    probabilities[:, fitted.classes_] = fitted.predict_proba(x)
    return probabilities''',
    "numbers": """def predict(fitted, x):
    return fitted.predict(x)""",
}


def estimator_parts(contender: Contender, folder: Path, write: Expressions) -> Script:
    """The parts of the script that are this contender's own."""
    estimator = clone(load_estimator(contender.folder / "model.skops"))
    final = contender.settings("final")
    estimator.set_params(**{_path(estimator, name, value): Name(name) for name, value in final.items()})
    signature = f"*, {', '.join(final)}" if final else ""
    code = laid_out(write.of(estimator), 4, len("return "))
    classes = bool(contender.schema.classes) and contender.schema.kind != "clustering"
    known = "" if contender.schema.kind == "clustering" else ", y[rows]"
    model = f'def model({signature}):\n    """The contender, not fitted yet, with these settings."""\n    return {code}'
    predict = PREDICT[contender.schema.kind if classes else "numbers"]
    if classes:
        write.imports.module("numpy", "np")
    fit = f'''def fit(name, x, y, rows):
    """The contender with the settings of a fold, fitted to these rows."""
    return model(**SETTINGS[name]).fit(x.iloc[rows]{known})'''
    settings = {fold: contender.settings(fold) for fold in [*(fold.name for fold in contender.folds), "final"]}
    return Script(functions=[model, fit, predict], settings=write.of(settings))


def _path(estimator: Any, name: str, value: Any) -> str:
    """The parameter that a hyperparameter means: the result keeps the last word of its path."""
    parameters = estimator.get_params()
    meant = [path for path in parameters if path.rsplit("__", 1)[-1] == name]
    return next((path for path in meant if parameters[path] == value), meant[0] if meant else name)
