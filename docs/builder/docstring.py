"""A docstring as Markdown: its prose, then its sections; arguments as a list, examples as code."""

from __future__ import annotations

import inspect
import re

HEADINGS = (
    *("Title", "Shape", "Args", "Call arguments", "Attributes", "Returns", "Yields", "Raises", "Example", "Examples"),
    *("Derivative", "Range", "Saturates", "Numbers", "Use", "Misconception", "Interview", "Drills", "Reference"),
)
_HEADING = re.compile(rf"^({'|'.join(HEADINGS)}):(?: +(.*))?$")
_ARGUMENT = re.compile(r"^(\*{0,2}\w+(?:, \*{0,2}\w+)*): (.*)$", re.DOTALL)


def parts(docstring: str) -> tuple[str, dict[str, str]]:
    """The prose before the first section, and each section's lines without their indentation."""
    lines: dict[str, list[str]] = {"": []}
    into = lines[""]
    for line in inspect.cleandoc(docstring).splitlines():
        if heading := _HEADING.match(line):
            into = lines.setdefault(heading[1], ["", heading[2] or ""])
        else:
            into.append(line)
    texts = {name: inspect.cleandoc("\n".join(text)).strip() for name, text in lines.items()}
    return texts.pop(""), texts


def markdown(docstring: str) -> str:
    """The whole docstring."""
    prose, found = parts(docstring)
    return "\n\n".join([_prose(prose), *(section(name, text) for name, text in found.items() if text)])


def section(name: str, text: str) -> str:
    """One section under its name."""
    if name in {"Args", "Call arguments", "Attributes"}:
        return f"**{name}**\n\n{arguments(text)}"
    if name in {"Example", "Examples"}:
        return f"**Example**\n\n```python\n{text}\n```"
    return f"**{name}**\n\n{_block(text) if name == 'Shape' else plain(' '.join(text.split()))}"


def arguments(text: str) -> str:
    """A list, with the name of each argument as code; what doesn't look like an argument stays a paragraph."""
    entries: list[list[str]] = []
    for line in text.splitlines():
        if line.startswith(" ") and entries:
            entries[-1].append(line.strip())
        else:
            entries.append([line])
    return "\n".join(_argument(" ".join(entry)) for entry in entries if entry != [""])


def _argument(entry: str) -> str:
    if not (match := _ARGUMENT.match(entry)):
        return f"\n{plain(entry)}\n"
    names = ", ".join(f"`{name}`" for name in match[1].split(", "))
    return f"- {names}: {plain(match[2])}"


def _prose(text: str) -> str:
    """Paragraphs; indented ones are formulas."""
    paragraphs = re.split(r"\n\s*\n", text)
    return "\n\n".join(
        _block(inspect.cleandoc("\n" + part)) if part.startswith("    ") else plain(part) for part in paragraphs
    )


def _block(text: str) -> str:
    return f"```text\n{text}\n```"


def plain(text: str) -> str:
    """Text in which only code is markup: signs that mean something to Markdown stand for themselves."""
    pieces = re.split(r"(`[^`]+`)", text)
    return "".join(
        piece if number % 2 else re.sub(r"([*_<>\[\]])", r"\\\1", piece) for number, piece in enumerate(pieces)
    )
