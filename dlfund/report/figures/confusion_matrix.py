"""Which class is taken for which: a table whose cells are as dark as their share of the row."""

from __future__ import annotations

from typing import Any

from dlfund.comparison.result import Result
from dlfund.report import numbers
from dlfund.report.contender import Contender
from dlfund.report.palette import LEVELS


def confusion_matrix(result: Result) -> list[dict[str, Any]]:
    """One table a shown contender: true class a row, said class a column, and the share of each that was found."""
    tables = (result.content.get("views") or {}).get("confusion") or {}
    return [
        {
            "contender": Contender(result.contender(name), result),
            "classes": result.content["task"]["classes"],
            "rows": _rows(result.content["task"]["classes"], table),
            "mixed_up": table["mixed_up"],
        }
        for name, table in tables.items()
    ]


def _rows(classes: list[str], table: dict[str, Any]) -> list[dict[str, Any]]:
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
