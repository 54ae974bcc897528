"""Readers meet the field's terms: the turns that docs/terms.md rules out stand in no page, template or message.

To see it fail, write one of the turns into a page, or run `python tests/test_terms.py "no dial to turn"`.
"""

import ast
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# a turn, as a regular expression in lower case, and what is said instead
TURNS = {
    r"\bby (every|each|a|the) weights?\b(?= (is|was|are)\b)|gradient of [^.]{0,40} by (every|each|a) weight": "with "
    "respect to",
    r"\bsays? it better\b": "predicts better",
    r"\bdials?\b": "hyperparameter",
    r"\bcrew\b": "worker pool",
    r"\brungs?\b": "rule, machine learning or deep learning",
    r"\bwhoever\b": "name who is meant",
    r"\bthat shall\b": "that should",
    r"\bso many as\b": "as many as",
    r"\bnobody can\b": "no model can; the best possible score is",
    r"\bstands? further\b": "is further down",
    r"\bails\b": "is wrong with",
    r"\bby heart\b": "memorised",
    r"\bsurely wrong\b": "confidently wrong",
    r"\bhow many parameters has\b": "how many parameters does … have",
    r"\bone number a (feature|channel|class|row)\b": "one number per …",
    r"\bbehind a (sigmoid|softmax)\b": "after a …",
    r"\bsacred\b": "say what is meant",
    r"\bsomebody's\b": "a user's",
}
MARKUP = re.compile(r"\{[{%#].*?[}%#]\}|<[^>]*>|`[^`\n]*`|\]\([^)]*\)", re.DOTALL)  # code, names and addresses
CODE = re.compile(r"^ *```.*?^ *```", re.MULTILINE | re.DOTALL)
JAVASCRIPT_TEXT = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'|`[^`]*`|//[^\n]*")
DOCS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "STYLE.md", *sorted((ROOT / "docs").rglob("*.md"))]
DOCS = [path for path in DOCS if path.name != "terms.md"] + sorted((ROOT / "datasets").rglob("README.md"))
TEMPLATES = sorted(
    path for path in (ROOT / "dlfund" / "report" / "templates").rglob("*") if path.suffix in {".html", ".js"}
)
CONCEPTS = ("activations", "initializers", "layers", "losses", "metrics", "optimizers")
# cards, questions, lessons and messages that a reader meets
SOURCES = sorted(
    path
    for folder in (*CONCEPTS, "zoo", "comparison", "experiments", "learn")
    for path in (ROOT / "dlfund" / folder).rglob("*.py")
) + sorted((ROOT / "recipes").glob("*.py"))


def turns_in(text):
    """Each turn of the list that a text contains, with a few words around it."""
    flat = re.sub(r"\s+", " ", text).lower()
    return [flat[max(0, entry.start() - 30) : entry.end() + 30] for turn in TURNS for entry in re.finditer(turn, flat)]


def prose(path):
    """What a reader sees of a file: a page without its code, a template without its markup, a module's sentences."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        return MARKUP.sub(" ", CODE.sub(" ", text))
    if path.suffix == ".html":
        return MARKUP.sub(" ", text)
    if path.suffix == ".js":
        return "\n".join(JAVASCRIPT_TEXT.findall(text))
    return "\n".join(_sentences(ast.parse(text)))


def _sentences(tree):
    """Docstrings, and strings of three words and more; names and keys of data are shorter."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value.split()) >= 3:
            yield MARKUP.sub(" ", node.value)


@pytest.mark.parametrize("path", DOCS + TEMPLATES + SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_readers_meet_the_fields_own_terms(path):
    actual = turns_in(prose(path))
    assert not actual, f"{path.relative_to(ROOT)}: say it with the terms of docs/terms.md"


@pytest.mark.parametrize(
    "text",
    [
        "The gradient of the loss by every weight.",
        "Does a network say it better?",
        "The network has no dial\nthat this search could turn.",
        "Whoever wants it sets a variable.",
        "How many parameters has a dense layer?",
        "The best of each rung.",
    ],
)
def test_the_search_finds_a_turn_across_lines(text):
    assert turns_in(text)


@pytest.mark.parametrize(
    ("suffix", "text", "is_seen"),
    [
        (".md", "Two dials decide.", True),
        (".md", "`lessons.dial` names one.\n\n```python\nrung = dial\n```\n", False),
        (".html", "<p class='rung'>{{ rung.best }} is best</p>", False),
        (".html", "<p>the best of each rung</p>", True),
        (".js", 'const dial = 1; const says = "turn the dial";', True),
        (".js", "const dial = rung;", False),
        (".py", '"""Three dials here."""\nrung = "rung"\n', True),
        (".py", 'rung = {"rung": "dial"}\n', False),
    ],
)
def test_only_what_a_reader_sees_is_searched(tmp_path, suffix, text, is_seen):
    path = tmp_path / f"made{suffix}"
    path.write_text(text, encoding="utf-8")
    assert bool(turns_in(prose(path))) == is_seen


def test_every_term_has_a_meaning():
    text = (ROOT / "docs" / "terms.md").read_text(encoding="utf-8").partition("## How sentences are written")[0]
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.splitlines()
        if line.startswith("| ") and not line.startswith("| term")
    ]
    assert len(rows) > 40
    assert all(len(row) == 3 and row[0] and len(row[1].split()) >= 2 for row in rows)
    names = [row[0] for row in rows]
    assert len(names) == len(set(names))


if __name__ == "__main__":
    print("\n".join(turns_in(" ".join(sys.argv[1:]))) or "nothing to change")
