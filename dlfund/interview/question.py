"""A question as its source says it: read as text, so that listing and asking need no network library.

A question is a public function in `questions/<topic>.py` or `drills/<topic>.py`. Its docstring is the card (question,
Short, Longer, Wrong, Why, Cards); its body is the check, or draws the numbers. A drill's check is the function of the
same name in `proofs/<topic>.py`.
"""

from __future__ import annotations

import ast
import difflib
import functools
import importlib
import re
from dataclasses import dataclass
from pathlib import Path

from dlfund.interview.topics import TOPICS
from dlfund.sentence import UserError

HERE = Path(__file__).parent
SECTIONS = ("Short", "Longer", "Wrong", "Why", "Cards")
_HEADING = re.compile(rf"({'|'.join(SECTIONS)}): +(.*)$")


@dataclass(frozen=True)
class Question:
    """One question with everything that is said about it.

    Args:
        name: str. The function's name; also how `dlfund drill --check` knows it.
        topic: str. A key of TOPICS.
        text, short, longer: str. The question and its two answers.
        wrong, why: str. What is often answered instead, and why that is wrong.
        cards: tuple of str. Concepts of docs/concepts.md that belong to it.
        code: str. The check's source.
        path: Path. The file of the check, from the repository's root.
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
    code: str
    path: Path
    is_drill: bool

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
    lines = (HERE / place / f"{topic}.py").read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if line.startswith(("import ", "from ")))


def _read(place: str, topic: str) -> list[Question]:
    functions = _functions(place, topic)
    proofs = _functions("proofs", topic) if place == "drills" else functions
    found = []
    for name, (node, _) in functions.items():
        if not name.startswith("_"):
            text, sections = _sections(ast.get_docstring(node) or "")
            path = Path("dlfund", "interview", "proofs" if place == "drills" else place, f"{topic}.py")
            found.append(
                Question(
                    name=name,
                    topic=topic,
                    text=text,
                    **{section.lower(): sections[section] for section in SECTIONS[:-1]},
                    cards=tuple(sections.get("Cards", "").replace(",", " ").split()),
                    code=_without_docstring(*proofs[name]),
                    path=path,
                    is_drill=place == "drills",
                )
            )
    return found


def _functions(place: str, topic: str) -> dict[str, tuple[ast.FunctionDef, list[str]]]:
    path = HERE / place / f"{topic}.py"
    if not path.exists():
        return {}
    source = path.read_text(encoding="utf-8")
    nodes = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
    return {node.name: (node, source.splitlines()) for node in nodes}


def _sections(text: str) -> tuple[str, dict[str, str]]:
    """The lines before the first heading, and each section as one paragraph."""
    parts: dict[str, list[str]] = {"": []}
    into = parts[""]
    for line in text.splitlines():
        heading = _HEADING.match(line)
        if heading:
            into = parts[heading[1]] = [heading[2]]
        else:
            into.append(line.strip())
    joined = {name: " ".join(" ".join(lines).split()) for name, lines in parts.items()}
    return joined.pop(""), joined


def _without_docstring(node: ast.FunctionDef, lines: list[str]) -> str:
    head = lines[node.lineno - 1 : node.body[0].lineno - 1]
    documented = isinstance(node.body[0], ast.Expr) and isinstance(node.body[0].value, ast.Constant)
    first = (node.body[0].end_lineno or 0) if documented else node.body[0].lineno - 1
    return "\n".join([*head, *lines[first : node.end_lineno]])
