"""Alter files for some minutes; what an input shows is kept in the corpus, as small as it can be made.

    PYTHONPATH=tests python -m fuzz --minutes 2 table results

Exit code 1 if there is a finding: then a test fails too until it is mended.
"""

import argparse
import hashlib
import math
import sys
import time

from fuzz.search import Tried, searched
from fuzz.targets import CORPUS, TARGETS, Target


def kept(target: Target, content: bytes) -> str:
    """Keep an input in the corpus; its name there."""
    folder = CORPUS / target.name
    folder.mkdir(parents=True, exist_ok=True)
    name = hashlib.sha256(content).hexdigest()[:12]
    (folder / name).write_bytes(content)
    return f"{folder.name}/{name}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("targets", nargs="*", choices=[*TARGETS, []], help=f"of {', '.join(TARGETS)}; all by default")
    parser.add_argument("--minutes", type=float, default=2.0, help="for all of them together")
    parser.add_argument(
        "--inputs", type=int, help="at least as many for each, whatever the time; for a search that repeats"
    )
    parser.add_argument("--seed", type=int, default=int(time.time()), help="of the first inputs")
    asked = parser.parse_args()
    chosen = asked.targets or list(TARGETS)
    findings = 0
    print(
        f"seed {asked.seed}\n\n| read | inputs tried | refused by a sentence | findings |\n|---|--:|--:|--:|",
        flush=True,
    )
    for name in chosen:
        seconds = math.inf if asked.inputs else 60 * asked.minutes / len(chosen)
        tried: Tried = searched(TARGETS[name], seconds, asked.seed, asked.inputs)
        print(f"| {name} | {tried.inputs:,} | {tried.refused:,} | {len(tried.findings)} |", flush=True)
        for sentence, content in tried.findings.items():
            print(f"{kept(TARGETS[name], content)}: {sentence}", file=sys.stderr, flush=True)
        findings += len(tried.findings)
    return bool(findings)


if __name__ == "__main__":
    sys.exit(main())
