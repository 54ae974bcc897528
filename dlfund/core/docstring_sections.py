"""A docstring that is a card: what it starts with, then sections, each with a heading at the start of a line."""

from __future__ import annotations

import re
from collections.abc import Iterable


def docstring_sections(docstring: str, headings: Iterable[str]) -> tuple[str, dict[str, str]]:
    """What stands before the first heading, and each section as one paragraph.

    Args:
        docstring: str.
        headings: strings. Each begins a section where a line starts with it and a colon.

    Example:
        >>> docstring_sections("Who?\\n\\nShort: You.\\nLonger: You,\\n  who read.", ("Short", "Longer"))
        ('Who?', {'Short': 'You.', 'Longer': 'You, who read.'})
    """
    heading = re.compile(rf"({'|'.join(map(re.escape, headings))}):\s*(.*)$")
    parts: dict[str, list[str]] = {"": []}
    into = parts[""]
    for line in map(str.strip, docstring.splitlines()):
        match = heading.match(line)
        if match:
            into = parts[match[1]] = [match[2]]
        else:
            into.append(line)
    joined = {name: " ".join(" ".join(lines).split()) for name, lines in parts.items()}
    return joined.pop(""), joined
