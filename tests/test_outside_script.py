"""dlfund's parts in somebody else's project: a script elsewhere, two processes, one file between them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import keras

SCRIPT = Path(__file__).parent / "outside_script.py"


def test_a_model_of_dlfund_parts_is_saved_loaded_and_trained_on_outside_the_repository(tmp_path):
    shutil.copy(SCRIPT, tmp_path / "script.py")
    (backend, first, bad), (same, then, better) = (phase(tmp_path, name) for name in ("train", "go-on"))
    assert backend == same == keras.backend.backend()
    assert (first, then) == (80, 160)  # the second process went on counting where the first one stopped
    assert better < bad  # and training went on, not anew


def phase(folder, name):
    """Run one phase away from the repository: (backend, steps taken so far, loss)."""
    done = subprocess.run(
        [sys.executable, "script.py", name, "model.keras"],
        cwd=folder,
        capture_output=True,
        text=True,
        env=os.environ | {"KERAS_BACKEND": keras.backend.backend(), "PYTHONWARNINGS": "ignore"},
        timeout=900,
    )
    assert done.returncode == 0, done.stderr
    backend, _, step, _, loss, *_ = done.stdout.split()
    return backend, int(step), float(loss)
