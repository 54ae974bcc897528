"""ROC curves: the share of positive rows that is found, by the share of false alarms."""

from __future__ import annotations

from dlfund.comparison.result.result import Result
from dlfund.report.figures.unit_square import unit_square


def roc(result: Result) -> dict[str, object]:
    return unit_square(result, "roc", ("share of false alarms", "share found"), "ROC curve")
