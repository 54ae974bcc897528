"""How long ago this process was started: a time limit counts from when the user pressed Enter."""

from __future__ import annotations

import os
import time
from pathlib import Path

_IMPORTED = time.monotonic()
STATUS, UPTIME = Path("/proc/self/stat"), Path("/proc/uptime")
STARTED = 19  # of the fields after the program's name: clock ticks from the machine's start to the process's


def process_age() -> float:
    """Seconds since the process was started; where the system does not say, since dlfund was imported."""
    try:
        ticks = float(STATUS.read_text(encoding="utf-8").rpartition(")")[2].split()[STARTED])
        age = float(UPTIME.read_text(encoding="utf-8").split()[0]) - ticks / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError, AttributeError):
        age = 0.0
    return max(age, time.monotonic() - _IMPORTED)
