"""The reference: a page per concept, from its card and its docstring; a page per room for everything else.

Signatures are those of the imported objects, so building needs Keras with some backend, and no GPU.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterator
from typing import Any

from builder import docstring
from builder.markdown import Section, sections, slug
from builder.page import ORPHAN, ROOT, Page
from dlfund.learn.cards.card import Card, cards
from dlfund.learn.cards.page import TITLES

ORIGIN = "docs/concepts.md"
ROOMS = {  # what is public and no concept
    "dlfund": "what a program of your own asks for first",
    "explain": "look inside any keras.Model",
    "training": "the loop that fits one network, or many in one program",
    "zoo": "networks as functions `(task, hp) -> keras.Model`",
    "baselines": "rules and classical models that a network is compared with",
    "data": "tables: the meaning of their columns, reading, splitting and encoding",
}
IN_ROOT = (
    *("compare", "Recipe", "Question", "QuickBudget", "DataVariant", "Task"),
    *("NetworkClassifier", "NetworkRegressor"),
)


def pages() -> Iterator[Page]:
    """All pages of the reference."""
    _, *rest = sections((ROOT / ORIGIN).read_text(encoding="utf-8"))
    deck = {card.name: card for card in cards(ROOT / "recipes")}
    kinds: dict[str, list[str]] = {}
    title = ""
    for section in rest:
        if section.level == 2:
            title = section.title
        else:
            card = deck[section.title]
            kinds.setdefault(title, []).append(card.name)
            yield _concept(section, card, f"reference/{_folder(title)}/{card.name}")
    yield from (_kind(title, [deck[name] for name in names]) for title, names in kinds.items())
    yield from map(_room, ROOMS)
    yield _index(list(kinds))


def _folder(title: str) -> str:
    return slug(title).replace("-", "_")


def _concept(section: Section, card: Card, name: str) -> Page:
    """A card, with the signature, shapes, arguments and example of the component."""
    text = section.text
    if card.kind != "process":
        component = getattr(importlib.import_module(f"dlfund.{card.place}"), card.name)
        title, _, rest = text.strip().partition("\n\n")
        head = f"{title}\n\n{_directive(component, f'dlfund.{card.place}', card.name)}"
        text = f"{head}\n\n{rest}\n{_details(component)}\n{_source(card)}"
    up = f"[{TITLES[card.kind]}](concepts.md#{slug(TITLES[card.kind])})"
    return Page(name, f"{ORPHAN}# {card.name}\n\n{up}\n\n{text.lstrip()}", ORIGIN, (f"{ORIGIN}#{slug(card.name)}",))


def _source(card: Card) -> str:
    """The whole file, folded."""
    code = (ROOT / card.path).read_text(encoding="utf-8")
    return f"<details><summary>Source: {card.path.as_posix()}</summary>\n\n```python\n{code}```\n\n</details>\n"


def _details(component: Any) -> str:
    _, found = docstring.parts(component.__doc__ or "")
    order = ("Shape", "Args", "Call arguments", "Example")
    return "\n" + "\n\n".join(f"## {name}\n\n{_body(name, found[name])}" for name in order if found.get(name)) + "\n"


def _body(name: str, text: str) -> str:
    return docstring.section(name, text).partition("\n\n")[2]


def _directive(component: Any, module: str, name: str) -> str:
    kind = "class" if inspect.isclass(component) else "function"
    return f"```{{py:{kind}}} {name}{signature(component)}\n:module: {module}\n```"


def signature(component: Any) -> str:
    """Names and default values of the arguments; their types stand in the list of arguments."""
    try:
        parameters = inspect.signature(component).parameters.values()
    except (TypeError, ValueError):
        return "()"
    shown = [parameter.replace(annotation=inspect.Parameter.empty) for parameter in parameters]
    return str(inspect.Signature([parameter.replace(default=_default(parameter)) for parameter in shown]))


class _Shown:
    """A default value, as it is shown."""

    def __init__(self, text: str):
        self.text = text

    def __repr__(self) -> str:
        return self.text


def _default(parameter: inspect.Parameter) -> Any:
    """A default value that reads the same in every build: no address in memory."""
    value = parameter.default
    if value is inspect.Parameter.empty or isinstance(value, str | int | float | bool | None | tuple):
        return value
    return _Shown(getattr(value, "__name__", "…"))


def _kind(title: str, deck: list[Card]) -> Page:
    """The list of a kind's concepts."""
    lines = [f"- [{card.name}](concepts.md#{slug(card.name)}): {_title(card)}" for card in deck]
    text = f"# {title}\n\n" + "\n".join(lines) + "\n"
    return Page(f"reference/{_folder(title)}/index", text, ORIGIN, (f"{ORIGIN}#{slug(title)}",))


def _title(card: Card) -> str:
    return docstring.plain(card.title.partition(": ")[2] or card.title)


def _room(room: str) -> Page:
    """Everything public of a room, on one page."""
    module = importlib.import_module("dlfund" if room == "dlfund" else f"dlfund.{room}")
    names = IN_ROOT if room == "dlfund" else module.__all__
    entries = [_entry(module, name) for name in sorted(names, key=str.lower)]
    text = f"# {module.__name__}\n\n{docstring.markdown(module.__doc__ or '')}\n\n" + "\n\n".join(entries) + "\n"
    return Page(f"reference/{room}", text, ORIGIN)


def _entry(module: Any, name: str) -> str:
    component = getattr(module, name)
    if not callable(component):
        return f"## {name}\n\n`{name} = {component!r}`"
    return (
        f"## {name}\n\n{_directive(component, module.__name__, name)}\n\n{docstring.markdown(component.__doc__ or '')}"
    )


def _index(titles: list[str]) -> Page:
    concepts = [f"- [{title}](concepts.md#{slug(title)})" for title in titles]
    rooms = [f"- {{doc}}`{room}`: {about}" for room, about in ROOMS.items()]
    folders = [f"{_folder(title)}/index" for title in titles if title != "How learning works"]
    tree = "\n".join([*folders, *ROOMS])
    text = (
        "# Reference\n\nEvery concept has a page: its formula, picture, signature, shapes, arguments, an example that "
        "runs as a test, and its source.\n\n"
        + "\n".join(concepts)
        + "\n\nEverything else that is public:\n\n"
        + "\n".join(rooms)
        + f"\n\n```{{toctree}}\n:hidden:\n\n{tree}\n```\n"
    )
    return Page("reference/index", text, ORIGIN, (ORIGIN,))
