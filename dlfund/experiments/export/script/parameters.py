"""What differs between the networks of several folds becomes the arguments of one function."""

from __future__ import annotations

import keyword
from collections.abc import Mapping
from dataclasses import dataclass, replace

from dlfund.experiments.export.script.code_layout import Atom, changed, laid_out, one_line
from dlfund.experiments.export.script.network_code import Builder, Line


@dataclass(frozen=True)
class Parametrized:
    """A function that serves several folds, and for each of them the arguments as code."""

    builder: Builder
    arguments: dict[str, dict[str, str]]


def by_shape(builders: Mapping[str, Builder]) -> list[Parametrized]:
    """As few functions as there are networks that differ in more than values."""
    shapes: dict[str, dict[str, Builder]] = {}
    for fold, builder in builders.items():
        shapes.setdefault(_shape(builder), {})[fold] = builder
    return [_parametrized(alike) for alike in shapes.values()]


def _shape(builder: Builder) -> str:
    """The code with every value left out."""
    blank = _every(builder, lambda atom, _: Atom("_") if atom.literal else atom)
    return repr([[(line.target, one_line(line.node)) for line in part.lines] for part in (blank, *blank.inner)])


def _parametrized(alike: dict[str, Builder]) -> Parametrized:
    literals_of = {fold: _literals(builder) for fold, builder in alike.items()}
    names: dict[tuple[str, tuple[str, ...]], str] = {}
    arguments: dict[str, dict[str, str]] = {fold: {} for fold in alike}
    called: list[str | None] = []
    for place, (meaning, _) in enumerate(next(iter(literals_of.values()))):
        values = tuple(literals[place][1] for literals in literals_of.values())
        if len(set(values)) == 1:
            called.append(None)
            continue
        if (meaning, values) not in names:
            names[meaning, values] = _unused(meaning, set(names.values()))
        name = names[meaning, values]
        called.append(name)
        for fold, value in zip(alike, values, strict=True):
            arguments[fold][name] = value
    left = iter(called)

    def named(atom: Atom, _: str) -> Atom:
        name = next(left) if atom.literal else None
        return atom if name is None else Atom(name, parameter=True)

    return Parametrized(_every(next(iter(alike.values())), named), arguments)


def _literals(builder: Builder) -> list[tuple[str, str]]:
    literals: list[tuple[str, str]] = []

    def noted(atom: Atom, meaning: str) -> Atom:
        if atom.literal:
            literals.append((meaning, atom.text))
        return atom

    _every(builder, noted)
    return literals


def _every(builder, change) -> Builder:  # type: ignore[no-untyped-def]
    """The builder with every atom changed, those of the networks inside it too."""
    lines = tuple(replace(line, node=changed(line.node, change)) for line in builder.lines)
    return Builder(lines, tuple(_every(inner, change) for inner in builder.inner))


def _unused(meaning: str, taken: set[str]) -> str:
    stem = meaning if meaning.isidentifier() and not keyword.iskeyword(meaning) else "value"
    number, name = 1, stem
    while name in taken:
        number += 1
        name = f"{stem}_{number}"
    return name


def function_code(builder: Builder, name: str, about: str) -> str:
    """The function as text, after the functions of the networks inside it."""
    inner = {f"{name}_member_{number}": member for number, member in enumerate(builder.inner, start=1)}
    before = [function_code(member, called, "One member.") for called, member in inner.items()]
    head = f"def {name}({_signature(builder)}):"
    lines = [head, f'    """{about}"""']
    for line in builder.lines:
        lines.append("    " + _statement(line, inner))
    return "\n\n\n".join([*before, "\n".join(lines)])


def _statement(line: Line, inner: dict[str, Builder]) -> str:
    start = {"": "", "return": "return "}.get(line.target, f"{line.target} = ")
    text = start + laid_out(line.node, 4, len(start))
    for number, (called, member) in enumerate(inner.items(), start=1):
        given = ", ".join(f"{each}={each}" for each in _used(member))
        text = text.replace(f"member_{number}()(", f"{called}({given})(") if isinstance(line.node, Atom) else text
    return text


def _signature(builder: Builder) -> str:
    used = _used(builder)
    return f"*, {', '.join(used)}" if used else ""


def _used(builder: Builder) -> list[str]:
    names: dict[str, None] = {}

    def noted(atom: Atom, _: str) -> Atom:
        if atom.parameter:
            names[atom.text] = None
        return atom

    _every(builder, noted)
    return list(names)
