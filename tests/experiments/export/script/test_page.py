"""docs/eject.md shows commands that are understood, and code that Keras runs."""

import re
import shlex
from pathlib import Path

import keras

from dlfund.cli import _parser
from dlfund.experiments.export import FORMATS

PAGE = (Path(__file__).parents[4] / "docs" / "eject.md").read_text(encoding="utf-8")


def test_its_commands_are_understood():
    commands = [shlex.split(line[2:]) for line in PAGE.splitlines() if line.startswith("$ dlfund ")]
    assert commands
    for command in commands:
        _parser().parse_args(command[1:])


def test_its_network_is_built():
    namespace = {"keras": keras}
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.S)
    exec(code, namespace)  # noqa: S102
    assert namespace["network_1"](units=8, learning_rate=0.01).count_params() == 41


def test_it_names_every_format():
    table = PAGE.partition("--as FORMAT")[2]
    assert set(re.findall(r"^\| `(\w+)` \|", table, re.M)) == set(FORMATS)
