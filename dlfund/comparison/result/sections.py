"""What a result contains beyond scores, in sections. A section that can't be made becomes a note; the others stay.

A section is data that the page shows: a view, an insight, the findings of the checks, the page that walks through a
network.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from dlfund.comparison.result.finished_run import FinishedRun
from dlfund.comparison.result.result import Result
from dlfund.core.errors import UserError


@dataclass(frozen=True)
class Noted:
    """A section's data with a note: that it is incomplete, or why there is none."""

    data: Any
    note: str


@dataclass(frozen=True)
class Section:
    """One section of a result.

    Args:
        key: str. Its key in the result.
        title: str. What a note calls it where it could not be made.
        make: function of FinishedRun. Its data, or Noted; None or empty where it does not apply.
        within: str. The field of the result that it is an entry of. Empty: it is a field itself, and is there
            even where it does not apply.
        otherwise: the field's value where it could not be made.
    """

    key: str
    title: str
    make: Callable[[FinishedRun], Any]
    within: str = ""
    otherwise: Any = None


def with_sections(result: Result, run: FinishedRun, sections: Iterable[Section]) -> Result:
    """The result with the sections, and a note for each that could not be made."""
    fields, notes = made_sections(run, sections)
    return replace(result, notes=[*result.notes, *notes], **fields)


def made_sections(run: FinishedRun, sections: Iterable[Section]) -> tuple[dict[str, Any], list[str]]:
    """The sections by their keys, in their order; and the notes."""
    fields: dict[str, Any] = {}
    notes = []
    for section in sections:
        data, note = _made(section, run)
        notes += [note] if note else []
        if section.within:
            fields.setdefault(section.within, {}).update({section.key: data} if data else {})
        else:
            fields[section.key] = data
    return fields, notes


def _made(section: Section, run: FinishedRun) -> tuple[Any, str]:
    try:
        data = section.make(run)
        return (data.data, data.note) if isinstance(data, Noted) else (data, "")
    except Exception as error:
        reason = str(error) if isinstance(error, UserError) else f"{type(error).__name__}: {error}"
        return section.otherwise, f"The page lacks a part ({section.title}): {' '.join(reason.split())[:300]}"
