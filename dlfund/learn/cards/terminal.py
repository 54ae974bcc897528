"""Cards as plain text for the terminal. Nothing is imported that takes time."""

from __future__ import annotations

import textwrap

from dlfund.learn.cards.braille import plot
from dlfund.learn.cards.card import KINDS, Card
from dlfund.learn.cards.curves import CURVES
from dlfund.learn.cards.example import runnable


def card_text(card: Card, width: int = 80) -> str:
    """A whole card: title, formula, plot, what it is for, what is often asked."""
    blocks = [
        f"{card.name} ({card.kind})\n{_fill(card.title, width)}",
        textwrap.indent(card.formula, "    "),
        _fill(card.legend, width),
        textwrap.indent(plot(CURVES[card.name], columns=min(56, width - 12)), "  ") if card.name in CURVES else "",
        "\n".join(_fill(part, width) for part in [card.promise, *card.why.split("\n\n")] if part),
        "\n".join(_point(name, text, width) for name, text in _points(card) if text),
        textwrap.indent(runnable(card), "    "),
        f"{card.import_line}\n{card.path.as_posix()}",
    ]
    return "\n\n".join(block for block in blocks if block.strip())


def list_text(cards: list[Card], width: int = 80) -> str:
    """Every concept's name, by kind."""
    lines = []
    for kind in KINDS:
        names = ", ".join(card.name for card in cards if card.kind == kind)
        lines.append(textwrap.fill(names, width, initial_indent=f"{kind:<18} ", subsequent_indent=" " * 19))
    return "\n".join(lines)


def _points(card: Card) -> list[tuple[str, str]]:
    into, out = card.shapes
    return [
        ("Derivative", card.section("Derivative")),
        ("Range", card.section("Range")),
        ("Saturates", card.section("Saturates")),
        ("Shape", f"{into} → {out}" if card.kind == "layer" else ""),
        ("Numbers", card.section("Numbers")),
        ("Defaults", card.defaults),
        ("Use", card.section("Use")),
        ("Misconception", f"“{card.belief}.” {card.correction}"),
        ("Interview", f"{card.question} {card.answer}"),
        ("Drills", ", ".join(card.drills)),
        ("Reference", card.section("Reference")),
        ("Recipes", ", ".join(card.recipes)),
    ]


def _point(name: str, text: str, width: int) -> str:
    return textwrap.fill(text, width, initial_indent=f"{name:<14} ", subsequent_indent=" " * 15)


def _fill(text: str, width: int) -> str:
    return textwrap.fill(" ".join(text.split()), width)
