"""Every recipe of the book keeps the book's form, and every one of its contenders can be built for its data."""

import ast

import keras
import pytest
from keras_tuner import HyperParameters

from dlfund.experiments import recipe_files
from dlfund.training.tuning.space import compiled

CARDS = {card.name: card for card in recipe_files.cards()}
LINES = 90
PARTS = ["Question", "Data", "Concepts", "Run"]
IMPORTS = {"keras", "dlfund", "math"}
NOT_HERE = {"fit", "evaluate", "predict", "compile_and_fit", "print", "open", "plot", "show", "read_csv", "seed"}

every_recipe = pytest.mark.parametrize("name", CARDS)


def tree(name):
    return ast.parse(CARDS[name].path.read_text(encoding="utf-8"))


def test_the_book_is_found():
    assert {"student_pass_fail", "xor_and_friends", "find_the_pattern"} <= set(CARDS)


@every_recipe
def test_its_docstring_asks_a_question_and_says_how_to_answer_it(name):
    title, empty, *lines = CARDS[name].text.splitlines()
    assert title.endswith("?")
    assert empty == ""
    assert [line.split()[0] for line in lines] == PARTS
    assert lines[3].split("  ")[-1].startswith(f" make recipe NAME={name}")


@every_recipe
def test_it_is_short(name):
    assert 30 <= len(CARDS[name].path.read_text(encoding="utf-8").splitlines()) <= LINES


@every_recipe
def test_it_only_says_what_is_compared(name):
    """No loop over data, no training, no drawing: that is said once, in the package."""
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Import):
            assert {entry.name.split(".")[0] for entry in node.names} <= IMPORTS
        elif isinstance(node, ast.ImportFrom):
            assert node.module.split(".")[0] in IMPORTS
        elif isinstance(node, ast.For):  # layers
            assert isinstance(node.iter, (ast.Tuple, ast.Name)) or getattr(node.iter.func, "id", "") == "range"
        elif isinstance(node, ast.Call):
            called = node.func
            assert getattr(called, "attr", getattr(called, "id", "")) not in NOT_HERE
        assert not isinstance(node, (ast.While, ast.With, ast.Try))


@every_recipe
def test_every_contender_can_be_built_for_its_data(name):
    recipe = recipe_files.load(CARDS[name])
    assert recipe.lesson or name == "student_pass_fail"
    for part in recipe.asked(budget="quick"):
        comparison = recipe.comparison(part, "quick")
        for contender in comparison.contenders:
            assert contender.name.islower()
            if contender.network is None:
                contender.estimator(comparison.dataset.schema, 0)
                contender.space_for(comparison.dataset.schema)
                continue
            assert contender.about.endswith(".")
            model = compiled(contender.network, comparison.task, HyperParameters())
            assert model.input_shape[1:] == comparison.task.input_shape
    keras.backend.clear_session()
