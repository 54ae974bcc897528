"""Classes with fewer rows than folds: an explained error, or a merge that is told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dlfund.data import DataError
from dlfund.table.missing import counted, cut
from dlfund.table.task import FoundTask

OTHER = "other"


def check_classes(found: FoundTask, folds: int, *, merge_rare: bool = False) -> FoundTask:
    """The task, if every fold can hold every class.

    Args:
        folds: int. Of a comparison: a class needs a row in each of them.
        merge_rare: bool. Whether classes with fewer rows become one, called "other", and a note tells which.

    Raises:
        DataError: a class with fewer rows than folds, also after a merge; for a number, fewer than two rows a fold.
    """
    if len(found.y) < 2 * folds:
        raise DataError(
            f"Expected at least {2 * folds} rows with a target for {folds} folds. Received: {len(found.y)}. Add rows, "
            "or use fewer folds."
        )
    rare = [name for name, count in found.counts.items() if count < folds]
    if not rare:
        return found
    said = ", ".join(f"{cut(name)!r} ({found.counts[name]})" for name in rare[:8]) + (" …" if len(rare) > 8 else "")
    if not merge_rare:
        raise DataError(
            f"Expected every class of {cut(found.target)!r} to have at least {folds} rows, one for each fold. "
            f"Received: {said}. Add rows, remove these, use fewer folds, or pass --merge-rare, which makes them "
            f"one class {OTHER!r}."
        )
    merged = _merged(found, rare)
    if len(merged.classes) < 2 or merged.counts[OTHER] < folds:
        raise DataError(
            f"Expected the merged class {OTHER!r} and at least one more to have {folds} rows each. Received: {said}. "
            "Add rows, remove these, or use fewer folds."
        )
    note = f"{counted(len(rare), 'class')} with fewer than {folds} rows became {OTHER!r}: {said}."
    return replace(merged, notes=(*found.notes, note))


def _merged(found: FoundTask, rare: list[str]) -> FoundTask:
    names = [OTHER if name in rare else name for name in found.classes]
    classes = (*(name for name in dict.fromkeys(names) if name != OTHER), OTHER)
    place = np.array([classes.index(name) for name in names])
    y = place[found.y]
    counts = dict(zip(classes, np.bincount(y, minlength=len(classes)).tolist(), strict=True))
    kind = "binary" if len(classes) == 2 else "multiclass"
    return replace(found, kind=kind, classes=classes, y=y, counts=counts)
