"""How the cells of one column are written, where that is not plain.

It is settled on the rows that are learned from, recorded, and applied to every later row.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from dlfund.core.as_json import OPTIONAL


@dataclass(frozen=True)
class Written:
    """What turns the text of a column's cells into values.

    Args:
        kind: str. `"number"`; `"duration"`, such as 01:30:00, which counts seconds; or `"text"`, which stays text.
        decimal, thousands: str. The signs of a number; no thousands sign where it is empty.
        unit: str. What stands beside every number, such as `$`, `cm` or `%`.
        empty: tuple of str. Texts that are empty cells in this column.
        kept: tuple of str. Markers of empty cells, such as NA, that are values in this column.
        spellings: dict. Of `--merge-spellings`: what a text is compared by, and the text that stands for it.
    """

    kind: Literal["text", "number", "duration"] = "text"
    decimal: str = field(default=".", metadata=OPTIONAL)
    thousands: str = field(default="", metadata=OPTIONAL)
    unit: str = field(default="", metadata=OPTIONAL)
    empty: tuple[str, ...] = field(default=(), metadata=OPTIONAL)
    kept: tuple[str, ...] = field(default=(), metadata=OPTIONAL)
    spellings: dict[str, str] = field(default_factory=dict, metadata=OPTIONAL)
