"""Finding a layer, a weight or a walk by its name; who mistypes it hears which names are near."""

from __future__ import annotations

import difflib

from dlfund.sentence import UserError

LISTED = 12  # names that a sentence lists


class UnknownNameError(UserError, KeyError):
    """A name that nothing has. Also a KeyError, because it comes out of square brackets."""

    __str__ = Exception.__str__  # KeyError's own would quote the sentence


class ByName(dict):
    """A dict that answers a wrong name with the near ones."""

    def __missing__(self, name):
        raise unknown("a name", list(self), name)


def found(what, known, name):
    """The one of `known` whose `name` it is."""
    for one in known:
        if one.name == name:
            return one
    raise unknown(what, [one.name for one in known], name)


def unknown(what, names, name):
    near = difflib.get_close_matches(str(name), names, n=3)
    listed = ", ".join(names[:LISTED]) + (f", … {len(names) - LISTED} more" if len(names) > LISTED else "")
    hint = f" Perhaps {' or '.join(near)}?" if near else ""
    return UnknownNameError(f"Expected {what}: {listed}. Received: {name!r}.{hint}")
