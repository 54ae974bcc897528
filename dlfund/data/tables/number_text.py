"""Numbers as people write them: with a currency or a unit, thousands signs, a decimal comma, brackets for a minus.

    $1,200.50    1.234,56 €    CHF 3'456.–    1 020 582    11.3%    150.7 cm    (12.50)    12.50-    −3    1.5E+03

A text is looked at by its shape, in which every digit is 9: a million texts have few.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection
from dataclasses import dataclass

CURRENCIES = "$€£¥₹₽₩₺₫₴₦₪฿₡₱₲₵₸₼₾₿¢"
CURRENCY_NAMES = re.findall(
    r"\S+",
    "CHF EUR USD GBP JPY CNY RMB INR RUB SEK NOK DKK ISK PLN CZK HUF RON BGN AUD CAD NZD SGD HKD TWD MXN BRL ARS "
    "CLP COP ZAR TRY KRW ILS AED SAR THB IDR MYR PHP VND NGN KES EGP PKR BDT UAH Rs. Rs Fr. Kč zł kr. kr Ft R$",
)
UNITS = frozenset(
    re.findall(
        r"\S+",
        "mm cm dm m km in inch inches ft feet yd mi mile miles mg g kg t lb lbs oz st ml cl dl l L ms s sec secs "
        "second seconds min mins minute minutes h hr hrs hour hours d day days week weeks month months year years yr "
        "yrs °C °F C F K ° W kW MW Wh kWh MWh V A Hz kHz MHz GHz B kB KB MB GB TB bar Pa kPa hPa mbar km/h mph m/s kn "
        "J kJ kcal cal N mmHg bpm ppm % ‰ px pt k M Mio Mrd bn mg/dl mg/dL mmol/l mmol/L g/dl g/dL kg/m² "
        "m² km² cm² ha m³",
    )
)
SPACES = str.maketrans(dict.fromkeys("\u00a0\u202f\u2009\u2007\u2008", " ") | {"\u2212": "-", "\u2019": "'"})
TO_SHAPE = str.maketrans("0123456789", "9999999999")
_NAMES = "|".join(re.escape(name) for name in sorted(CURRENCY_NAMES, key=len, reverse=True))
_PREFIX = rf"(?:[A-Z]{{0,3}}[{re.escape(CURRENCIES)}]|{_NAMES}|%)"
SHAPE = re.compile(
    rf"(?P<outside>{_PREFIX}\s?(?=\())?(?P<open>\()?\s?(?P<first>[+–-])?\s?(?P<prefix>{_PREFIX})?\s?(?P<second>[+–-])?\s?"
    r"(?P<body>(?:9(?:[9.,' ]*9)?|[.,]9+)(?:[eE][+-]?9+)?)"
    r"(?:[.,]\s?[–—-]{1,2})?\s?"  # 3'456.– is 3,456 francs
    r"(?P<suffix>[^\d\s.,'()+–-][^\d()]{0,11}?(?<![\s+–-]))?\s?(?P<last>-)?(?P<close>\))?"
)
USUAL = re.compile(r"[+-]?(?:9+\.?9*|\.9+|9+,9+)(?:[eE][+-]?9+)?")
INFINITE = re.compile(r"[+-]?inf(?:inity)?", re.IGNORECASE)
LEADING_ZERO = re.compile(r"[+-]?0[0-9]+")
TOO_LONG = re.compile(r"[+-]?[0-9]{16,}")  # whole numbers that 64-bit floats can't tell apart
SIGN_NAMES = {",": "a comma", ".": "a point", " ": "a space", "'": "an apostrophe"}


@dataclass(frozen=True)
class Format:
    """A pair of signs.

    Args:
        thousands, decimal: str. One character each; no thousands sign where it is empty.
    """

    thousands: str
    decimal: str

    def reads(self, body: str) -> bool:
        """Whether digits with signs between them are a number in this format."""
        return _pattern(self).fullmatch(body) is not None


FORMATS = tuple(Format(sign, decimal) for decimal in ".," for sign in ("", ",", ".", "'", " ") if sign != decimal)


@functools.cache
def _pattern(signs: Format) -> re.Pattern[str]:
    sign, point = re.escape(signs.thousands), re.escape(signs.decimal)
    # two digits between thousands signs: 1,02,05,820 as in India
    groups = rf"|9{{1,3}}(?:{sign}9{{3}})+|9{{1,2}}(?:{sign}9{{2}})+{sign}9{{3}}" if sign else ""
    return re.compile(rf"(?:(?:0|9+{groups})(?:{point}9*)?|{point}9+)(?:[eE][+-]?9+)?")


@dataclass(frozen=True)
class Parts:
    """Where in a text of this shape the digits are, and what stands around them.

    Args:
         start, end: int. Of the digits.
         body: str. Their shape.
         unit: str. In front of them or behind.
         negative: bool. Whether the number is below 0.
         usual: bool. Whether it is written as Python writes numbers, or with a comma in place of the point.
    """

    start: int
    end: int
    body: str
    unit: str = ""
    negative: bool = False
    usual: bool = True

    def digits(self, text: str) -> str:
        """The digits of a text of this shape, with the signs between them."""
        return text[self.start : self.end]

    def signs(self, text: str) -> str:
        """The digits' shape; a 0 before a sign stays 0, as no thousands begin with it."""
        return "0" + self.body[1:] if text[self.start] == "0" and self.body[1:2] in (".", ",") else self.body


