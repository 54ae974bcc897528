"""A run whose worker is killed, and that is stopped and continued as it says, has the numbers of an undisturbed one."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from unittest.mock import ANY

import pytest

DEADLY = '''"""Does a network help?"""

import os
import signal
from pathlib import Path

import keras

from dlfund import Recipe, baselines, protocol, search

MARK = Path({mark!r})


def once(task, hp):
    """The system ends its process, as it does where memory ends: the first time."""
    if not MARK.exists():
        MARK.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    inputs = keras.Input(task.input_shape)
    return keras.Model(inputs, task.head()(keras.layers.Dense(3)(inputs)))


def deadly(task, hp):
    """Every time."""
    os.kill(os.getpid(), signal.SIGKILL)


recipe = Recipe(
    dataset="student_pass_fail",
    metric="roc_auc",
    protocol=protocol.repeated_k_fold(folds=2, repeats=1),
    search=search.random(trials=1, epochs=1),
    rows=200,
    contenders=[baselines.majority_class(), {networks}],
    reference="majority_class",
)
'''
RECIPE = '''"""Does a forest help?"""

from dlfund import Recipe, baselines, protocol, search

recipe = Recipe(
    dataset="student_pass_fail",
    metric="roc_auc",
    protocol=protocol.repeated_k_fold(folds=2, repeats=1),
    search=search.random(trials=4),
    contenders=[baselines.majority_class(), baselines.random_forest()],
    reference="majority_class",
)
'''
PATIENCE = 600  # seconds


def parent_and_state(pid):
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None, "Z"
    return int(fields[1]), fields[0]


def workers_of(pid):
    places = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
    return [child for child in places if parent_and_state(child)[0] == pid]


def until(there):
    deadline = time.monotonic() + PATIENCE
    while not there() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert there()


def numbers(runs):
    result = json.loads(next(runs.glob("forest/*/results.json")).read_text())
    failed = [
        outcome["error"]
        for contender in result["contenders"]
        for outcome in contender["outcomes"]
        if outcome.get("error")
    ]
    assert failed == []
    return [
        (contender["name"], contender["scores"], contender["outcomes"][0]["predictions"])
        for contender in result["contenders"]
    ]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="finds workers in /proc")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_killed_worker_and_a_stopped_run_lose_nothing(tmp_path, name):
    (tmp_path / "forest.py").write_text(RECIPE)
    runs = tmp_path / "my runs; no command"
    texts = ["--runs", str(runs), "--recipes", str(tmp_path), "--", "forest"]
    process = subprocess.Popen(
        [sys.executable, "-m", "dlfund.cli", "run", "--budget=normal", *texts],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),
    )
    done = lambda: len(list(runs.glob("forest/*/folds/random_forest/*.json")))  # noqa: E731
    until(lambda: done() >= 1)
    os.kill(workers_of(process.pid)[0], signal.SIGKILL)
    until(lambda: done() >= 2)
    workers = workers_of(process.pid)
    assert workers
    os.kill(process.pid, getattr(signal, name))
    _, output = process.communicate(timeout=PATIENCE)
    time.sleep(2)
    assert {parent_and_state(worker)[1] for worker in workers} == {"Z"}, "gone"
    assert process.returncode == 128 + getattr(signal, name)
    assert "Traceback" not in output
    kept = {path: path.read_bytes() for path in runs.glob("forest/*/folds/*/*.json")}
    again = output.partition("Finished folds are kept; continue with: ")[2].splitlines()[0]
    for command in (again, again.replace(" --resume", "").replace("my runs", "other runs")):
        finished = subprocess.run(["sh", "-c", command], capture_output=True, text=True, timeout=PATIENCE)
        assert finished.returncode == 0, finished.stderr
    assert {path: path.read_bytes() for path in kept} == kept
    assert len(list(runs.glob("forest/*"))) == 1
    assert not list(runs.rglob("*.part.*"))
    assert numbers(runs) == numbers(tmp_path / "other runs; no command")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGKILL")
def test_a_network_that_ends_its_process_is_repeated_or_a_failed_fold_when_the_run_is_continued(tmp_path):
    def run(name, *options):
        command = [sys.executable, "-m", "dlfund.cli", "run", name, "--recipes", str(tmp_path), *options]
        done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=PATIENCE)
        return done.returncode, done.stderr

    for name, networks in (("network", "once, deadly"), ("calm", "once")):
        text = DEADLY.replace("{mark!r}", repr(str(tmp_path / "mark"))).replace("{networks}", networks)
        (tmp_path / f"{name}.py").write_text(text)
    code, output = run("network")
    assert code == -signal.SIGKILL
    again = f"{sys.executable} -m dlfund.cli run --resume network --recipes {tmp_path}"
    assert output.splitlines()[-1].endswith(
        f"networks get a process of their own, whose end is a failed fold, with: {again}"
    )
    assert run("network", "--resume") == (0, ANY)
    assert run("calm") == (0, ANY)
    result, calm = (
        json.loads(next(tmp_path.glob(f"runs/{name}/*/results.json")).read_text()) for name in ("network", "calm")
    )
    sentence = "deadly: failed in fold 1-1, 1-2, final: Its process ended 2 times, the last time with exit code -9"
    assert any(note.startswith(sentence) for note in result["notes"])
    assert result["contenders"][1]["scores"] == calm["contenders"][1]["scores"]
    assert result["contenders"][1]["outcomes"][0]["predictions"] == calm["contenders"][1]["outcomes"][0]["predictions"]
