"""Count the Keras calls in folders of Python programs whose part or argument dlfund lacks.

Run  python benchmarks/calls_not_served.py FOLDER [FOLDER ...]

Python files and the code of notebooks are read as text, never run. A call counts where its name leads to a part that
Keras has: `layers.Dense(…)`, `keras.layers.Dense(…)`, `Dense(…)` after an import. It is served where dlfund has a part
of that name that takes the call's arguments, by name and by position.
"""

import argparse
import ast
import inspect
import json
import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "jax")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

ROOMS = ("activations", "initializers", "layers", "losses", "metrics", "optimizers")
LEGACY = {"input_shape", "input_dim", "batch_input_shape"}  # Keras's layers take them all by an Input of their own
REGISTRIES = {"get", "serialize", "deserialize", "Input", "InputLayer", "Layer", "Loss", "Optimizer", "Initializer"}


@dataclass(frozen=True)
class Call:
    """One call of a part of Keras: how many arguments by position, and which by name."""

    room: str
    part: str
    positional: int
    keywords: tuple[str, ...]


def sources(folder):
    """The text of every Python file and of every notebook's code below a folder."""
    for path in sorted(Path(folder).rglob("*")):
        if path.suffix == ".py":
            yield path.read_text(errors="replace")
        elif path.suffix == ".ipynb":
            cells = json.loads(path.read_text(errors="replace")).get("cells", [])
            code = [without_commands("".join(cell["source"])) for cell in cells if cell["cell_type"] == "code"]
            yield "\n".join(text for text in code if readable(text))


def without_commands(text):
    """A notebook's cell without lines for the shell or the notebook."""
    return "\n".join(line for line in text.splitlines() if not line.lstrip().startswith(("%", "!", "?")))


def readable(text):
    """Whether a cell is Python: one that isn't must not hide the others."""
    try:
        ast.parse(text)
    except (SyntaxError, ValueError):
        return False
    return True


def calls_in(text, keras):
    """The calls of Keras's parts in one program; none where it can't be read as Python."""
    if not readable(text):
        return
    tree = ast.parse(text)
    names = imported(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            room, part = part_of(node.func, names)
            if room and part not in REGISTRIES and hasattr(getattr(keras, room), part):
                starred = any(isinstance(argument, ast.Starred) for argument in node.args)
                keywords = tuple(keyword.arg for keyword in node.keywords if keyword.arg)
                yield Call(room, part, 0 if starred else len(node.args), keywords)


def imported(tree):
    """{name: room} of parts that a program imports by their own names from Keras."""
    rooms_of = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and "keras" in (node.module or ""):
            rooms = [room for room in ROOMS if room in node.module.split(".")]
            rooms_of |= {alias.asname or alias.name: (rooms[0], alias.name) for alias in node.names if rooms}
    return rooms_of


def part_of(function, names):
    """(room, part) of what is called, or (None, None)."""
    if isinstance(function, ast.Name):
        return names.get(function.id, (None, None))
    steps = ast.unparse(function).split(".") if isinstance(function, ast.Attribute) else []
    if len(steps) < 2 or steps[-2] not in ROOMS or (len(steps) > 2 and "keras" not in steps):
        return None, None
    return steps[-2], steps[-1]


def gaps(call, dlfund):
    """What dlfund lacks for one call: "no such part", or each argument that its part does not take."""
    part = getattr(getattr(dlfund, call.room, None), call.part, None)
    if part is None or inspect.ismodule(part):
        return ["no such part"]
    by_position, by_name = takes(part)
    lacking = [f"{name}=" for name in call.keywords if name not in by_name | LEGACY]
    return lacking + ([f"{call.positional} by position"] if call.positional > by_position else [])


def takes(part):
    """How many arguments a part takes by position, and the names of all that it takes."""
    names, positions = set(), None
    owners = part.__mro__ if inspect.isclass(part) else [part]
    for owner in owners:
        function = vars(owner).get("__init__") if inspect.isclass(owner) else owner
        if function is None:
            continue
        parameters = [value for value in inspect.signature(function).parameters.values() if value.name != "self"]
        kinds = {value.kind for value in parameters}
        names |= {value.name for value in parameters}
        if positions is None:
            positions = sum(value.kind == value.POSITIONAL_OR_KEYWORD for value in parameters)
            positions = 99 if inspect.Parameter.VAR_POSITIONAL in kinds else positions
        if inspect.Parameter.VAR_KEYWORD not in kinds:
            break
    return positions or 0, names | {"name", "dtype"}


def count(folder, keras, dlfund):
    """(all calls, calls that are served, what is missing with its count)."""
    calls = [call for text in sources(folder) for call in calls_in(text, keras)]
    missing, served = Counter(), 0
    for call in calls:
        lacking = gaps(call, dlfund)
        served += not lacking
        missing.update(f"{call.room}.{call.part}: {gap}" for gap in lacking)
    return len(calls), served, missing


def main():
    """A table per folder: parts first, then arguments, each by how often it is used."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--most", type=int, default=40, help="lines in each list")
    options = parser.parse_args()
    import keras

    import dlfund

    for folder in options.folders:
        calls, served, missing = count(folder, keras, dlfund)
        parts = Counter({key.split(":")[0]: number for key, number in missing.items() if key.endswith("no such part")})
        arguments = Counter({key: number for key, number in missing.items() if not key.endswith("no such part")})
        print(f"{folder.name}: {calls} calls, {served} served ({100 * served / max(1, calls):.1f} %)")
        print(f"  {sum(parts.values())} calls of {len(parts)} parts that dlfund lacks:", listed(parts, options.most))
        print(f"  {sum(arguments.values())} arguments that its part does not take:", listed(arguments, options.most))


def listed(counter, most):
    """The most frequent, with their counts."""
    return ", ".join(f"{name} {number}" for name, number in counter.most_common(most))


if __name__ == "__main__":
    main()
