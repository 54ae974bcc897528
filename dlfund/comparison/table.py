"""The answer as a table: in a terminal, in a notebook, in a test."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dlfund.comparison.metrics import METRICS

if TYPE_CHECKING:
    from dlfund.comparison.result import Result

WIDE = 170  # characters that the whole table needs
LONG = 24  # characters of a name that stand on one line


def rows(result: Result) -> tuple[list[str], list[list[str]]]:
    """Header and cells, as text: one row a contender, best mean first."""
    metric = METRICS[result.metric].title
    others = [name for name in result.other_metrics() if name in ("accuracy", "log_loss", "rmse", "mae")]
    header = ["contender", f"{metric} [95 %]", "Δ to reference [95 %]", "worse / equal / better", "p (Holm)"]
    header += [METRICS[name].title for name in others]
    header += ["trials", "fit s", "ms/1000 rows", "parameters", "bytes"]
    return header, [_row(result, one, others) for one in result.ranked()]


def _row(result: Result, one: dict[str, Any], others: list[str]) -> list[str]:
    name = one["name"]
    intervals = result.content["judgement"]["intervals"][name]
    failed = sum(score is None for score in one["scores"])
    label = f"{name} ({failed} of {len(one['scores'])} folds failed)" if failed else name
    own = intervals.get(result.metric)
    cells = [label, f"{own['mean']:.3f} [{own['low']:.3f}, {own['high']:.3f}]" if own else "failed"]
    cells += _difference(result, name)
    cells += [f"{intervals[other]['mean']:.3f}" if other in intervals else "–" for other in others]
    cost = one["cost"]
    cells += [
        str(cost["trials"]),
        f"{cost['fit_seconds']:.2f}",
        "–" if cost["predict_seconds_per_1000"] is None else f"{1000 * cost['predict_seconds_per_1000']:.1f}",
        f"{cost['parameters']:,}",
        "–" if cost["bytes"] is None else f"{cost['bytes']:,}",
    ]
    return cells


def _difference(result: Result, name: str) -> list[str]:
    if name == result.content["judgement"]["reference"]:
        return ["reference", "", ""]
    pair = result.difference(name)
    if pair is None:
        return ["–", "–", "–"]
    adjusted = pair["p_adjusted"]
    return [
        f"{pair['difference']:+.3f} [{pair['low']:+.3f}, {pair['high']:+.3f}]",
        f"{pair['worse']:.2f} / {pair['equivalent']:.2f} / {pair['better']:.2f}",
        "<0.001" if adjusted < 0.001 else f"{adjusted:.3f}",
    ]


def best_possible_line(result: Result) -> str:
    """What nobody can beat, where the data is generated; empty otherwise."""
    best = result.content["dataset"].get("best_possible") or {}
    shown = [f"{METRICS[name].title} {best[name]['value']:.3f}" for name in METRICS if name in best]
    return f"Best possible on this data: {', '.join(shown)} (Monte Carlo, {best['draws']:,} draws)." if shown else ""


def lesson_lines(result: Result) -> list[str]:
    """What was learned, a line each; nothing where the recipe hoped for nothing."""
    lessons = [one["text"] for one in result.content.get("lessons") or []]
    return ["What was learned:", *(f"  {text}" for text in lessons)] if lessons else []


def as_tables(result: Result, width: int) -> list[Table]:
    """Rich tables that fit `width` characters: one if there is room, else answer, probabilities and cost apart."""
    header, cells = rows(result)
    cost = header.index("trials")
    parts = (
        [list(range(len(header)))]
        if width >= WIDE
        else [[0, 1, 2], [0, *range(3, cost)], [0, *range(cost, len(header))]]
    )
    return [_table([header[n] for n in part], [[row[n] for n in part] for row in cells]) for part in parts]


def _table(header: list[str], cells: list[list[str]]) -> Table:
    """Names are text, never markup."""
    table = Table(header_style="bold", box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    for number, title in enumerate(header):
        table.add_column(Text(title), justify="left" if number == 0 else "right", overflow="fold")
    for row in cells:
        table.add_row(Text(_broken(row[0])), *(Text(cell) for cell in row[1:]))
    return table


def _broken(name: str) -> str:
    """A long name on two lines, parted between its words."""
    end = name.rfind("_", 0, LONG) + 1
    return f"{name[:end]}\n{name[end:]}" if len(name) > LONG and end else name


def show(result: Result, console: Console) -> None:
    """Table, best possible score, notes and verdict."""
    whole = not console.is_terminal  # a terminal breaks lines between words, anything else keeps them
    for table in as_tables(result, console.width):
        console.print(table)
    for line in (best_possible_line(result), *result.content["notes"]):
        if line:
            console.print(Text(line, style="dim"), soft_wrap=whole)
    console.print(Text(result.verdict, style="bold"), soft_wrap=whole)
    for line in [*result.content["judgement"]["also"], *lesson_lines(result)]:
        console.print(Text(line), soft_wrap=whole)


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
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in cells)
    lines = [best_possible_line(result), result.verdict, *result.content["judgement"]["also"], *lesson_lines(result)]
    words = "".join(f"<p>{escape(line)}</p>" for line in lines if line)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{words}"
