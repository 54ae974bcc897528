"""benchmarks/calls_not_served.py: which Keras calls of a program dlfund's parts take."""

import importlib.util
import json
import types
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


class Dense:
    def __init__(self, units, *, activation=None):
        self.units, self.activation = units, activation


class Recurrent:
    def __init__(self, cell, *, go_backwards=False):
        self.cell, self.go_backwards = cell, go_backwards


class LSTM(Recurrent):
    def __init__(self, units, **options):
        super().__init__(units, **options)


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("calls_not_served", ROOT / "benchmarks" / "calls_not_served.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def library(**parts):
    return types.SimpleNamespace(
        **dict.fromkeys(("activations", "initializers", "losses", "metrics", "optimizers"), types.SimpleNamespace()),
        layers=types.SimpleNamespace(**parts),
    )


KERAS = library(Dense=Dense, LSTM=LSTM, Flatten=object)


@pytest.mark.parametrize(
    ("line", "missing"),
    [
        ("layers.Dense(8, activation='relu')", []),
        ("keras.layers.Dense(8)", []),
        ("tf.keras.layers.Dense(8, name='hidden')", []),
        ("layers.Dense(8, 'relu')", ["layers.Dense: 2 by position"]),
        ("layers.Dense(8, bias_initializer='ones')", ["layers.Dense: bias_initializer="]),
        ("layers.Flatten()", ["layers.Flatten: no such part"]),
        ("layers.LSTM(8, go_backwards=True)", []),  # an argument of the class that it is made of
        ("layers.LSTM(8, dropout=0.1)", ["layers.LSTM: dropout="]),
        ("from keras.layers import Dense as D\nD(8, axis=1)", ["layers.Dense: axis="]),
    ],
)
def test_what_a_call_asks_for_is_compared(script, tmp_path, line, missing):
    (tmp_path / "program.py").write_text(line)
    calls, served, actual = script.count(tmp_path, KERAS, library(Dense=Dense, LSTM=LSTM))
    assert (calls, served, list(actual)) == (1, not missing, missing)


def test_calls_of_others_do_not_count(script, tmp_path):
    (tmp_path / "program.py").write_text("Dense(8)\nmy.layers.Dense(8)\nlayers.Unknown(8)\nlayers.Layer()")
    assert script.count(tmp_path, KERAS, KERAS)[0] == 0


def test_a_notebook_is_read_without_its_commands(script, tmp_path):
    cells = ["%matplotlib inline\nlayers.Dense(8)", "this is no Python", "layers.Dense(9)"]
    notebook = {"cells": [{"cell_type": "code", "source": [cell]} for cell in cells]}
    (tmp_path / "program.ipynb").write_text(json.dumps(notebook))
    assert script.count(tmp_path, KERAS, KERAS)[:2] == (2, 2)
