"""A backend imported without its chatter; what it said is shown if the import fails."""

from __future__ import annotations

import logging
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from dlfund.core.errors import printable_lines

_held_back: list[int] = []  # standard error, where it is kept quiet


def tell(sentence: str) -> None:
    """A sentence on standard error, also while it is kept quiet."""
    if _held_back:
        os.write(_held_back[0], f"{printable_lines(sentence)}\n".encode(errors="replace"))
    else:
        print(printable_lines(sentence), file=sys.stderr, flush=True)


@contextmanager
def quiet_stderr() -> Iterator[None]:
    """Hold back what C++ libraries write to standard error; give it out if something goes wrong.

    TensorFlow greets every process with lines about its build and about the GPU it did not find. Its log level
    does not silence them, because they are written before it is read.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    logging.getLogger("tensorflow").setLevel(logging.ERROR)
    sys.stderr.flush()
    with tempfile.TemporaryFile() as output:
        stderr = os.dup(2)
        os.dup2(output.fileno(), 2)
        _held_back.append(stderr)
        try:
            yield
        except BaseException:
            output.seek(0)
            os.write(stderr, output.read())
            raise
        finally:
            _held_back.remove(stderr)
            os.dup2(stderr, 2)
            os.close(stderr)
