"""What an encoding learned, as plain data: enough to encode a row in any programming language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict

import numpy as np


class EncodingFacts(TypedDict, total=False):
    """What one transformer is and has learned; of a pipeline its steps, of a column transformer its parts."""

    name: str
    columns: object
    kind: str
    parts: list[EncodingFacts]
    steps: list[EncodingFacts]
    parameters: dict[str, object]
    learned: dict[str, object]


def encoding_facts(estimator: Any) -> EncodingFacts:
    """A fitted transformer, or a pipeline without its model, as names, numbers and text.

    Example:
        >>> from sklearn.preprocessing import StandardScaler
        >>> encoding_facts(StandardScaler().fit([[0.0], [2.0]]))["learned"]["mean_"]
        [1.0]
    """
    if hasattr(estimator, "transformers_"):
        parts: list[EncodingFacts] = [
            {"name": name, "columns": _plain(columns), **encoding_facts(part)}
            for name, part, columns in estimator.transformers_
            if len(columns)
        ]
        return {"kind": type(estimator).__name__, "parts": parts}
    if hasattr(estimator, "steps"):
        encoding = [step for _, step in estimator.steps if hasattr(step, "transform")]
        return {"kind": type(estimator).__name__, "steps": [encoding_facts(step) for step in encoding]}
    if isinstance(estimator, str):
        return {"kind": estimator}
    learned = {name: _plain(value) for name, value in vars(estimator).items() if _is_learned(name)}
    told = estimator.get_params(deep=False) if hasattr(estimator, "get_params") else {}
    return {
        "kind": type(estimator).__name__,
        "parameters": {name: _plain(value) for name, value in told.items()},
        "learned": {name: value for name, value in learned.items() if value is not None},
    }


def _is_learned(name: str) -> bool:
    """By scikit-learn's convention."""
    return name.endswith("_") and not name.startswith("_")


def _plain(value: Any) -> Any:
    """The value as JSON has it; an object that is no number, text or list of these becomes the name of its type."""
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return value if np.isfinite(value) else str(value)
        case np.generic():
            return _plain(value.item())
        case np.ndarray():
            return [_plain(element) for element in value.tolist()]
        case list() | tuple():
            return [_plain(element) for element in value]
        case Mapping():
            return {str(key): _plain(element) for key, element in value.items()}
    if hasattr(value, "get_params"):
        return encoding_facts(value)
    return getattr(value, "__name__", type(value).__name__)
