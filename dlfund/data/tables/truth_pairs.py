"""Pairs of words for no and yes; the second is the positive one."""

from __future__ import annotations

PAIRS = (
    ("no", "yes"),
    ("n", "y"),
    ("false", "true"),
    ("f", "t"),
    ("off", "on"),
    ("absent", "present"),
    ("negative", "positive"),
    ("neg", "pos"),
    ("fail", "pass"),
    ("failed", "passed"),
    ("nein", "ja"),  # German
    ("falsch", "wahr"),
    ("non", "oui"),  # French
    ("faux", "vrai"),
    ("no", "sí"),  # Spanish
    ("no", "si"),
    ("falso", "verdadero"),
    ("não", "sim"),  # Portuguese
    ("nao", "sim"),
    ("falso", "verdadeiro"),
    ("no", "sì"),  # Italian
    ("falso", "vero"),
    ("нет", "да"),  # Russian
    ("ложь", "истина"),
    ("否", "是"),  # Chinese
    ("不是", "是"),
    ("无", "有"),
    ("假", "真"),
    ("いいえ", "はい"),  # Japanese
    ("नहीं", "हाँ"),  # Hindi
    ("ना", "हाँ"),
    ("না", "হ্যাঁ"),  # Bengali
    ("لا", "نعم"),  # Arabic
    ("nej", "ja"),  # Danish, Swedish
    ("nei", "ja"),  # Norwegian
    ("nee", "ja"),  # Dutch
    ("onwaar", "waar"),
    ("nie", "tak"),  # Polish
    ("ne", "ano"),  # Czech
    ("ei", "kyllä"),  # Finnish
    ("hayır", "evet"),  # Turkish
    ("hayir", "evet"),
    ("tidak", "ya"),  # Indonesian
)
_YES = frozenset(yes for _, yes in PAIRS) | {"1"}
_NO = frozenset(no for no, _ in PAIRS) | {"0"}


def pair_of(texts: set[str]) -> tuple[str, str] | None:
    """The pair that one or two texts belong to, whatever their case.

    Example:
        >>> pair_of({"Nej", "Ja"}), pair_of({"red", "green"})
        (('nej', 'ja'), None)
    """
    folded = {text.casefold() for text in texts}
    return next((pair for pair in PAIRS if folded <= set(pair)), None) if len(folded) <= 2 else None


def truth_of(text: str) -> bool | None:
    """Whether a text in lower case says yes in some language; None where it says neither."""
    if text in _YES:
        return True
    return False if text in _NO else None
