"""ROC curves: of the rows that are positive, how many are found, for how many false alarms."""

from __future__ import annotations

from typing import Any

from dlfund.comparison.result import Result
from dlfund.report.figures.unit_square import unit_square


def roc(result: Result) -> dict[str, Any]:
    return unit_square(result, "roc", ("false_alarms", "found"), ("share of false alarms", "share found"), "ROC curve")
