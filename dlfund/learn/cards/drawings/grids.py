"""Numbers in cells, from left to right: a layer's input, its weights, its output, with the operation between them.

A cell is the darker the larger its number is; negative numbers are orange.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import copysign
from typing import Any

import numpy as np

from dlfund.learn.cards.canvas import INK, SLOPE, TEXT, VALUE, WIDTH, drawing, label
from dlfund.report.figures.svg import element, number

CELL, TALL, SIGN, LETTER = 42.0, 24, 24, 6.4
FONT = TEXT["font_family"]


@dataclass(frozen=True)
class Grid:
    """A table of numbers.

    Args:
        values: numbers of one or two axes; one that is NaN is an empty cell.
        caption: str. Above the cells.
        frames: (top, left, rows, columns) of each frame around cells.
        rows, columns: names beside the rows and above the columns.
        digits: int. Decimals of a number.
    """

    values: Any
    caption: str = ""
    frames: Sequence[tuple[int, int, int, int]] = ()
    rows: Sequence[str] = ()
    columns: Sequence[str] = ()
    digits: int = 2

    @property
    def table(self) -> np.ndarray:
        return np.atleast_2d(np.asarray(self.values, dtype=float))

    @property
    def margin(self) -> float:
        """Room for the rows' names."""
        return LETTER * max(map(len, self.rows)) + 8 if self.rows else 0.0

    @property
    def head(self) -> int:
        return (18 if self.caption else 0) + (16 if self.columns else 0)

    def width(self, cell: float) -> float:
        return max(self.margin + cell * self.table.shape[1], LETTER * len(self.caption))

    @property
    def body(self) -> int:
        return TALL * len(self.table)


Line = Sequence[Grid | str]


def written(value: float, digits: int = 2) -> str:
    """A number of few decimals; halves are rounded away from 0, so that a float's last digit does not matter."""
    text = f"{round(value + copysign(1e-6, value), digits):.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text.replace("-", "−")


def scene(title: str, *lines: Line, notes: Sequence[str] = ()) -> str:
    """Lines of grids with signs between them, and notes below.

    Args:
        title: str. What the picture shows, for readers who can't see it.
        lines: for each line its grids, and signs such as "×".
        notes: lines of text below.
    """
    cell = min(_cell(line) for line in lines)
    parts: list[str] = []
    top = 6.0
    for line in lines:
        grids = [item for item in line if isinstance(item, Grid)]
        head, body = max(grid.head for grid in grids), max(grid.body for grid in grids)
        middle = top + head + body / 2  # of every grid's cells
        left = (WIDTH - sum(_wide(item, cell) for item in line)) / 2
        for item in line:
            parts += _sign(item, left, middle) if isinstance(item, str) else _grid(item, left, middle, cell)
            left += _wide(item, cell)
        top += head + body + 12
    parts += [label(WIDTH / 2, top + 12 + 18 * place, note) for place, note in enumerate(notes)]
    return drawing(title, *parts, height=round(top + 18 * len(notes) + (6 if notes else 0)))


def _cell(line: Line) -> float:
    """The widest cell with which a line fits."""
    cell = CELL
    while cell > 12 and sum(_wide(item, cell) for item in line) > WIDTH - 8:
        cell -= 0.5
    return cell


def _wide(item: Grid | str, cell: float) -> float:
    return max(SIGN, LETTER * len(item) + 12) if isinstance(item, str) else item.width(cell)


def _sign(text: str, left: float, middle: float) -> list[str]:
    return [label(left + _wide(text, 0) / 2, middle + 4, text)]


def _grid(grid: Grid, left: float, middle: float, cell: float) -> list[str]:
    table = grid.table
    rows, columns = table.shape
    room = grid.width(cell) - grid.margin - cell * columns
    x, y = left + grid.margin + room / 2, middle - grid.body / 2
    names = [label(x - 6, y + TALL * row + 16, name, "end") for row, name in enumerate(grid.rows)]
    names += [label(x + cell * (at + 0.5), y - 5, name) for at, name in enumerate(grid.columns)]
    caption = [label(left + grid.width(cell) / 2, y - grid.head + 12, grid.caption)] if grid.caption else []
    frames = [
        element("rect", x=x + cell * a + 1, y=y + TALL * b + 1, width=cell * w - 2, height=float(TALL * h - 2), **FRAME)
        for b, a, h, w in grid.frames
    ]
    cells = [*_shades(table, x, y, cell), _lines(x, y, rows, columns, cell), *frames, _numbers(grid, x, y, cell)]
    return [*caption, *names, *cells]


FRAME = {"fill": "none", "stroke": SLOPE, "stroke_width": 2.5, "rx": 3}


def _shades(table: np.ndarray, x: float, y: float, cell: float) -> list[str]:
    """Rectangles in the colour of each number's sign, the darkest for the largest number."""
    largest = np.nanmax(np.abs(table)) or 1.0
    groups: list[str] = []
    for colour, sign in ((VALUE, 1), (SLOPE, -1)):
        cells = [
            element(
                "rect",
                x=x + cell * column,
                y=y + TALL * row,
                width=cell,
                height=TALL,
                fill_opacity=f"{0.3 * abs(value) / largest:.2f}",
            )
            for (row, column), value in np.ndenumerate(table)
            if sign * value > 0.02 * largest
        ]
        groups += [element("g", *cells, fill=colour)] if cells else []
    return groups


def _lines(x: float, y: float, rows: int, columns: int, cell: float) -> str:
    across = "".join(f"M{number(x)} {number(y + TALL * row)}h{number(cell * columns)}" for row in range(rows + 1))
    down = "".join(f"M{number(x + cell * at)} {number(y)}v{number(float(TALL * rows))}" for at in range(columns + 1))
    return element("path", d=across + down, stroke=INK, stroke_width=1, fill="none")


def _numbers(grid: Grid, x: float, y: float, cell: float) -> str:
    texts = [
        element("text", written(value, grid.digits), x=x + cell * (column + 0.5), y=y + TALL * row + 16.5)
        for (row, column), value in np.ndenumerate(grid.table)
        if not np.isnan(value)
    ]
    size = 12 if cell >= 26 else 11
    return element("g", *texts, fill=INK, font_family=FONT, font_size=size, text_anchor="middle")
