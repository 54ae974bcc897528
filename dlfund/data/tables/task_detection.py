"""What is predicted: classes or a number, found from the target's cells or given."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from pandas.api import types

from dlfund.core.counted import counted, verb_for
from dlfund.core.nearest_name import nearest_name
from dlfund.core.task_kind import LABELLED, TASK_KINDS, kind_of_classes
from dlfund.data import DataError
from dlfund.data.cells import numbers, texts_of
from dlfund.data.tables.column_names import check_names
from dlfund.data.tables.date_formats import date_format
from dlfund.data.tables.missing import as_argument, cut
from dlfund.data.tables.no_numbers import unclear_numbers, wrong_numbers
from dlfund.data.tables.table import Table
from dlfund.data.tables.truth_pairs import pair_of

FEW_CLASSES = 10  # so many different whole numbers may be classes
ROWS_A_CLASS = 5  # if each has so many rows on average
MOST_CLASSES = 1_000


@dataclass(frozen=True)
class FoundTask:
    """What is predicted from which rows.

    Args:
        target: str. The column.
        kind: str. `"binary"`, `"multiclass"` or `"regression"`.
        reason: str. A sentence.
        y: array. Of the rows that have a target: class numbers in the order of `classes`, or numbers.
        rows: array of int. The places of these rows in the table.
        classes: tuple of str. Of two, the second is the positive one. Empty for regression.
        counts: dict. Rows of each class.
        notes: tuple of str. About rows that were left out and classes that were merged.
    """

    target: str
    kind: str
    reason: str
    y: np.ndarray
    rows: np.ndarray
    classes: tuple[str, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def task_of(table: Table, target: str, *, kind: str | None = None, positive: str | None = None) -> FoundTask:
    """What predicting this column means. A kind that is given wins if the cells allow it.

    Args:
        positive: str or None. The positive one of two classes; None takes the affirmative one of a pair such as no and
            yes, or the larger number, or the second in the alphabet.

    Raises:
        DataError: no such column, no or one value, dates, too many classes, or a kind that can't be.
    """
    check_names([target], [str(name) for name in table.frame], "--target")
    if kind is not None and kind not in LABELLED:
        raise DataError(
            f"Expected --task to be one of {', '.join(LABELLED)}. Received: {cut(str(kind))!r}."
            f"{nearest_name(str(kind), LABELLED)}"
        )
    column = table.frame[target]
    cells = column.dropna()
    if not len(cells):
        raise DataError(
            f"Expected values in the target column {cut(target)!r}. Received: {counted(len(column), 'empty cell')}."
        )
    if types.is_datetime64_any_dtype(cells) or (_is_text(cells) and date_format(cells) is not None):
        raise DataError(
            f"Expected classes or numbers in the target column {cut(target)!r}. Received: dates. Turn them into "
            "numbers first, such as days until then."
        )
    levels = int(cells.nunique())
    if levels == 1:
        raise DataError(
            f"Expected different values in the target column {cut(target)!r}. Received: "
            f"{cut(str(cells.iloc[0]))!r} in {counted(len(cells), 'row')}: nothing is left to predict."
        )
    task_kind, reason = _kind(cells, levels)
    if kind is not None and kind != task_kind:
        reason = f"{kind}, as asked ({reason})"
        task_kind = kind
    rows = np.flatnonzero(column.notna())
    notes: tuple[str, ...] = ()
    if lost := len(column) - len(rows):
        notes = (f"{counted(lost, 'row')} without a target {verb_for(lost, 'was', 'were')} left out.",)
    if not TASK_KINDS[task_kind].has_classes:
        if positive is not None:
            raise DataError(f"Expected two classes for --positive. Received: a {task_kind} task. Leave the option out.")
        return FoundTask(target, task_kind, _sentence(target, reason), _as_numbers(cells), rows, notes=notes)
    return with_positive(_classes(cells, task_kind, _sentence(target, reason), rows, notes), positive)


def with_positive(task: FoundTask, positive: str | None) -> FoundTask:
    """The task with this one of its two classes as the positive one."""
    if positive is None:
        return _alphabetical(task)
    if len(task.classes) != 2:
        raise DataError(
            f"Expected two classes for --positive. Received: {len(task.classes):,} in {cut(task.target)!r}. Leave the "
            "option out."
        )
    if positive not in task.classes:
        raise DataError(
            f"Expected --positive to be a class of {cut(task.target)!r}: {cut(task.classes[0])!r} or "
            f"{cut(task.classes[1])!r}. Received: {cut(positive)!r}."
        )
    sentence = f"{task.reason.split(';')[0].rstrip('.')}; {cut(positive)!r} is the positive class, as asked."
    if positive == task.classes[0]:
        task = replace(task, classes=task.classes[::-1], y=1 - task.y)
    return replace(task, reason=sentence)


def _alphabetical(task: FoundTask) -> FoundTask:
    """The task with a word on --positive where the alphabet decided."""
    numbers_or_pair = pair_of(set(task.classes)) is not None or not all(
        re.search("[^0-9.]", name) for name in task.classes
    )
    if len(task.classes) != 2 or numbers_or_pair:
        return task
    return replace(task, reason=f"{task.reason[:-1]} (--positive {as_argument(task.classes[0])} takes the other one).")


def _is_text(cells: pd.Series) -> bool:
    return isinstance(cells.dtype, pd.StringDtype)


def _sentence(target: str, reason: str) -> str:
    return f"Predict {cut(target)!r}: {reason}."


def _kind(cells: pd.Series, levels: int) -> tuple[str, str]:
    classes, number = kind_of_classes(levels).name, kind_of_classes(0).name
    if types.is_bool_dtype(cells):
        return classes, "two classes, as it is true or false"
    if not types.is_numeric_dtype(cells):
        return classes, f"{levels:,} classes, as it is text"
    values = cells.to_numpy()
    if not (values == np.floor(values)).all():
        return number, "a number, as it has fractions"
    if levels == 2:
        return classes, "two classes, as it is one of two whole numbers"
    if levels <= FEW_CLASSES and len(cells) >= ROWS_A_CLASS * levels:
        return (
            classes,
            f"{levels} classes, as it is one of {levels} whole numbers (--task {number} treats it as a number)",
        )
    return number, f"a number, as it is one of {levels:,} whole numbers (--task {classes} takes them as classes)"


def _as_numbers(cells: pd.Series) -> np.ndarray:
    values = numbers(cells)
    if values.isna().any():
        wrong = cells[values.isna()]
        raise DataError(
            f"Expected numbers in the target column {cut(str(cells.name))!r}, as it is a regression. Received: "
            f"{wrong_numbers(cells, wrong)}"
        )
    return values.to_numpy(dtype=float)


def _classes(cells: pd.Series, kind: str, reason: str, rows: np.ndarray, notes: tuple[str, ...]) -> FoundTask:
    target = str(cells.name)
    texts = texts_of(cells)
    classes = _in_order(cells, texts)
    if not TASK_KINDS[kind].fits(len(classes)):
        raise DataError(
            f"Expected {TASK_KINDS[kind].classes} in {cut(target)!r} for a {kind} task. Received: "
            f"{'two' if len(classes) == 2 else f'{len(classes):,}'}. Pass --task {kind_of_classes(len(classes)).name}."
        )
    if len(classes) > MOST_CLASSES or len(classes) > len(cells) / 2:
        advice = unclear_numbers(cells) or "Name another column, or join classes."
        if types.is_numeric_dtype(cells):
            advice = "Pass --task regression."
        raise DataError(
            f"Expected at most {MOST_CLASSES:,} classes in {cut(target)!r}, and two rows of each on average. Received: "
            f"{len(classes):,} different values in {counted(len(cells), 'row')}. {advice}"
        )
    y = pd.Index(classes).get_indexer(texts).astype(np.int64)
    counts = dict(zip(classes, np.bincount(y, minlength=len(classes)).tolist(), strict=True))
    if len(classes) == 2:
        reason = f"{reason[:-1]}; {cut(classes[1])!r} is the positive class."
    return FoundTask(target, kind, reason, y, rows, classes, counts, notes)


def _in_order(cells: pd.Series, texts: pd.Series) -> tuple[str, ...]:
    """Numbers by size, the usual pairs with the positive one second, other text by the alphabet."""
    if types.is_numeric_dtype(cells):
        values = np.sort(cells.unique().astype(float))
        return tuple(texts_of(pd.Series(values)) if not types.is_bool_dtype(cells) else ("False", "True"))
    different = list(texts.unique())
    pair = pair_of(set(different)) if len(different) == 2 else None
    if pair is not None and len({text.casefold() for text in different}) == 2:
        return tuple(sorted(different, key=lambda text: pair.index(text.casefold())))
    return tuple(sorted(different, key=lambda text: (text.casefold(), text)))
