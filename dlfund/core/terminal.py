"""What is printed: text of other people's files (names, cells, messages) does nothing in a terminal.

Every line that the package prints goes through `say` or `tell` (`core/quiet.py`): control characters, direction marks
and undecodable bytes of file names are spelled out, and a name is never markup.
"""

from __future__ import annotations

import argparse
import codecs
import io
import math
import os
import re
import sys
import traceback
import warnings
from collections.abc import Iterator, Set
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, NoReturn
from weakref import WeakKeyDictionary

from dlfund.core.errors import printable_lines
from dlfund.core.nearest_name import nearest_name

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

CHOICE = re.compile(r"invalid choice: '(.*)' \(choose from (.*)\)")  # as argparse says it
_SAID: WeakKeyDictionary[Console, set[str]] = WeakKeyDictionary()


def writes_everywhere() -> None:
    """Let every character be printed where the system's encoding lacks some, as Windows's usual one does.

    A terminal shows a question mark in their place; a file or a pipe gets UTF-8, so that no data are lost, unless
    PYTHONIOENCODING asks for something else.
    """
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if not isinstance(stream, io.TextIOWrapper) or codecs.lookup(stream.encoding).name == "utf-8":
            continue
        if stream.isatty() or os.environ.get("PYTHONIOENCODING"):
            stream.reconfigure(errors="replace")
        else:
            stream.reconfigure(encoding="utf-8", errors="replace")


def say(text: object, console: Console | None = None, *, style: str = "", whole: bool = True) -> None:
    """Print text on its own lines.

    Args:
        text: str, or what has a text.
        console: rich Console or None. None: standard output, without rich.
        style: str. rich's, such as `"bold"`.
        whole: bool. Whether a long line is left to the terminal; otherwise it is broken between words.
    """
    if console is None:
        print(printable_lines(text))
    else:
        _SAID.setdefault(console, set()).add(str(text))
        console.print(plain(text, style), soft_wrap=whole)


def said_on(console: Console) -> Set[str]:
    """What `say` has printed on a console so far, so that the end of a command repeats no note."""
    return _SAID.get(console, set())


def plain(text: object, style: str = "") -> Text:
    """The text for rich: no markup, no emoji, no highlighting, no control characters."""
    from rich.text import Text

    return Text(printable_lines(text), style=style)


@contextmanager
def printable_warnings() -> Iterator[None]:
    """Warnings that are printed in the block are printable: libraries write names of a model's file into them."""
    before = warnings.formatwarning

    def formatted(*arguments: Any, **options: Any) -> str:
        return printable_lines(before(*arguments, **options))

    warnings.formatwarning = formatted
    try:
        yield
    finally:
        warnings.formatwarning = before


def show_error(kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
    """As `sys.excepthook`: an error that nothing foresaw, whose message may hold anything; Ctrl-C before any work."""
    if issubclass(kind, KeyboardInterrupt):
        print("\nStopped.", file=sys.stderr)
        return
    lines = "".join(traceback.format_exception(kind, error, where))
    print(printable_lines(lines.rstrip("\n")), file=sys.stderr)


def say_data(text: str) -> None:
    """Print data: as they are into a file or a pipe, printable in a terminal."""
    print(printable_lines(text) if sys.stdout.isatty() else text, end="")


class PrintableParser(argparse.ArgumentParser):
    """A parser whose errors are sentences, and printable: `dlfund predict runs/*` passes file names of any kind."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.register("type", int, whole_number)
        self.register("type", float, finite_number)
        self.register("type", Path, path_of)

    def error(self, message: str) -> NoReturn:
        chosen = CHOICE.search(message)
        near = nearest_name(chosen[1], re.findall(r"[\w-]+", chosen[2])) if chosen else ""
        super().error(printable_lines(f"{message}{near}"))


def path_of(text: str) -> Path:
    """An option's value as a path."""
    if "\0" in text:
        raise argparse.ArgumentTypeError(f"Expected a path. Received: {text!r}, which no file can be called.")
    return Path(text)


def whole_number(text: str) -> int:
    """An option's value as a whole number."""
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"Expected a whole number, such as 10. Received: {text!r}.") from None


def finite_number(text: str) -> float:
    """An option's value as a number."""
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise argparse.ArgumentTypeError(f"Expected a number, such as 2.5. Received: {text!r}.")
    return number
