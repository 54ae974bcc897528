"""Numbers for JSON, with as many digits as a picture can show."""

from __future__ import annotations

from typing import Any

import numpy as np


def rounded(values: Any, digits: int = 4) -> list[Any]:
    """Numbers rounded alike, so that the largest keeps `digits` digits; an array of more axes becomes nested lists."""
    array = np.asarray(values, dtype=float)
    scale = float(np.abs(array).max()) if array.size else 0.0
    places = digits - 1 - int(np.floor(np.log10(scale))) if scale > 0 else 0
    return list(array.round(max(places, 0)).tolist())
