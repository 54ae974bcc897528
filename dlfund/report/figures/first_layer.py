"""The first convolution: what each filter looks for, and where it finds it in one row."""

from __future__ import annotations

from typing import Any

from dlfund.comparison.result import Result
from dlfund.report.contender import Contender
from dlfund.report.figures.thumbnail import thumbnail


def first_layer(result: Result) -> dict[str, Any]:
    """The row, and filter beside map; no filters where the best network has no convolution."""
    view = (result.content.get("views") or {}).get("first_layer") or {}
    if not view:
        return {"filters": []}
    images = bool(view["row"]) and isinstance(view["row"][0], str)
    filters = [
        {
            "number": number,
            "filter": thumbnail(window, f"filter {number} of {view['layer']}", ramp="level"),
            "map": thumbnail(answer, f"where filter {number} finds its pattern"),
        }
        for number, (window, answer) in enumerate(zip(view["filters"], view["maps"], strict=True), start=1)
    ]
    of_class = "" if view["label"] is None else f" of class {view['label']}"
    return {
        **view,
        "contender": Contender(result.contender(view["contender"]), result),
        "row": thumbnail(view["row"], f"the row that is looked at{of_class}"),
        "filters": filters,
        "images": images,
        "window": " × ".join(map(str, view["shape"])),
    }
