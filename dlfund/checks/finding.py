"""What a check found: which one, how grave, in which columns, with the numbers behind it and what to do."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from typing import Any

from dlfund.sentence import UserError

SEVERITIES = ("stop", "warning", "note")  # the score can't be believed; may mislead; worth knowing
SHOWN = 40  # characters of a column's name in a sentence


@dataclass(frozen=True)
class Finding:
    """One illness of a table or of a result.

    Args:
        code, name: str. The check that found it, such as `"L01"`, `"target_copied"`. docs/checks.md has a section a
            code.
        severity: str. `"stop"`: the scores can't be believed. `"warning"`: they may mislead. `"note"`: worth knowing.
        sentence: str. What was seen, in words.
        columns: tuple of str. Names of the columns (of a result: of the contenders) concerned, the gravest first.
        evidence: dict of str to finite numbers. What was measured.
        advice: str. What to do.

    Example:
        >>> found = Finding("Q01", "imbalanced", "note", "9 of 10 rows are 'no'.", (), {"share": 0.9}, "read log-loss")
        >>> print(found)
        note Q01 imbalanced: 9 of 10 rows are 'no'. Evidence: share 0.9. To do: read log-loss.
        >>> Finding.from_dict(found.to_dict()) == found
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

    def to_dict(self) -> dict[str, Any]:
        words = {one.name: getattr(self, one.name) for one in fields(self)}
        return words | {"columns": list(self.columns), "evidence": dict(self.evidence)}

    @classmethod
    def from_dict(cls, words: dict[str, Any]) -> Finding:
        known = [one.name for one in fields(cls)]
        if not isinstance(words, dict) or sorted(words) != sorted(known):
            raise UserError(f"Expected a finding with {', '.join(known)}. Received: {str(words)[:200]}.")
        return cls(**words | {"columns": tuple(words["columns"])})

    def __str__(self) -> str:
        numbers = ", ".join(f"{name.replace('_', ' ')} {_written(value)}" for name, value in self.evidence.items())
        evidence = f" Evidence: {numbers}." if numbers else ""
        advice = f" To do: {self.advice.rstrip('.')}." if self.advice else ""
        return f"{self.severity} {self.code} {self.name.replace('_', ' ')}: {self.sentence}{evidence}{advice}"


def as_text(findings: Iterable[Finding]) -> str:
    """One numbered paragraph a finding."""
    found = list(findings)
    if not found:
        return "Nothing found by the checks. That is no proof of health."
    return "\n".join(f"{number}. {finding}" for number, finding in enumerate(found, start=1))


def quoted(names: Iterable[str], most: int = 3) -> str:
    """Names in quotation marks, long ones cut, many of them counted."""
    every = list(names)
    shown = ", ".join(repr(one if len(one) <= SHOWN else f"{one[: SHOWN - 1]}…") for one in every[:most])
    return shown + (f" and {len(every) - most:,} more" if len(every) > most else "")


def with_verb(names: Iterable[str], one: str, more: str) -> str:
    """Names, and the verb in their number: `with_verb(["a", "b"], "is", "are")` says `'a', 'b' are`."""
    every = list(names)
    return f"{quoted(every)} {one if len(every) == 1 else more}"


def _plain(value: Any) -> float:
    """A number of plain Python, so that JSON can hold it."""
    return value if isinstance(value, int) and not isinstance(value, bool) else _whole_or_float(float(value))


def _whole_or_float(value: float) -> float:
    return int(value) if value.is_integer() and abs(value) >= 1 else value


def _written(value: float) -> str:
    return f"{value:,.0f}" if isinstance(value, int) or abs(value) >= 1000 else f"{value:.3g}"
