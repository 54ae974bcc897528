"""An unknown or absent backend, and a library that can't be loaded, are sentences before anything is imported."""

import json
import os
import subprocess
import sys

import pytest

import dlfund
from dlfund import cli
from dlfund.core import backend
from dlfund.core.backend import check_backend, not_loaded, settled
from dlfund.core.environment_variables import variables
from dlfund.core.errors import UserError


@pytest.fixture(autouse=True)
def no_settings(monkeypatch, tmp_path):
    monkeypatch.delenv("KERAS_BACKEND", raising=False)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    return tmp_path / "keras.json"


def test_the_backend_that_keras_would_take(monkeypatch, no_settings):
    assert check_backend() == "tensorflow"
    for text in ("{", "[]", "{}"):
        no_settings.write_text(text)
        assert check_backend() == "tensorflow"
    no_settings.write_text(json.dumps({"backend": "nonsense"}))
    with pytest.raises(UserError, match=r"Expected backend in .*keras.json to be tensorflow, .* Received: 'nonsense'"):
        check_backend()
    monkeypatch.setenv("KERAS_BACKEND", "tensorflow")
    assert check_backend() == "tensorflow"


@pytest.mark.parametrize("name", ["nonsense", "openvino", "jax,torch", "\x1b[31m", "../x"])
@pytest.mark.parametrize(
    "arguments", [["device"], ["run", "student_pass_fail"], ["compare", "x.csv", "--target", "y"], ["drill", "--trace"]]
)
def test_an_unknown_backend_is_a_sentence(monkeypatch, capsys, name, arguments):
    monkeypatch.setenv("KERAS_BACKEND", name)
    assert cli.main(arguments) == 2
    output = capsys.readouterr().err
    assert output.startswith("dlfund: Expected KERAS_BACKEND to be tensorflow, jax or torch. Received: ")
    assert "\x1b" not in output


def test_where_no_network_is_needed_no_backend_is(monkeypatch, capsys):
    monkeypatch.setenv("KERAS_BACKEND", "nonsense")
    assert cli.main(["list"]) == 0
    assert cli.main(["explain"]) == 0


@pytest.fixture
def installed(monkeypatch):
    """Only these backends are installed, and Keras has not been imported."""

    def only(*names):
        real = backend.importlib.util.find_spec
        hidden = {*backend.BACKENDS} - {*names}
        monkeypatch.setattr(backend.importlib.util, "find_spec", lambda name: None if name in hidden else real(name))
        monkeypatch.setattr(backend, "_instead", [])
        monkeypatch.delitem(sys.modules, "keras", raising=False)

    return only


def test_an_absent_backend_that_was_named_is_a_sentence(monkeypatch, installed):
    installed("jax")
    monkeypatch.setenv("KERAS_BACKEND", "torch")
    with pytest.raises(UserError, match=r"Received: torch, which is not installed. Install it .*dlfund\[torch\].*=jax"):
        check_backend()


def test_without_any_backend_the_sentence_says_what_to_install(installed):
    installed()
    with pytest.raises(UserError, match=r"none is installed. Install one: pip install 'dlfund\[tensorflow\]' or .*jax"):
        check_backend()
    with pytest.raises(ImportError, match="none is installed"):
        dlfund.__getattr__("layers")
    assert cli.main(["list"]) == 0


@pytest.mark.parametrize("written", ["", '{"backend": "tensorflow"}'])
def test_an_installed_backend_takes_the_place_of_an_absent_usual_one(installed, no_settings, capsys, written):
    """Keras writes its keras.json by itself, so TensorFlow's name in it may be nobody's choice."""
    if written:
        no_settings.write_text(written)
    with variables({"KERAS_BACKEND": ""}):  # is given back after the test
        installed("jax", "torch")
        assert check_backend() == "jax"
        assert os.environ["KERAS_BACKEND"] == "jax"
        assert settled().startswith("Keras computes with jax, because tensorflow is not installed")
        assert settled() == "", "it is told once"


def test_what_keras_json_chose_stays(installed, no_settings):
    installed("tensorflow", "jax", "torch")
    no_settings.write_text('{"backend": "torch"}')
    assert check_backend() == "torch"
    assert settled() == ""


@pytest.mark.parametrize(
    "error, sentence",
    [
        (MemoryError(), "Expected enough memory. Received: no memory is left."),
        (ImportError("libx.so: failed to map segment from shared object"), "Expected enough memory. Received: libx.so"),
        (ImportError("No module named 'skops'"), "Expected the libraries that dlfund needs. Received: No module"),
    ],
)
def test_what_can_not_be_loaded_is_a_sentence(monkeypatch, capsys, error, sentence):
    def fails(arguments):
        raise error

    monkeypatch.setattr(cli, "_device", fails)
    assert cli.main(["device"]) == 2
    assert capsys.readouterr().err.startswith(f"dlfund: {sentence}")
    assert not_loaded(error).startswith(sentence)


def test_too_little_memory_for_the_imports_is_a_sentence():
    """The address space that a shell's `ulimit -v` leaves is enough for Python, and not for TensorFlow."""
    limited = "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (400 * 2**20,) * 2); "
    code = limited + "from dlfund import cli; sys.exit(cli.main(['device']))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert done.returncode == 2, done.stderr
    assert "dlfund: Expected enough memory" in done.stderr


@pytest.mark.parametrize(
    "option, value, sentence",
    [
        ("--trials", "1e20", "argument --trials: Expected a whole number, such as 10. Received: '1e20'"),
        ("--trials", "many", "Expected a whole number, such as 10. Received: 'many'"),
        ("--minutes", "nan", "argument --minutes: Expected a number, such as 2.5. Received: 'nan'"),
        ("--minutes", "inf", "Expected a number, such as 2.5. Received: 'inf'"),
    ],
)
def test_an_option_that_is_no_number_is_a_sentence(capsys, option, value, sentence):
    with pytest.raises(SystemExit) as end:
        cli.main(["compare", "x.csv", "--target", "y", option, value])
    assert end.value.code == 2
    assert sentence in capsys.readouterr().err
