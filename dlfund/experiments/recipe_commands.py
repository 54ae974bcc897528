"""The verbs `list` and `new`, as the command line calls them."""

from __future__ import annotations

import json
import shlex
from argparse import Namespace

from dlfund.core.errors import printable
from dlfund.core.terminal import say
from dlfund.experiments import recipe_files
from dlfund.experiments.new_recipe import new_recipe


def list_recipes(arguments: Namespace) -> None:
    """Print every recipe's name and title, one per line or as JSON."""
    cards = recipe_files.cards()
    if arguments.json:
        listed = [{"name": card.name, "title": card.title, "path": str(card.path)} for card in cards]
        say(json.dumps(listed, indent=1))
        return
    width = max((len(card.name) for card in cards), default=0)
    for card in cards:
        say(f"{printable(card.name):{width}}  {printable(card.title)}")
    if not cards:
        say(f"No recipes in {recipe_files.recipes_folder()}.")


def new(arguments: Namespace) -> None:
    """Write a recipe, and print where it is and the command that runs it."""
    path = new_recipe(arguments.name)
    named = "" if arguments.recipes is None else shlex.join(["--recipes", str(arguments.recipes)]) + " "
    say(f"{path}\nIt runs as it is: dlfund run {named}{arguments.name} --budget quick")
