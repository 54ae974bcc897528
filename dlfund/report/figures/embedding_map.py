"""Learned vectors on a plane: words or items that a network treats alike lie near each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Required, TypedDict

from markupsafe import Markup

from dlfund.comparison.result.result import Result
from dlfund.report import numbers
from dlfund.report.contender import ShownContender
from dlfund.report.figures.axis import Axis
from dlfund.report.figures.panel import Panel
from dlfund.report.figures.svg import element

if TYPE_CHECKING:
    from dlfund.comparison.result.views.neighbours import Neighbours
    from dlfund.comparison.result.views.word_effects import CoveredWords, WordMap, WordView, WordWeights

WIDE, HIGH = 720, 460
LETTER = 6.2  # width of a letter
HEIGHT = 13


class NeighbourMap(TypedDict, total=False):
    nearest: Required[list[dict[str, object]]]
    column: str
    width: int
    contender: ShownContender
    svg: Markup
    kept: str


class EffectMap(TypedDict):
    contender: ShownContender
    pairs: list[tuple[str, str]]
    svg: Markup | None
    kept: str


class InformativeWords(TypedDict):
    effects: EffectMap | None
    weights: dict[str, object] | None


def neighbours(result: Result, width: int = WIDE, height: int = HIGH) -> NeighbourMap:
    """The nearest items of some, as a table, and the map of all."""
    view: Neighbours | None = result.views.get("neighbours") or None
    if view is None:
        return {"nearest": []}
    plane = view["map"]
    names = [name if at < plane["named"] else "" for at, name in enumerate(plane["names"])]
    label = (
        f"{len(names)} learned vectors of {view['column']} on their two principal directions; the most frequent are "
        "named."
    )
    return {
        "nearest": [
            {"item": row["item"], "nearest": [(name, f"{cosine:.2f}") for name, cosine in row["nearest"]]}
            for row in view["nearest"]
        ],
        "column": view["column"],
        "width": view["width"],
        "contender": ShownContender(result.contender(view["contender"]), result),
        "svg": draw(plane, names, label, ["word-plain"] * len(names), (width, height)),
        "kept": _kept(plane),
    }


def informative_words(result: Result, width: int = WIDE, height: int = HIGH) -> InformativeWords:
    """The map of the words that change the network's prediction most, and two lists of words with their numbers."""
    view: WordView | None = result.views.get("words") or None
    if view is None:
        return {"effects": None, "weights": None}
    effects, weights = view.get("effects"), view.get("weights")
    return {
        "effects": _effects(result, effects, (width, height)) if effects else None,
        "weights": _weights(result, weights) if weights else None,
    }


def _effects(result: Result, effects: CoveredWords, size: tuple[int, int]) -> EffectMap:
    signs = ["word-for" if change > 0 else "word-against" for change in effects["change"]]
    names, plane = effects["words"], effects.get("map")
    label = f"The {len(names)} most informative words by their learned vectors: {', '.join(names[:12])}, …"
    return {
        "contender": ShownContender(result.contender(effects["contender"]), result),
        "pairs": [(name, numbers.difference(change)) for name, change in zip(names, effects["change"], strict=True)],
        "svg": draw(plane, names, label, signs, size) if plane else None,
        "kept": _kept(plane) if plane else "",
    }


def _weights(result: Result, weights: WordWeights) -> dict[str, object]:
    return {
        "for": [(name, numbers.difference(float(weight))) for name, weight in weights["for"]],
        "against": [(name, numbers.difference(float(weight))) for name, weight in weights["against"]],
        "contender": ShownContender(result.contender(weights["contender"]), result),
    }


def _kept(plane: WordMap) -> str:
    return " and ".join(numbers.percent(share) for share in plane["shares"])


def draw(plane: WordMap, names: list[str], label: str, classes: list[str], size: tuple[int, int]) -> Markup:
    """Dots, and the names that find room, the first ones first."""
    panel = Panel(
        Axis.around("first direction", plane["x"], room=0.12),
        Axis.around("second direction", plane["y"], room=0.08),
        width=size[0],
        height=size[1],
        left=52,
    )
    marks: list[Markup] = []
    taken: list[tuple[float, float, float]] = []
    for x, y, name, class_ in zip(plane["x"], plane["y"], names, classes, strict=True):
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
