"""Python code as a tree, laid out in lines as a person would: on one line where it fits, else one part per line."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from dataclasses import dataclass, replace

WIDTH = 100
STEP = 4
MANY = 12  # literals from which on they share lines
SPACE = "\ue000"  # a space that is no place for a line break


@dataclass(frozen=True)
class Atom:
    """Code that is never broken: a literal, a name.

    Args:
        text: str. The code.
        literal: bool. Whether it is a value written out, which may be another one in the next fold.
        parameter: bool. Whether it is a name that stands for such a value.
    """

    text: str
    literal: bool = False
    parameter: bool = False


@dataclass(frozen=True)
class Element:
    """One argument of a call or one element of a list; `label` stands before it, `meaning` is what it is called."""

    node: Node
    label: str = ""
    meaning: str = ""


@dataclass(frozen=True)
class Group:
    """A call, a list, a tuple or a dict: what opens it, its parts, what closes it."""

    opening: str
    parts: tuple[Element, ...]
    closing: str


Node = Atom | Group


def call(name: str, *positional: Element, **named: Node) -> Group:
    """A call of `name`."""
    return Group(f"{name}(", (*positional, *(argument(key, node) for key, node in named.items())), ")")


def argument(name: str, node: Node) -> Element:
    """A keyword argument."""
    return Element(node, f"{name}=", name)


def one_line(node: Node) -> str:
    """The code without a line break."""
    if isinstance(node, Atom):
        return node.text
    inside = ", ".join(part.label + one_line(part.node) for part in node.parts)
    comma = "," if node.opening == "(" and len(node.parts) == 1 else ""  # a tuple of one
    return f"{node.opening}{inside}{comma}{node.closing}"


def laid_out(node: Node, indent: int = 0, before: int = 0, after: int = 0) -> str:
    """The code in lines; `before` and `after` are the characters that share its first and its last line."""
    short = one_line(node)
    if isinstance(node, Atom) or not node.parts or indent + before + len(short) + after <= WIDTH:
        return short
    if len(node.parts) == 1 and node.opening != "(" and isinstance(node.parts[0].node, Group):
        only = node.parts[0]  # it shares the brackets' lines
        start, end = node.opening + only.label, node.closing
        return start + laid_out(only.node, indent, before + len(start), after + len(end)) + end
    inner = " " * (indent + STEP)
    if len(node.parts) > MANY and all(isinstance(part.node, Atom) and not part.label for part in node.parts):
        filled = textwrap.wrap(
            " ".join(f"{part.node.text.replace(' ', SPACE)}," for part in node.parts if isinstance(part.node, Atom)),
            WIDTH, initial_indent=inner, subsequent_indent=inner, break_long_words=False, break_on_hyphens=False,
        )  # fmt: skip
        return "\n".join([node.opening, *(line.replace(SPACE, " ") for line in filled), " " * indent + node.closing])
    lines = [f"{inner}{part.label}{laid_out(part.node, indent + STEP, len(part.label), 1)}," for part in node.parts]
    return "\n".join([node.opening, *lines, " " * indent + node.closing])


def changed(node: Node, change: Callable[[Atom, str], Atom], meaning: str = "") -> Node:
    """The same tree with every atom replaced by what `change` makes of it and of the argument that it stands in."""
    if isinstance(node, Atom):
        return change(node, meaning)
    parts = tuple(replace(part, node=changed(part.node, change, part.meaning or meaning)) for part in node.parts)
    return replace(node, parts=parts)


def text_code(text: str) -> str:
    """A text as a literal, in double quotes where these need no backslash.

    Example:
        >>> print(text_code("hours"), text_code('a "word"'), text_code("it's"))
        "hours" 'a "word"' "it's"
    """
    quoted = repr(text)
    inside = quoted[1:-1]
    return f'"{inside}"' if quoted[0] == "'" and '"' not in inside and "\\'" not in inside else quoted
