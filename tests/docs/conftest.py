"""The built site, and the browser of tests/report."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from report.conftest import browser  # noqa: F401 - a fixture

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The folder of the site, built as `make docs` builds it: a warning or a broken link ends it."""
    pytest.importorskip("furo", reason="make docs, or the extra docs, installs what builds the site")
    folder = tmp_path_factory.mktemp("site") / "docs"
    done = subprocess.run(
        [sys.executable, "-m", "builder", "--out", str(folder)],
        env=os.environ | {"PYTHONPATH": str(ROOT / "docs")},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder
