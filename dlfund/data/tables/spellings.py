"""Texts that differ only in how they are spelled: case, invisible characters, Unicode forms, quotes, a full stop."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from dlfund.core.counted import counted
from dlfund.data.tables.missing import cut
from dlfund.data.tables.truth_pairs import truth_of

QUOTES = "\"'“”„‚‘’«»`"
MOST_LEVELS = 1_000  # of a column that is looked at: more of them are free text
MOST_SHOWN = 4


def spelling_key(text: str) -> str:
    """What texts are compared by.

    Example:
        >>> [spelling_key(text) for text in (">50K.", "'Yes'", "no\\u200b", "cafe\\u0301")]
        ['>50k', 'yes', 'no', 'café']
    """
    plain = unicodedata.normalize("NFC", text)
    if not plain.isascii():
        plain = "".join(" " if sign.isspace() else sign for sign in plain if unicodedata.category(sign) != "Cf")
    plain = re.sub(r"\s+", " ", plain.strip().strip(QUOTES).strip())
    return (plain.rstrip(".") or plain).casefold()


def variants(texts: Sequence[str], counts: Sequence[int]) -> dict[str, list[tuple[str, int]]]:
    """The texts that are spelled in more than one way, by what they are compared by, the most frequent one first."""
    groups: dict[str, list[tuple[str, int]]] = {}
    for text, count in zip(texts, counts, strict=True):
        groups.setdefault(spelling_key(text), []).append((text, int(count)))
    truths = {key: truth for key in groups if (truth := truth_of(key)) is not None}
    if len(truths) == len(groups) > 2:  # 1, TRUE and yes are one answer where all answers are such
        merged: dict[str, list[tuple[str, int]]] = {}
        for key, members in groups.items():
            merged.setdefault("yes" if truths[key] else "no", []).extend(members)
        groups = merged
    several = {key: members for key, members in groups.items() if len(members) > 1}
    return {key: sorted(members, key=lambda member: -member[1]) for key, members in several.items()}


def spellings_of(groups: dict[str, list[tuple[str, int]]]) -> dict[str, str]:
    """For each spelling's key the text that stands for all of them: the most frequent one."""
    return {spelling_key(text): members[0][0] for members in groups.values() for text, _ in members}


def sentence(name: str, groups: dict[str, list[tuple[str, int]]], *, merge: bool) -> str:
    """What is spelled in several ways, and what was done or can be."""
    shown = []
    for members in list(groups.values())[:MOST_SHOWN]:
        written = ", ".join(f"{cut(ascii_where_invisible(text))} ({count:,})" for text, count in members)
        shown.append(f"{written} → {cut(ascii_where_invisible(members[0][0]))}" if merge else written)
    more = f"; and {counted(len(groups) - MOST_SHOWN, 'more text')}" if len(groups) > MOST_SHOWN else ""
    listed = "; ".join(shown) + more
    if merge:
        return f"Column {cut(name)!r}: texts that differ only in their spelling were merged: {listed}."
    return (
        f"Column {cut(name)!r} has texts that differ only in their spelling: {listed}. They count as different; "
        "--merge-spellings merges them."
    )


def ascii_where_invisible(text: str) -> str:
    """The text in quotes, with escapes in it where two texts would look the same."""
    unusual = any(unicodedata.category(sign) in ("Cf", "Mn", "Zs") and sign != " " for sign in text)
    return ascii(text) if unusual else repr(text)
