"""Rows without labels on a plane, by an autoencoder's code and by principal components: found groups, hidden labels."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from dlfund.comparison.result import Result
from dlfund.report import numbers
from dlfund.report.contender import Contender
from dlfund.report.figures.axis import Axis
from dlfund.report.figures.panel import Panel
from dlfund.report.figures.sign import sign_key, signs

FAR = 66  # of so many values one on each side may be far off
SAYS = {"code": "the autoencoder's code", "pca": "principal components"}


def code_map(result: Result) -> dict[str, Any]:
    """Two panels a map: coloured by the group that was found, and by the label that was hidden."""
    view = (result.content.get("views") or {}).get("code_map") or {}
    if not view:
        return {"maps": []}
    classes = result.content["task"]["classes"]
    maps = [
        {
            "contender": Contender(result.contender(one["contender"]), result),
            "says": SAYS[one["kind"]],
            "found": _draw(one, one["groups"], f"groups found by {one['contender']}"),
            "hidden": _draw(one, view["hidden"], "hidden labels"),
            "kept": " and ".join(numbers.percent(share) for share in one["shares"]),
            "shared": [{"name": name, "counts": counts} for name, counts in zip(classes, one["shared"], strict=False)],
            "groups": range(1, len(one["shared"][0]) + 1),
        }
        for one in view["maps"]
    ]
    return {"maps": maps, "key": sign_key(classes), "rows": len(view["hidden"])}


def _draw(one: dict[str, Any], groups: list[int], what: str) -> Markup:
    x, y = (_axis(title, one[side]) for title, side in (("first direction", "x"), ("second direction", "y")))
    panel = Panel(x, y, width=340, height=300)
    places = zip(
        *([min(max(value, axis.low), axis.high) for value in one[side]] for axis, side in ((x, "x"), (y, "y"))),
        groups,
        strict=True,
    )
    label = f"{len(groups)} rows by {SAYS[one['kind']]}, coloured by {what}."
    return panel.draw(signs(panel, places), label=label, ticks=4)


def _axis(title: str, values: list[float]) -> Axis:
    """Nearly all values; a few far ones would press the others together, and stand at the edge instead."""
    ordered = sorted(values)
    aside = len(ordered) // FAR
    return Axis.around(title, ordered[aside : len(ordered) - aside], room=0.12)
