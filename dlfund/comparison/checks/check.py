"""A check: a code, a card to read, and the function that looks for the problem.

The card is the function's docstring: a title, then `Means:`, `Measured:`, `Threshold:` and `To do:`.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from dlfund.comparison.checks.finding import Finding
from dlfund.core.docstring_sections import docstring_sections

SECTIONS = ("Means", "Measured", "Threshold", "To do")


@dataclass(frozen=True)
class Check:
    """One problem and how it is detected.

    Args:
        code: str. A letter for the kind (L leak, T time, D drift, S size, Q quality, R result) and two digits.
        name: str. The function's own.
        title: str. One line that names the problem.
        means, measured, threshold, advice: str. The sections of the docstring.
        look: function that takes a Sample or a CheckedResult and yields findings.
        every_row: bool. Whether it examines every row even of a large table, instead of a sample.
    """

    code: str
    name: str
    title: str
    means: str
    measured: str
    threshold: str
    advice: str
    look: Callable[[Any], Iterable[Finding]]
    every_row: bool = False

    def finding(
        self, severity: str, sentence: str, columns: Iterable[str] = (), advice: str = "", /, **evidence: float
    ) -> Finding:
        """A finding of this check, with the advice of its card if none is given."""
        return Finding(
            self.code, self.name, severity, sentence, tuple(columns), dict(evidence), advice or self.advice.rstrip(".")
        )


def check(code: str, *, every_row: bool = False) -> Callable[[Callable[[Any], Iterable[Finding]]], Check]:
    """Turn a function that looks for a problem into a check; its docstring is the card."""

    def made(look: Callable[[Any], Iterable[Finding]]) -> Check:
        title, sections = docstring_sections(inspect.getdoc(look) or "", SECTIONS)
        missing = [name for name in SECTIONS if not sections.get(name)]
        if missing or not title:
            raise TypeError(
                f"Expected the docstring of {look.__name__} to have a title and {', '.join(SECTIONS)}. "
                f"Missing: {', '.join(missing) or 'a title'}."
            )
        titles = {"means": "Means", "measured": "Measured", "threshold": "Threshold", "advice": "To do"}
        card = {name: sections[section] for name, section in titles.items()}
        return Check(code=code, name=look.__name__, title=title, look=look, every_row=every_row, **card)

    return made
