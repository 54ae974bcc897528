"""Every option that a sentence names is one that the command has."""

import argparse
import ast
import re
from pathlib import Path

import pytest

import dlfund
from dlfund.cli import _parser

PACKAGE = Path(dlfund.__file__).parent
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*[a-z]")
# of a benchmark, of a data set's generator, of XLA, and of the script that `dlfund eject` writes
OTHERS = {
    ("comparison/checks/page.py", "--tables"),
    ("comparison/result/best_possible.py", "--best"),
    ("core/compiled_program_cache.py", "--tf"),
    ("experiments/export/script/command_code.py", "--predict"),
    ("experiments/export/script/command_code.py", "--train"),
    ("experiments/export/script/table_code.py", "--predict"),
}
# folders whose sentences are those of some verbs alone
VERBS_OF = {
    "data": ("compare",),
    "comparison/checks": ("compare",),
    "experiments/sources": ("compare",),
    "experiments/user_data": ("compare", "calibrate"),
}


def options_of_verbs():
    """The options of each verb, as its parser has them."""
    parser = _parser()
    verbs = next(action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    every = {"": {option for action in parser._actions for option in action.option_strings}}
    return every | {
        name: {option for action in verb._actions for option in action.option_strings}
        for name, verb in verbs.choices.items()
    }


def sentences(path):
    """The texts of a module that are no docstrings, parts of f-strings included."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


def named():
    """(file, option) of every option in a sentence of the package."""
    for path in sorted(PACKAGE.rglob("*.py")):
        place = path.relative_to(PACKAGE).as_posix()
        for text in sentences(path):
            for option in OPTION.findall(text):
                yield place, option


def known_to(place):
    every = options_of_verbs()
    verbs = next((verbs for folder, verbs in VERBS_OF.items() if place.startswith(f"{folder}/")), every)
    return set().union(*(every[verb] for verb in verbs))


def test_every_option_in_a_sentence_is_an_option_of_the_command():
    missing = {(place, option) for place, option in named() if option not in known_to(place)} - OTHERS
    assert missing == set(), "A sentence names an option that is not there."


def test_sentences_with_options_are_seen():
    seen = set(named())
    assert len(seen) > 60
    assert {("data/tables/csv_dialect.py", "--no-header"), ("data/tables/extra_lines.py", "--all-lines")} <= seen


@pytest.mark.parametrize("verb", ["compare", "predict"])
def test_compare_and_predict_read_files_by_the_same_options(verb):
    reading = {
        "--delimiter",
        "--decimal",
        "--thousands",
        "--missing",
        "--keep",
        "--encoding",
        "--header",
        "--no-header",
    }
    assert reading | {"--quote", "--all-lines", "--sheet", "--table"} <= options_of_verbs()[verb]
