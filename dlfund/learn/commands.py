"""The verbs that teach, as the command line calls them."""

from __future__ import annotations

import argparse
import shutil

from dlfund.core.terminal import say

WIDEST = 100  # characters of a line


def explain(arguments: argparse.Namespace) -> None:
    """Print a concept's card; without a name, all names."""
    from dlfund.learn.cards import card as cards
    from dlfund.learn.cards import terminal

    if arguments.name is None:
        say(terminal.list_text(cards.cards(), _width()))
    else:
        say(terminal.card_text(cards.find(arguments.name), _width()))


def drill(arguments: argparse.Namespace) -> int:
    """Ask questions, list them, or run a question's check."""
    from dlfund.learn.interview import drill_command

    if arguments.check is not None:
        return drill_command.check(arguments.check, arguments.seed or "0")
    if arguments.list:
        drill_command.show_list(arguments.topic, arguments.progress, _width())
        return 0
    return drill_command.drill(arguments, _width())


def _width() -> int:
    return min(shutil.get_terminal_size().columns, WIDEST)
