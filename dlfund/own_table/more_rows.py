"""Would more data make the network win? The curve in rows of a finished comparison, or why it was left out."""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from dlfund.comparison.compare import Comparison, Contender, score_folds
from dlfund.comparison.crew import Crew
from dlfund.comparison.progress import Watch
from dlfund.comparison.row_curve import (
    LEAST_OF_A_CLASS,
    LEAST_ROWS,
    Sizes,
    chosen,
    fit_points,
    fit_points_within,
    sizes_of,
    trainings,
)
from dlfund.comparison.row_gain import row_gain
from dlfund.comparison.run_folder import RunFolder
from dlfund.outcome import Outcome

KEPT = 0.1  # share of the time for trainings that is kept for the curve
LEFT_OUT = "The curve over the number of rows was left out: "


def more_rows(
    comparison: Comparison, folder: RunFolder, *, reference: str, margin: float, watch: Watch
) -> dict[str, Any]:
    """The curve, as long as it takes; what `results.json` holds under `row_curve`."""
    started, sizes = time.monotonic(), sizes_of(comparison)
    if not sizes.shares:
        return _too_few()
    roles = _roles(comparison, folder, reference)
    share = watch.share(trainings(comparison), "fewer rows")
    fit_points(comparison, folder, sizes, list(roles.values()), share.advance)
    share.finish()
    return _found(comparison, folder, sizes, roles, margin, started)


def more_rows_within(
    comparison: Comparison, folder: RunFolder, crew: Crew, *, reference: str, margin: float, until: float
) -> dict[str, Any]:
    """The curve before `until`, a moment of `time.monotonic()`, or why there was no time for it."""
    started, sizes = time.monotonic(), sizes_of(comparison)
    if not sizes.shares:
        return _too_few()
    roles = _roles(comparison, folder, reference)
    sizes, why = fit_points_within(comparison, folder, sizes, list(roles.values()), crew, until=until)
    if not sizes.folds:
        return {"left_out": LEFT_OUT + why}
    found = _found(comparison, folder, sizes, roles, margin, started)
    return found | ({"note": why} if why else {})


def notes_of(curve: dict[str, Any]) -> list[str]:
    """What a reader should know: that there is none, or that a part of it is missing."""
    said = [curve["left_out"]] if "left_out" in curve else []
    said += [f"The curve over the number of rows: {curve['note']}"] if "note" in curve else []
    if missing := curve.get("failed"):
        said.append(f"The curve over the number of rows has no point for {', '.join(missing)}: the fit failed.")
    return said


def _too_few() -> dict[str, Any]:
    return {
        "left_out": f"{LEFT_OUT}half of the rows must be at least {LEAST_ROWS} to learn from, and {LEAST_OF_A_CLASS} "
        "of every class."
    }


def _roles(comparison: Comparison, folder: RunFolder, reference: str) -> dict[str, Contender]:
    def mean(contender: Contender, outcomes: list[Outcome]) -> float | None:
        scores = [one and one[comparison.task.metric] for one in score_folds(comparison, contender, outcomes)]
        return None if None in scores else float(np.mean(scores))  # type: ignore[arg-type]

    return chosen(comparison, folder, reference, mean)


def _found(
    comparison: Comparison,
    folder: RunFolder,
    sizes: Sizes,
    roles: dict[str, Contender],
    margin: float,
    started: float,
) -> dict[str, Any]:
    return row_gain(comparison, folder, sizes, roles, margin) | {"seconds": time.monotonic() - started}