def parts_of(shape: str) -> Parts | None:
    """What a shape consists of; None where it is no number."""
    if USUAL.fullmatch(shape):
        start = 1 if shape[0] in "+-" else 0
        return Parts(start, len(shape), shape[start:], negative=shape[0] == "-")
    match = SHAPE.fullmatch(shape)
    if match is None or bool(match["open"]) != bool(match["close"]):
        return None
    signs = [sign for sign in (match["first"], match["second"], match["last"], match["open"]) if sign]
    if len(signs) > 1:
        return None
    unit = " ".join(part.strip() for part in (match["outside"], match["prefix"], match["suffix"]) if part)
    negative = bool(signs) and signs[0] != "+"
    return Parts(match.start("body"), match.end("body"), match["body"], unit, negative, usual=False)


def normal(text: str) -> str:
    """The text with plain spaces, minus signs and apostrophes, and m² for m2."""
    if not text.isascii():
        text = text.translate(SPACES)
    return text[:-1] + ("²" if text[-1] == "2" else "³") if text[-2:] in ("m2", "m3") else text


def shape_of(text: str) -> str:
    """The text with 9 for every digit."""
    return text.translate(TO_SHAPE)


def is_known_unit(unit: str) -> bool:
    """Whether a text is a unit or a currency beyond doubt."""
    return unit in UNITS or is_currency(unit)


def is_currency(unit: str) -> bool:
    """Whether a unit usually stands in front of its number."""
    return unit != "%" and re.fullmatch(_PREFIX, unit) is not None


def same_unit(unit: str) -> str:
    """What units are compared by: day and days are one."""
    return unit[:-1] if len(unit) > 3 and unit[-1] == "s" else unit


def value_of(text: str, parts: Parts, signs: Format) -> float:
    """The number in a text."""
    digits = parts.digits(text)
    if signs.thousands:
        digits = digits.replace(signs.thousands, "")
    if signs.decimal != ".":
        digits = digits.replace(signs.decimal, ".")
    value = float(digits)
    return -value if parts.negative else value


def is_code(text: str, parts: Parts) -> bool:
    """Whether digits would lose what tells them apart as a number: 007, or more of them than a number holds."""
    digits = parts.digits(text)
    return (digits[0] == "0" and digits[1:2].isdigit()) or TOO_LONG.fullmatch(digits) is not None


def formats_for(thousands: str | None, decimal: str | None) -> tuple[Format, ...]:
    """The formats that fit what a user says of the signs."""
    formats: Collection[Format] = FORMATS
    if decimal is not None:
        formats = [signs for signs in formats if signs.decimal == decimal]
    if thousands is not None:
        formats = [signs for signs in formats if signs.thousands in ("", thousands) and signs.decimal != thousands]
    return tuple(formats)
