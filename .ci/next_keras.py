"""Run the parts' contracts and the tests of training with the next Keras, where the registry has one.

    make next-keras                  the newest Keras beyond the tested minor version, a pre-release included
    make next-keras KERAS=3.16.0rc1  this one

A virtual environment of its own gets the other Keras, and takes all else from the project's. The tests run twice:
first as if that Keras were the tested one, to learn whether the private names that `*_internals.py` borrow still mean
what they meant; then as users will have it, where Keras's own loop trains.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

from packaging.version import InvalidVersion, Version

ROOT = Path(__file__).parents[1]
PLACE = Path(sys.prefix) / "next-keras"
BORROWED = [
    "tests/contracts",
    "tests/training",
    "tests/explain/trace/test_trace.py",
    "tests/explain/health/test_gradient_check.py",
]
FALLBACK = ["tests/training/test_untested_keras.py", "tests/training/test_fit_network.py"]


def tested() -> str:
    """The minor version that dlfund names as tested; read as text, for Keras takes seconds to import."""
    source = (ROOT / "dlfund" / "core" / "keras_internals.py").read_text()
    return re.search(r'^TESTED = "([\d.]+)"', source, re.MULTILINE)[1]


def offered() -> list[str]:
    """Every version of Keras that pip can find."""
    command = [sys.executable, "-m", "pip", "index", "versions", "keras", "--pre", "--disable-pip-version-check"]
    printed = subprocess.run(command, capture_output=True, text=True).stdout  # noqa: S603
    listed = re.search(r"^Available versions: (.+)$", printed, re.MULTILINE)
    if listed is None:
        sys.exit("Expected a list of Keras's versions from pip. Received: none. Can the package registry be reached?")
    return listed[1].split(", ")


def next_of(versions: list[str], minor: str) -> str | None:
    """The newest version beyond a minor one, or None."""
    known = []
    for text in versions:
        try:
            known.append(Version(text))
        except InvalidVersion:
            continue
    beyond = [later for later in known if later.release[:2] > Version(minor).release]
    return str(max(beyond)) if beyond else None


def environment(version: str) -> Path:
    """The Python of a fresh environment with that Keras before everything of this one."""
    shutil.rmtree(PLACE, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", PLACE], check=True)  # noqa: S603
    python = PLACE / "bin" / "python"
    site = sysconfig.get_path("purelib", vars={"base": str(PLACE), "platbase": str(PLACE)})
    own = sysconfig.get_path("purelib")
    Path(site, "of_the_project.pth").write_text(f"import site; site.addsitedir({own!r})\n")
    install = [python, "-m", "pip", "install", "--quiet", "--pre", "--disable-pip-version-check", f"keras=={version}"]
    subprocess.run(install, check=True)  # noqa: S603
    return python


def tests(python: Path, paths: list[str], *options: str) -> int:
    command = [python, "-m", "pytest", "-n", "2", "-q", "--no-header", *options, *paths]
    return subprocess.run(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT / ".ci")}).returncode  # noqa: S603


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("version", nargs="?", help="a version of Keras; without it the newest beyond the tested one")
    version = parser.parse_args(arguments).version or next_of(offered(), tested())
    if version is None:
        print(f"There is no Keras beyond {tested()}, not even a pre-release: nothing to test.")
        return 0
    print(f"Testing with Keras {version}; the tested one is {tested()}.", flush=True)
    python = environment(version)
    borrowed = tests(python, BORROWED, "-p", "as_if_tested")
    fallback = tests(python, FALLBACK)
    print(f"Keras {version}: what is borrowed {_verdict(borrowed)}; training by Keras's own loop {_verdict(fallback)}.")
    return 1 if borrowed or fallback else 0


def _verdict(code: int) -> str:
    return "works" if code == 0 else "fails"


if __name__ == "__main__":
    sys.exit(main())
