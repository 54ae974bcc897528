"""Learned vectors on a plane: words or items that a network treats alike lie near each other."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from dlfund.comparison.result import Result
from dlfund.report import numbers
from dlfund.report.contender import Contender
from dlfund.report.figures.axis import Axis
from dlfund.report.figures.panel import Panel
from dlfund.report.figures.svg import element

WIDE, HIGH = 720, 460
LETTER = 6.2  # width of a letter
HEIGHT = 13


def neighbours(result: Result, width: int = WIDE, height: int = HIGH) -> dict[str, Any]:
    """The nearest items of some, as a table, and the map of all."""
    view = (result.content.get("views") or {}).get("neighbours") or {}
    if not view:
        return {"nearest": []}
    items = [
        {"item": one["item"], "nearest": [(name, f"{cosine:.2f}") for name, cosine in one["nearest"]]}
        for one in view["nearest"]
    ]
    places = view["map"]
    named = [name if at < places["named"] else "" for at, name in enumerate(places["names"])]
    label = (
        f"{len(named)} learned vectors of {view['column']} on their two main directions; the most frequent are named."
    )
    svg = draw(places, named, label, ["word-plain"] * len(named), (width, height))
    shown = Contender(result.contender(view["contender"]), result)
    return view | {"nearest": items, "svg": svg, "contender": shown, "kept": _kept(places)}


def words(result: Result, width: int = WIDE, height: int = HIGH) -> dict[str, Any]:
    """The map of the words that change the network's answer most, and two lists of words with their numbers."""
    view = (result.content.get("views") or {}).get("words") or {}
    found: dict[str, Any] = {"effects": None, "weights": None}
    if effects := view.get("effects"):
        signs = ["word-for" if change > 0 else "word-against" for change in effects["change"]]
        pairs = [
            (word, numbers.difference(change)) for word, change in zip(effects["words"], effects["change"], strict=True)
        ]
        places = effects.get("map")
        label = f"The {len(pairs)} most telling words by their learned vectors: {', '.join(effects['words'][:12])}, …"
        found["effects"] = {
            "contender": Contender(result.contender(effects["contender"]), result),
            "pairs": pairs,
            "svg": draw(places, effects["words"], label, signs, (width, height)) if places else None,
            "kept": _kept(places) if places else "",
        }
    if weights := view.get("weights"):
        sides = {
            side: [(word, numbers.difference(weight)) for word, weight in weights[side]] for side in ("for", "against")
        }
        found["weights"] = sides | {"contender": Contender(result.contender(weights["contender"]), result)}
    return found


def _kept(places: dict[str, Any]) -> str:
    return " and ".join(numbers.percent(share) for share in places["shares"])


def draw(places: dict[str, Any], names: list[str], label: str, classes: list[str], size: tuple[int, int]) -> Markup:
    """Dots, and the names that find room, the first ones first."""
    panel = Panel(
        Axis.around("first direction", places["x"], room=0.12),
        Axis.around("second direction", places["y"], room=0.08),
        width=size[0],
        height=size[1],
        left=52,
    )
    marks, taken = [], []
    for x, y, name, class_ in zip(places["x"], places["y"], names, classes, strict=True):
        across, down = panel.at(x, y)
        marks.append(panel.dots([(x, y)], class_=f"item {class_}"))
        text = name if len(name) <= 24 else name[:23] + "…"
        if text and (place := _free(across, down, LETTER * len(text), taken, size[0])):
            taken.append((*place, LETTER * len(text)))
            marks.append(element("text", text, x=float(place[0]), y=float(place[1]), class_=f"item-name {class_}"))
    return panel.draw(*marks, label=label, class_="panel wide")


def _free(
    x: float, y: float, width: float, taken: list[tuple[float, float, float]], right: int
) -> tuple[float, float] | None:
    """Room beside a dot that no other name has."""
    for left, base in ((x + 5, y + 4), (x - 5 - width, y + 4), (x - width / 2, y - 7), (x - width / 2, y + 15)):
        apart = all(
            left + width < other or other + wide < left or abs(base - line) > HEIGHT for other, line, wide in taken
        )
        if apart and left > 50 and left + width < right:
            return left, base
    return None
