"""`dlfund explain` as a user meets it, and what it costs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dlfund.core.errors import UserError
from dlfund.learn.cards import braille
from dlfund.learn.cards.card import find, names
from dlfund.learn.cards.curves import CURVES, Curve
from dlfund.learn.cards.other_names import OTHER_NAMES

ROOT = Path(__file__).parents[3]
HEAVY = {"numpy", "pandas", "keras", "tensorflow", "jax", "torch", "sklearn", "scipy", "rich", "matplotlib", "jinja2"}


def explain(*arguments, **environment):
    command = [sys.executable, "-m", "dlfund.cli", "explain", *arguments]
    encoding = {"PYTHONIOENCODING": "utf-8", "COLUMNS": "80"} | environment
    return subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", env=os.environ | encoding)


@pytest.fixture(scope="module")
def sigmoid():
    done = explain("Sigmoid")
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_card_has_formula_plot_and_answers(sigmoid):
    assert sigmoid.startswith("sigmoid (activation)\nSigmoid: ")
    assert "\n    s(x) = 1 / (1 + e^(−x))\n" in sigmoid
    assert any(0x2800 < ord(entry) <= 0x28FF for entry in sigmoid)
    for name in ("Derivative", "Range", "Saturates", "Use", "Misconception", "Interview", "Reference", "Recipes"):
        assert f"\n{name} " in sigmoid
    assert "student_pass_fail" in sigmoid
    assert "dlfund/activations/sigmoid.py" in sigmoid
    assert max(map(len, sigmoid.splitlines())) <= 80


def test_a_layer_says_its_shapes():
    card = explain("dense").stdout
    assert "(batch, ..., features) → (batch, ..., units)" in card


def test_without_a_name_all_are_listed_by_kind():
    listed = explain().stdout
    assert listed.startswith("process ")
    assert "\noptimizer wrapper " in listed
    for name in ("straight_through_step", "PLREmbedding", "SharpnessAware", "CosLog4Schedule"):
        assert name in listed


def test_an_unknown_name_is_answered_with_the_nearest():
    done = explain("sigmod")
    assert done.returncode == 2
    assert "Nearest: sigmoid" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "asked, title",
    [
        *[("backpropagation", "Backpropagation"), ("Forward propagation", "Forward propagation")],
        *[("weight", "Weighted sum"), ("bias", "Bias"), ("epoch", "Epoch, batch and step")],
        *[("batch", "Epoch, batch and step"), ("learning rate", "Learning rate"), ("overfitting", "Over- and under")],
        *[("early stopping", "Over- and under"), ("ROC AUC", "ROC AUC"), ("log-loss", "Log-loss")],
        *[("cross-validation", "Cross-validation"), ("ensemble", "Ensembles"), ("sigm", "Sigmoid")],
    ],
)
def test_the_words_of_a_course_have_a_card(asked, title):
    assert find(asked).title.startswith(title)


def test_every_other_name_leads_to_a_card_and_hides_none():
    concepts = names()
    assert set(OTHER_NAMES.values()) <= set(concepts)
    assert not {name.casefold() for name in OTHER_NAMES} & {concept.casefold() for concept in concepts}


@pytest.mark.parametrize(
    "asked, nearest",
    [
        *[("conv", "Conv1D, Conv1DTranspose"), ("sig", "sigmoid, sign"), ("early stoping", "over_and_underfitting")],
        *[("zzzqq", "there is none"), ("", "there is none")],
    ],
)
def test_what_several_names_begin_with_is_answered_with_them(asked, nearest):
    with pytest.raises(UserError, match=f"Nearest: {nearest}"):
        find(asked)


def test_a_terminal_without_braille_still_gets_the_card():
    done = explain("relu", PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr
    assert "dying ReLU" in done.stdout


@pytest.mark.parametrize("arguments", [["sigmoid"], []])
def test_nothing_heavy_is_imported(arguments):
    code = (
        f"import sys, dlfund.cli\ndlfund.cli.main(['explain', *{arguments!r}])\n"
        f"heavy = {HEAVY!r} & sys.modules.keys()\nassert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_a_plot_by_hand():
    rising = Curve(lambda x: x, low=0, high=1)
    assert braille.plot(rising, columns=4, rows=2).splitlines()[:2] == ["1 ⠀⠀⡠⠊", "0 ⡠⠊⠀⠀"]


@pytest.mark.parametrize("name", sorted(CURVES))
def test_every_curve_can_be_plotted(name):
    plot = braille.plot(CURVES[name], columns=40, rows=8).splitlines()
    assert len(plot) == 10
    assert sum(0x2800 < ord(entry) <= 0x28FF for line in plot for entry in line) >= 20
