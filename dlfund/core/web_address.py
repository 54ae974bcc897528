"""Whether a text is an address, such as https://example.org/rows.csv, and no path."""

from __future__ import annotations

import re

ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):/+")  # a letter alone is a drive


def is_address(given: object) -> bool:
    """Whether a text begins with a scheme, also where a path has taken one of the slashes behind it.

    Example:
        >>> is_address("https://example.org/rows.csv"), is_address("rows.csv"), is_address("C:/rows.csv")
        (True, False, False)
    """
    return ADDRESS.match(str(given)) is not None
