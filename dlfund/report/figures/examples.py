"""Rows to look at: images and sequences of every class, and what the best network gets wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Required, TypedDict

from markupsafe import Markup

from dlfund.comparison.result.result import Result
from dlfund.report import numbers
from dlfund.report.contender import ShownContender
from dlfund.report.figures.thumbnail import thumbnail

if TYPE_CHECKING:
    from dlfund.comparison.result.views.example_rows import ExampleRows, MissedRow


class DrawnClass(TypedDict):
    label: str
    rows: list[Markup]


class Examples(TypedDict, total=False):
    classes: Required[list[DrawnClass]]
    missed: Required[list[dict[str, object]]]
    images: bool
    what: str


def examples(result: Result) -> Examples:
    """Thumbnails by class; missed rows with the true class and what the best network and baseline predict."""
    view: ExampleRows | None = result.views.get("example_rows") or None
    if view is None:
        return {"classes": [], "missed": []}
    images = len(view["shape"]) == 3
    classes: list[DrawnClass] = [
        {
            "label": shown["label"],
            "rows": [thumbnail(values, f"a row of class {shown['label']}") for values in shown["rows"]],
        }
        for shown in view["examples"]
    ]
    missed = [_missed(result, row) for row in view["missed"]]
    return {"classes": classes, "missed": missed, "images": images, "what": "images" if images else "sequences"}


def _missed(result: Result, row: MissedRow) -> dict[str, object]:
    predictions = row["said"].items()
    predicted = ", ".join(f"predicted as {label} by {name}" for name, label in predictions)
    return {
        "svg": thumbnail(row["values"], f"row {row['row']}, of class {row['truth']}, {predicted}"),
        "truth": row["truth"],
        "sure": numbers.percent(row["sure"]),
        "predictions": [
            {
                "contender": ShownContender(result.contender(name), result),
                "class": label,
                "right": label == row["truth"],
            }
            for name, label in predictions
        ],
    }
