"""Empty cells as numbers: NaN if a cell is empty and 0 otherwise, for columns of any type."""

from __future__ import annotations

import numpy as np
import pandas as pd
from sklearn.impute import MissingIndicator
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import FunctionTransformer


def empty_cells(table: pd.DataFrame) -> pd.DataFrame:
    """The table with 0 for every cell that is not empty."""
    return pd.DataFrame(np.where(table.isna(), np.nan, 0.0), columns=table.columns, index=table.index)


def empty_marks() -> Pipeline:
    """An indicator, 0 or 1, for each column with an empty cell in the fitted rows: missingness may be informative.

    A column whose first empty cell is in later rows gets no indicator, since nothing was learned about it.
    """
    cells = FunctionTransformer(empty_cells, feature_names_out="one-to-one")
    return Pipeline([("cells", cells), ("marks", MissingIndicator(features="missing-only", error_on_new=False))])
