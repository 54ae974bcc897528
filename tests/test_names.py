"""Variables and parameters are called by nouns of the field: a word that could stand for anything names nothing."""

import ast
from collections import defaultdict
from pathlib import Path

import pytest

import dlfund

PACKAGE = Path(dlfund.__file__).parent
EMPTY = {"one", "found", "words", "said", "dial"}
# keys of results.json, which stay so that older files are read
KEYS = {
    ("comparison/result/result_curve.py", "found"),
    ("comparison/result/result_curve.py", "said"),
    ("comparison/result/views/example_rows.py", "said"),
    ("comparison/result/views/forecast.py", "said"),
    ("comparison/result/views/residuals.py", "said"),
    ("comparison/result/views/word_effects.py", "words"),
}


def empty_names(source):
    """(line, name) of every variable, parameter or import that is called by one of these words."""
    uses = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                uses.append((node.lineno, name))
            case ast.alias(name=imported, asname=alias):
                uses.append((node.lineno, alias or imported))
            case ast.ExceptHandler(name=name) | ast.MatchAs(name=name) | ast.MatchStar(name=name):
                uses.append((node.lineno, name))
            case ast.MatchMapping(rest=name):
                uses.append((node.lineno, name))
    return sorted((line, name) for line, name in uses if name in EMPTY)


def test_names_say_what_they_hold():
    files = sorted(PACKAGE.rglob("*.py"))
    assert len(files) > 400
    strays = {
        (path.relative_to(PACKAGE).as_posix(), name)
        for path in files
        for _, name in empty_names(path.read_text(encoding="utf-8"))
    }
    assert strays == KEYS, "Call a variable by a noun of the field: row, layer, weight, score, contender."


def test_two_classes_never_share_a_name():
    homes = defaultdict(list)
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                homes[node.name].append(path.relative_to(PACKAGE).as_posix())
    assert len(homes) > 500
    assert {name: paths for name, paths in homes.items() if len(paths) > 1} == {}


@pytest.mark.parametrize("folder", ["recipes", "datasets", ".ci", "benchmarks", "tests"])
def test_names_beside_the_package_say_what_they_hold(folder):
    files = sorted((PACKAGE.parent / folder).rglob("*.py"))
    assert files
    assert [(path.name, *use) for path in files for use in empty_names(path.read_text(encoding="utf-8"))] == []


def test_every_kind_of_name_is_seen():
    planted = """
from library import thing as found
def best(rows, *, one, **words):
    said = [dial for dial in rows if (one := dial)]
    try:
        one.found, said.words = rows(one=1, words="said")
    except ValueError as found:
        raise
    match rows:
        case {"one": 1, **words} | [*said] | str() as dial:
            return lambda one: one
"""
    assert empty_names(planted) == [
        (2, "found"),
        (3, "one"),
        (3, "words"),
        (4, "dial"),
        (4, "one"),
        (4, "said"),
        (7, "found"),
        (10, "dial"),
        (10, "said"),
        (10, "words"),
        (11, "one"),
    ]
    assert empty_names("one.found = words(said='dial')") == []
