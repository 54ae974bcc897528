"""What a shell completes after `dlfund`, written from the command's own parser."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

import shtab

from dlfund.experiments.argparse_internals import arguments_of_verbs

OF_RECIPES = ("run", "trace", "look")  # verbs whose name is a recipe's
LIST = "dlfund list 2>/dev/null | cut -d' ' -f1"
RECIPES = {
    "bash": "_dlfund_recipes",
    "zsh": "_dlfund_recipes",
    "fish": f"({LIST})",
    "tcsh": f"`{LIST}`",
    "preamble": {
        "bash": f'_dlfund_recipes() {{ compgen -W "$({LIST})" -- "$1"; }}',
        "zsh": f'_dlfund_recipes() {{ local names; names=(${{(f)"$({LIST})"}}); compadd -a names; }}',
    },
}


def completion(parser: ArgumentParser, shell: str) -> str:
    """The shell's script: verbs, options, files, and recipes by their names."""
    for verb, action in arguments_of_verbs(parser):
        if action.type is Path:
            action.complete = shtab.FILE  # type: ignore[attr-defined]
        elif verb in OF_RECIPES and action.dest == "name":
            action.complete = RECIPES  # type: ignore[attr-defined]
    return str(shtab.complete(parser, shell=shell))
