"""Whether a change of the code left every number as it was: quick runs recorded before and after, compared to the bit.

    python benchmarks/same_numbers.py record FOLDER      runs three recipes and a user's table into FOLDER
    python benchmarks/same_numbers.py compare OLD NEW    says which numbers differ; exit code 1 if any does

Compared: each fold's predictions, its trials (settings, loss, epochs), the chosen settings, the number of parameters;
and each contender's score in each fold. Not compared: times, dates, sizes in bytes, sentences.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

RECIPES = ("student_pass_fail", "friedman", "switching_sequence")  # an ANN, a regression, a recurrent network
TABLE = ("datasets/student_pass_fail/data.csv", "passed")
OF_A_FOLD = ("fold", "predictions", "hyperparameters", "parameters", "epochs", "history", "error")
OF_A_TRIAL = ("hyperparameters", "score", "epochs")


def record(folder: Path) -> None:
    """The runs, each by its command, as a user would start it."""
    dlfund = [sys.executable, "-m", "dlfund.cli"]
    for name in RECIPES:
        subprocess.run([*dlfund, "run", name, "--budget", "quick", "--runs", str(folder)], check=True)
    table, target = TABLE
    options = ["--target", target, "--trials", "2", "--name", "user_table", "--runs", str(folder)]
    subprocess.run([*dlfund, "compare", table, *options], check=True)


def numbers(folder: Path) -> Iterator[tuple[str, Any]]:
    """Every compared number of every run below a folder, with the name it is compared by."""
    for run in sorted(path.parent for path in folder.glob("*/*/results.json")):
        for path in sorted(run.glob("**/folds/*/*.json")):
            outcome = json.loads(path.read_text(encoding="utf-8"))["outcome"]
            where = f"{run.parent.name}/{path.relative_to(run).with_suffix('')}"
            for key in OF_A_FOLD:
                yield f"{where} {key}", outcome.get(key)
            for place, trial in enumerate(outcome.get("trials", ())):
                yield f"{where} trial {place + 1}", [trial.get(key) for key in OF_A_TRIAL]
        for contender in json.loads((run / "results.json").read_text(encoding="utf-8"))["contenders"]:
            yield f"{run.parent.name} {contender['name']} scores", contender["scores"]


def compare(old: Path, new: Path) -> int:
    """How many numbers differ; each is printed by its name."""
    before, after = dict(numbers(old)), dict(numbers(new))
    differing = [name for name in sorted({*before, *after}) if before.get(name) != after.get(name)]
    for name in differing:
        print(f"differs: {name}")
    print(f"{len(before):,} compared, {len(differing):,} differ.")
    return len(differing)


def main(arguments: list[str]) -> int:
    match arguments:
        case ["record", folder]:
            record(Path(folder))
            return 0
        case ["compare", old, new]:
            return min(1, compare(Path(old), Path(new)))
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
