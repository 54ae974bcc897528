"""Tables: the meaning of their columns, reading, splitting and encoding. Never imports a network library."""

from dlfund.data.errors import DataError
from dlfund.data.fewer_rows import with_fewer_rows
from dlfund.data.folder import checksum
from dlfund.data.read import Dataset, as_dataset, check_columns, load_dataset
from dlfund.data.rows import Rows, TestRows, TrainRows, ValidationRows
from dlfund.data.schema import Column, Schema, TextFormat, read_schema
from dlfund.data.split import Fold, final_fold, predefined_fold, repeated_folds, single_fold
from dlfund.data.split_by_group import grouped_final, grouped_folds
from dlfund.data.split_in_order import time_ordered_final, time_ordered_folds

__all__ = [
    "Column",
    "DataError",
    "Dataset",
    "Fold",
    "Rows",
    "Schema",
    "TestRows",
    "TextFormat",
    "TrainRows",
    "ValidationRows",
    "as_dataset",
    "check_columns",
    "checksum",
    "final_fold",
    "grouped_final",
    "grouped_folds",
    "load_dataset",
    "predefined_fold",
    "read_schema",
    "repeated_folds",
    "single_fold",
    "time_ordered_final",
    "time_ordered_folds",
    "with_fewer_rows",
]
