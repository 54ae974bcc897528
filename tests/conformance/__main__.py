"""Run Keras's own tests with dlfund's parts, and compare with docs/conformance.json or write it.

PYTHONPATH=tests python -m conformance [--write] [BACKEND ...]
"""

import argparse
import json
import sys
from importlib import metadata

from conformance import keras_tests
from conformance.outcomes import MEASURED, measure, summary
from conformance.page import BACKENDS, page


def main(arguments=None):
    """Exit code 0 where all is as listed, 1 where a test has changed, 2 where Keras's tests can't be had."""
    parser = argparse.ArgumentParser(prog="python -m conformance", description=__doc__.splitlines()[0])
    parser.add_argument("backends", nargs="*", default=["tensorflow"], choices=[*BACKENDS])
    parser.add_argument("--write", action="store_true", help="write docs/conformance.json and docs/conformance.md")
    options = parser.parse_args(arguments)
    changes = []
    for backend in options.backends:
        try:
            outcomes = measure(backend)
        except keras_tests.OutOfReachError as error:
            print(error, file=sys.stderr)
            return 2
        changes += [f"{BACKENDS[backend]}: {change}" for change in differences(summary(outcomes), listed(backend))]
        if options.write:
            write(backend, summary(outcomes))
    print(*changes or ["Every test of Keras passes or fails as docs/conformance.md says."], sep="\n")
    return 0 if options.write or not changes else 1


def read():
    """What docs/conformance.json holds; nothing where it isn't there yet."""
    return json.loads(MEASURED.read_text()) if MEASURED.exists() else {"backends": {}, "first": {}}


def listed(backend):
    """What was measured last on this backend."""
    empty = {"groups": {}, "not_applicable": {}, "failed": {}}
    return read()["backends"].get(backend, empty)


def differences(now, before):
    """One sentence per test that is not as it is listed. An empty list: docs/conformance.md is right."""
    actual = [
        f"{test} fails and is not listed: {reason}"
        for test, reason in now["failed"].items()
        if test not in before["failed"]
    ]
    actual += [
        f"{test} is listed as failing and does not fail: write the page again (make conformance WRITE=1)"
        for test in before["failed"]
        if test not in now["failed"]
    ]
    if not actual and now["groups"] != before["groups"]:
        groups = sorted(set(now["groups"]) | set(before["groups"]))
        changed = [group for group in groups if now["groups"].get(group) != before["groups"].get(group)]
        actual.append(f"other counts in {', '.join(changed)}: write the page again (make conformance WRITE=1)")
    return actual


def write(backend, counts):
    """docs/conformance.json and the page that is made of it."""
    measured = read() | {"keras": metadata.version("keras")}
    measured["backends"][backend] = counts
    measured["earlier"] = [name for name in measured.get("earlier", []) if name != backend]
    MEASURED.write_text(json.dumps(measured, indent=1, ensure_ascii=False, sort_keys=True) + "\n")
    MEASURED.with_suffix(".md").write_text(page(measured))


if __name__ == "__main__":
    sys.exit(main())
