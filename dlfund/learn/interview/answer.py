"""An answer as people type it, read leniently: 0.25, .25, 0,25, 1/4, 25 %, w = 0.25; 1,024; (3, 3, 8), 3x3x8, 3 3 8.

A text that can be read in two ways (1,250 is a count or a decimal) is read in both; the answer is right if one of
them is.
"""

from __future__ import annotations

import math
import re

from dlfund.core.errors import UserError
from dlfund.learn.interview.exercise import Answer

_NUMBER = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?"
_FRACTION = re.compile(rf"({_NUMBER})\s*/\s*({_NUMBER})")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:[,_ ']\d{3})+(?:\.\d*)?")
_DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+(?:e[+-]?\d+)?")
_BATCH = re.compile(r"^\s*[(\[]?\s*(?:none|batch|b|n)\b\s*[,x*\s]\s*")


def readings(text: str, like: Answer) -> list[Answer]:
    """What a text may mean, for an answer of this type; a UserError if it means nothing."""
    plain = _plain(text)
    values = _shapes(plain) if isinstance(like, tuple) else _numbers(plain)
    if not values:
        wanted = {tuple: "a shape such as (3, 3, 8) or 3x3x8", int: "a whole number such as 1024"}
        expected = wanted.get(type(like), "a number such as 0.25, .25, 1/4 or 25 %")
        raise UserError(f"Expected {expected}. Received: {text.strip()!r}. Try again, or ? for a hint, s to skip.")
    return values


def _plain(text: str) -> str:
    """Lower case, one kind of minus and times, and only what follows the last = or ≈."""
    text = re.split(r"[=≈:]", text)[-1].lower().strip()
    same: dict[str, str | int | None] = {"−": "-", "–": "-", "×": "x", "·": "*", "\u00a0": " ", "\u202f": " "}
    text = text.translate(str.maketrans(same))
    return text.rstrip(".;!")


def _shapes(text: str) -> list[Answer]:
    text = _BATCH.sub("", text).strip("()[] ")
    if not re.fullmatch(r"\d+(?:\s*[,x*\s]\s*\d+)*\s*,?", text):
        return []
    return [tuple(int(length) for length in re.findall(r"\d+", text))]


def _numbers(text: str) -> list[Answer]:
    text, percent = re.subn(r"\s*(?:%|percent)$", "", text)
    scale = 0.01 if percent else 1.0
    values: list[float] = []
    fraction = _FRACTION.fullmatch(text)
    if fraction:
        if not float(fraction[2]):
            raise UserError(f"Expected a fraction of two numbers. Received: {text!r}: a division by zero. Try again.")
        values.append(float(fraction[1]) / float(fraction[2]))
    if re.fullmatch(_NUMBER, text):
        values.append(float(text))
    if _THOUSANDS.fullmatch(text):
        values.append(float(re.sub(r"[,_ ']", "", text)))
    if _DECIMAL_COMMA.fullmatch(text):
        values.append(float(text.replace(",", ".")))
    return [scale * value for value in values if math.isfinite(value)]
