"""The answers given so far, in one file, and what to ask next.

order = missed last time, never asked, right once, right at least twice; within each, the longest ago
first
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from dlfund.core.atomic_write import atomic_write
from dlfund.core.errors import UserError
from dlfund.learn.interview.question import InterviewQuestion

VERSION = 1
KNOWN = 2  # right answers in a row: a single one may be a lucky guess between two answers
FIX = "Name another file with --progress FILE."


@dataclass(frozen=True)
class Record:
    """One question's answers so far.

    Args:
        right, wrong: int. How many.
        row: int. Right answers since the last wrong one.
        last: int. The number of the latest answer, counted over all questions.
    """

    right: int = 0
    wrong: int = 0
    row: int = 0
    last: int = 0

    def after(self, is_right: bool, number: int) -> Record:
        if is_right:
            return Record(self.right + 1, self.wrong, self.row + 1, number)
        return Record(self.right, self.wrong + 1, 0, number)


def progress_path(given: Path | None = None) -> Path:
    """The file: as given, or $DLFUND_PROGRESS, or dlfund/drill.json in $XDG_DATA_HOME (~/.local/share without it)."""
    if given or os.environ.get("DLFUND_PROGRESS"):
        return given or Path(os.environ["DLFUND_PROGRESS"])
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data, "dlfund", "drill.json")


class Progress:
    """Answers in a file. Every answer is written at once, so that Ctrl-C loses none."""

    def __init__(self, path: Path):
        self.path = path
        self.records = self._read()

    def record(self, name: str, is_right: bool) -> None:
        """Add one answer to the file as it is now: another session may have written to it."""
        self.records = self._read()
        number = 1 + max((record.last for record in self.records.values()), default=0)
        self.records[name] = self.records.get(name, Record()).after(is_right, number)
        questions = {key: asdict(record) for key, record in sorted(self.records.items())}
        content = {"version": VERSION, "questions": questions}
        with atomic_write(self.path, fix=FIX) as beside:
            beside.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8", newline="\n")

    def is_known(self, name: str) -> bool:
        return self.records.get(name, Record()).row >= KNOWN

    def next(self, asked: Iterable[InterviewQuestion], seed: str) -> list[InterviewQuestion]:
        """All of these questions, those that need practice first."""
        shuffled = sorted(asked, key=lambda question: random.Random(f"{seed}/{question.name}").random())  # noqa: S311
        return sorted(shuffled, key=lambda question: self._need(question.name))

    def _need(self, name: str) -> tuple[int, int]:
        record = self.records.get(name)
        if record is None:
            return 1, 0
        return (0 if not record.row else 2 if record.row < KNOWN else 3), record.last

    def _read(self) -> dict[str, Record]:
        try:
            text = self.path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return {}
        except (OSError, UnicodeDecodeError) as error:
            raise self._damaged(getattr(error, "strerror", None) or "bytes that are not text") from error
        try:
            content = json.loads(text)
            records = {name: Record(**entry) for name, entry in content["questions"].items()}
            numbers = [number for record in records.values() for number in asdict(record).values()]
            if content["version"] != VERSION or not all(type(number) is int and number >= 0 for number in numbers):
                raise ValueError
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise self._damaged("something else") from error
        return records

    def _damaged(self, received: str) -> UserError:
        return UserError(
            f"Expected {self.path} to contain the progress of `dlfund drill`. Received: {received}. It was left "
            "unchanged: repair it, move it away, or name another file with --progress FILE."
        )
