"""Calibration: how often the positive class came true, by predicted probability."""

from __future__ import annotations

from dlfund.comparison.result.result import Result
from dlfund.report.figures.unit_square import unit_square


def calibration(result: Result) -> dict[str, object]:
    return unit_square(result, "calibration", ("predicted probability", "share that came true"), "Calibration curve")
