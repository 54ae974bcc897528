"""Column names: text, none empty, no two alike; and the nearest to one that isn't there."""

from __future__ import annotations

import difflib
from collections.abc import Hashable, Iterable

from dlfund.data import DataError
from dlfund.table.missing import counted, cut, named


def different_names(names: Iterable[Hashable]) -> tuple[list[str], tuple[str, ...]]:
    """Names as text, each its own, and sentences about those that were changed.

    Example:
        >>> different_names(["age", "", "age"])[0]
        ['age', 'column_2', 'age_2']
    """
    # one line, as it is typed in a command: a name with a line break in it can't be
    texts = ["" if _is_nothing(name) else " ".join(str(name).split()) for name in names]
    taken, found = {text for text in texts if text}, []
    seen: set[str] = set()
    unnamed: list[str] = []
    doubled: list[str] = []
    for number, text in enumerate(texts, start=1):
        if text and text not in seen:
            name = text
        else:
            name = _free(text or f"column_{number}", taken | seen, first=2 if text else 1)
            (doubled if text else unnamed).append(name)
        seen.add(name)
        found.append(name)
    notes = []
    if unnamed:
        notes.append(f"{counted(len(unnamed), 'column')} without a name: called {named(unnamed)}.")
    if doubled:
        notes.append(f"{counted(len(doubled), 'name')} stood there twice: called {named(doubled)} the second time.")
    return found, tuple(notes)


def _is_nothing(name: Hashable) -> bool:
    return name is None or name != name  # NaN


def _free(text: str, taken: set[str], first: int) -> str:
    """The text itself, or with the first number behind it that nobody has."""
    if first == 1 and text not in taken:
        return text
    number = 2
    while f"{text}_{number}" in taken:
        number += 1
    return f"{text}_{number}"


def check_names(asked: Iterable[str], known: list[str], option: str) -> None:
    """Refuse a name that no column has, with the nearest that one has."""
    for name in asked:
        if name not in known:
            near = nearest(name, known)
            raise DataError(f"Expected {option} to name a column. Received: {cut(repr(name), 80)}. Nearest: {near}.")


def nearest(name: object, known: list[str]) -> str:
    """The names most like this one; where none is, the first few."""
    by_folded = {one.casefold(): one for one in reversed(known)}
    close = difflib.get_close_matches(str(name).casefold()[:100], list(by_folded), n=3, cutoff=0.5)
    shown = [by_folded[one] for one in close] or known[:5]
    return ", ".join(repr(cut(one)) for one in shown) + (" …" if not close and len(known) > len(shown) else "")
