"""What became of each of Keras's tests: passed, failed, or not applicable, each with a reason."""

import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from conformance import keras_tests

HERE = Path(__file__).parent
REASONS = HERE / "reasons.toml"
MEASURED = HERE.parents[1] / "docs" / "conformance.json"
OUTSIDE = "fails with Keras's own parts too, when it is run outside Keras's repository"
PASSED, FAILED, NOT_APPLICABLE = "passed", "failed", "not applicable"


@dataclass(frozen=True)
class Outcome:
    """One test: its name below keras/src, the verdict, and why where it did not simply pass."""

    test: str
    verdict: str
    reason: str = ""

    @property
    def group(self):
        """The file and the class that the test stands in."""
        return self.test.rsplit("::", 1)[0]


def run(backend, *options, paths=None):
    """Run Keras's test files with dlfund's parts; the plugin's lines, one dictionary per test."""
    folder = keras_tests.unpacked()
    with tempfile.TemporaryDirectory() as place:
        listed, report = Path(place, "paths"), Path(place, "outcomes")
        listed.write_text("".join(f"{path}\n" for path in paths or keras_tests.files(folder)))
        command = [sys.executable, "-m", "pytest", "-p", "conformance.swapped_parts", "-p", "no:cacheprovider"]
        command += ["--import-mode=append", "--rootdir=.", "-o", "addopts=", "-q", "--tb=line", "--no-summary"]
        command += [f"--outcomes={report}", *options, f"@{listed}"]
        finished = subprocess.run(command, cwd=folder, env=environment(backend), capture_output=True, text=True)
        if finished.returncode not in (0, 1) or not report.exists():
            raise RuntimeError(f"Expected pytest to run Keras's tests. Received:\n{finished.stdout}{finished.stderr}")
        return [json.loads(line) for line in report.read_text().splitlines()]


def environment(backend):
    """One thread in each library, as in the project's own tests, and none of their options."""
    threads = ("OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    path = os.pathsep.join([str(HERE.parent), str(HERE.parents[1])])
    own = {"KERAS_BACKEND": backend, "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONPATH": path}
    return inherited | dict.fromkeys(threads, "1") | own


def measure(backend, *options):
    """All tests that use a part of dlfund, classified. What no reason explains is run again with Keras's own parts."""
    lines = run(backend, *options)
    of_parts = {_group(line) for line in lines if line["parts"]}
    lines = [line for line in lines if line["parts"] or (line["outcome"] == "skipped" and _group(line) in of_parts)]
    rules = read_rules()
    unexplained = [line["test"] for line in lines if line["outcome"] == FAILED and not rule_for(line, rules)]
    control = run(backend, "--parts=keras", paths=unexplained) if unexplained else []
    outside = {line["test"] for line in control if line["outcome"] == FAILED}
    return [classify(line, rules, outside) for line in lines]


def _group(line):
    return line["test"].rsplit("::", 1)[0]


def classify(line, rules, outside=frozenset()):
    """One line of the plugin as an outcome."""
    test, error = line["test"].removeprefix("keras/src/"), line["reason"]
    if line["outcome"] == "skipped":
        return Outcome(test, NOT_APPLICABLE, "Keras skips it here")
    if line["outcome"] == PASSED:
        return Outcome(test, PASSED)
    if line["test"] in outside:
        return Outcome(test, NOT_APPLICABLE, OUTSIDE)
    rule = rule_for(line, rules)
    return Outcome(test, rule["verdict"], rule["reason"]) if rule else Outcome(test, FAILED, short(error))


def read_rules(file=REASONS):
    """The rules in the order in which they are asked, each with the verdict that it gives."""
    tables = tomllib.loads(Path(file).read_text())
    verdicts = {"not_applicable": NOT_APPLICABLE, "passed": PASSED, "failed": FAILED}
    return [rule | {"verdict": verdict} for key, verdict in verdicts.items() for rule in tables.get(key, [])]


def rule_for(line, rules):
    """The first rule whose patterns are found, or None."""
    for rule in rules:
        if re.search(rule.get("test", ""), line["test"]) and re.search(rule.get("error", ""), line["reason"]):
            return rule
    return None


def short(error):
    """An error's message in one line without addresses, so that it is the same on every run."""
    text = re.sub(r"0x[0-9a-f]+", "0x…", " ".join(error.split()))
    return text if len(text) <= 160 else f"{text[:159]}…"


def summary(outcomes):
    """What docs/conformance.json holds of one backend."""
    groups, verdicts = {}, (PASSED, FAILED, NOT_APPLICABLE)
    for outcome in outcomes:
        groups.setdefault(outcome.group, Counter())[outcome.verdict] += 1
    return {
        "groups": {group: [counts[verdict] for verdict in verdicts] for group, counts in sorted(groups.items())},
        "not_applicable": dict(
            sorted(Counter(outcome.reason for outcome in outcomes if outcome.verdict == NOT_APPLICABLE).items())
        ),
        "other_wording": sum(outcome.verdict == PASSED and bool(outcome.reason) for outcome in outcomes),
        "failed": {outcome.test: outcome.reason for outcome in outcomes if outcome.verdict == FAILED},
    }
