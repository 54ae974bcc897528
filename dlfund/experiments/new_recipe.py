"""`dlfund new NAME`: a recipe to edit, which runs as it is written."""

from __future__ import annotations

import os
import re
from importlib import resources
from pathlib import Path

from dlfund.core.atomic_write import atomic_write
from dlfund.core.code_folder import code_folder
from dlfund.core.errors import UserError
from dlfund.core.path_component import inside
from dlfund.core.typed_json import short
from dlfund.experiments import recipe_files

NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
FIX = "Name a folder that you may write into: --recipes FOLDER."


def new_recipe(name: str) -> Path:
    """Write a recipe into the named folder of recipes, or into `recipes/` here; its path.

    Raises:
        UserError: the name can't be a recipe's, or is another one's; nothing is written over.
    """
    if not NAME.fullmatch(name):
        raise UserError(
            "Expected a recipe's name of small letters, digits and _, a letter first, such as do_more_rows_help. "
            f"Received: {short(name)}."
        )
    path = inside(_folder(), f"{name}.py", what="a recipe's name")
    taken = {card.name: card.path for card in recipe_files.cards()} | ({name: path} if os.path.lexists(path) else {})
    if name in taken:
        raise UserError(
            f"Expected the name of a new recipe. Received: {name}, which is at {taken[name]}. Take another."
        )
    text = resources.files(__package__).joinpath("new_recipe.txt").read_text(encoding="utf-8")
    with atomic_write(path, fix=FIX) as beside:
        beside.write_text(text.replace("NAME", name), encoding="utf-8", newline="\n")
    return path


def _folder() -> Path:
    """The folder that is named, or `recipes/` in the working directory, never in a run."""
    named = os.environ.get("DLFUND_RECIPES")
    return code_folder("recipes", "*.py", Path(named) if named else Path("recipes"))
