"""A run to eject from, and a Python without dlfund to run what comes out."""

import io
import json
import re
import subprocess
import sys

from rich.console import Console

from dlfund import Recipe, protocol, search
from dlfund.comparison.running.executor import InThisProcess, using

# every script in one process: importing TensorFlow takes longer than all of them together
ALONE = """
import json, runpy, sys

class NoDlfund:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "dlfund":
            raise ImportError("there is no dlfund here")

sys.meta_path.insert(0, NoDlfund())
for script, *arguments in json.loads(sys.argv[1]):
    print("script", script, flush=True)
    sys.argv = [script, *arguments]
    runpy.run_path(script, run_name="__main__")
"""


def ran(runs, dataset, contenders, metric, rows=None, **options):
    recipe = Recipe(
        dataset=dataset,
        rows=rows,
        metric=metric,
        protocol=protocol.repeated_k_fold(folds=2, repeats=1),
        search=search.random(trials=1, epochs=3),
        contenders=contenders,
        reference=contenders[0].name,
        **options,
    )
    with using(InThisProcess()):
        return recipe.run(runs=runs, name="to_eject", console=Console(file=io.StringIO())).folder


def said_alone(*commands):
    """What each script prints, run where dlfund can't be imported: a list of lines each."""
    given = json.dumps([[str(word) for word in command] for command in commands])
    done = subprocess.run([sys.executable, "-c", ALONE, given], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return [part.strip().splitlines()[1:] for part in re.split(r"^script ", done.stdout, flags=re.M)[1:]]


def score_in(lines):
    """The mean score in a script's last line."""
    return float(re.fullmatch(r"\w+ (-?[\d.]+), the mean of \d+ folds; the run: -?[\d.]+", lines[-1])[1])
