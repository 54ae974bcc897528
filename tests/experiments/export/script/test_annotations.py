"""What a script copies from dlfund has no annotations, and computes the same."""

import ast

import pytest

from dlfund.data.tables.level_finder import level_finder
from dlfund.experiments.export.script.annotations import annotations_of
from dlfund.experiments.export.script.imports import Imports
from dlfund.experiments.export.script.source_copies import SourceCopies

SOURCE = """\
def scaled(x: list[float], /, by: float = 2.0, *rest: int, least: int = 0, name: str, **options: object) -> list[float]:
    total: float = 0.0
    inner = lambda value: value * by
    return [inner(value) + total for value in x]
"""
WITHOUT = """\
def scaled(x, /, by=2.0, *rest, least=0, name, **options):
    total = 0.0
    inner = lambda value: value * by
    return [inner(value) + total for value in x]
"""


def test_every_kind_of_annotation_is_left_out():
    lines = SOURCE.encode().splitlines(keepends=True)
    for _, place, text in sorted(
        annotations_of(ast.parse(SOURCE).body[0], lines),
        key=lambda entry: (entry[1].lineno, entry[1].col_offset),
        reverse=True,
    ):
        line = lines[place.lineno - 1]
        lines[place.lineno - 1] = line[: place.col_offset] + text.encode() + line[place.end_col_offset :]
    assert b"".join(lines).decode() == WITHOUT


def test_a_copied_function_has_none_and_does_the_same():
    imports = Imports()
    copies = SourceCopies(imports, lambda thing: None)
    copies.take(level_finder)
    text = "\n\n".join([imports.lines(), *copies.texts.values()])
    nodes = list(ast.walk(ast.parse(text)))
    assert not [node for node in nodes if isinstance(node, ast.arg) and node.annotation]
    assert not [node for node in nodes if isinstance(node, ast.FunctionDef) and node.returns]
    names = {}
    exec(text, names)  # noqa: S102
    levels = ("Bern", "Genf")
    for cell in ("BERN", "'Genf'", "Basel"):
        assert names["level_finder"](levels)(cell) == level_finder(levels)(cell)
    assert level_finder(levels)("BERN") == "Bern"


@pytest.mark.parametrize("source", ["def plain(x, y=1):\n    return x\n", "def nothing():\n    pass\n"])
def test_what_has_none_is_left_alone(source):
    assert list(annotations_of(ast.parse(source).body[0], source.encode().splitlines())) == []
