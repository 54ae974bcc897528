"""The backend that Keras will import, settled before it is: an unknown or absent one is a sentence, not a traceback.

Keras takes what KERAS_BACKEND names, else what its keras.json names, else TensorFlow, and fails where that is not
installed. It writes keras.json by itself, so a name in it may be nobody's choice: where it is absent, Keras is given an
installed backend instead.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from pathlib import Path

from dlfund.core.errors import UserError

BACKENDS = ("tensorflow", "jax", "torch")
USUAL = BACKENDS[0]
VARIABLE = "KERAS_BACKEND"
NO_MEMORY = ("allocate memory", "failed to map segment")  # of the system's loader, in an ImportError
_instead: list[tuple[object, str]] = []  # what was absent, and what Keras was given


class BackendError(UserError, ImportError):
    """Keras has no backend that it can compute with."""


def settle_backend() -> None:
    """Give Keras an installed backend where nobody chose one and its usual one is absent; worker processes follow."""
    wanted = _configured()
    if os.environ.get(VARIABLE) or "keras" in sys.modules or wanted not in BACKENDS or _installed(wanted):
        return
    there = next(filter(_installed, BACKENDS), "")
    if there:
        os.environ[VARIABLE] = there
        _instead.append((wanted, there))


def check_backend() -> str:
    """The name of the backend that Keras will import. Imports nothing.

    Raises:
        BackendError: dlfund doesn't know it, or it isn't installed.
    """
    from dlfund.core.typed_json import short  # it takes longer to import than all of the rest

    settle_backend()
    named = os.environ.get(VARIABLE, "")
    backend = named or _configured()
    where = VARIABLE if named else f"backend in {_config()}"
    if backend not in BACKENDS:
        known = ", ".join(BACKENDS[:-1])
        raise BackendError(f"Expected {where} to be {known} or {BACKENDS[-1]}. Received: {short(backend)}.")
    if not _installed(backend):
        raise BackendError(_absent(str(backend)))
    return str(backend)


def settled() -> str:
    """A sentence about a backend that Keras was given in another's place; empty where there is none, or once told."""
    if not _instead:
        return ""
    wanted, there = _instead.pop()
    return f"Keras computes with {there}, because {wanted} is not installed; {VARIABLE} names another backend."


def _installed(backend: object) -> bool:
    return importlib.util.find_spec(str(backend)) is not None


def _absent(backend: str) -> str:
    others = [name for name in BACKENDS if _installed(name)]
    if not others:
        install = " or ".join(f"pip install 'dlfund[{name}]'" for name in BACKENDS)
        return (
            f"Expected a backend for Keras: {', '.join(BACKENDS)}. Received: none is installed. Install one: {install}."
        )
    return (
        f"Expected the backend that {VARIABLE} names. Received: {backend}, which is not installed. Install it "
        f"(pip install 'dlfund[{backend}]'), or set {VARIABLE}={others[0]}."
    )


def _config() -> Path:
    return Path(os.environ.get("KERAS_HOME") or Path.home() / ".keras") / "keras.json"


def _configured() -> object:
    """What Keras reads where the variable isn't set; a file that it can't read, it leaves alone."""
    try:
        return json.loads(_config().read_text(encoding="utf-8")).get("backend", USUAL)
    except (OSError, ValueError, AttributeError):
        return USUAL


def not_loaded(error: ImportError | MemoryError) -> str:
    """The sentence about a library that can't be loaded."""
    reason = " ".join(str(error).split())[:300].rstrip(".") or "no memory is left"
    if isinstance(error, MemoryError) or any(sign in reason for sign in NO_MEMORY):
        return f"Expected enough memory. Received: {reason}. Close other programs, or use fewer rows or trials."
    return (
        f"Expected the libraries that dlfund needs. Received: {reason}. Install dlfund again, in an environment of "
        "its own (python -m venv)."
    )
