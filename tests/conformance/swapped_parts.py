"""A pytest plugin: Keras's own tests find dlfund's parts where they import Keras's.

While a test file is imported, every module of Keras that holds parts is replaced by a stand-in, which gives dlfund's
part of the same name where there is one and Keras's object otherwise. Keras itself stays as it is: only the test's own
program sees the other parts, as a program does that imports them from dlfund.

    PYTHONPATH=tests pytest -p conformance.swapped_parts keras/src/layers/core/dense_test.py
"""

import importlib
import inspect
import json
import sys
import types
from pathlib import Path

import pytest
from conformance.keras_tests import ROOMS
from conformance.mentions import mentions_a_part

REGISTRIES = {"get", "serialize", "deserialize"}  # they look parts up and are none themselves
using = set()  # the parts that the running test has asked for or made


def parts_of_dlfund():
    """{(room, name): part}, without the rooms that dlfund does not have."""
    parts = {}
    for room in ROOMS:
        if importlib.util.find_spec(f"dlfund.{room}") is None:
            continue
        module = importlib.import_module(f"dlfund.{room}")
        parts |= {(room, name): getattr(module, name) for name in module.__all__ if name not in REGISTRIES}
    return parts


class StandIn(types.ModuleType):
    """A module of Keras with dlfund's parts in it, which notes what was asked for."""

    def __init__(self, module, parts):
        super().__init__(module.__name__)
        self.__dict__.update(_module=module, _parts=parts)
        for name in ("__path__", "__spec__", "__file__"):
            if hasattr(module, name):
                self.__dict__[name] = getattr(module, name)

    def __getattr__(self, name):
        actual = getattr(self._module, name)
        if isinstance(actual, types.ModuleType):
            return stand_ins.get(actual.__name__, actual)
        part = self._parts.get((_room(self.__name__, actual), name))
        if part is None:
            return actual
        using.add(name)
        return part


def _room(module_name, component):
    """Which room of Keras an object belongs to: by its own module, else by the module that holds it."""
    steps = (getattr(component, "__module__", None) or module_name).split(".")
    steps = [step for step in steps if step not in ("keras", "src", "_tf_keras", "api")]
    return steps[0] if steps else ""


stand_ins = {}  # {name of a module: its stand-in}


def make_stand_ins():
    """One stand-in for each module of Keras that holds parts, and for those above it."""
    parts = parts_of_dlfund()
    above = ("keras", "keras.src")
    for name, module in list(sys.modules.items()):
        steps = name.split(".")
        if name in above or (steps[0] == "keras" and any(room in steps[1:3] for room in ROOMS)):
            stand_ins[name] = StandIn(module, parts)


def note_what_is_made():
    """A part that was imported by its own name is noted when it is made."""
    from keras.src.ops.operation import Operation
    from keras.src.saving.keras_saveable import KerasSaveable

    made = Operation.__new__

    def operation(cls, *arguments, **options):
        _note(cls)
        return made(cls, *arguments, **options)

    def saveable(cls, *arguments, **options):
        _note(cls)
        return object.__new__(cls)

    Operation.__new__ = operation
    if "__new__" not in KerasSaveable.__dict__:
        KerasSaveable.__new__ = saveable


def _note(cls):
    if cls.__module__.startswith("dlfund."):
        using.add(cls.__name__)


def find_tests_beside_the_package(root):
    """Let test files import one another by Keras's names: the installed package has none of them."""
    for name, module in list(sys.modules.items()):
        if name == "keras.src" or name.startswith("keras.src."):
            beside = root.joinpath(*name.split("."))
            if hasattr(module, "__path__") and beside.is_dir():
                module.__path__.append(str(beside))


def stand_in_for_conftest():
    """Keras's source distribution leaves out its conftest, which a few test files import one decorator from."""
    import keras

    def skip_if_backend(backend, reason):
        return pytest.mark.skipif(keras.backend.backend() == backend, reason=reason)

    conftest = types.ModuleType("conftest")
    conftest.skip_if_backend = skip_if_backend
    sys.modules.setdefault("conftest", conftest)


def pytest_addoption(parser):
    parser.addoption("--outcomes", help="a file that gets one line of JSON per test")
    parser.addoption("--parts", choices=["dlfund", "keras"], default="dlfund", help="keras: nothing is swapped")


def pytest_configure(config):
    stand_in_for_conftest()
    find_tests_beside_the_package(Path(config.rootpath))
    if config.getoption("--parts") == "dlfund":
        note_what_is_made()
        make_stand_ins()


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    """A module is imported while its tests are collected."""
    if not isinstance(collector, pytest.Module):
        return (yield)
    real = {name: sys.modules[name] for name in stand_ins}
    sys.modules.update(stand_ins)
    try:
        return (yield)
    finally:
        sys.modules.update(real)


def pytest_collection_modifyitems(config, items):
    """Only what may use a part is run."""
    if not stand_ins:
        return
    names = {name for _, name in parts_of_dlfund()}
    left_out = [item for item in items if not mentions_a_part(item.function, item.cls, names)]
    unused = set(left_out)
    if unused:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in unused]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    using.clear()
    using.update(part.__name__ for part in _arguments(item) if inspect.isclass(part))
    try:
        return (yield)
    finally:
        item.user_properties.append(("parts", sorted(using)))


def _arguments(item):
    """dlfund's parts among the values that a parameterised test was made with."""
    values = getattr(item.function, "__closure__", None) or ()
    held = [cell.cell_contents for cell in values if cell.cell_contents is not None]
    flat = [inner for value in held for inner in (value if isinstance(value, (list, tuple)) else [value])]
    flat += [inner for value in held if isinstance(value, dict) for inner in value.values()]
    return [value for value in flat if str(getattr(value, "__module__", "")).startswith("dlfund.")]


def pytest_runtest_logreport(report):
    if report.when == "call" or report.outcome != "passed":
        outcomes.append(
            {
                "test": report.nodeid,
                "outcome": report.outcome,
                "parts": dict(report.user_properties).get("parts", []),
                "reason": _reason(report),
            }
        )


outcomes = []


def _reason(report):
    """The last line of an error, or why Keras itself skips."""
    if report.outcome == "skipped":
        return report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    crash = getattr(report.longrepr, "reprcrash", None)
    return "" if report.outcome == "passed" else (crash.message if crash else str(report.longrepr))


def pytest_sessionfinish(session):
    file = session.config.getoption("--outcomes")
    if file and not hasattr(session.config, "workerinput"):
        Path(file).write_text("".join(json.dumps(outcome) + "\n" for outcome in outcomes))
