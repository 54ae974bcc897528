"""Results of older schemas, brought up to date before they are read.

Schema 1 (dlfund 0.1) had `judgement` for `verdict`, with its sentence under `verdict`; and the distance to the optimum
of the population (`to_best`) in place of the regret against the true rule on the same rows, which can't be computed
afterwards. Schemas 1 and 2 had `rung` for `approach`, and no answer to a registered question.
"""

from __future__ import annotations

from typing import Any

from dlfund.comparison.running.run_folder import RunError
from dlfund.core.typed_json import WrongJsonError, short

SCHEMA = 3


def refuse_newer(content: Any) -> None:
    """Refuse a schema that is newer than this dlfund."""
    schema = content.get("schema") if isinstance(content, dict) else None
    if isinstance(schema, int) and schema > SCHEMA:
        raise RunError(
            f"Expected a result of schema {SCHEMA} or older. Received: schema {short(schema)}. "
            "It was written by a newer dlfund: update this one to read it."
        )


def up_to_date(content: Any) -> Any:
    """The content in the current schema; anything but a result is returned unchanged, to be refused when it is read."""
    if not isinstance(content, dict) or type(content.get("schema")) is not int or content["schema"] == SCHEMA:
        return content
    if content["schema"] not in range(1, SCHEMA):
        raise WrongJsonError(f"1 to {SCHEMA}", short(content["schema"]), ("schema",))
    content = {**content, "schema": SCHEMA}
    if isinstance(content.get("contenders"), list):
        content["contenders"] = [_with_approach(entry) for entry in content["contenders"]]
    if "truth" in content:
        content["truth"] = _with_approach(content["truth"])
    if "judgement" in content:
        content["verdict"] = _verdict(content.pop("judgement"))
    if "reach" in content:
        content["reach"] = _reach(content["reach"])
    return content


def too_old(content: Any) -> str:
    """How to replace a result of an older dlfund that lacks something; empty for other results."""
    if not isinstance(content, dict) or content.get("schema") != 1:
        return ""
    recipe = content.get("recipe")
    name = recipe.get("name") if isinstance(recipe, dict) else None
    again = "dlfund compare" if "table" in content else f"dlfund run {name if isinstance(name, str) else 'NAME'}"
    return f"An older dlfund wrote it. `{again}` writes a result that this one reads."


def _with_approach(old: Any) -> Any:
    return _renamed(old, "rung", "approach")


def _renamed(old: Any, before: str, after: str) -> Any:
    return {after if key == before else key: value for key, value in old.items()} if isinstance(old, dict) else old


def _verdict(old: Any) -> Any:
    return _renamed(old, "verdict", "sentence")


def _reach(old: Any) -> Any:
    if not isinstance(old, dict):
        return old
    new = {"truth": None} | {"optimum" if key == "best_possible" else key: value for key, value in old.items()}
    if isinstance(new.get("rows"), list):
        new["rows"] = [_without_best(row) for row in new["rows"]]
    return new


def _without_best(row: Any) -> Any:
    if not isinstance(row, dict):
        return row
    return {key: value for key, value in row.items() if key not in ("to_best", "near_best")}
