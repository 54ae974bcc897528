"""Curves in the terminal: every character is a grid of two by four dots.

    character = U+2800 + the sum of its dots' bits

The value is a line, the slope is dotted, and so is zero.
"""

from __future__ import annotations

from dlfund.learn.cards.curves import Curve

BITS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))  # by row and column inside a character


def plot(curve: Curve, columns: int = 56, rows: int = 11) -> str:
    """The curve with its window's limits, as text."""
    bottom, top = curve.window()
    wide, high = 2 * columns, 4 * rows

    def height(y: float) -> int | None:
        """The row of dots, from above; None outside the window."""
        row = round((top - y) / (top - bottom) * (high - 1))
        return row if 0 <= row < high else None

    dots: set[tuple[int, int | None]] = {(x, height(0.0)) for x in range(0, wide, 8)}
    if curve.slope:
        dots |= {(x, height(y)) for x, (_, y) in enumerate(curve.points(wide, curve.slope)) if x % 3 == 0}
    dots |= _line([height(y) for _, y in curve.points(wide)])
    return _framed(_characters(dots, columns, rows), curve, bottom, top)


def _line(heights: list[int | None]) -> set[tuple[int, int]]:
    """The dots of each column, joined to the column before."""
    dots = set()
    for x, here in enumerate(heights):
        before = heights[x - 1] if x else here
        if here is not None:
            start = here if before is None else before
            # the last dot of a rise belongs to the column before
            dots |= {(x, y) for y in range(min(start, here), max(start, here) + 1) if y != start or here == start}
    return dots


def _characters(dots: set[tuple[int, int | None]], columns: int, rows: int) -> list[str]:
    cells = [[0] * columns for _ in range(rows)]
    for x, y in dots:
        if y is not None:
            cells[y // 4][x // 2] |= BITS[y % 4][x % 2]
    return ["".join(chr(0x2800 + cell) for cell in row) for row in cells]


def _framed(lines: list[str], curve: Curve, bottom: float, top: float) -> str:
    labels = [f"{top:.3g}", *[""] * (len(lines) - 2), f"{bottom:.3g}"]
    zero = round(top / (top - bottom) * (4 * len(lines) - 1)) // 4
    if 0 < zero < len(lines) - 1:
        labels[zero] = "0"
    margin = max(map(len, labels))
    low, high = f"{curve.low:.3g}", f"{curve.high:.3g}"
    body = [f"{label:>{margin}} {line}" for label, line in zip(labels, lines, strict=True)]
    below = low + curve.along.center(len(lines[0]) - len(low) - len(high)) + high
    legend = f"line: {curve.name}" + ("   dots: slope" if curve.slope else "")
    return "\n".join([*body, " " * (margin + 1) + below, " " * (margin + 1) + legend.center(len(lines[0])).rstrip()])
