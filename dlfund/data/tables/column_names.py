"""Column names: text, none empty, no two alike; and the nearest to one that isn't there."""

from __future__ import annotations

import difflib
from collections.abc import Hashable, Iterable

from dlfund.core.counted import counted
from dlfund.data import DataError
from dlfund.data.tables.missing import cut, named


def different_names(names: Iterable[Hashable]) -> tuple[list[str], tuple[str, ...]]:
    """Names as text, each its own, and sentences about those that were changed.

    Example:
        >>> different_names(["age", "", "age"])[0]
        ['age', 'column_2', 'age_2']
    """
    # one line, as it is typed in a command: a name with a line break in it can't be
    texts = ["" if _is_nothing(name) else " ".join(str(name).split()) for name in names]
    taken, unique_names = {text for text in texts if text}, []
    seen: set[str] = set()
    numbers: dict[str, int] = {}  # the first that may be free behind a text
    unnamed: list[str] = []
    doubled: list[str] = []
    for number, text in enumerate(texts, start=1):
        if text and text not in seen:
            name = text
        else:
            name = f"column_{number}"
            if text or name in taken or name in seen:
                base = text or name
                numbers[base] = _free_number(base, numbers.get(base, 2), taken, seen)
                name = f"{base}_{numbers[base]}"
            (doubled if text else unnamed).append(name)
        seen.add(name)
        unique_names.append(name)
    notes = []
    if unnamed:
        notes.append(f"{counted(len(unnamed), 'column')} without a name: called {named(unnamed)}.")
    if doubled:
        notes.append(f"{counted(len(doubled), 'name')} occurred twice: called {named(doubled)} the second time.")
    return unique_names, tuple(notes)


def _is_nothing(name: Hashable) -> bool:
    return name is None or name != name  # NaN


def _free_number(text: str, first: int, *taken: set[str]) -> int:
    """The first number, from one on, with which the text is no name that is taken."""
    number = first
    while any(f"{text}_{number}" in names for names in taken):
        number += 1
    return number


def check_names(asked: Iterable[str], known: list[str], option: str) -> None:
    """Refuse a name that no column has, with the nearest that one has."""
    for name in asked:
        if name not in known:
            near = nearest(name, known)
            raise DataError(f"Expected {option} to name a column. Received: {cut(repr(name), 80)}. Nearest: {near}.")


def nearest(name: object, known: list[str]) -> str:
    """The names most like this one; where none is, the first few."""
    by_folded = {candidate.casefold(): candidate for candidate in reversed(known)}
    close = difflib.get_close_matches(str(name).casefold()[:100], list(by_folded), n=3, cutoff=0.5)
    shown = [by_folded[folded] for folded in close] or known[:5]
    more = " …" if not close and len(known) > len(shown) else ""
    return ", ".join(repr(cut(candidate)) for candidate in shown) + more
