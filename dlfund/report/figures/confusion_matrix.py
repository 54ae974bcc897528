"""Which classes are confused: a table whose cells are as dark as their share of the row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dlfund.comparison.result.result import Result
from dlfund.report import numbers
from dlfund.report.contender import ShownContender
from dlfund.report.palette import LEVELS

if TYPE_CHECKING:
    from dlfund.comparison.result.views.confusion import Confusion


def confusion_matrix(result: Result) -> list[dict[str, object]]:
    """One table per shown contender: a row per true class, a column per predicted class, and the recall of each."""
    tables: dict[str, Confusion] = result.views.get("confusion") or {}
    return [
        {
            "contender": ShownContender(result.contender(name), result),
            "classes": result.task.classes,
            "rows": _rows(result.task.classes, table),
            "mixed_up": table["mixed_up"],
        }
        for name, table in tables.items()
    ]


def _rows(classes: Sequence[str], table: Confusion) -> list[dict[str, object]]:
    return [
        {
            "name": name,
            "recall": numbers.NONE if recall is None else numbers.percent(recall),
            "cells": [
                {"count": count, "share": numbers.percent(share), "level": min(int(share * LEVELS), LEVELS - 1)}
                for count, share in zip(counts, shares, strict=True)
            ],
        }
        for name, counts, shares, recall in zip(classes, table["counts"], table["shares"], table["recall"], strict=True)
    ]
