"""The whole student recipe against the same protocol written by hand: time of both, and what they found.

Both run as processes of their own, one after the other, `--runs` times; ratios are of medians. dlfund's side also
writes the page, the logs and the models. The by-hand side is one process, as a user's script is. Beside the seconds
on the clock stand the processor's, of all processes of a side: they say what a side costs on a busy machine, too.

Run  python benchmarks/recipe_vs_by_hand.py --folds 5 --repeats 1 --trials 8
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent

# The recipe itself, at other numbers of folds and trials; the protocol stays the recipe's.
OURS = """
import resource, sys
from dataclasses import replace
from pathlib import Path
from dlfund.experiments import recipe_files
from dlfund.comparison.contender import contender_of
folds, repeats, trials, runs, networks_only = *map(int, sys.argv[1:4]), sys.argv[4], sys.argv[5] == "True"
recipe = recipe_files.load(recipe_files.find("student_pass_fail"))
contenders = [entrant for entrant in recipe.contenders if not networks_only or contender_of(entrant).network]
recipe = replace(
    recipe,
    protocol=replace(recipe.protocol, folds=folds, repeats=repeats),
    search=replace(recipe.search, trials=trials),
    contenders=contenders,
    reference="perceptron" if networks_only else recipe.reference,
    lesson=[],
    options={},
)
recipe.run(name="benchmark", runs=runs)
used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(sum(usage.ru_utime + usage.ru_stime for usage in used))
"""


def seconds_of(command):
    started = time.perf_counter()
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, env=os.environ | {"PYTHONWARNINGS": "ignore"}
    )
    return time.perf_counter() - started, done.stdout


def ours(options):
    sizes = [str(options.folds), str(options.repeats), str(options.trials)]
    with tempfile.TemporaryDirectory() as runs:
        seconds, printed = seconds_of([sys.executable, "-c", OURS, *sizes, runs, str(options.networks_only)])
        content = json.loads(next(Path(runs).glob("benchmark/*/results.json")).read_text())
    metric = content["verdict"]["metric"]
    processor = float(printed.strip().splitlines()[-1])
    intervals = content["verdict"]["intervals"]
    return seconds, processor, {name: metrics[metric]["mean"] for name, metrics in intervals.items()}


def by_hand(options):
    command = [sys.executable, str(HERE / "by_hand.py")]
    for name in ("folds", "repeats", "trials"):
        command += [f"--{name}", str(getattr(options, name))]
    seconds, printed = seconds_of(command + ["--networks-only"] * options.networks_only)
    report = json.loads(printed.strip().splitlines()[-1])
    return seconds, report["processor"], {name: statistics.mean(values) for name, values in report["scores"].items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("folds", 5), ("repeats", 1), ("trials", 8), ("runs", 1)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--networks-only", action="store_true", help="leave the baselines out on both sides")
    options = parser.parse_args()
    pairs = [(ours(options), by_hand(options)) for _ in range(options.runs)]
    what = "networks only" if options.networks_only else "whole recipe"
    print(f"{what}, {options.folds}×{options.repeats} folds, {options.trials} trials, {os.cpu_count()} cores")
    print("| | dlfund | by hand | ratio |\n|---|---|---|---|")
    for place, clock in enumerate(("seconds", "processor's seconds")):
        left, right = (statistics.median(pair[side][place] for pair in pairs) for side in (0, 1))
        print(f"| {clock} (median of {options.runs}) | {left:.1f} | {right:.1f} | **{right / left:.1f}×** |")
    ours_found, by_hand_found = pairs[-1][0][2], pairs[-1][1][2]
    for name in sorted(ours_found.keys() & by_hand_found.keys()):
        print(f"| ROC AUC of {name} | {ours_found[name]:.3f} | {by_hand_found[name]:.3f} | |")


if __name__ == "__main__":
    main()
