"""A curve of predicted probabilities: ROC or calibration."""

from __future__ import annotations

from dataclasses import dataclass, field

from dlfund.core.as_json import OPTIONAL
from dlfund.core.json_checks import Count


@dataclass(frozen=True)
class ResultCurve:
    """A ROC curve, or a calibration curve.

    Args:
        false_alarms, found: list of float. ROC: the false-positive and the true-positive rate.
        said, happened, rows: list. Calibration: mean predicted probability, observed frequency and rows of each bin.
    """

    false_alarms: list[float] = field(default_factory=list, metadata=OPTIONAL)
    found: list[float] = field(default_factory=list, metadata=OPTIONAL)
    said: list[float] = field(default_factory=list, metadata=OPTIONAL)
    happened: list[float] = field(default_factory=list, metadata=OPTIONAL)
    rows: list[Count] = field(default_factory=list, metadata=OPTIONAL)

    def points(self, kind: str) -> list[tuple[float, float]]:
        """Pairs of a `"roc"` or a `"calibration"` curve."""
        sides = (self.false_alarms, self.found) if kind == "roc" else (self.said, self.happened)
        return list(zip(*sides, strict=True))

    def __post_init__(self) -> None:
        if len(self.false_alarms) != len(self.found) or len(self.said) != len(self.happened):
            raise ValueError("Expected as many values on one axis of a curve as on the other.")
