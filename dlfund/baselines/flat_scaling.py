"""Images and sequences for a weighted sum or a distance: one mean and one deviation a channel, and still one flat row.

y = (x − mean_c) / deviation_c        over all pixels or steps of channel c
"""

from __future__ import annotations

from dlfund.data.shared_scaling import SharedScaling


class FlatScaling(SharedScaling):
    """A pixel is not scaled by itself: one that is nearly always black would shout when it is not."""

    def transform(self, X):
        scaled = super().transform(X)
        return scaled.reshape(len(scaled), -1).astype(float)
