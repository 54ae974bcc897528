"""Where cells are empty, as numbers: NaN there and 0 elsewhere, whatever the column holds."""

from __future__ import annotations

import numpy as np
import pandas as pd
from sklearn.impute import MissingIndicator
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import FunctionTransformer


def empty_cells(table: pd.DataFrame) -> pd.DataFrame:
    """The table with 0 for every cell that holds something."""
    return pd.DataFrame(np.where(table.isna(), np.nan, 0.0), columns=table.columns, index=table.index)


def empty_marks() -> Pipeline:
    """A column of 0 and 1 for each column with an empty cell in the fitted rows: that a value is missing may tell.

    A column that is empty for the first time later gets no mark: nothing was learned of it.
    """
    cells = FunctionTransformer(empty_cells, feature_names_out="one-to-one")
    return Pipeline([("cells", cells), ("marks", MissingIndicator(features="missing-only", error_on_new=False))])
