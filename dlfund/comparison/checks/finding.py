"""A finding of a check: how serious it is, the columns concerned, the numbers behind it, and what to do."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from dlfund.comparison.finding_headline import finding_headline
from dlfund.core.as_json import JsonRecord
from dlfund.core.errors import UserError

SEVERITIES = ("stop", "warning", "note")  # the score can't be believed; may mislead; worth knowing
SHOWN = 40  # characters of a column's name in a sentence
EXACT = 2**53  # up to here a float holds every whole number


@dataclass(frozen=True)
class Finding(JsonRecord):
    """One problem of a table or of a result.

    Args:
        code, name: str. The check that found it, such as `"L01"`, `"target_copied"`. docs/checks.md has a section for
            each code.
        severity: str. `"stop"`: the scores can't be believed. `"warning"`: they may mislead. `"note"`: worth knowing.
        sentence: str. What was observed.
        columns: tuple of str. Names of the columns (of a result: of the contenders) concerned, the most serious
            first.
        evidence: dict of str to finite numbers. What was measured.
        advice: str. What to do.

    Example:
        >>> finding = Finding("Q01", "imbalanced", "note", "9 of 10 are 'no'.", (), {"share": 0.9}, "read log-loss")
        >>> print(finding)
        note Q01 imbalanced: 9 of 10 are 'no'. Evidence: share 0.9. To do: read log-loss.
        >>> Finding.from_dict(finding.to_dict()) == finding
        True
    """

    code: str
    name: str
    severity: str
    sentence: str
    columns: tuple[str, ...] = ()
    evidence: dict[str, float] = field(default_factory=dict)
    advice: str = ""

    def __post_init__(self) -> None:
        if self.severity not in SEVERITIES:
            raise UserError(f"Expected severity to be one of {SEVERITIES}. Received: severity={self.severity!r}.")
        numbers = {name: _plain(value) for name, value in self.evidence.items()}
        wrong = {name: value for name, value in numbers.items() if not math.isfinite(value)}
        if wrong:
            raise UserError(f"Expected evidence of finite numbers in {self.code}. Received: {wrong}.")
        object.__setattr__(self, "evidence", numbers)
        object.__setattr__(self, "columns", tuple(map(str, self.columns)))

    def __str__(self) -> str:
        numbers = ", ".join(f"{name.replace('_', ' ')} {_written(value)}" for name, value in self.evidence.items())
        evidence = f" Evidence: {numbers}." if numbers else ""
        advice = f" To do: {self.advice.rstrip('.')}." if self.advice else ""
        return finding_headline(self.severity, self.code, self.name, self.sentence) + evidence + advice


def as_text(findings: Iterable[Finding]) -> str:
    """One numbered paragraph per finding."""
    every = list(findings)
    if not every:
        return "The checks found nothing. That does not prove the data sound."
    return "\n".join(f"{number}. {finding}" for number, finding in enumerate(every, start=1))


def quoted(names: Iterable[str], most: int = 3) -> str:
    """Names in quotation marks, long ones cut, many of them counted."""
    every = list(names)
    shown = ", ".join(repr(name if len(name) <= SHOWN else f"{name[: SHOWN - 1]}…") for name in every[:most])
    return shown + (f" and {len(every) - most:,} more" if len(every) > most else "")


def with_verb(names: Iterable[str], singular: str, plural: str) -> str:
    """Names and their verb: `with_verb(["a", "b"], "is", "are")` returns `'a', 'b' are`."""
    every = list(names)
    return f"{quoted(every)} {singular if len(every) == 1 else plural}"


def _plain(value: Any) -> float:
    """A number of plain Python, so that JSON can hold it."""
    return value if isinstance(value, int) and not isinstance(value, bool) else _whole_or_float(float(value))


def _whole_or_float(value: float) -> float:
    return int(value) if value.is_integer() and 1 <= abs(value) <= EXACT else value


def _written(value: float) -> str:
    return f"{value:,.0f}" if isinstance(value, int) or abs(value) >= 1000 else f"{value:.3g}"
