"""Scaling of images and sequences for weighted sums and distances: one mean and deviation per channel, flat rows.

y = (x − mean_c) / deviation_c        over all pixels or steps of channel c
"""

from __future__ import annotations

from typing import Any

import numpy as np

from dlfund.data.shared_scaling import SharedScaling


class FlatScaling(SharedScaling):
    """Scales all pixels of a channel alike: scaled by itself, one that is nearly always black would get huge values."""

    def transform(self, X: Any) -> np.ndarray:
        scaled = super().transform(X)
        return scaled.reshape(len(scaled), -1).astype(float)
