"""What a fold lacks: why it has no score, what a user should know, and what can be done about it."""

from __future__ import annotations

from typing import Any

import numpy as np

from dlfund.comparison.scoring.metrics import METRICS
from dlfund.core.errors import UserError
from dlfund.data import Dataset, Fold
from dlfund.data.class_parts import classes_of

LEAST_COUNTED = 4  # rows of every class with a weight above 0


def check_counted(dataset: Dataset) -> None:
    """Every class needs a few rows with a weight above 0."""
    if dataset.weight is None or not dataset.schema.classes:
        return
    classes = range(len(dataset.schema.classes))
    counts = np.array(
        [[np.sum(own), len(own)] for number in classes for own in [dataset.weight[dataset.y == number] > 0]]
    )
    if (counts[:, 0] >= LEAST_COUNTED).all():
        return
    few = [f"{named_class(number, dataset)} ({counts[number, 0]} of {counts[number, 1]})" for number in classes
           if counts[number, 0] < LEAST_COUNTED]  # fmt: skip
    raise UserError(
        f"Expected every class of {dataset.schema.target!r} to have at least {LEAST_COUNTED} rows with a weight above "
        f"0. Received: {', '.join(few)}. Weight them, remove the rows of this class, or leave out --weight."
    )


def unanswered(fold: Fold, dataset: Dataset, metric: str) -> str:
    """Why this fold has no score; empty where it has one."""
    for part, rows in (("training", fold.train), ("validation", fold.validation)):
        classes = classes_in(rows, dataset)
        if not len(classes):
            return f"in fold {fold.name} no {part} row has a weight above 0"
        if part == "training" and dataset.schema.classes and len(classes) < 2:
            return f"in fold {fold.name} every training row is {named_class(classes[0], dataset)}"
    if not len(fold.test):
        return ""
    if not METRICS[metric].undefined_on(dataset.y[fold.test], dataset.weight_of(fold.test)):
        return ""
    classes = classes_in(fold.test, dataset)
    if not len(classes):
        return f"in fold {fold.name} no test row has a weight above 0"
    return f"in fold {fold.name} every test row is {named_class(classes[0], dataset)}"


def missing_classes(fold: Fold, dataset: Dataset) -> str:
    """The classes that a fold's training or validation rows lack, though it has a score; empty where there are none."""
    for part, rows in (("training", fold.train), ("validation", fold.validation)):
        classes = classes_in(rows, dataset)
        if len(dataset.schema.classes) == 2 and len(classes) == 1:
            return f"In fold {fold.name} every {part} row is {named_class(classes[0], dataset)}."
        if part == "training" and 0 < len(classes) < len(dataset.schema.classes):
            absent = np.setdiff1d(np.arange(len(dataset.schema.classes)), classes)
            shown = ", ".join(named_class(number, dataset) for number in absent[:3]) + (" …" if len(absent) > 3 else "")
            return f"In fold {fold.name} no training row is {shown}."
    return ""


def classes_in(rows: np.ndarray, dataset: Dataset) -> np.ndarray:
    return classes_of(dataset.y[rows], dataset.weight_of(rows))


def named_class(value: Any, dataset: Dataset) -> str:
    """A class by its name, a number as it is."""
    return repr(dataset.schema.classes[int(value)]) if dataset.schema.classes else f"{value:g}"


def refusal(dataset: Dataset, metric: str, why: str, named: bool) -> str:
    """Expected, received, how to fix."""
    if "weight" in why:
        expected, fixes = "with a weight above 0", ["leave out --weight", "remove the rows of weight 0"]
    else:
        expected = "of two classes" if dataset.schema.classes else "whose targets differ"
        fixes = _ways_out(dataset, metric if named else "", late="training row" in why)
        why += _seen_in(dataset)
    advice = ", or ".join(fixes)
    return (
        f"Expected training and test rows {expected} in every fold. Received: {why}. {advice[0].upper()}{advice[1:]}."
    )


def _ways_out(dataset: Dataset, metric: str, *, late: bool) -> list[str]:
    """What a user can do: about the metric, about a class that appears late, about groups."""
    fixes = []
    if metric and (other := METRICS[metric].where_undefined):
        fixes.append(f"leave out --metric {metric} (then {other} can stand in for it)")
    if dataset.order is not None:
        fixes.append("leave out --time (models then learn from the future)")
        fixes += ["remove early rows that hold one class"] if late else []
    elif dataset.group is not None:
        fixes += [
            "add groups with the rarer class",
            "leave out --group (a group's rows are then on both sides of a fold)",
        ]
    return fixes or ["add rows"]


def _seen_in(dataset: Dataset) -> str:
    """Where the rarest class is: in how many groups, or when."""
    if not dataset.schema.classes:
        return ""
    y = dataset.y.astype(int)
    rarest = int(np.argmin(np.bincount(y, minlength=len(dataset.schema.classes))))
    name = named_class(rarest, dataset)
    if dataset.order is not None:
        place = np.flatnonzero(y[np.argsort(dataset.order, kind="stable")] == rarest) + 1
        return f" (in time, {name} is in rows {place[0]:,} to {place[-1]:,} of {len(y):,})" if len(place) else ""
    if dataset.group is not None:
        own = len(np.unique(dataset.group[y == rarest]))
        return f" ({name} is in {own} of {len(np.unique(dataset.group))} groups)"
    return ""
