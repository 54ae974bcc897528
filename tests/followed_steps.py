"""A copy of the package in which a list of steps of CONTRIBUTING.md is followed, and which files that touched."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def sections():
    """The lists of CONTRIBUTING.md, by their titles."""
    parts = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("\n## ")[1:]
    titles = (part.partition("\n") for part in parts)
    return {title: text for title, _, text in titles if title.startswith("Add ")}


def example(title, language="python"):
    """The code that a list shows."""
    (block,) = re.findall(rf"( *)```{language}\n(.*?)```", sections()[title], re.DOTALL)
    return re.sub(f"^{block[0]}", "", block[1], flags=re.MULTILINE)


class Copy:
    """A copy of the package; every file that a list changes or adds is counted."""

    def __init__(self, folder):
        self.folder, self.touched, self.title = folder, {}, ""
        shutil.copytree(ROOT / "dlfund", folder / "dlfund", ignore=shutil.ignore_patterns("__pycache__"))

    def follow(self, title):
        self.title, self.touched[title] = title, set()

    def write(self, path, text):
        """A new file of the package."""
        assert not (self.folder / "dlfund" / path).exists(), path
        self._written(path, text)

    def append(self, path, text):
        self._written(path, self._text(path) + text)

    def put_before(self, path, entry, place):
        """An entry put before the only such place in a file."""
        text = self._text(path)
        assert text.count(place) == 1, (path, place)
        self._written(path, text.replace(place, f"{entry}{place}"))

    def answers(self, script):
        """What a program in the copy writes into answers.json."""
        done = subprocess.run(
            [sys.executable, "-c", script], cwd=self.folder, capture_output=True, text=True, timeout=600
        )
        assert done.returncode == 0, done.stderr
        actual = json.loads((self.folder / "answers.json").read_text(encoding="utf-8"))
        assert actual["package"] == str(self.folder / "dlfund")
        return actual

    def page(self, name):
        """The page of the run of this name."""
        return next((self.folder / "runs" / name).rglob("report.html")).read_text(encoding="utf-8")

    def results(self, name):
        return json.loads(next((self.folder / "runs" / name).rglob("results.json")).read_text(encoding="utf-8"))

    def _text(self, path):
        return (self.folder / "dlfund" / path).read_text(encoding="utf-8")

    def _written(self, path, text):
        self.touched[self.title].add(path)
        (self.folder / "dlfund" / path).write_text(text, encoding="utf-8")
