"""The version that a run records is that of the code that runs, also while an installation is written anew."""

import numpy
import pytest

import dlfund
from dlfund.core.installed_version import installed_version
from dlfund.experiments.plan import installed


@pytest.fixture
def half_installed(tmp_path, monkeypatch):
    """pip has made the folders of these packages, and has not written into them yet."""
    for name in ("dlfund", "numpy"):
        (tmp_path / f"{name}-9.9.dist-info").mkdir()
    monkeypatch.syspath_prepend(tmp_path)


def test_an_installed_and_an_absent_package():
    assert installed_version("numpy") == numpy.__version__
    assert installed_version("no-such-package") == ""


@pytest.mark.filterwarnings("ignore:Implicit None:DeprecationWarning")
def test_a_plan_made_while_dlfund_is_installed_anew_holds_its_version(half_installed):
    assert installed()["dlfund"] == dlfund.__version__
    assert installed()["numpy"] == "of unknown version"
