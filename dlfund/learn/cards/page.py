"""docs/concepts.md and its pictures, written from the cards: the same source gives the same bytes."""

from __future__ import annotations

from pathlib import Path

from dlfund.learn.cards.card import KINDS, PACKAGE, Card, cards
from dlfund.learn.cards.pictures import caption, picture

TITLES = {
    "process": "How learning works",
    "activation": "Activations",
    "initializer": "Initializers",
    "layer": "Layers",
    "loss": "Losses",
    "metric": "Metrics",
    "optimizer": "Optimizers",
    "optimizer wrapper": "Optimizer wrappers",
    "schedule": "Schedules of the learning rate",
    "training aid": "Training aids",
}
HEAD = """\
# Concepts

Every concept of dlfund on a card: formula, derivative, picture, when to use it, a common misconception, an interview
question. In the terminal `dlfund explain NAME` shows the same card. The first cards, in learning order, tell how
learning works; their numbers are measured anew by a test. Every other concept is a Keras part in Python, for example
`from dlfund.layers import Dense`.

[interview.md](interview.md) asks questions about them, each with a check that runs; `dlfund drill` asks them in the
terminal.

This page is written from the sources by `python -m dlfund.learn.cards docs/concepts.md`: change the docstrings, not the
page.

Curves show the value as a line and its slope dashed. Walks show an optimizer's first thirty steps down the valley
½ (x² + 12 y²).
"""


def pages(recipes: Path = PACKAGE.parent / "recipes") -> dict[str, str]:
    """Every file of the reference, by its path beside the page: `.md` for the page itself, the rest pictures."""
    shown = cards(recipes)
    parts = [HEAD, _contents(shown)]
    for kind in KINDS:
        parts += [f"## {TITLES[kind]}\n", *(_entry(card) for card in shown if card.kind == kind)]
    return {".md": "\n".join(parts)} | {f"{card.name}.svg": picture(card) for card in shown}


def write(page: Path) -> int:
    """Write the page, and its pictures into the folder with its name; returns the number of concepts."""
    folder = page.with_suffix("")
    folder.mkdir(parents=True, exist_ok=True)
    files = pages()
    for stale in {path.name for path in folder.glob("*.svg")} - files.keys():
        (folder / stale).unlink()
    for name, text in files.items():
        (page if name == ".md" else folder / name).write_text(text, encoding="utf-8", newline="\n")
    return len(files) - 1


def _contents(shown: list[Card]) -> str:
    lines = []
    for kind in KINDS:
        anchor = TITLES[kind].lower().replace(" ", "-")
        links = " · ".join(f"[{card.name}](#{card.name.lower()})" for card in shown if card.kind == kind)
        lines.append(f"- **[{TITLES[kind]}](#{anchor})**: {links}")
    return "\n".join(lines) + "\n"


def _entry(card: Card) -> str:
    points = [
        ("Derivative", card.section("Derivative")),
        ("Range", card.section("Range")),
        ("Saturates", card.section("Saturates")),
        ("Numbers", card.section("Numbers")),
        ("Defaults", f"`{card.defaults}`" if card.defaults else ""),
        ("Use", card.section("Use")),
        ("Misconception", f"“{card.belief}.” {card.correction}"),
        ("Interview", f"*{card.question}* {card.answer}"),
        ("Drills", " · ".join(f"[{drill}](interview.md#{drill})" for drill in card.drills)),
        ("Reference", card.section("Reference")),
        ("Source", _sources(card)),
    ]
    lines = [
        f"### {card.name}\n",
        f"{card.title}\n",
        f"```text\n{card.formula}\n```\n",
        f"{card.legend}\n",
        f"![{caption(card)}](concepts/{card.name}.svg)\n",
        f"{card.promise}{' ' if card.why else ''}{' '.join(card.why.split())}\n",
        *(f"- **{name}**: {text}" for name, text in points if text),
    ]
    return "\n".join(lines) + "\n"


def _sources(card: Card) -> str:
    recipes = ", ".join(f"[{name}](../recipes/{name}.py)" for name in card.recipes)
    path = card.path.as_posix()
    return f"[{path}](../{path})" + (f"; used by {recipes}" if recipes else "")
