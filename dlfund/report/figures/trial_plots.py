"""What the search tried: every trial's validation loss against each hyperparameter, the chosen ones marked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from markupsafe import Markup

from dlfund.core.counted import counted
from dlfund.report.contender import ShownContender
from dlfund.report.figures.axis import Axis
from dlfund.report.figures.panel import Panel
from dlfund.report.numbers import setting

CLOSE = 5  # whole numbers that are no further apart are places of their own
MOST_NAMES = 5  # numbers that have places of their own beside values that are none


class Tried(NamedTuple):
    """A finished trial, and whether its settings were chosen."""

    hyperparameters: Mapping[str, Any]
    score: float
    chosen: bool


def trial_plots(contender: ShownContender) -> list[Markup]:
    """One small panel per hyperparameter."""
    done = [
        Tried(trial.hyperparameters, trial.score, trial == outcome.chosen)
        for outcome in contender.outcomes
        for trial in outcome.trials
        if trial.score is not None
    ]
    names = list(dict.fromkeys(name for trial in done for name in trial.hyperparameters))
    y = Axis.around("validation loss", [trial.score for trial in done], log=None)
    return [_draw(contender, name, done, y) for name in names]


def _draw(contender: ShownContender, name: str, done: list[Tried], y: Axis) -> Markup:
    having = [trial for trial in done if name in trial.hyperparameters]
    x, place = axis_of(name, [trial.hyperparameters[name] for trial in having])
    panel = Panel(x, y, width=230, height=180, right=8)
    points: dict[bool, list[tuple[float, float]]] = {True: [], False: []}
    for number, trial in enumerate(having):
        aside = 0.0 if not x.names else ((number * 7) % 11 - 5) / 20  # so that equal values don't hide each other
        points[trial.chosen].append((place(trial.hyperparameters[name]) + aside, trial.score))
    trials = counted(len(having), "trial")
    label = f"{contender.label}: validation loss of {trials} against {name}; the chosen ones are marked."
    marks = (
        panel.dots(points[False], class_="trial"),
        panel.dots(points[True], class_="chosen-rim"),
        panel.dots(points[True], class_="chosen"),
    )
    return panel.draw(*marks, label=label, class_=f"panel small {contender.colour}", ticks=4)


def axis_of(name: str, values: list[Any]) -> tuple[Axis, Callable[[Any], float]]:
    """An axis for a hyperparameter's values, and the function from a value to its number on it."""
    numbers = [value for value in values if _is_number(value)]
    others = sorted({setting(value) for value in values if not _is_number(value)})
    spread = bool(numbers) and max(numbers) - min(numbers) > CLOSE
    if others and len({setting(value) for value in numbers}) > MOST_NAMES:
        return _with_names(Axis.around(name, numbers), others)
    if not others and (spread or any(isinstance(value, float) for value in numbers)):
        axis = Axis.around(name, numbers, log=None)
        return Axis(f"{name} (log)", axis.low, axis.high, True) if axis.log else axis, float
    names = sorted({setting(value) for value in values}, key=_numbers_first)
    return Axis.of_names(name, names), lambda value: float(names.index(setting(value)))


def _with_names(axis: Axis, names: list[str]) -> tuple[Axis, Callable[[Any], float]]:
    """The axis of the numbers, and to its right a place for each value that is none, such as `sqrt`."""
    room = 0.3 * (axis.high - axis.low)
    places = {name: axis.high + room * (number + 0.5) for number, name in enumerate(names)}
    marks = (*axis.ticks(3), *((place, name) for name, place in places.items()))
    whole = Axis(axis.title, axis.low, axis.high + room * len(names), marks=marks)
    return whole, lambda value: float(value) if _is_number(value) else places[setting(value)]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _numbers_first(text: str) -> tuple[bool, float, str]:
    try:
        return (False, float(text), text)
    except ValueError:
        return (True, 0.0, text)
