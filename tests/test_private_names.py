"""Names that other libraries don't promise to keep are used in a few modules alone, each use with its reason."""

import ast
import importlib
import inspect
import sys
import types
from pathlib import Path

import keras
import pytest
from private_names import foreign_uses

import dlfund

PACKAGE = Path(dlfund.__file__).parent
# one module for each library and what is built on it
HOMES = {
    "core/keras_internals.py",
    "core/sklearn_internals.py",
    "experiments/argparse_internals.py",
    "explain/backends/keras_internals.py",
    "training/compiled/keras_internals.py",
    "training/compiled/tensorflow_internals.py",
    "training/tuning/keras_tuner_internals.py",
    "baselines/quick_forest.py",  # scikit-learn's tree builder, with the one minor version that it was compared with
    "core/estimator_file.py",  # names of types in saved pipelines, as text
}


def sources():
    return {path.relative_to(PACKAGE).as_posix(): path.read_text() for path in sorted(PACKAGE.rglob("*.py"))}


def classes_of(path):
    """A module's classes; none where its backend isn't installed."""
    name = ".".join(["dlfund", *Path(path).with_suffix("").parts]).removesuffix(".__init__")
    if name.endswith("__main__"):
        return {}
    try:
        module = importlib.import_module(name)
    except ModuleNotFoundError as error:
        if (error.name or "dlfund").startswith("dlfund"):
            raise
        return {}
    return {key: value for key, value in vars(module).items() if inspect.isclass(value) and value.__module__ == name}


@pytest.fixture(scope="module")
def uses():
    actual = {}
    for path, text in sources().items():
        actual[path] = foreign_uses(text, classes_of(path) if "\nclass " in text else {})
    return actual


def test_private_names_stand_in_their_homes(uses):
    strays = {path: entry for path, entry in uses.items() if entry and path not in HOMES}
    assert not strays, "Private names of other libraries belong into a function of a module *_internals.py."


def test_each_home_is_lived_in(uses):
    assert {path for path, entry in uses.items() if entry} == HOMES


@pytest.mark.parametrize("home", sorted(path for path in HOMES if path.endswith("_internals.py")))
def test_each_borrowed_thing_says_what_is_missing(uses, home):
    lines = [use.line for use in uses[home]]
    for node in ast.parse((PACKAGE / home).read_text()).body:
        borrows = any(node.lineno <= line <= node.end_lineno for line in lines)
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and borrows:
            assert "Missing in" in (ast.get_docstring(node) or ""), node.name


LAYER = "import keras\nclass Mine(keras.Layer):\n    def f(self):\n        "
PLANTED = {
    "a hidden package": "import keras.src.backend",
    "a hidden package's function": "from tensorflow.python.eager import context",
    "a private module": "from sklearn.tree._tree import Tree",
    "a private function": "from sklearn.utils.validation import _check_y",
    "another's attribute": "def f(variable):\n    return variable._value",
    "another's method": "def f(model):\n    return model._flatten_layers()",
    "a module's private part": "import tensorflow as tf\nTensor = tf.__internal__.types.Tensor",
    "asked by name": "def f(loss):\n    return getattr(loss, '_fn_kwargs', {})",
    "put by name": "def f(layer):\n    setattr(layer, '_anything', 1)",
    "spelled as text": "def f(layer):\n    vars(layer)['_inbound_nodes'] = []",
    "a type spelled as text": "NAMES = ['sklearn.calibration._SigmoidCalibration']",
    "a patched method's self": "def f(self):\n    return self._iterations",
    "inherited, set by a parent": LAYER + "return self._dtype_policy",
    "inherited, a method": LAYER + "return self._flatten_layers()",
    "an overridden hook": "import keras\nclass Mine(keras.Layer):\n    def _get_own_losses(self):\n        return []",
    "its own, of another": "class Mine:\n    _mine = 1\n    def f(self, other):\n        return other._theirs",
}


@pytest.mark.parametrize("what", PLANTED)
def test_what_is_planted_is_found(what, monkeypatch):
    assert foreign_uses(PLANTED[what], planted(PLANTED[what], monkeypatch))


ALLOWED = {
    "its own": "class Mine:\n    def _step(self):\n        self._n = 1\n    def f(self, other):\n        other._step()",
    "its own, beside a parent's": LAYER + "self._mine = 1; self._mine",
    "promised to heirs": "import keras\nclass Mine(keras.optimizers.Optimizer):\n"
    "    def f(self, v):\n        return self._get_variable_index(v)",
    "of a named tuple": "def f(rows):\n    return rows._replace(x=1)",
    "a module of ours": "from dlfund.explain.trace.layer_call import _words",
    "part of a word": "def f(key):\n    return key.endswith('_initializer')",
    "between two underscores": "def f(thing):\n    return thing.__name__",
}


@pytest.mark.parametrize("what", ALLOWED)
def test_what_is_ours_or_promised_is_left_alone(what, monkeypatch):
    source = ALLOWED[what]
    classes = planted(source, monkeypatch) if "class" in source else {}
    assert foreign_uses(source, classes) == []


def planted(source, monkeypatch):
    """The classes of a module that is only this text."""
    module = types.ModuleType("planted")
    if "class " in source:
        monkeypatch.setitem(sys.modules, "planted", module)
        exec(source, vars(module))  # noqa: S102
    return {
        key: value for key, value in vars(module).items() if inspect.isclass(value) and value.__module__ == "planted"
    }


def test_no_assert_stands_in_the_package():
    """An `assert` says nothing to a user, and is gone under `python -O`."""
    actual = {
        path: [node.lineno for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Assert)]
        for path, text in sources().items()
    }
    assert not {path: lines for path, lines in actual.items() if lines}


def test_ruff_is_not_told_to_overlook_an_assert():
    rule = "S1" + "01"
    assert not [path for path, text in sources().items() if rule in text]


@pytest.mark.parametrize("version", ["3.15", "3.15.0", "3.15.9"])
def test_any_patch_of_the_tested_keras_is_the_tested_one(version, monkeypatch):
    from dlfund.core import keras_internals

    monkeypatch.setattr(keras, "__version__", version)
    assert keras_internals.untested() is None


@pytest.mark.parametrize("version", ["3.14.1", "3.16.0", "3.16.0rc1", "3.150.0", "4.0.0"])
def test_another_keras_is_told(version, monkeypatch):
    from dlfund.core import keras_internals

    monkeypatch.setattr(keras, "__version__", version)
    assert f"Keras {version} is installed" in keras_internals.untested()


def test_the_tested_keras_is_the_one_of_the_pin():
    from dlfund.core.keras_internals import TESTED

    text = (PACKAGE.parent / "pyproject.toml").read_text()
    assert f'"keras>={TESTED},' in text
