"""Rows to look at: images and sequences of every class, and what the best network gets wrong."""

from __future__ import annotations

from typing import Any

from dlfund.comparison.result import Result
from dlfund.report import numbers
from dlfund.report.contender import Contender
from dlfund.report.figures.thumbnail import thumbnail


def examples(result: Result) -> dict[str, Any]:
    """Thumbnails by class; missed rows with the true class and what the best network and baseline said."""
    view = (result.content.get("views") or {}).get("example_rows") or {}
    if not view:
        return {"classes": [], "missed": []}
    images = len(view["shape"]) == 3
    classes = [
        {"label": one["label"], "rows": [thumbnail(row, f"a row of class {one['label']}") for row in one["rows"]]}
        for one in view["examples"]
    ]
    missed = [
        {
            "svg": thumbnail(one["values"], f"row {one['row']}, of class {one['truth']}, called {_called(one)}"),
            "truth": one["truth"],
            "sure": numbers.percent(one["sure"]),
            "said": [
                {"contender": Contender(result.contender(name), result), "class": said, "right": said == one["truth"]}
                for name, said in one["said"].items()
            ],
        }
        for one in view["missed"]
    ]
    return {"classes": classes, "missed": missed, "images": images, "what": "images" if images else "sequences"}


def _called(one: dict[str, Any]) -> str:
    return ", ".join(f"{said} by {name}" for name, said in one["said"].items())
