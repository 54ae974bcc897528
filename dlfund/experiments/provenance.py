"""What a run's numbers depend on besides its plan: packages, machine, seed, time; and how long it may take."""

from __future__ import annotations

import os
import platform
import shlex
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dlfund.comparison.result.content_sections import EnvironmentSection
from dlfund.core.installed_version import installed_version
from dlfund.core.typed_json import parsed

SECONDS_A_TRAINING = 0.05  # on two cores; replaced by the last run's own pace
PACKAGES = ("dlfund", "keras", "tensorflow", "jax", "torch", "keras-tuner", "scikit-learn", "numpy", "scipy", "pandas")


def estimate(runs: Path, total: int) -> str:
    """How long it may take, from the latest finished run of this recipe on this machine, if there is one."""
    for path in sorted(runs.glob("*/results.json"), key=lambda path: -path.stat().st_mtime_ns):
        try:
            then = parsed(path)["environment"]
            pace, there = then["seconds"] / then["trainings"], then["platform"]
        except (ArithmeticError, KeyError, OSError, TypeError, ValueError):
            continue  # a damaged or foreign file must not stop a new run
        if there == platform.platform():
            return f"about {pace * total:.0f} s at the last run's pace"
    return f"about {15 + SECONDS_A_TRAINING * total:.0f} s on two cores, by a rough guess"


def environment(budget: str, seed: int, trainings: int, seconds: float, *, networks: bool = True) -> EnvironmentSection:
    """What the numbers depend on, recorded with them.

    Without networks, their library is not imported, and no device is named.
    """
    versions = {package: version for package in PACKAGES if (version := installed_version(package))}
    return EnvironmentSection(
        budget=budget,
        seed=seed,
        trainings=trainings,
        seconds=seconds,
        finished=datetime.now(UTC).isoformat(timespec="seconds"),
        command=shlex.join(sys.argv),
        python=platform.python_version(),
        platform=platform.platform(),
        cores=os.cpu_count(),
        versions=versions,
        **(_of_networks() if networks else {}),
    )


def _of_networks() -> dict[str, Any]:
    """The device that networks were trained on, and the programs that were compiled for them."""
    from dlfund.training import compilations
    from dlfund.training.device import device

    seconds = [compilation.seconds for compilation in compilations()]
    return {"compilations": len(seconds), "compile_seconds": sum(seconds), **device()}
