"""Numbers as they are written by hand."""

import numpy as np


def number(value, digits=4):
    """Four significant digits; very large and small ones with a power of ten."""
    value = float(value) + 0.0  # no minus before a zero
    if not np.isfinite(value):
        return str(value)
    text = f"{value:.{digits}g}"
    if "e" in text:
        mantissa, exponent = text.split("e")
        return f"{mantissa}e{int(exponent)}".replace("-", "−")
    return text.replace("-", "−")


def factor(value):
    """The same inside a product: negative ones in brackets."""
    text = number(value)
    return f"({text})" if text.startswith("−") else text


def numbers(values, limit=8):
    """A short row of numbers in brackets, and how many are left out."""
    values = np.ravel(values)
    shown = "  ".join(f"{number(value):>8}" for value in values[:limit])
    more = f"  … {len(values) - limit:,} more" if len(values) > limit else ""
    return f"[{shown}{more}]"


def table(header, rows):
    """Columns under their names, each as wide as it must be; the first is text, the others numbers."""
    cells = [[str(value) for value in header], *[[_cell(value) for value in row] for row in rows]]
    widths = [max(len(row[column]) for row in cells) for column in range(len(header))]
    lines = [
        "  ".join(text.ljust(width) if not column else text.rjust(width) for column, (text, width) in columns)
        for columns in (list(enumerate(zip(row, widths, strict=True))) for row in cells)
    ]
    return "\n".join(line.rstrip() for line in lines)


def _cell(value):
    if value is None:
        return "–"
    return value if isinstance(value, str) else number(value, 3) if isinstance(value, float) else str(value)
