"""Spans and times of day as seconds: 00:05:13, 1 day 02:00, 01:30 PM."""

from __future__ import annotations

import re

SPAN = re.compile(r"([+-])?(?:(\d+) ?(?:days?|d),? ?)?(\d{1,4}):(\d{2})(?::(\d{2}(?:\.\d+)?))?")
CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))? ?([AaPp])\.?[Mm]\.?")


def seconds_of(text: str) -> float | None:
    """The seconds of a span, or since midnight; None where a text is neither. Two numbers are hours and minutes.

    Example:
        >>> [seconds_of(text) for text in ("00:05:13", "1 day 02:00", "01:30 PM", "later")]
        [313.0, 93600.0, 48600.0, None]
    """
    if (match := SPAN.fullmatch(text)) is not None:
        sign, days, hours, minutes, seconds = match.groups()
        if int(minutes) > 59 or float(seconds or 0) >= 60:
            return None
        total = 86_400.0 * int(days or 0) + 3_600 * int(hours) + 60 * int(minutes) + float(seconds or 0)
        return -total if sign == "-" else total
    if (match := CLOCK.fullmatch(text)) is not None:
        hours, minutes, seconds, half = match.groups()
        if not 1 <= int(hours) <= 12 or int(minutes) > 59 or int(seconds or 0) > 59:
            return None
        afternoon = 12 if half in "Pp" else 0
        return 3_600.0 * (int(hours) % 12 + afternoon) + 60 * int(minutes) + int(seconds or 0)
    return None
