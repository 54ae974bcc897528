"""A result as a table: in a terminal, in a notebook, in a test."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table

from dlfund.comparison.finding_headline import finding_headline
from dlfund.comparison.result.headline import Headline, headline
from dlfund.comparison.result.table_cells import regret_rows, rows
from dlfund.comparison.scoring.metrics import METRICS
from dlfund.comparison.truth import on_these_rows
from dlfund.core.errors import printable
from dlfund.core.terminal import plain, said_on, say

if TYPE_CHECKING:
    from dlfund.comparison.result.result import Result

WIDE = 200  # characters that the whole table needs
LONG = 24  # characters of a name that are written on one line
LONG_HEADER = 14  # characters of a header that are written on one line where room is scarce


def best_possible_line(result: Result) -> str:
    """The true rule's scores on these rows and on average over all, if the data is generated; else empty."""
    best = {name: value for name in METRICS if (value := result.dataset.best(name))}
    known = list(best)
    if not known:
        return ""
    average = ", ".join(f"{METRICS[name].title} {best[name].value:.3f}" for name in known)
    average = f"its average over all rows that could have been drawn, the optimum, is {average}"
    draws = f" (Monte Carlo, {result.dataset.draws or 0:,} draws)."
    here = [(METRICS[name].title, on_these_rows(result, name)) for name in known]
    shown = ", ".join(f"{title} {value:.3f}" for title, value in here if value is not None)
    if not shown:
        return f"The rule that made the data is known: {average}{draws} On few rows a model may score above it."
    return f"The rule that made the data scores {shown} on these rows; {average}{draws}"


def lesson_lines(result: Result) -> list[str]:
    """What was learned, one line per lesson; empty where the recipe has no lessons."""
    lessons = [lesson.text for lesson in result.lessons]
    return ["What was learned:", *(f"  {text}" for text in lessons)] if lessons else []


def as_tables(result: Result, width: int) -> list[Table]:
    """Rich tables that fit `width` characters: one if there is room, else as few as hold the columns in their order."""
    return [*_fitting(*rows(result), width), *_regrets(result, width)]


def _regrets(result: Result, width: int) -> list[Table]:
    """What is behind the true rule, with every interval if there is room."""
    header, cells = regret_rows(result)
    if cells and _width(_table(header, cells)) > width:
        header, cells = regret_rows(result, intervals=False)
    return _fitting(header, cells, width) if cells else []


def _fitting(header: list[str], cells: list[list[str]], width: int) -> list[Table]:
    """Columns beside the names; those for which there is no room are in a further table.

    Where one table is not enough, long headers stand on two lines, and what follows a name in the first table only.
    """
    if _width(_table(header, cells)) <= width:
        return [_table(header, cells)]
    header = [header[0], *map(_on_two_lines, header[1:])]
    names = [row[0].partition(" (")[0] for row in cells]
    tables: list[Table] = []
    place = 1
    while place < len(header):
        firsts = names if tables else [row[0] for row in cells]
        end = place + 1
        while end <= len(header) and _width(_part(header, cells, firsts, place, end)) <= width:
            end += 1
        end = max(place + 1, end - 1)
        tables.append(_part(header, cells, firsts, place, end))
        place = end
    return tables


def _part(header: list[str], cells: list[list[str]], names: list[str], start: int, end: int) -> Table:
    """The table of some columns, with these names in front."""
    return _table(
        [header[0], *header[start:end]], [[name, *row[start:end]] for name, row in zip(names, cells, strict=True)]
    )


def _on_two_lines(title: str) -> str:
    """A long title, broken at the space nearest to its middle."""
    spaces = [place for place, sign in enumerate(title) if sign == " "]
    if len(title) <= LONG_HEADER or "\n" in title or not spaces:
        return title
    middle = min(spaces, key=lambda place: abs(place - len(title) / 2))
    return f"{title[:middle]}\n{title[middle + 1 :]}"


def _width(table: Table) -> int:
    console = Console(file=io.StringIO(), width=10 * WIDE)
    return Measurement.get(console, console.options, table).maximum


def _table(header: Sequence[str], cells: list[list[str]]) -> Table:
    """Names are text, never markup."""
    table = Table(
        header_style="bold", box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), collapse_padding=True, show_edge=False
    )
    for number, title in enumerate(header):
        table.add_column(plain(title), justify="right" if number else "left", overflow="fold")
    for name, *numbers in cells:
        table.add_row(*map(plain, (_broken(printable(name)), *map(printable, numbers))))
    return table


def _broken(label: str) -> str:
    """A long name on two lines, parted between its words, and a note about it on the next."""
    name, bracket, note = label.partition(" (")
    end = max(name.rfind(mark, 0, LONG) for mark in "_ ") + 1
    lines = [name[:end].rstrip(), name[end:]] if len(name) > LONG and end else [name]
    return "\n".join([*lines, f"({note}"] if bracket else lines)


def show(result: Result, console: Console) -> None:
    """Table, best possible score, notes and verdict."""
    whole = not console.is_terminal  # a terminal breaks lines between words, anything else keeps them
    for table in as_tables(result, console.width):
        console.print("", table)
    console.print()
    for line in (best_possible_line(result), *result.notes):
        if line and line not in said_on(console):
            say(line, console, style="dim", whole=whole)
    head = headline(result)
    say(_opened(head), console, style="bold", whole=whole)
    for line in [*head.lines, *_doubts(result), *_about_verdict(result), *lesson_lines(result)]:
        say(line, console, whole=whole)


def _opened(head: Headline) -> str:
    return f"{head.opening}. {head.answer}" if head.opening else head.answer


def _doubts(result: Result) -> list[str]:
    """What the checks find in the scores themselves; what they find in the table is printed before the training."""
    return [
        finding_headline(finding.severity, finding.code, finding.name, finding.sentence)
        for finding in result.findings
        if finding.code.startswith("R") and finding.severity != "note"
    ]


def _about_verdict(result: Result) -> list[str]:
    """Who represented the sides, how their twins differ from them, how often chance wins here, and the margin."""
    placebo = result.placebo.sentences(result.metric) if result.placebo else []
    chance = result.calibration.sentences[:1] if result.calibration else []
    return [line for line in (*result.verdict.also, *placebo, *chance, result.verdict.margin_about) if line]


def as_text(result: Result) -> str:
    """Everything `show` prints, as plain text."""
    console = Console(file=io.StringIO(), width=WIDE, force_terminal=False)
    show(result, console)
    return console.file.getvalue()  # type: ignore[attr-defined,no-any-return]


def as_html(result: Result) -> str:
    """The table for a notebook; every cell escaped."""
    from html import escape

    header, cells = rows(result)
    head = "".join(f"<th>{escape(title)}</th>" for title in header)
    body = "".join("<tr>" + "".join(f"<td>{escape(printable(cell))}</td>" for cell in row) + "</tr>" for row in cells)
    top = headline(result)
    lines = [*top.lines, *_about_verdict(result), best_possible_line(result), *lesson_lines(result)]
    text = "".join(f"<p>{escape(printable(line))}</p>" for line in lines if line)
    first = f"<p><b>{escape(printable(_opened(top)))}</b></p>"
    return f"{first}<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{text}"
