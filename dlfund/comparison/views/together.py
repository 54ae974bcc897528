"""All views of one comparison. One that can't be made is said, and takes nothing else along."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dlfund.comparison.views.code_map import code_map
from dlfund.comparison.views.confusion import confusion
from dlfund.comparison.views.example_rows import example_rows
from dlfund.comparison.views.first_layer import first_layer
from dlfund.comparison.views.forecast import forecast
from dlfund.comparison.views.neighbours import neighbours
from dlfund.comparison.views.residuals import residuals
from dlfund.comparison.views.seen import Seen
from dlfund.comparison.views.words import words

VIEWS: dict[str, Callable[[Seen], dict[str, Any]]] = {
    "confusion": confusion,
    "residuals": residuals,
    "example_rows": example_rows,
    "first_layer": first_layer,
    "forecast": forecast,
    "neighbours": neighbours,
    "words": words,
    "code_map": code_map,
}


def views(seen: Seen) -> tuple[dict[str, Any], list[str]]:
    """Name to view, of those that apply; and a sentence for each that failed: a picture is not worth a run."""
    found: dict[str, Any] = {}
    failed = []
    for name, view in VIEWS.items():
        try:
            drawn = view(seen)
        except Exception as error:
            reason = " ".join(str(error).split())[:200]
            failed.append(f"The page lacks one picture ({name}): {type(error).__name__}: {reason}")
            continue
        if drawn:
            found[name] = drawn
    return found, failed
