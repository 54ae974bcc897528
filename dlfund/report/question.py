"""The question that the page answers, from the recipe's docstring: a title, and lines of `Word  text`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from dlfund.comparison.result.result import Result

FIELD = re.compile(r"([A-Z]\w*)\s{2,}(\S.*)")


@dataclass(frozen=True)
class QuestionText:
    """What is asked, and what else the recipe says of itself.

    Args:
        title: str.
        asks: str. The docstring's Question line; may be empty.
        fields: dict. The other `Word  text` lines.
        text: str. Everything else.
    """

    title: str
    asks: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    text: str = ""


def question_of(result: Result) -> QuestionText:
    """The question in the recipe's text; without a text, the obvious question about the target."""
    lines = [line.rstrip() for line in result.recipe.about.splitlines()]
    fields: dict[str, str] = {}
    rest: list[str] = []
    for line in lines[1:]:
        match = FIELD.fullmatch(line.strip())
        if match:
            fields[match[1]] = match[2]
        elif line.startswith("    ") and fields:  # the field's next line
            fields[next(reversed(fields))] += " " + line.strip()
        elif line.strip():
            rest.append(line.strip())
    title = lines[0] if lines and lines[0] else f"What predicts {result.dataset.target} best?"
    return QuestionText(title, fields.pop("Question", ""), fields, " ".join(rest))
