"""Commands that only list or parse, against importing Keras: whole processes, median of several, in turn.

Run  python benchmarks/startup.py
"""

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

RUNS = 7
COMMANDS = ("--help", "list", "explain sigmoid")


def seconds(*command):
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - started


def main():
    dlfund = str(Path(sys.executable).with_name("dlfund"))
    rows = {command: [] for command in COMMANDS}
    keras = []
    for _ in range(RUNS):
        for command in COMMANDS:
            rows[command].append(seconds(dlfund, *command.split()))
        keras.append(seconds(sys.executable, "-c", "import keras"))
    print(
        f"{os.cpu_count()} cores, median of {RUNS}\n\n| command | seconds | `import keras` / command |\n|---|---|---|"
    )
    for command, times in rows.items():
        median = statistics.median(times)
        print(f"| `dlfund {command}` | {median:.2f} | {statistics.median(keras) / median:.0f}× |")
    print(f"| `import keras` | {statistics.median(keras):.2f} | |")


if __name__ == "__main__":
    main()
