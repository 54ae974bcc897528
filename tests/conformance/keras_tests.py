"""Keras's own test files, of the installed version, from its source distribution.

pip downloads the distribution from whatever registry it is set up for; nothing of Keras is kept in this repository. It
is unpacked once into the virtual environment.
"""

import shutil
import subprocess
import sys
import tarfile
from importlib import metadata
from pathlib import Path

ROOMS = ("activations", "initializers", "layers", "losses", "metrics", "optimizers")
PREPROCESSING = "layers/preprocessing"  # dlfund has no part there, and its tests take minutes


class OutOfReachError(Exception):
    """The source distribution can't be had; the text says what pip said."""


def unpacked():
    """The folder that holds keras/src/…, downloaded where it isn't there yet."""
    version = metadata.version("keras")
    place = Path(sys.prefix) / "keras-tests"
    folder = place / f"keras-{version}"
    if not folder.is_dir():
        place.mkdir(exist_ok=True)
        download(version, place)
        unpack(place / f"keras-{version}.tar.gz", place)
    return folder


def download(version, place):
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--no-binary", "keras", "--no-build-isolation", "--timeout", "20", "--retries", "1"]
    command += ["--dest", str(place), f"keras=={version}"]
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode:
        raise OutOfReachError(f"pip can't download the source of Keras {version}: {run.stderr.strip()[-300:]}")


def unpack(archive, place):
    """All or nothing: an interrupted run leaves no half a folder."""
    partial = place / "partial"
    shutil.rmtree(partial, ignore_errors=True)
    with tarfile.open(archive) as tar:
        tar.extractall(partial, filter="data")
    name = archive.name.removesuffix(".tar.gz")
    (partial / name).rename(place / name)
    archive.unlink()


def files(folder):
    """The test files of the rooms that dlfund has parts in, as paths below the folder."""
    actual = (path for room in ROOMS for path in (folder / "keras" / "src" / room).rglob("*_test.py"))
    paths = (path.relative_to(folder).as_posix() for path in actual)
    return sorted(path for path in paths if PREPROCESSING not in path)
