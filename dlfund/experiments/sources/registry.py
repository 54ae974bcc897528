"""Which kind of data a user named, or a finished run was made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from dlfund.comparison.result.result import Result
from dlfund.data import Dataset
from dlfund.data.tables import Table
from dlfund.experiments.sources.recipe_data import RecipeData
from dlfund.experiments.sources.source import Origin, Source
from dlfund.experiments.sources.table import TableSource

SOURCES: tuple[type[Source], ...] = (TableSource,)
OTHERWISE = TableSource  # it refuses what no source takes, with a sentence


def source_of(given: Any, **options: Mapping[str, Any]) -> Source:
    """The source that takes what a user names.

    Args:
        given: path, DataFrame, …
        options: How it is read, as its kind of source has it.
    """
    kind: type[Any] = next((source for source in SOURCES if source.takes(given)), OTHERWISE)
    source: Source = kind(given, **options)
    return source


def origin_of(result: Result) -> type[Origin]:
    """Where the rows of a finished run come from: the source that recorded what it read, else a recipe's data set."""
    return next((source for source in SOURCES if getattr(result, source.kind) is not None), RecipeData)


def rows_of(result: Result) -> Dataset:
    """The rows that a finished run was compared on, read again.

    Raises:
        RunError: they are gone, or have changed.
    """
    return origin_of(result).read_again(result)


def new_rows(file: str | Path, result: Result, reading: Mapping[str, Any] | None = None) -> Table:
    """Rows to predict, read in the same way as the rows of the run, but for what `reading` says otherwise."""
    return origin_of(result).read_new(file, result, reading or {})


def networks_of(folder: Path) -> dict[str, Callable[..., Any]]:
    """The network functions of a finished run by name; none where they are unknown."""
    result = Result.read(folder)
    return origin_of(result).networks(result)
