"""A question as its source says it: read as text, so that listing and asking need no network library.

A question is a public function in `questions/<topic>.py` or `drills/<topic>.py`. Its docstring is the card (question,
Short, Longer, Wrong, Why, Cards); its body is the check, or draws the numbers. A drill's check is the function of the
same name in `proofs/<topic>.py`.
"""

from __future__ import annotations

import difflib
import functools
import importlib
import re
from dataclasses import dataclass
from pathlib import Path

from dlfund.docstring_sections import docstring_sections
from dlfund.interview.topics import TOPICS
from dlfund.sentence import UserError

HERE = Path(__file__).parent
SECTIONS = ("Short", "Longer", "Wrong", "Why", "Cards")
# a text, not a syntax tree: reading all questions must not take longer than a blink
_FUNCTION = re.compile(r'^def (?P<name>[a-z]\w*)\([^)]*\):\n    """(?P<text>.*?)"""$', re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Question:
    """One question with everything that is said about it.

    Args:
        name: str. The function's name; also how `dlfund drill --check` knows it.
        topic: str. A key of TOPICS.
        text, short, longer: str. The question and its two answers.
        wrong, why: str. What is often answered instead, and why that is wrong.
        cards: tuple of str. Concepts of docs/concepts.md that belong to it.
        is_drill: bool. Whether its numbers are drawn afresh.
    """

    name: str
    topic: str
    text: str
    short: str
    longer: str
    wrong: str
    why: str
    cards: tuple[str, ...]
    is_drill: bool

    @property
    def _checked_in(self) -> str:
        return "proofs" if self.is_drill else "questions"

    @property
    def path(self) -> Path:
        """The check's file, from the repository's root."""
        return Path("dlfund", "interview", self._checked_in, f"{self.topic}.py")

    @property
    def code(self) -> str:
        """The check's source without the card, and what it calls of its own file."""
        blocks = _blocks(_source(self._checked_in, self.topic))
        found = [re.sub(r'\n    """.*?"""(?=\n)', "", blocks[self.name], count=1, flags=re.DOTALL)]
        for name, block in reversed(blocks.items()):  # a function stands below those that it calls
            if name.startswith("_") and any(re.search(rf"\b{name}\b", one) for one in found):
                found.append(block)
        return "\n\n\n".join([found[0], *reversed(found[1:])])

    @property
    def function(self):
        """The check of a question, or what draws a drill's numbers."""
        place = "drills" if self.is_drill else "questions"
        return getattr(importlib.import_module(f"dlfund.interview.{place}.{self.topic}"), self.name)

    @property
    def proof(self):
        """A drill's number from the real thing: Keras is imported here."""
        return getattr(importlib.import_module(f"dlfund.interview.proofs.{self.topic}"), self.name)


@functools.cache
def questions() -> tuple[Question, ...]:
    """All of them, in the order of a course."""
    return tuple(question for topic in TOPICS for place in ("questions", "drills") for question in _read(place, topic))


def find(name: str) -> Question:
    """The question of this name; the nearest names for one that does not exist."""
    known = {question.name: question for question in questions()}
    if name not in known:
        near = difflib.get_close_matches(name, known, n=3, cutoff=0.4)
        raise UserError(
            f"Expected the name of a question. Received: {name!r}. Nearest: {', '.join(near) or 'there is none'}. "
            "`dlfund drill --list --topic TOPIC` shows a topic's."
        )
    return known[name]


def imports(place: str, topic: str) -> str:
    """The lines with which a file begins, before its first function."""
    return "\n".join(line for line in _source(place, topic).splitlines() if line.startswith(("import ", "from ")))


def _source(place: str, topic: str) -> str:
    path = HERE / place / f"{topic}.py"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _blocks(source: str) -> dict[str, str]:
    """Each function's source by its name; functions are two empty lines apart."""
    named = {re.search(r"^def (\w+)\(", block, re.MULTILINE): block.strip("\n") for block in source.split("\n\n\n")}
    return {found[1]: block for found, block in named.items() if found}


def _read(place: str, topic: str) -> list[Question]:
    return [
        _question(place, topic, found["name"], found["text"]) for found in _FUNCTION.finditer(_source(place, topic))
    ]


def _question(place: str, topic: str, name: str, docstring: str) -> Question:
    text, sections = docstring_sections(docstring, SECTIONS)
    return Question(
        name=name,
        topic=topic,
        text=text,
        **{section.lower(): sections[section] for section in SECTIONS[:-1]},
        cards=tuple(sections["Cards"].replace(",", " ").split()),
        is_drill=place == "drills",
    )
