"""Finding a layer, a weight or a path by its name; the error for a mistyped name lists similar ones."""

from __future__ import annotations

import difflib

from dlfund.core.errors import UserError

LISTED = 12  # names that a message lists


class UnknownNameError(UserError, KeyError):
    """A name that nothing has. Also a KeyError, because it is raised by square brackets."""

    __str__ = Exception.__str__  # KeyError's own would quote the sentence


class ByName(dict):
    """A dict whose error for a wrong name lists similar ones."""

    def __missing__(self, name):
        raise unknown("a name", list(self), name)


def pick(what, candidates, name):
    """The candidate of this name."""
    for candidate in candidates:
        if candidate.name == name:
            return candidate
    raise unknown(what, [candidate.name for candidate in candidates], name)


def unknown(what, names, name):
    near = difflib.get_close_matches(str(name), names, n=3)
    listed = ", ".join(names[:LISTED]) + (f", … {len(names) - LISTED} more" if len(names) > LISTED else "")
    hint = f" Perhaps {' or '.join(near)}?" if near else ""
    return UnknownNameError(f"Expected {what}: {listed}. Received: {name!r}.{hint}")
