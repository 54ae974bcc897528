"""Whether the texts of a column are numbers, in which format, and which cells are none."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from dlfund.data.tables.exact_numbers import EXACT, decimals_of, merged_as_floats
from dlfund.data.tables.missing import NUMBER_MARKERS
from dlfund.data.tables.number_text import (
    FORMATS,
    INFINITE,
    Format,
    Parts,
    formats_for,
    is_code,
    is_known_unit,
    normal,
    parts_of,
    same_unit,
    shape_of,
    value_of,
)
from dlfund.data.tables.reading_options import ReadingOptions
from dlfund.data.written import Written

NEARLY_ALL = 0.95  # of the cells are numbers: it is a column of numbers
ENOUGH_CELLS = 30  # below, a text among numbers makes a column of text
MOST_OF_THEM = 0.5
FIRST_LOOK = 200  # texts that tell at once whether a column can be one of numbers
PROVING = 5  # more different numbers, with a sign and smaller ones without, prove that it marks thousands
SHARES = ("%", "‰")  # 11.3 % may be 0.113: such a unit is not left out
ONE_GROUP = re.compile(r"9{1,3}([.,])9{3}")  # may mark thousands or decimals
LEAST_SPACED = 9  # digits in groups, as many in every cell: a number of a person or a company


@dataclass(frozen=True)
class Numbers:
    """Texts as numbers.

    Args:
        values: array of float. NaN for a text that is none.
        signs: Format. The decimal sign and the thousands sign.
        unit: str. What stands beside every number.
        example: int or None. The place of a text that is not written as numbers usually are.
        odd: tuple of int. The places of texts that are no number.
    """

    values: np.ndarray
    signs: Format
    unit: str = ""
    example: int | None = None
    odd: tuple[int, ...] = ()


@dataclass(frozen=True)
class NoNumbers:
    """Why texts are no numbers.

    Args:
        unclear: str. A number that may be read in two ways.
        units: Counter. Cells of each unit, where there are several.
        odd: tuple of int. The places of texts that are no number, where most are.
        merged: tuple of int or None. How many different large numbers there are, and how many of them as floats.
    """

    unclear: str = ""
    units: Counter[str] = field(default_factory=Counter)
    odd: tuple[int, ...] = ()
    merged: tuple[int, int] | None = None


class _Look:
    """Texts by their shapes.

    Args:
        texts: array of str. All different, none empty.
        counts: array of int. How many cells hold each.
    """

    def __init__(self, texts: np.ndarray, counts: np.ndarray) -> None:
        self.counts = counts
        self.plain = [normal(text) for text in texts]
        known: dict[str, Parts | None] = {}
        self.parts: list[Parts | None] = []
        for text in self.plain:
            shape = shape_of(text)
            if shape not in known:
                known[shape] = parts_of(shape)
            self.parts.append(known[shape])
        self.shaped = np.array([part is not None for part in self.parts])
        infinite = [
            part is None and INFINITE.fullmatch(text) is not None
            for text, part in zip(self.plain, self.parts, strict=True)
        ]
        self.infinite = np.array(infinite)
        self.markers = np.array([text in NUMBER_MARKERS for text in texts])
        self.total = int(counts[~self.markers].sum())

    def share(self, which: np.ndarray) -> float:
        """The share of cells, of those that hold no marker."""
        return float(self.counts[which].sum() / self.total) if self.total else 0.0

    def numbers(self, which: np.ndarray) -> list[tuple[str, Parts, int]]:
        """These texts with their parts and counts."""
        every = zip(self.plain, self.parts, self.counts, which, strict=True)
        return [(text, part, int(count)) for text, part, count, asked in every if asked and part is not None]


def numbers_in(texts: np.ndarray, counts: np.ndarray, options: ReadingOptions) -> Numbers | NoNumbers:
    """The numbers that texts stand for, or why they are none."""
    step = max(1, len(texts) // FIRST_LOOK)
    first = _Look(texts[::step], counts[::step])
    if np.mean(first.shaped | first.infinite | first.markers) < MOST_OF_THEM:
        return NoNumbers()
    return _numbers(texts, counts, options)


def _numbers(texts: np.ndarray, counts: np.ndarray, options: ReadingOptions) -> Numbers | NoNumbers:
    look = _Look(texts, counts)
    if look.share(look.shaped | look.infinite) < MOST_OF_THEM:
        return NoNumbers()
    if any(is_code(text, part) for text, part, _ in look.numbers(look.shaped)):
        return NoNumbers(merged=merged_as_floats(decimals_of(look.plain)))
    units = _units(look)
    unit = units.most_common(1)[0][0] if units else ""
    fits = look.shaped & np.array(
        [part is not None and _has_unit(text, part, unit) for text, part in zip(look.plain, look.parts, strict=True)]
    )
    if len(units) > 1 and look.share(fits) < NEARLY_ALL:
        mixed = look.share(look.shaped) >= NEARLY_ALL and all(not unit or is_known_unit(unit) for unit in units)
        return NoNumbers(units=units if mixed else Counter())
    signs, unclear = _signs(look.numbers(fits), options)
    if unclear:
        return NoNumbers(unclear=str(texts[look.plain.index(unclear)]))
    return _read(texts, look, fits, signs, unit)


def _read(texts: np.ndarray, look: _Look, fits: np.ndarray, signs: Format, unit: str) -> Numbers | NoNumbers:
    """The texts that a format reads; where too many are left, none."""
    read = fits & np.array(
        [part is not None and signs.reads(part.signs(text)) for text, part in zip(look.plain, look.parts, strict=True)]
    )
    values = np.full(len(texts), np.nan)
    values[look.infinite] = [
        -np.inf if look.plain[place][0] == "-" else np.inf for place in np.flatnonzero(look.infinite)
    ]
    odd = [int(place) for place in np.flatnonzero(~read & ~look.infinite)]
    others = [place for place in odd if not look.markers[place]]
    if others and (look.share(read | look.infinite) < NEARLY_ALL or look.total < ENOUGH_CELLS):
        in_two_formats = all(_has_format(look.plain[place], look.parts[place]) for place in others)
        return NoNumbers(unclear=str(texts[others[0]]) if in_two_formats else "", odd=tuple(others))
    values[read] = [value_of(text, part, signs) for text, part, _ in look.numbers(read)]
    if merged := _merged(look.numbers(read & (np.abs(values) > EXACT)), signs):
        return NoNumbers(merged=merged)
    if signs.thousands in (" ", "'") and _names_somebody(look.numbers(read)):
        return NoNumbers()
    usual = signs.thousands == ""
    unusual = [int(place) for place in np.flatnonzero(read) if not (look.parts[place].usual and usual)]  # type: ignore[union-attr]
    example = max(unusual, key=lambda place: _signs_in(look.parts[place], signs), default=None)
    return Numbers(values, signs, unit, example, tuple(odd))


def _merged(numbers: list[tuple[str, Parts, int]], signs: Format) -> tuple[int, int] | None:
    """How many different large numbers there are, and how many of them as floats, if these are fewer."""
    digits = [part.digits(text) for text, part, _ in numbers]
    plain = [text.replace(signs.thousands, "") for text in digits] if signs.thousands else digits
    return merged_as_floats(decimals_of(plain, signs.decimal))


def _signs_in(part: Parts | None, signs: Format) -> tuple[int, int]:
    """How much a number shows of how such numbers are written."""
    return (0, 0) if part is None else (part.body.count(signs.thousands) if signs.thousands else 0, len(part.body))


def _has_format(text: str, part: Parts | None) -> bool:
    """Whether a text is a number in some format."""
    return part is not None and any(signs.reads(part.signs(text)) for signs in FORMATS)


def _names_somebody(numbers: list[tuple[str, Parts, int]]) -> bool:
    """Whether all have as many digits, nine or more: such groups are read to somebody, and never summed."""
    lengths = {part.body.count("9") for _, part, _ in numbers}
    return len(lengths) == 1 and lengths.pop() >= LEAST_SPACED


def _units(look: _Look) -> Counter[str]:
    """The cells of each unit, as it is written most often; a 0 needs none."""
    cells: Counter[str] = Counter()
    for text, part, count in look.numbers(look.shaped):
        if part.unit or not _is_zero(text, part):
            cells[part.unit] += count
    together: dict[str, Counter[str]] = {}
    for unit, count in cells.items():
        together.setdefault(same_unit(unit), Counter())[unit] += count
    return Counter({of_one.most_common(1)[0][0]: of_one.total() for of_one in together.values()})


def _has_unit(text: str, part: Parts, unit: str) -> bool:
    return same_unit(part.unit) == same_unit(unit) or (not part.unit and _is_zero(text, part))


def _is_zero(text: str, part: Parts) -> bool:
    return not part.digits(text).strip("0.,")


def _signs(numbers: list[tuple[str, Parts, int]], options: ReadingOptions) -> tuple[Format, str]:
    """The format that reads the most cells, and a text that it may read wrongly."""
    bodies: Counter[str] = Counter()
    for text, part, count in numbers:
        bodies[part.signs(text)] += count
    formats = sorted(
        formats_for(options.thousands, options.given_decimal), key=lambda signs: signs.decimal != options.decimal
    )
    cells = {signs: sum(count for body, count in bodies.items() if signs.reads(body)) for signs in formats}
    best = max(formats, key=lambda signs: cells[signs])  # the first of equals
    alike = [signs for signs in formats if cells[signs] == cells[best]]
    doubtful = next((sign for body in bodies if best.reads(body) and (sign := _doubtful(body, alike, options))), "")
    if not doubtful:
        return best, ""
    if doubtful != options.decimal and _proves(doubtful, numbers):
        return next(signs for signs in alike if signs.thousands == doubtful), ""
    return best, next(text for text, part, _ in numbers if _doubtful(part.signs(text), alike, options))


def _doubtful(body: str, alike: list[Format], options: ReadingOptions) -> str:
    """The sign in a number that may mark thousands or decimals; the file's own decimal sign marks decimals."""
    match = ONE_GROUP.fullmatch(body)
    if match is None or match[1] == options.decimal:
        return ""
    ways = {signs.thousands == match[1] for signs in alike if signs.reads(body)}
    return match[1] if len(ways) == 2 else ""


