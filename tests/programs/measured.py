"""What the programs do on each backend: run, kept in docs/programs.json, written as docs/programs.md.

PYTHONPATH=tests python -m programs.measured [BACKEND ...]    run, and write both files again
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
MEASURED = ROOT / "docs" / "programs.json"
BACKENDS = {"tensorflow": "TensorFlow", "jax": "JAX", "torch": "PyTorch"}
COLUMNS = {
    "trains": "trains, saves",
    "continues": "goes on in another process",
    "clone_model": "`clone_model`",
    "float16": "float16",
    "bfloat16": "bfloat16",
    "jit_compile": "`jit_compile`",
    "steps_per_execution": "`steps_per_execution`",
    "export": "SavedModel",
    "onnx": "ONNX",
    "mirrored": "MirroredStrategy",
    "distribution": "keras.distribution",
}
# Each list is a process of its own: a saved model is read in another one than it was written in.
PROCESSES = {
    "tensorflow": [
        ["trains", "clone_model", "float16", "bfloat16", "jit_compile", "steps_per_execution", "export", "onnx"],
        ["continues"],
        ["mirrored"],
    ],
    "jax": [["trains", "clone_model", "bfloat16", "distribution"], ["continues"]],
    "torch": [["trains", "clone_model", "bfloat16"], ["continues"]],
}
NOT_MEASURED = "not measured yet"
HEAD = """# Ten programs as people write them

Each program is written as one finds it in guides and text books (`tests/programs/`), with dlfund's parts where
dlfund has one of the name, and Keras's otherwise. "yes": it trains, its loss falls, and the check of the column
holds. In "goes on in another process" the loaded model predicts the same bits and its next epoch's loss has the
same digits as in the process that saved it. A network with dropout can't: a saved model does not hold how far its
seeds have drawn, with Keras's own Dropout as with dlfund's, so that a loaded one draws from the start.
"–": the check does not apply, for a reason below. A number points to what goes wrong.

Written by `PYTHONPATH=tests python -m programs.measured`; a nightly test runs the programs on TensorFlow and compares.
"""


def measure(backend):
    """{program: {check: "passed" or what was raised}}, each list of checks in a process of its own."""
    actual = {}
    with tempfile.TemporaryDirectory() as folder:
        for names in PROCESSES[backend]:
            for program, check, outcome in run(backend, folder, names):
                actual.setdefault(program, {})[check] = outcome
    return actual


def run(backend, folder, names):
    """One process; (program, check, outcome) of each line that it prints."""
    command = [sys.executable, "-m", "programs.run_checks", folder, ",".join(names)]
    threads = dict.fromkeys(("OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"), "1")
    own = {"KERAS_BACKEND": backend, "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONPATH": str(ROOT / "tests")}
    done = subprocess.run(command, cwd=ROOT, env=os.environ | threads | own, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"Expected the programs to run. Received:\n{done.stderr[-3000:]}")
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith('["')]


def page(measured):
    """The whole page."""
    notes, titles = {}, {name: entry["title"] for name, entry in measured["programs"].items()}
    parts = [HEAD]
    for backend in (name for name in BACKENDS if name in measured["backends"]):
        columns = [check for names in PROCESSES[backend] for check in names]
        columns = [check for check in COLUMNS if check in columns]
        lines = [f"## {BACKENDS[backend]}\n", f"| program | {' | '.join(COLUMNS[check] for check in columns)} |"]
        lines.append(f"|---|{'---|' * len(columns)}")
        for program, outcomes in measured["backends"][backend].items():
            cells = (cell(program, outcomes.get(check), check, measured["programs"], notes) for check in columns)
            lines.append(f"| {titles[program]} | {' | '.join(cells)} |")
        parts.append("\n".join(lines) + "\n")
    parts.append("\n".join(f"{number}. {note}" for note, number in notes.items()) + "\n")
    return "\n".join(parts)


def cell(program, outcome, check, programs, notes):
    """yes; – with the reason's number; or the number of what was raised."""
    if outcome == "passed":
        return "yes"
    if outcome is None:
        return f"– ({number_of(programs[program]['absent'].get(check, NOT_MEASURED), notes)})"
    return f"no ({number_of(outcome.replace('|', '/'), notes)})"


def number_of(note, notes):
    """A note's number; the same note has one number."""
    return notes.setdefault(note, len(notes) + 1)


def programs_known():
    """{name: title and what does not apply}; it imports Keras."""
    from programs.run_checks import PROGRAMS

    return {name: {"title": program.title, "absent": program.absent} for name, program in PROGRAMS.items()}


def main(*backends):
    """Run and write."""
    measured = json.loads(MEASURED.read_text()) if MEASURED.exists() else {"backends": {}}
    measured["programs"] = programs_known()
    for backend in backends or BACKENDS:
        measured["backends"][backend] = measure(backend)
    MEASURED.write_text(json.dumps(measured, indent=1, ensure_ascii=False) + "\n")
    MEASURED.with_suffix(".md").write_text(page(measured))


if __name__ == "__main__":
    main(*sys.argv[1:])
