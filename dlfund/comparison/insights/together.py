"""All insights of one comparison. One that can't be had is said, and takes nothing else along."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Any

from dlfund.comparison.insights.agreement import agreement
from dlfund.comparison.insights.importance import importance
from dlfund.comparison.insights.mixture import mixture
from dlfund.comparison.insights.segments import segments
from dlfund.comparison.insights.tested import loss_for
from dlfund.comparison.insights.unseen import unseen
from dlfund.comparison.views import Seen
from dlfund.data import Dataset

SECONDS = 120.0  # that the importance of columns may take where nobody named an end
SHARE = 0.4  # of the time that is left, where somebody did; the rest is for the page


def insights(
    seen: Seen, held: Dataset | None, *, margin: float, until: float | None = None
) -> tuple[dict[str, Any], list[str]]:
    """Name to insight, of those that apply; and a sentence for each that failed.

    Args:
        seen: Seen. A finished comparison.
        held: Dataset or None. Rows that were held out from it.
        margin: float. What difference in the metric is practically none.
        until: float or None. The `time.monotonic()` at which all is to be done, the page too.
    """
    found: dict[str, Any] = {}
    notes: list[str] = []
    words = {"agreement": "errors together", "segments": "where the network helps", "mixture": "the mixture of both"}
    made: dict[str, Callable[[], dict[str, Any]]] = {
        "agreement": partial(agreement, seen),
        "segments": partial(segments, seen),
        "mixture": partial(mixture, seen, margin),
    }
    for name, make in made.items():
        try:
            if view := make():
                found[name] = view
        except Exception as error:
            notes.append(_failed(words[name], error))
    try:
        view, sentence = _importance(seen, held, SECONDS if until is None else SHARE * (until - time.monotonic()))
    except Exception as error:
        view, sentence = {}, _failed("which columns matter", error)
    return found | ({"importance": view} if view else {}), notes + ([sentence] if sentence else [])


def _importance(seen: Seen, held: Dataset | None, seconds: float) -> tuple[dict[str, Any], str]:
    if not seen.shown:
        return {}, ""
    started = time.monotonic()
    parts, why = unseen(seen, held, seconds)
    if why:
        return {}, why
    left = seconds - (time.monotonic() - started)
    loss, seed = loss_for(seen, seen.shown), seen.comparison.protocol.seed
    view, why = importance(parts, seen.comparison.dataset, loss, seed=seed, seconds=left)
    return view and view | {"held_out": held is not None, "folds": 0 if held is not None else len(parts)}, why


def _failed(what: str, error: Exception) -> str:
    reason = " ".join(str(error).split())[:200]
    return f"The page lacks a part ({what}): {type(error).__name__}: {reason}"
