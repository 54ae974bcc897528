"""The name that a user probably meant, as a sentence for the end of an error."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

ALIKE = 0.6  # difflib's ratio, from 0 to 1


def nearest_name(given: str, names: Iterable[str]) -> str:
    """A sentence behind a space; empty where no name is alike.

    Example:
        >>> nearest_name("roc_acu", ["accuracy", "roc_auc"])
        ' Did you mean roc_auc?'
        >>> nearest_name("", ["accuracy"])
        ''
    """
    folded = {name.casefold(): name for name in names}
    close = difflib.get_close_matches(given.casefold()[:100], list(folded), n=1, cutoff=ALIKE)
    return f" Did you mean {folded[close[0]]}?" if close else ""
