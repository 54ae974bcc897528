"""What the package says of itself to pip, to type checkers and to readers of pyproject.toml."""

import re
import tomllib
from importlib import metadata
from pathlib import Path

import dlfund
from dlfund.core.backend import BACKENDS
from dlfund.core.code_folder import SHIPPED

PACKAGE = Path(dlfund.__file__).parent
ROOT = PACKAGE.parent
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TOLD = tomllib.loads((ROOT / "pyproject.toml").read_text())


def test_types_come_along():
    assert (PACKAGE / "py.typed").exists()
    assert "Typing :: Typed" in TOLD["project"]["classifiers"]


def test_the_version_stands_in_one_place():
    assert "version" not in TOLD["project"]
    assert TOLD["tool"]["hatch"]["version"]["path"] == "dlfund/__init__.py"
    assert metadata.version("dlfund") == dlfund.__version__
    assert f"\nversion: {dlfund.__version__}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def test_a_backend_is_an_extra_and_every_command_brings_one():
    names = {name for line in TOLD["project"]["dependencies"] for name in re.findall(r"^[\w-]+", line)}
    assert not names & {*BACKENDS}
    assert {*BACKENDS, "gpu"} <= TOLD["project"]["optional-dependencies"].keys()
    assert "'[gpu]'" in MAKEFILE
    assert "'[tensorflow]'" in MAKEFILE


def test_what_a_wheel_ships_is_where_an_installed_package_looks():
    hook = (ROOT / "hatch_build.py").read_text(encoding="utf-8")
    assert "dlfund/_shipped/{name}" in hook
    assert SHIPPED == PACKAGE / "_shipped"
    assert not SHIPPED.exists(), "recipes/ and datasets/ at the top are the only copy here"


def test_mypy_reads_the_whole_package():
    told = TOLD["tool"]["mypy"]
    assert told["files"] == ["dlfund"]
    assert told["disallow_untyped_defs"]


def test_only_what_is_there_is_let_off():
    """A folder that moves or goes is not let off under its old name, and nothing is let off of being checked."""
    for section in TOLD["tool"]["mypy"]["overrides"]:
        assert set(section) == {"module", "disallow_untyped_defs"}
        for module in section["module"]:
            place = ROOT.joinpath(*module.removesuffix(".*").split("."))
            assert place.is_dir() if module.endswith(".*") else place.with_suffix(".py").is_file(), module


def test_the_classifiers_are_the_pythons_that_it_asks_for():
    named = {
        classifier.rpartition(" ")[2] for classifier in TOLD["project"]["classifiers"] if "Python :: 3." in classifier
    }
    assert TOLD["project"]["requires-python"] == ">=3.11,<3.14"
    assert named == {"3.11", "3.12", "3.13"}
    assert TOLD["project"]["authors"] == [{"name": "dlfund contributors"}]
