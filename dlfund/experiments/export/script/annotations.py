"""The annotations of a definition, to be left out of its text: a script needs them no more than Python does.

Fields of a class keep theirs: a dataclass is made from them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Span:
    """A place in a file, as a node of `ast` has it."""

    lineno: int
    col_offset: int
    end_lineno: int
    end_col_offset: int

    @classmethod
    def between(cls, first: ast.expr | ast.arg, last: ast.expr) -> Span:
        """From where `first` starts to where `last` does."""
        return cls(first.lineno, first.col_offset, last.lineno, last.col_offset)


def annotations_of(function: ast.FunctionDef, lines: Sequence[bytes]) -> Iterator[tuple[ast.expr, ast.arg | Span, str]]:
    """Each annotation, the place that is written anew, and its text without the annotation.

    Args:
        lines: sequence of bytes. The function's file.
    """
    defaults = _defaults(function.args)
    for argument in ast.walk(function.args):
        if isinstance(argument, ast.arg) and argument.annotation:
            default = defaults.get(argument.arg)
            if default is None:
                yield argument.annotation, argument, argument.arg
            else:
                yield argument.annotation, Span.between(argument, default), f"{argument.arg}="
    result = function.returns
    if result and lines[result.lineno - 1][: result.col_offset].endswith(b") -> "):
        start = result.col_offset - len(") -> ")
        yield result, Span(result.lineno, start, result.end_lineno or 0, result.end_col_offset or 0), ")"
    for step in ast.walk(function):
        if isinstance(step, ast.AnnAssign) and step.value:
            yield step.annotation, Span.between(step.target, step.value), f"{ast.unparse(step.target)} = "


def _defaults(arguments: ast.arguments) -> dict[str, ast.expr]:
    places = [*arguments.posonlyargs, *arguments.args]
    given = zip(reversed(places), reversed(arguments.defaults), strict=False)
    named = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    return {argument.arg: default for argument, default in (*given, *named) if default is not None}