def _proves(sign: str, numbers: list[tuple[str, Parts, int]]) -> bool:
    """Whether only numbers of 1,000 and more have the sign, and all of them: it marks thousands."""
    bodies = [part.body for _, part, _ in numbers]
    with_sign = sum(sign in body for body in bodies)
    small = sum(re.fullmatch("9{1,3}", body) is not None for body in bodies)
    return small > 0 and with_sign + small > PROVING and not any(re.fullmatch("9{4,}", body) for body in bodies)


def like_numbers(texts: np.ndarray) -> np.ndarray:
    """Which texts are a number in some format and unit."""
    return _Look(texts, np.ones(len(texts), dtype=int)).shaped


def as_recorded(texts: np.ndarray, written: Written) -> tuple[np.ndarray, np.ndarray]:
    """The numbers of texts in a recorded format; and which texts it can't read.

    A number without its unit is one, unless it is a share: 0.113 may be 11.3 %.
    """
    signs = Format(written.thousands, written.decimal)
    look = _Look(texts, np.ones(len(texts), dtype=int))
    bare = written.unit not in SHARES
    read = np.array(
        [
            part is not None
            and (_has_unit(text, part, written.unit) or (bare and not part.unit))
            and signs.reads(part.signs(text))
            for text, part in zip(look.plain, look.parts, strict=True)
        ],
        dtype=bool,
    )
    values = np.full(len(texts), np.nan)
    values[read] = [value_of(text, part, signs) for text, part, _ in look.numbers(read)]
    values[look.infinite] = np.inf  # the caller makes them empty
    return values, ~read & ~look.infinite & ~look.markers
