"""What the search saw: every trial's validation loss against each hyperparameter, the chosen ones marked."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from dlfund.report.contender import Contender
from dlfund.report.figures.axis import Axis
from dlfund.report.figures.panel import Panel
from dlfund.report.numbers import setting

CLOSE = 5  # whole numbers that are no further apart are places of their own


def trial_plots(one: Contender) -> list[Markup]:
    """One small panel a hyperparameter."""
    outcomes = [*one.entry["outcomes"], one.entry["final"]]
    done = [(trial, outcome) for outcome in outcomes for trial in outcome["trials"] if trial["score"] is not None]
    names = list(dict.fromkeys(name for trial, _ in done for name in trial["hyperparameters"]))
    y = Axis.around("validation loss", [trial["score"] for trial, _ in done], log=None)
    return [_draw(one, name, done, y) for name in names]


def _draw(one: Contender, name: str, done: list[tuple[dict[str, Any], dict[str, Any]]], y: Axis) -> Markup:
    having = [(trial, outcome) for trial, outcome in done if name in trial["hyperparameters"]]
    x, place = axis_of(name, [trial["hyperparameters"][name] for trial, _ in having])
    panel = Panel(x, y, width=230, height=180, right=8)
    points: dict[bool, list[tuple[float, float]]] = {True: [], False: []}
    for number, (trial, outcome) in enumerate(having):
        chosen = trial["hyperparameters"] == outcome["hyperparameters"]
        aside = 0.0 if not x.names else ((number * 7) % 11 - 5) / 20  # so that equal values don't hide each other
        points[chosen].append((place(trial["hyperparameters"][name]) + aside, trial["score"]))
    label = f"{one.name}: validation loss of {len(having)} trials against {name}; the chosen ones are marked."
    marks = (
        panel.dots(points[False], class_="trial"),
        panel.dots(points[True], class_="chosen-rim"),
        panel.dots(points[True], class_="chosen"),
    )
    return panel.draw(*marks, label=label, class_=f"panel small {one.colour}", ticks=4)


def axis_of(name: str, values: list[Any]) -> tuple[Axis, Any]:
    """An axis for a hyperparameter's values, and the function from a value to its number on it."""
    numeric = all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in values)
    if numeric and (max(values) - min(values) > CLOSE or any(isinstance(value, float) for value in values)):
        axis = Axis.around(name, values, log=None)
        return Axis(f"{name} (log)", axis.low, axis.high, True) if axis.log else axis, float
    words = sorted({setting(value) for value in values}, key=_numbers_first)
    return Axis.of_names(name, words), lambda value: float(words.index(setting(value)))


def _numbers_first(word: str) -> tuple[bool, float, str]:
    try:
        return (False, float(word), word)
    except ValueError:
        return (True, 0.0, word)
