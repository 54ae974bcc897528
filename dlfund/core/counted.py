"""How many there are of something, in the singular or the plural."""

from __future__ import annotations

_HISSING = ("s", "x", "ch", "sh")


def counted(number: int, thing: str) -> str:
    """The number and the noun, which may have words before it.

    Example:
        >>> counted(1, "empty cell"), counted(1000, "row"), counted(2, "class"), counted(3, "entry"), counted(4, "axis")
        ('1 empty cell', '1,000 rows', '2 classes', '3 entries', '4 axes')
    """
    if number == 1:
        return f"{number:,} {thing}"
    if thing.endswith("is"):
        return f"{number:,} {thing[:-2]}es"
    if thing.endswith("y") and thing[-2:-1] not in "aeiou":
        return f"{number:,} {thing[:-1]}ies"
    return f"{number:,} {thing}{'es' if thing.endswith(_HISSING) else 's'}"


def verb_for(number: float, singular: str, plural: str) -> str:
    """A verb's form behind a number, such as has or have."""
    return singular if number == 1 else plural
