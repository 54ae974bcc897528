"""Compiled programs kept between runs: only whole ones are lent, what is new is kept, and numbers stay the same."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dlfund.core import compiled_program_cache as kept

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def before_any_backend(tmp_path, monkeypatch):
    monkeypatch.setenv("DLFUND_CACHE", str(tmp_path))
    for name in ("TF_XLA_FLAGS", kept.JAX):  # set and taken away, so that what the block sets is undone, too
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    for name in ("tensorflow", "jax"):
        monkeypatch.delitem(sys.modules, name, raising=False)


def run(adds=()):
    """What a run is lent, and what it leaves behind."""
    with kept.compiled_program_cache() as own:
        lent = {path.name: path.read_bytes() for path in own.iterdir()}
        for name, content in dict(adds).items():
            (own / name).write_bytes(content)
    return lent


def everything(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_what_one_run_compiled_the_next_is_lent():
    assert run({"a.pb": b"first"}) == {}
    assert run({"b.pb": b"second"}) == {"a.pb": b"first"}
    assert run() == {"a.pb": b"first", "b.pb": b"second"}


def test_the_backend_is_told_where():
    with kept.compiled_program_cache() as own:
        assert f"{kept.TENSORFLOW}={own}" in os.environ["TF_XLA_FLAGS"]
        assert os.environ[kept.JAX] == str(own)


def test_a_damaged_program_is_not_lent_but_removed(tmp_path):
    run({"a.pb": b"whole and well", "b.pb": b"another"})
    damaged = next(path for path in everything(tmp_path) if path.name.endswith("a.pb"))
    damaged.write_bytes(b"whole and")
    assert run() == {"b.pb": b"another"}
    assert not damaged.exists()


def test_a_killed_run_leaves_nothing_that_is_used_and_is_forgotten(tmp_path):
    run({"a.pb": b"whole"})
    (machine,) = (tmp_path / "programs").iterdir()
    left = machine / "run-killed"
    left.mkdir()
    (left / "b.pb").write_bytes(b"ha")
    assert run() == {"a.pb": b"whole"}
    assert left.exists()  # it might still be at work
    long_ago = time.time() - 2 * kept.FORGOTTEN
    os.utime(left, (long_ago, long_ago))
    run()
    assert not left.exists()


def test_the_oldest_go_when_there_is_no_room(tmp_path, monkeypatch):
    monkeypatch.setattr(kept, "LIMIT", 10)
    run({"old.pb": b"123456"})
    (old,) = everything(tmp_path)
    os.utime(old, (1, 1))
    run({"new.pb": b"123456"})
    assert run() == {"new.pb": b"123456"}


@pytest.mark.parametrize("reason", ["too late", "the user's own", "a file in the folder's place"])
def test_it_stays_out_of_the_way(reason, tmp_path, monkeypatch):
    if reason == "too late":
        monkeypatch.setitem(sys.modules, "tensorflow", object())
    elif reason == "the user's own":
        monkeypatch.setenv("TF_XLA_FLAGS", f"{kept.TENSORFLOW}=mine")
    else:
        (tmp_path / "programs").write_text("")
    before = os.environ.get("TF_XLA_FLAGS")
    with kept.compiled_program_cache() as own:
        assert own is None
        assert os.environ.get("TF_XLA_FLAGS") == before


TRAINING = """
from dlfund.core.compiled_program_cache import compiled_program_cache
with compiled_program_cache():
    import keras
    import numpy as np
    from dlfund import training
    from dlfund.data import TrainRows

    def build(width):
        model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(width, "relu"), keras.layers.Dense(1)])
        model.compile(keras.optimizers.Adam(0.01), loss="mse")
        return model

    rows = TrainRows(np.eye(2, dtype="float32").repeat(20, 0), np.ones((40, 1), "float32"))
    members = [training.Member(lambda w=w: build(w), rows, epochs=3, seed=w) for w in (2, 3, 4, 3)]
    for fitted in training.fit_population(members, batch_size=8):
        print(*(weight.tobytes().hex() for weight in fitted.weights))
"""


@pytest.mark.skipif(os.environ["KERAS_BACKEND"] != "tensorflow", reason="of TensorFlow's names for programs")
def test_a_second_process_finds_every_program_and_says_the_same(tmp_path):
    answers, files = [], []
    for _ in range(2):
        done = subprocess.run([sys.executable, "-c", TRAINING], cwd=ROOT, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr
        answers.append(done.stdout)
        files.append([(path, path.stat().st_mtime_ns) for path in everything(tmp_path)])
    assert answers[0] == answers[1] != ""
    assert files[0] == files[1]
    assert len(files[0]) >= 3
