"""The question that the page answers, from the recipe's docstring: a title, and lines of `Word  text`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from dlfund.comparison.result import Result

FIELD = re.compile(r"([A-Z]\w*)\s{2,}(\S.*)")


@dataclass(frozen=True)
class Question:
    """What is asked, and what else the recipe says of itself.

    Args:
        title: str.
        asks: str. The docstring's Question line; may be empty.
        fields: dict. The other `Word  text` lines.
        text: str. Whatever is in neither.
    """

    title: str
    asks: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    text: str = ""


def question_of(result: Result) -> Question:
    """Reads the recipe's text; a result without one asks the obvious question about its target."""
    lines = [line.rstrip() for line in str(result.content["recipe"].get("about") or "").splitlines()]
    fields: dict[str, str] = {}
    rest: list[str] = []
    for line in lines[1:]:
        match = FIELD.fullmatch(line.strip())
        if match:
            fields[match[1]] = match[2]
        elif line.startswith("    ") and fields:  # a field that goes on
            fields[next(reversed(fields))] += " " + line.strip()
        elif line.strip():
            rest.append(line.strip())
    title = lines[0] if lines and lines[0] else f"What predicts {result.content['dataset']['target']} best?"
    return Question(title, fields.pop("Question", ""), fields, " ".join(rest))
