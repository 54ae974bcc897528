"""Classes with fewer rows than folds: an explained error, or a merge that is told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from dlfund.core.counted import counted
from dlfund.core.task_kind import kind_of_classes
from dlfund.data import DataError
from dlfund.data.tables.missing import cut
from dlfund.data.tables.task_detection import FoundTask

OTHER = "other"


def check_classes(task: FoundTask, folds: int, *, merge_rare: bool = False) -> FoundTask:
    """The task, if every fold can hold every class.

    Args:
        folds: int. Of a comparison: a class needs a row in each of them.
        merge_rare: bool. Whether classes with fewer rows become one, called "other", or "other_2" where a class has
            that name, and a note tells which.

    Raises:
        DataError: a class with fewer rows than folds, also after a merge; for a number, fewer than two rows a fold.
    """
    if len(task.y) < 2 * folds:
        raise DataError(
            f"Expected at least {2 * folds:,} rows with a target, so that every part of every fold has some. Received: "
            f"{len(task.y):,}. Add rows, or use fewer folds."
        )
    rare = [name for name, count in task.counts.items() if count < folds]
    if not rare:
        return task
    together = other_name(task.classes)
    rare_counts = ", ".join(f"{cut(name)!r} ({task.counts[name]})" for name in rare[:8])
    rare_counts += " …" if len(rare) > 8 else ""
    if not merge_rare:
        ways = f"pass --merge-rare, which makes them one class {together!r}"
        if all(re.fullmatch(r"-?[0-9]+", name) for name in task.classes) and len(task.classes) > 2:
            ways += ", or pass --task regression, which predicts the number"
        raise DataError(
            f"Expected every class of {cut(task.target)!r} to have at least {folds} rows, so that every part of every "
            f"fold has one. Received: {rare_counts}. Add rows, remove these, use fewer folds, or {ways}."
        )
    merged = _merged(task, rare, together)
    if len(merged.classes) < 2 or merged.counts[together] < folds:
        raise DataError(
            f"Expected the merged class {together!r} and at least one more to have {folds} rows each. Received: "
            f"{rare_counts}. Add rows, remove these, or use fewer folds."
        )
    note = f"{counted(len(rare), 'class')} with fewer than {folds} rows became {together!r}: {rare_counts}."
    return replace(merged, notes=(*task.notes, note))


def other_name(classes: Sequence[str]) -> str:
    """What the merged class is called: no class that the target has.

    Example:
        >>> other_name(("a", "b")), other_name(("a", "other"))
        ('other', 'other_2')
    """
    number, name = 1, OTHER
    while name in classes:
        number += 1
        name = f"{OTHER}_{number}"
    return name


def _merged(task: FoundTask, rare: list[str], together: str) -> FoundTask:
    names = [together if name in rare else name for name in task.classes]
    classes = (*(name for name in dict.fromkeys(names) if name != together), together)
    place = np.array([classes.index(name) for name in names])
    y = place[task.y]
    counts = dict(zip(classes, np.bincount(y, minlength=len(classes)).tolist(), strict=True))
    kind = kind_of_classes(len(classes))
    return replace(task, kind=kind.name, classes=classes, y=y, counts=counts)
