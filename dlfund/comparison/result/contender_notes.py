"""Notes about contenders: a note that several share appears once, after their names."""

from __future__ import annotations

from collections.abc import Iterable

from dlfund.comparison.result.content_sections import ContenderResult
from dlfund.core.contender_labels import label_of

ALONE = "failed in "  # what failed is shown contender by contender


def notes_of_contenders(contenders: Iterable[ContenderResult]) -> list[str]:
    """Every contender's notes, each after the names of its contenders: "ridge, TabM: slow", "TabM: odd"."""
    names: dict[tuple[str, str], list[str]] = {}
    for contender in contenders:
        for note in contender.notes:
            key = (note, contender.name if note.startswith(ALONE) else "")
            names.setdefault(key, []).append(contender.name)
    return [f"{', '.join(map(label_of, contenders_of))}: {note}" for (note, _), contenders_of in names.items()]
