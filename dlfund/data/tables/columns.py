"""The columns of a table with their roles, found or given, before anything is learned from them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

import pandas as pd

from dlfund.core.as_json import OPTIONAL
from dlfund.data import DataError
from dlfund.data.tables.column_names import check_names
from dlfund.data.tables.given_roles import cell_text, given_role
from dlfund.data.tables.missing import cut
from dlfund.data.tables.roles import NOTHING, role_of
from dlfund.data.tables.table import Table
from dlfund.data.written import Written

INPUTS = ("numeric", "ordinal", "boolean", "categorical", "date", "text")


@dataclass(frozen=True)
class FoundColumn:
    """One column of a user's table.

    Args:
        name: str.
        role: str. Of an input (`INPUTS`), or why it is none: `"target"`, `"group"`, `"time"`, `"weight"`, `"dropped"`,
            `"identifier"`, `"constant"`, `"empty"`.
        why: str. One phrase, with the number that decided.
        levels: int. How many different values there are.
        missing: float. Share of empty cells.
        example: str. The first cell that isn't empty.
        date_format, by_value, written: how its cells are read, as `dlfund.data.Column` has it.
    """

    name: str
    role: str
    why: str
    levels: int
    missing: float
    example: str
    date_format: str = ""
    by_value: bool = False
    written: Written | None = field(default=None, metadata=OPTIONAL)

    @property
    def used(self) -> bool:
        """Whether a model gets it as an input."""
        return self.role in INPUTS


def columns_of(
    table: Table,
    *,
    target: str,
    numeric: Collection[str] = (),
    categorical: Collection[str] = (),
    ordinal: Collection[str] = (),
    date: Collection[str] = (),
    text: Collection[str] = (),
    drop: Collection[str] = (),
    group: str | None = None,
    time: str | None = None,
    weight: str | None = None,
) -> tuple[FoundColumn, ...]:
    """Every column of the table, in its order, with its role, as the rows that have a target show it.

    Args:
        target: str. What to predict.
        numeric, categorical, ordinal, date, text: names whose role is given rather than found.
        drop: names of columns that no model shall see.
        group, time, weight: str or None. What rows belong to, their place in time, how much they count. No inputs.

    Raises:
        DataError: an unknown name, one name for two purposes, cells that the given role can't have, or no input left.
    """
    known = [str(name) for name in table.frame]
    given = _given(
        known,
        {"numeric": numeric, "categorical": categorical, "ordinal": ordinal, "date": date, "text": text, "drop": drop},
        {"target": target, "group": group, "time": time, "weight": weight},
    )
    frame = table.frame
    if (with_target := frame[target].notna()).any() and not with_target.all():
        frame = frame[with_target]  # a column may be empty in all rows that can be learned from
    is_empty = frame.isna().all().to_dict()
    columns = tuple(
        FoundColumn(name, "empty", NOTHING, 0, 1.0, "")
        if is_empty[name] and name not in given
        else _found(frame[name], given.get(name), table)
        for name in known
    )
    if not any(column.used for column in columns):
        if len(columns) == 1:
            raise DataError(
                f"Expected the target and at least one more column. Received: only {cut(repr(known[0]), 80)}. If the "
                "file has more, its delimiter was not recognised: pass --delimiter."
            )
        reasons = ", ".join(f"{cut(column.name)!r} ({column.role}: {column.why})" for column in columns[:8])
        raise DataError(
            f"Expected at least one column to learn from. Received: {reasons}{' …' if len(columns) > 8 else ''}. "
            "Give a column a role with --numeric or --categorical, or add columns."
        )
    return columns


def _given(known: list[str], many: dict[str, Collection[str]], single: dict[str, str | None]) -> dict[str, str]:
    """What is said of each column, by option."""
    given: dict[str, str] = {}
    asked = {option: [name] for option, name in single.items() if name is not None}
    for option, names in many.items():
        asked[option] = [names] if isinstance(names, str) else list(names)
    for option, names in asked.items():
        check_names(names, known, f"--{option}")
        for name in names:
            if given.setdefault(name, option) != option:
                raise DataError(
                    f"Expected one purpose for each column. Received: {cut(name)!r} for --{given[name]} and --{option}."
                )
    return given


def _found(cells: pd.Series, option: str | None, table: Table) -> FoundColumn:
    filled = cells.dropna()
    levels = int(filled.nunique())
    order = table.date_order
    role = role_of(cells, levels, order) if option is None else given_role(cells, filled, option, order)
    return FoundColumn(
        name=str(cells.name),
        role=role.role,
        why=role.why,
        levels=levels,
        missing=float(cells.isna().mean()),
        example=cell_text(filled.iloc[0]) if len(filled) else "",
        date_format=role.date_format,
        by_value=role.by_value,
        written=table.written.get(str(cells.name)),
    )
