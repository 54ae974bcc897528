"""What is lost when a run is killed, or a call fails, at each system call that changes its folder.

    python benchmarks/crash_points.py                       every point of a recipe and of a comparison: half an hour
    python benchmarks/crash_points.py recipe --kinds kill   some of them

The commands are those of tests/crash.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from crash.commands import command
from crash.points import KINDS, faults, sample, table


def crashed(name: str, kinds: list[str], count: int | None) -> list:
    """Every attempt at a command, or some; what is wrong is printed as it is seen."""
    attempts = []
    with tempfile.TemporaryDirectory(prefix="crash_points") as folder:
        crashes = command(name, Path(folder))
        crashes.warm()
        undisturbed, calls = crashes.undisturbed()
        for fault in sample(calls, count) if count else faults(calls, kinds):
            attempt = crashes.attempt(fault, undisturbed)
            attempts.append(attempt)
            if attempt.lost or attempt.different or attempt.wrong:
                print(attempt, flush=True)
    return attempts


def main() -> int:
    """Print the table of each command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("commands", nargs="*", default=["recipe", "compare"])
    parser.add_argument("--kinds", nargs="+", default=list(KINDS), choices=list(KINDS))
    parser.add_argument("--sample", type=int, help="how many points, spread over all")
    asked = parser.parse_args()
    bad = 0
    for name in asked.commands:
        started = time.monotonic()
        attempts = crashed(name, asked.kinds, asked.sample)
        seconds = time.monotonic() - started
        print(
            f"\n{name}: {len(attempts)} points, {seconds / len(attempts):.1f} s each\n\n{table(attempts)}", flush=True
        )
        bad += sum(bool(attempt.lost or attempt.different or attempt.wrong) for attempt in attempts)
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())
