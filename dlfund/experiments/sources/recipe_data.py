"""A recipe's data set: it is in a folder of `datasets/`, and is loaded from there again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from dlfund import data
from dlfund.comparison.result.result import Result
from dlfund.data import Dataset
from dlfund.data.tables import MISSING_MARKERS, Table, read_rows_like
from dlfund.experiments import recipe_files


class RecipeData:
    """The origin of every run that a recipe made."""

    @staticmethod
    def read_again(result: Result) -> Dataset:
        about, option = result.dataset, result.dataset.option or None
        dataset = data.load_dataset(about.name, option=option)
        if about.rows not in (0, len(dataset)):  # 0: the schema doesn't say how many there are
            dataset = data.load_dataset(about.name, rows=about.rows, option=option)
        return dataset

    @staticmethod
    def read_new(file: str | Path, result: Result, reading: Mapping[str, Any]) -> Table:
        # a data set's schema says where cells may be empty: in text such as NA, none of them is
        return read_rows_like(file, result.dataset.schema, **{"keep": MISSING_MARKERS, **reading})

    @staticmethod
    def networks(result: Result) -> dict[str, Callable[..., Any]]:
        """The networks of the recipe that made the run; none if there is no such recipe."""
        card = {card.name: card for card in recipe_files.cards()}.get(recipe_files.recipe_name(result))
        return dict(recipe_files.load(card).networks()) if card else {}
