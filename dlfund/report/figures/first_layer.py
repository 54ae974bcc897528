"""The first convolution: what each filter looks for, and where it finds it in one row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlfund.comparison.result.result import Result
from dlfund.report.contender import ShownContender
from dlfund.report.figures.thumbnail import thumbnail

if TYPE_CHECKING:
    from dlfund.comparison.result.views.first_layer import FirstLayer


def first_layer(result: Result) -> dict[str, object]:
    """The row, and each filter beside its map; no filters where the best network has no convolution."""
    view: FirstLayer | None = result.views.get("first_layer") or None
    if view is None:
        return {"filters": []}
    filters = [
        {
            "filter": thumbnail(window, f"filter {number} of {view['layer']}", ramp="level"),
            "map": thumbnail(output, f"where filter {number} finds its pattern"),
        }
        for number, (window, output) in enumerate(zip(view["filters"], view["maps"], strict=True), start=1)
    ]
    of_class = "" if view["label"] is None else f" of class {view['label']}"
    return {
        **view,
        "contender": ShownContender(result.contender(view["contender"]), result),
        "row": thumbnail(view["row"], f"the input row{of_class}"),
        "filters": filters,
        "images": bool(view["row"]) and isinstance(view["row"][0], str),
        "window": " × ".join(map(str, view["shape"])),
    }
