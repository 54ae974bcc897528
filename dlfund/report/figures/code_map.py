"""Rows without labels on a plane, by an autoencoder's code and by principal components: found groups, hidden labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from markupsafe import Markup

from dlfund.comparison.result.result import Result
from dlfund.core.counted import counted
from dlfund.report import numbers
from dlfund.report.contender import ShownContender
from dlfund.report.figures.axis import Axis
from dlfund.report.figures.panel import Panel
from dlfund.report.figures.sign import sign_key, signs

if TYPE_CHECKING:
    from dlfund.comparison.result.views.code_map import CodeMap, RowMap

FAR = 66  # of this many values, one on each side may be drawn at the edge
CODES = {"code": "the autoencoder's code", "pca": "principal components"}


class DrawnMap(TypedDict):
    contender: ShownContender
    says: str
    by_group: Markup
    by_label: Markup
    kept: str
    shared: list[dict[str, object]]
    groups: range


def code_maps(result: Result) -> list[DrawnMap]:
    """Two panels a map: coloured by the group that was found, and by the label that was hidden."""
    view: CodeMap | None = result.views.get("code_map") or None
    return [_drawn(result, plane, view["hidden"]) for plane in view["maps"]] if view else []


def code_map(result: Result) -> dict[str, object]:
    """The maps with the key of their signs; no maps where rows have no code."""
    maps = code_maps(result)
    if not maps:
        return {"maps": []}
    return {"maps": maps, "key": sign_key(result.task.classes), "rows": len(result.views["code_map"]["hidden"])}


def _drawn(result: Result, plane: RowMap, hidden: list[int]) -> DrawnMap:
    shared = zip(result.task.classes, plane["shared"], strict=False)
    return {
        "contender": ShownContender(result.contender(plane["contender"]), result),
        "says": CODES[plane["kind"]],
        "by_group": _draw(plane, plane["groups"], f"groups found by {plane['contender']}"),
        "by_label": _draw(plane, hidden, "hidden labels"),
        "kept": " and ".join(numbers.percent(share) for share in plane["shares"]),
        "shared": [{"name": name, "counts": counts} for name, counts in shared],
        "groups": range(1, len(plane["shared"][0]) + 1),
    }


def _draw(plane: RowMap, groups: list[int], what: str) -> Markup:
    x, y = _axis("first direction", plane["x"]), _axis("second direction", plane["y"])
    panel = Panel(x, y, width=340, height=300)
    places = zip(_moved_inside(x, plane["x"]), _moved_inside(y, plane["y"]), groups, strict=True)
    label = f"{counted(len(groups), 'row')} by {CODES[plane['kind']]}, coloured by {what}."
    return panel.draw(signs(panel, places), label=label, ticks=4)


def _axis(title: str, values: list[float]) -> Axis:
    """Nearly all values; a few far ones would press the others together, and are drawn at the edge instead."""
    ordered = sorted(values)
    aside = len(ordered) // FAR
    return Axis.around(title, ordered[aside : len(ordered) - aside], room=0.12)


def _moved_inside(axis: Axis, values: list[float]) -> list[float]:
    return [min(max(value, axis.low), axis.high) for value in values]
