"""What the README tells people to do is done here, as written."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from dlfund.core.contender_labels import label_of
from dlfund.experiments import recipe_files

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language):
    fences = re.findall(r"^```(\w*)\n(.*?)^```$", README, flags=re.DOTALL | re.MULTILINE)
    return [text for named, text in fences if named == language]


def commands():
    return [line[2:] for block in blocks("console") for line in block.splitlines() if line.startswith("$ ")]


def run(command, cwd=ROOT, **options):
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": path}
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, env=environment, timeout=900, **options)


@pytest.mark.parametrize("number", range(len(blocks("python"))))
def test_a_python_block_runs(number, tmp_path):
    script = tmp_path / "block.py"
    script.write_text(blocks("python")[number])
    done = run([sys.executable, str(script)], cwd=tmp_path)
    assert done.returncode == 0, done.stderr


def test_the_table_that_is_shown_has_the_recipes_contenders():
    recipe = recipe_files.load(recipe_files.find("student_pass_fail"))
    lines = next(block for block in blocks("text") if "ROC AUC" in block).splitlines()
    heads = [number for number, line in enumerate(lines) if line.startswith("──")]
    labels = set(map(label_of, recipe.names))
    assert len(heads) >= 3
    for head in heads:
        table = lines[head + 1 : lines.index("", head)]
        shown = {re.split(r" {2,}", line)[0] for line in table if not line.startswith("(")}
        assert shown == labels | ({"truth"} if head != heads[-1] else set())


def test_the_recorded_update_is_gradient_descent(tmp_path):
    code = next(block for block in blocks("python") if "Recorder" in block)
    check = "\nassert np.allclose(update.old_weight - update.new_weight, 0.1 * update.gradient, atol=1e-6)\n"
    assert run([sys.executable, "-c", code + check], cwd=tmp_path).returncode == 0


@pytest.mark.slow
def test_the_commands_run_in_their_order():
    for command in commands():
        newest = max((ROOT / "runs" / "student_pass_fail").glob("*/results.json"), default=None, key=os.path.getmtime)
        texts = command.replace("<time>", newest.parent.name if newest else "").split()
        done = run(texts)
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        if texts[:2] == ["make", "recipe"]:
            assert "No difference shown" in done.stdout or "better" in done.stdout or "worse" in done.stdout


def test_the_tree_names_every_place_and_no_other():
    tree = next(block for block in blocks("") if "├──" in block)
    named = {line.split()[1].rstrip("/") for line in tree.splitlines() if line.startswith(("├── ", "└── "))}
    hidden = {"__init__.py", "__pycache__"}
    there = {path.name for path in (ROOT / "dlfund").iterdir()} - hidden
    assert named <= there
    there_with_content = {name for name in there if name.endswith(".py") or any((ROOT / "dlfund" / name).glob("[!_]*"))}
    assert there_with_content <= named
