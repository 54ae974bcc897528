"""Would more rows help the network? The learning curve of a finished comparison, or why it was left out."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dlfund.comparison.contender import Contender
from dlfund.comparison.result.learning_curve_gain import learning_curve
from dlfund.comparison.running.executor import Executor
from dlfund.comparison.running.fold_loop import Comparison
from dlfund.comparison.running.learning_curve import (
    LEAST_OF_A_CLASS,
    LEAST_ROWS,
    chosen,
    fit_points,
    sizes_of,
    trainings,
)
from dlfund.comparison.running.progress import Watch
from dlfund.comparison.running.run_folder import RunFolder
from dlfund.comparison.scoring.margin import margin_of
from dlfund.comparison.scoring.metrics import METRICS
from dlfund.comparison.scoring.scored import Scored
from dlfund.core.outcome import Outcome
from dlfund.core.progress import not_reported

KEPT = 0.1  # share of the training time that is reserved for the curve
LEFT_OUT = "The curve over the number of rows was left out: "


@dataclass(frozen=True)
class CurveSettings:
    """What the curve is compared with, and how long it may take.

    Args:
        reference: str. The contender that the others are compared with.
        margin: float or None. The equivalence margin, in the metric's units; None: the run's.
        deadline: float or None. A moment of `time.monotonic()`; None sets no limit.
    """

    reference: str
    margin: float | None = None
    deadline: float | None = None


def more_rows(
    comparison: Comparison,
    folder: RunFolder,
    executor: Executor,
    settings: CurveSettings,
    known: Callable[[], Sequence[Scored]],
    watch: Watch | None = None,
) -> dict[str, Any]:
    """The curve, or why there is none, as `results.json` has it under `row_curve`.

    Args:
        known: function. Gives the scores of every contender, of which the margin is a share; asked only if needed.
    """
    started, sizes = time.monotonic(), sizes_of(comparison)
    if not sizes.shares:
        return _too_few()
    roles = _roles(comparison, folder, settings.reference)
    share = watch.share(trainings(comparison), "fewer rows") if watch else None
    progress = share.advance if share else not_reported
    sizes, why = fit_points(
        comparison, folder, sizes, list(roles.values()), executor, deadline=settings.deadline, progress=progress
    )
    if share:
        share.finish()
    if not sizes.folds:
        return {"left_out": LEFT_OUT + why}
    metric, floor = METRICS[comparison.task.metric], comparison.task.task_kind.floor
    margin = margin_of(known(), metric, floor, asked=None).value if settings.margin is None else settings.margin
    curve = learning_curve(comparison, folder, sizes, roles, margin)
    return {**curve, "seconds": time.monotonic() - started} | ({"note": why} if why else {})


def notes_of(curve: dict[str, Any]) -> list[str]:
    """What a reader should know: that there is no curve, or that points are missing."""
    notes = [curve["left_out"]] if "left_out" in curve else []
    notes += [f"The curve over the number of rows: {curve['note']}"] if "note" in curve else []
    if missing := curve.get("failed"):
        why = "the fit failed, or it has no score"
        notes.append(f"The curve over the number of rows has no point for {', '.join(missing)}: {why}.")
    return notes


def _too_few() -> dict[str, str]:
    return {
        "left_out": f"{LEFT_OUT}half of the training rows must be at least {LEAST_ROWS} rows, "
        f"{LEAST_OF_A_CLASS} of every class."
    }


def _roles(comparison: Comparison, folder: RunFolder, reference: str) -> dict[str, Contender]:
    def mean(contender: Contender, outcomes: list[Outcome]) -> float | None:
        """Over validation rows: if test rows chose, the difference on them would be biased."""
        scores = [outcome.validation for outcome in outcomes]
        return None if None in scores else float(np.mean(scores))  # type: ignore[arg-type]

    return chosen(comparison, folder, reference, mean)
