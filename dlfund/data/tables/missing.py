"""What stands for an empty cell, and how many cells became empty by what."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from dlfund.core.counted import counted, verb_for

# what spreadsheets, databases, R, pandas and people write; `docs/tables.md` lists the same
MISSING_MARKERS = ("NA", "N/A", "n/a", "#N/A", "<NA>", "nan", "NaN", "NaT", "NULL", "null", "None", "?", "-")
# markers that are words in some tables: Namibia's code, no symptom; a column of text may keep them as values
MAY_BE_VALUES = ("NA", "nan", "NaN", "NULL", "null", "None")
# what stands for no number in a column of numbers, and for no date in a column of dates
NUMBER_MARKERS = frozenset(
    re.findall(
        r"\S+",
        ". .. ... – — -- --- * ** N.A. n.a. N.A n.a na Na n/d N/D n.d. #DIV/0! #VALUE! #REF! #NAME? #NUM! #NULL! #N/A! "
        "#WERT! #ZAHL! #BEZUG! #NV #N/D #VALEUR! #NOMBRE! #¡DIV/0! #¡VALOR! #ERROR! #Error Err:502",
    )
)
NAMED = 5  # so many columns are named in a sentence; of more, the number is told


@dataclass
class Tally:
    """Counts cells that became empty while a table's columns are read, and becomes sentences.

    Example:
        >>> tally = Tally()
        >>> tally.markers.update({"": 3, "?": 1})
        >>> tally.sentences()
        ("4 cells are empty: 3 without any content, 1 holding '?'.",)
    """

    markers: Counter[str] = field(default_factory=Counter)
    infinite: Counter[str] = field(default_factory=Counter)
    unreachable: Counter[str] = field(default_factory=Counter)
    remarks: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Count what another one counted."""
        self.markers.update(other.markers)
        self.infinite.update(other.infinite)
        self.unreachable.update(other.unreachable)
        self.remarks += other.remarks

    def sentences(self) -> tuple[str, ...]:
        sentences = []
        if total := sum(self.markers.values()):
            ways = [f"{count:,} holding {marker!r}" for marker, count in self.markers.most_common() if marker]
            if self.markers[""]:
                ways.insert(0, f"{self.markers['']:,} without any content")
            sentences.append(f"{counted(total, 'cell')} {verb_for(total, 'is', 'are')} empty: {', '.join(ways)}.")
        for counts, what, more in (
            (self.infinite, "infinite cell", ""),
            (self.unreachable, "date", " before 1678 or after 2261"),
        ):
            if total := sum(counts.values()):
                where = named([name for name, count in counts.items() if count])
                sentences.append(f"{counted(total, what)}{more} became empty, in {where}.")
        return (*sentences, *self.remarks)


def named(names: list[str], *, all_of_them: bool = False) -> str:
    """A few columns by name; of more, how many others there are."""
    most = len(names) if all_of_them else NAMED
    shown = ", ".join(repr(cut(name)) for name in names[:most])
    more = f" and {counted(len(names) - most, 'other')}" if len(names) > most else ""
    return f"{'column' if len(names) == 1 else 'columns'} {shown}{more}"


def cut(text: str, width: int = 40) -> str:
    """Text that fits in a sentence or a table's cell."""
    return text if len(text) <= width else text[: width - 1] + "…"


def listed(texts: list[str], counts: list[int], most: int = 8) -> str:
    """Texts with how many cells hold each, the most frequent first; of many the first few."""
    ranked = sorted(zip(texts, counts, strict=True), key=lambda pair: -pair[1])
    shown = ", ".join(f"{cut(text)!r} ({count:,})" for text, count in ranked[:most])
    return f"{shown} and {counted(len(ranked) - most, 'other text')}" if len(ranked) > most else shown


def as_argument(text: str) -> str:
    """A text as it is typed after an option: in quotes where a shell would take it apart.

    Example:
        >>> as_argument("NA"), as_argument("#DIV/0!")
        ('NA', '"#DIV/0!"')
    """
    shown = cut(text)
    return shown if shown.replace("_", "").replace("-", "").isalnum() else '"' + shown.replace('"', '\\"') + '"'


def percent(share: float) -> str:
    """20 %, and < 1 % for a share that is small but there."""
    return "< 1 %" if 0 < share < 0.005 else f"{100 * share:.0f} %"
