"""What argparse doesn't promise to keep: a parser has no public list of its arguments."""

from __future__ import annotations

from argparse import Action, ArgumentParser, _SubParsersAction
from collections.abc import Iterator


def arguments_of_verbs(parser: ArgumentParser) -> Iterator[tuple[str, Action]]:
    """Every verb with each of its arguments.

    Missing in argparse: a public list of what a parser was given.
    """
    for verbs in parser._actions:
        if isinstance(verbs, _SubParsersAction):
            for verb, own in verbs.choices.items():
                yield from ((verb, action) for action in own._actions)
