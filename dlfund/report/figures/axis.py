"""An axis: from a value to its place between 0 and 1, and the ticks between."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from dlfund.report.numbers import tick

LOG_FROM = 30.0  # a positive range this many times as high as low is shown in powers of ten
ZERO_ROOM = 0.1  # share of a logarithmic axis that is kept for zero


@dataclass(frozen=True)
class Axis:
    """A range with a name.

    Args:
        title: str. With its unit.
        low, high: float. The ends.
        log: bool. Powers of ten at even steps.
        zero: bool. Keep a place on the left of a logarithmic axis for values that are not positive.
        names: tuple of str. Names of the places 0, 1, 2, … where values are text.
        whole: bool. Ticks at whole numbers only.
        marks: tuple of (value, text). Ticks that are known, such as the days of a week.
    """

    title: str
    low: float
    high: float
    log: bool = False
    zero: bool = False
    names: tuple[str, ...] = ()
    whole: bool = False
    marks: tuple[tuple[float, str], ...] = ()

    @classmethod
    def around(cls, title: str, values: Iterable[float], *, log: bool | None = False, room: float = 0.05) -> Axis:
        """An axis that holds all values with some room; log=None chooses by the range."""
        values = [value for value in values if math.isfinite(value)]
        positive = [value for value in values if value > 0]
        if log is None:
            log = len(positive) == len(values) > 0 and max(positive) >= LOG_FROM * min(positive)
        if log and positive:
            low, high = math.log10(min(positive)), math.log10(max(positive))
            extra = room * (high - low) or 0.5
            return cls(title, 10 ** (low - extra), 10 ** (high + extra), True, len(positive) < len(values))
        low, high = (min(values), max(values)) if values else (0.0, 1.0)
        extra = room * (high - low) or 0.05 * abs(high) or 0.5
        return cls(title, low - extra, high + extra)

    @classmethod
    def of_names(cls, title: str, names: Iterable[str]) -> Axis:
        """An axis whose places have names."""
        names = tuple(names)
        return cls(title, -0.6, len(names) - 0.4, names=names)

    def share(self, value: float) -> float:
        """Where a value lies: 0 at the low end, 1 at the high end."""
        if not self.log:
            return (value - self.low) / (self.high - self.low)
        start = ZERO_ROOM if self.zero else 0.0
        if value <= 0:
            return start / 2
        width = math.log10(self.high) - math.log10(self.low)
        return start + (1 - start) * (math.log10(value) - math.log10(self.low)) / width

    def ticks(self, about: int = 5) -> list[tuple[float, str]]:
        """Round values between the ends, with their text."""
        if self.marks:
            return list(self.marks)
        if self.names:
            return [(float(place), name) for place, name in enumerate(self.names)]
        values = self._log_ticks(about) if self.log else self._even_ticks(about)
        zero = [(0.0, "0")] if self.zero else []
        return zero + [(value, tick(value)) for value in values]

    def _even_ticks(self, about: int) -> list[float]:
        rough = (self.high - self.low) / about
        rough = max(rough, 1.0) if self.whole else rough
        power = 10.0 ** math.floor(math.log10(rough))
        steps = (factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough * 0.999)
        step = next(step for step in steps if not self.whole or step == int(step))
        first = math.ceil(self.low / step - 1e-9)
        last = math.floor(self.high / step + 1e-9)
        return [float(f"{number * step:.10g}") for number in range(first, last + 1)]

    def _log_ticks(self, about: int) -> list[float]:
        low, high = math.log10(self.low), math.log10(self.high)
        powers = range(math.floor(low), math.ceil(high) + 1)
        every = max(1, math.ceil((high - low) / about))
        crowded = (high - low) / about  # decades per tick
        factors = (1, 2, 5) if crowded < 0.35 else (1, 3) if crowded < 0.7 else (1,)
        values = [factor * 10.0**power for power in powers if power % every == 0 for factor in factors]
        return [value for value in values if self.low <= value <= self.high]
