"""A process that works for another one: it reads a job, does it, says what came of it, and reads the next.

    python -m dlfund.comparison.worker MODULE …

The modules are imported before it is ready: seconds, which are nobody's job.

Started by a `Crew` alone. Jobs and answers go through the pipes between the two, which nobody else can write to; what a
library prints on the way goes nowhere, so that it is not taken for an answer.
"""

from __future__ import annotations

import importlib
import os
import pickle  # what comes through the pipe was written by the process that started this one
import sys
from collections.abc import Iterable
from typing import Any, BinaryIO


def serve(jobs: BinaryIO, answers: BinaryIO, modules: Iterable[str]) -> None:
    """Say that the imports are over, then do jobs until there are no more."""
    for name in modules:
        importlib.import_module(name)
    pickle.dump(("ready", None), answers)
    answers.flush()
    while True:
        job = jobs.read(int.from_bytes(jobs.read(8), "big"))
        if not job:  # the other end was closed
            return
        pickle.dump(_answer(job), answers)
        answers.flush()


def _answer(job: bytes) -> tuple[str, Any]:
    try:
        return "done", pickle.loads(job)()  # noqa: S301
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        return "failed", " ".join(f"{type(error).__name__}: {error}".split())[:500]


def main() -> None:
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
    serve(sys.stdin.buffer, answers, sys.argv[1:])


if __name__ == "__main__":
    main()
