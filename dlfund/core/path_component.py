"""A name becomes a file's or a folder's here and nowhere else: names from another person's file lead nowhere."""

from __future__ import annotations

import re
from pathlib import Path

from dlfund.core.errors import UserError
from dlfund.core.typed_json import short

LONGEST = 200  # bytes; most file systems hold 255, and a suffix may follow
SEPARATORS = '<>:"/\\|?*'
RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)  # by Windows


def path_component(name: str, what: str = "a name") -> str:
    """The name itself, if it is one that every file system takes as the name of one file in one folder.

    Args:
        name: str. Of a contender, recipe, data set or fold.
        what: str. What it is the name of, for the sentence.

    Raises:
        UserError: the name leads to another folder, or some file system has no file of this name.

    Example:
        >>> path_component("random_forest")
        'random_forest'
        >>> path_component("../x", "a contender")
        Traceback (most recent call last):
        dlfund.core.errors.UserError: Expected a contender that can name a file. Received: '../x', which holds '/'.
    """
    if why := _why_not(name):
        raise UserError(f"Expected {what} that can name a file. Received: {short(name)}, which {why}.")
    return name


def _why_not(name: str) -> str:
    if not isinstance(name, str) or not name:
        return "is empty" if isinstance(name, str) else "is no text"
    if sign := next((sign for sign in name if sign in SEPARATORS or not sign.isprintable()), ""):
        return f"holds {short(sign)}"
    if name.strip(" ") != name or name.endswith(".") or name.startswith("."):
        return "begins or ends with a dot or a space"
    if RESERVED.fullmatch(name):
        return "Windows keeps for a device"
    if len(name.encode("utf-8", "surrogatepass")) > LONGEST:
        return f"is longer than {LONGEST} bytes"
    return ""


def inside(folder: Path, *names: str, what: str = "a name") -> Path:
    """The place that these names lead to in a folder, where no link leads out of it.

    Raises:
        UserError: a name is none, or a link in the folder leads elsewhere.
    """
    place = folder.joinpath(*(path_component(name, what) for name in names))
    root = folder.resolve()
    try:
        inner = place.resolve().is_relative_to(root)
    except (OSError, RuntimeError):  # a RuntimeError until Python 3.12
        raise UserError(f"Expected a file or a folder at {place}. Received: a link that leads to itself.") from None
    if not inner:
        raise UserError(
            f"Expected {place} to lie in {folder}. Received: a link that leads to {place.resolve()}. "
            "Nothing is read or written through it: copy the files into their place."
        )
    return place
