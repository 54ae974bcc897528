"""How a finding of a check is named wherever it is printed: of a table's checks, and of a finished result's."""

from __future__ import annotations


def finding_headline(severity: str, code: str, name: str, sentence: str) -> str:
    """How serious it is, which check found it, and what was observed.

    Example:
        >>> finding_headline("note", "Q01", "few_of_a_class", "9 of 10 are 'no'.")
        "note Q01 few of a class: 9 of 10 are 'no'."
    """
    return f"{severity} {code} {name.replace('_', ' ')}: {sentence}"
