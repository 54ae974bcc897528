"""Where in an encoded row each original column is: how many numbers come first, and the width of each block."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sklearn.compose import ColumnTransformer
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder

MEASURED = "numeric"  # the step that stands first in every encoding


@dataclass(frozen=True)
class Layout:
    """The columns of an encoded table.

    Args:
        numeric: int. The number of leading columns that are measured numbers; ordinal columns count as numbers.
        widths: tuple of int. The width of each block, in the order of the output: 1 for a number or an indicator of
            empty cells, the number of levels of a category, of parts of a date, of components of a text.
    """

    numeric: int
    widths: tuple[int, ...]


def layout(encoder: ColumnTransformer) -> Layout:
    """The layout of a fitted encoder from `scaled`, `robust` or `quantiles`.

    Example:
        >>> from dlfund.data import Column, Schema, encode
        >>> import pandas as pd
        >>> schema = Schema("made", "", "y", (Column("town", "categorical"), Column("size")))
        >>> table = pd.DataFrame({"town": ["Ulm", "Rom", "Oslo"], "size": [1.0, 2.0, 5.0]})
        >>> layout(encode.scaled(schema).fit(table))
        Layout(numeric=1, widths=(1, 3))
    """
    numeric, widths = 0, []
    for name, step, names in encoder.transformers_:
        place = encoder.output_indices_[name]
        width = place.stop - place.start
        if width:
            blocks = _blocks(step, len([names] if isinstance(names, str) else names), width)
            numeric += width if name == MEASURED else 0
            widths += blocks
    return Layout(numeric, tuple(widths))


def _blocks(step: Any, columns: int, width: int) -> list[int]:
    last = step[-1] if isinstance(step, Pipeline) else step
    one_hot = step[0] if isinstance(step, Pipeline) else step
    if isinstance(one_hot, OneHotEncoder):
        return [len(levels) - _merged(one_hot, place) for place, levels in enumerate(one_hot.categories_)]
    if width % columns or type(last).__name__ == "MissingIndicator":  # only columns with empty cells have indicators
        return [1] * width
    return [width // columns] * columns


def _merged(one_hot: OneHotEncoder, place: int) -> int:
    """How many columns fewer there are than levels, because rare levels share one."""
    rare = getattr(one_hot, "infrequent_categories_", None)
    return 0 if rare is None or rare[place] is None else len(rare[place]) - 1
