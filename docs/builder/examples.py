"""The programs of a page, and what they print.

A page's ```python blocks are one program, from the first to the last; a ```text block right below one is what it
prints. A block that begins with >>> is a session, and is left to doctest.

    PYTHONPATH=docs python -m builder.examples docs/learn/*.md    writes what the programs print now
"""

from __future__ import annotations

import contextlib
import io
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_BLOCK = re.compile(
    r"^```python\n(?P<code>(?!>>>).*?)^```\n(?:\n```text\n(?P<output>.*?)^```\n)?", re.MULTILINE | re.DOTALL
)


@dataclass(frozen=True)
class Example:
    """A block of code, what the page says that it prints, and where both stand in the page."""

    code: str
    output: str
    start: int
    end: int


def examples(text: str) -> list[Example]:
    """The programs of a page, in its order."""
    return [
        Example(match["code"], match["output"] or "", match.start(), match.end()) for match in _BLOCK.finditer(text)
    ]


def printed(text: str, name: str) -> Iterator[tuple[Example, str]]:
    """Each program of a page with what it prints now; `name` is shown in a traceback."""
    session: dict[str, Any] = {"__name__": "__main__"}
    for example in examples(text):
        screen = io.StringIO()
        with contextlib.redirect_stdout(screen):
            exec(compile(example.code, name, "exec"), session)  # noqa: S102 - the page's own program
        yield example, "".join(f"{line.rstrip()}\n" for line in screen.getvalue().splitlines())


def with_outputs(text: str, name: str) -> str:
    """The page with what its programs print now."""
    pieces, end = [], 0
    for example, output in printed(text, name):
        block = f"```python\n{example.code}```\n" + (f"\n```text\n{output}```\n" if output else "")
        pieces += [text[end : example.start], block]
        end = example.end
    return "".join([*pieces, text[end:]])


if __name__ == "__main__":
    for path in map(Path, sys.argv[1:]):
        path.write_text(with_outputs(path.read_text(encoding="utf-8"), str(path)), encoding="utf-8", newline="\n")
