"""A question, read from its source as text, so that listing and asking need no network library.

A question is a public function in `questions/<topic>.py` or `drills/<topic>.py`. Its docstring is the card (question,
Short, Longer, Wrong, Why, Follow-up, Cards); its body is the check, or draws the numbers. A drill's check is the
function of the same name in `proofs/<topic>.py`.
"""

from __future__ import annotations

import difflib
import functools
import importlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dlfund.core.docstring_sections import docstring_sections
from dlfund.core.errors import UserError
from dlfund.learn.interview.topics import TOPICS

HERE = Path(__file__).parent
SECTIONS = ("Short", "Longer", "Wrong", "Why", "Follow-up", "Cards")
# a text, not a syntax tree: all questions must be read at once
_FUNCTION = re.compile(r'^def (?P<name>[a-z]\w*)\([^)]*\):\n    """(?P<text>.*?)"""$', re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class InterviewQuestion:
    """One question with its answers and its check.

    Args:
        name: str. The function's name; also its name for `dlfund drill --check`.
        topic: str. A key of TOPICS.
        text, short, longer: str. The question and its two answers.
        wrong, why: str. A common wrong answer, and why it is wrong.
        follow_up: str. What an interviewer asks next, and a short answer.
        cards: tuple of str. Concepts of docs/concepts.md that belong to it.
        is_drill: bool. Whether its numbers are drawn at random each time.
    """

    name: str
    topic: str
    text: str
    short: str
    longer: str
    wrong: str
    why: str
    follow_up: str
    cards: tuple[str, ...]
    is_drill: bool

    @property
    def next_question(self) -> tuple[str, str]:
        """What an interviewer asks next, and the answer."""
        asked, _, answer = self.follow_up.partition(" — ")
        return asked, answer

    @property
    def _checked_in(self) -> str:
        return "proofs" if self.is_drill else "questions"

    @property
    def path(self) -> Path:
        """The check's file, from the repository's root."""
        return Path("dlfund", "learn", "interview", self._checked_in, f"{self.topic}.py")

    @property
    def code(self) -> str:
        """The check's source without the card, and the functions of its file that it calls."""
        blocks = _blocks(_source(self._checked_in, self.topic))
        parts = [re.sub(r'\n    """.*?"""(?=\n)', "", blocks[self.name], count=1, flags=re.DOTALL)]
        for name, block in reversed(blocks.items()):  # a function stands below those that it calls
            if name.startswith("_") and any(re.search(rf"\b{name}\b", part) for part in parts):
                parts.append(block)
        return "\n\n\n".join([parts[0], *reversed(parts[1:])])

    @property
    def function(self) -> Callable[..., Any]:
        """The check of a question, or the function that draws a drill's numbers."""
        place = "drills" if self.is_drill else "questions"
        return getattr(importlib.import_module(f"dlfund.learn.interview.{place}.{self.topic}"), self.name)

    @property
    def proof(self) -> Callable[..., Any]:
        """A drill's number from a real layer or the trace: Keras is imported here."""
        return getattr(importlib.import_module(f"dlfund.learn.interview.proofs.{self.topic}"), self.name)


@functools.cache
def questions() -> tuple[InterviewQuestion, ...]:
    """All questions, in the order of a course."""
    return tuple(question for topic in TOPICS for place in ("questions", "drills") for question in _read(place, topic))


def find(name: str) -> InterviewQuestion:
    """The question with this name; an error names the nearest ones if there is none."""
    known = {question.name: question for question in questions()}
    if name not in known:
        near = difflib.get_close_matches(name, known, n=3, cutoff=0.4)
        raise UserError(
            f"Expected the name of a question. Received: {name!r}. Nearest: {', '.join(near) or 'there is none'}. "
            "`dlfund drill --list --topic TOPIC` shows a topic's."
        )
    return known[name]


def imports(place: str, topic: str) -> str:
    """The lines of a file before its first function."""
    return "\n".join(line for line in _source(place, topic).splitlines() if line.startswith(("import ", "from ")))


def _source(place: str, topic: str) -> str:
    path = HERE / place / f"{topic}.py"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _blocks(source: str) -> dict[str, str]:
    """Each function's source by its name; functions are two empty lines apart."""
    named = {re.search(r"^def (\w+)\(", block, re.MULTILINE): block.strip("\n") for block in source.split("\n\n\n")}
    return {match[1]: block for match, block in named.items() if match}


def _read(place: str, topic: str) -> list[InterviewQuestion]:
    return [
        _question(place, topic, match["name"], match["text"]) for match in _FUNCTION.finditer(_source(place, topic))
    ]


def _question(place: str, topic: str, name: str, docstring: str) -> InterviewQuestion:
    text, sections = docstring_sections(docstring, SECTIONS)
    return InterviewQuestion(
        name=name,
        topic=topic,
        text=text,
        **{section.lower().replace("-", "_"): sections[section] for section in SECTIONS[:-1]},
        cards=tuple(sections["Cards"].replace(",", " ").split()),
        is_drill=place == "drills",
    )
