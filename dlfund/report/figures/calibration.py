"""Calibration: of the rows that were given a probability, how many came true."""

from __future__ import annotations

from typing import Any

from dlfund.comparison.result import Result
from dlfund.report.figures.unit_square import unit_square


def calibration(result: Result) -> dict[str, Any]:
    return unit_square(
        result, "calibration", ("said", "happened"), ("probability said", "share that came true"), "Calibration curve"
    )
