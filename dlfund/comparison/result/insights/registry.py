"""All insights into one finished run."""

from __future__ import annotations

import time
from functools import partial

from dlfund.comparison.result.finished_run import FinishedRun
from dlfund.comparison.result.insights.agreement import agreement
from dlfund.comparison.result.insights.importance import importance
from dlfund.comparison.result.insights.mixture import mixture
from dlfund.comparison.result.insights.segments import segments
from dlfund.comparison.result.insights.tested_rows import loss_for
from dlfund.comparison.result.insights.unseen_rows import unseen_rows
from dlfund.comparison.result.sections import Noted, Section

SECONDS = 120.0  # that the importance of columns may take without a time limit
SHARE = 0.4  # of the time that is left, with a time limit; the rest is for the page


def insight_sections(*, until: float | None = None) -> list[Section]:
    """The registry of insights as sections of a result.

    Args:
        until: float or None. The `time.monotonic()` by which everything must be finished, including the page.
    """
    return [
        Section("agreement", "errors together", agreement, "insights"),
        Section("segments", "where the network helps", segments, "insights"),
        Section("mixture", "the mixture of both", mixture, "insights"),
        Section("importance", "which columns matter", partial(_importance, until=until), "insights"),
    ]


def _importance(run: FinishedRun, until: float | None) -> Noted:
    if not run.shown:
        return Noted(None, "")
    if run.shown == [run.task_kind.floor]:
        return Noted(None, "Which columns matter was not measured: the only saved model looks at no column.")
    started = time.monotonic()
    seconds = SECONDS if until is None else SHARE * (until - started)
    parts, why = unseen_rows(run, run.held, seconds)
    if why:
        return Noted(None, why)
    left = seconds - (time.monotonic() - started)
    loss, seed = loss_for(run, run.shown), run.comparison.protocol.seed
    view, why = importance(parts, run.comparison.dataset, loss, seed=seed, seconds=left)
    if view is not None:
        view["held_out"], view["folds"] = run.held is not None, 0 if run.held is not None else len(parts)
    return Noted(view, why)
