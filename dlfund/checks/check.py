"""A check: a code, a card to read, and the function that looks.

The card is the function's docstring: a title, then `Means:`, `Measured:`, `Threshold:` and `To do:`.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from dlfund.checks.finding import Finding
from dlfund.docstring_sections import docstring_sections

SECTIONS = ("Means", "Measured", "Threshold", "To do")


@dataclass(frozen=True)
class Check:
    """One illness and how it is found.

    Args:
        code: str. A letter for the kind (L leak, T time, D drift, S size, Q quality, R result) and two digits.
        name: str. The function's own.
        title: str. One line for whoever looks for it.
        means, measured, threshold, advice: str. The sections of the docstring.
        look: function that takes what is looked at and yields findings.
        every_row: bool. Whether it looks at every row of a large table, too, and not at a sample.
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
        """A finding of this check, with the advice of its card if there is no better."""
        return Finding(
            self.code, self.name, severity, sentence, tuple(columns), dict(evidence), advice or self.advice.rstrip(".")
        )


def check(code: str, *, every_row: bool = False) -> Callable[[Callable[[Any], Iterable[Finding]]], Check]:
    """Make a function that looks for something a check; its docstring is the card."""

    def made(look: Callable[[Any], Iterable[Finding]]) -> Check:
        title, sections = docstring_sections(inspect.getdoc(look) or "", SECTIONS)
        missing = [name for name in SECTIONS if not sections.get(name)]
        if missing or not title:
            raise TypeError(
                f"Expected the docstring of {look.__name__} to have a title and {', '.join(SECTIONS)}. "
                f"Missing: {', '.join(missing) or 'a title'}."
            )
        words = {"means": "Means", "measured": "Measured", "threshold": "Threshold", "advice": "To do"}
        card = {name: sections[section] for name, section in words.items()}
        return Check(code=code, name=look.__name__, title=title, look=look, every_row=every_row, **card)

    return made
