"""A Python without dlfund, to run ejected scripts in."""

import json
import re
import subprocess
import sys

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


def said_alone(*commands):
    """What each script prints, run where dlfund can't be imported: a list of lines each."""
    given = json.dumps([[str(word) for word in command] for command in commands])
    done = subprocess.run([sys.executable, "-c", ALONE, given], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return [part.strip().splitlines()[1:] for part in re.split(r"^script ", done.stdout, flags=re.M)[1:]]


def score_in(lines):
    """The mean score in a script's last line."""
    return float(re.fullmatch(r"\w+ (-?[\d.]+), the mean of \d+ folds; the run: -?[\d.]+", lines[-1])[1])
