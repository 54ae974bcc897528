"""One card for every concept, read from its source as text: no concept, and no network library, is imported.

A concept is a name in the `__all__` of learn.process, activations, initializers, layers, losses, metrics or optimizers.
Its card is what its file says: the module's docstring (title, formula, legend) and the component's own docstring
(promise, why, sections).
"""

from __future__ import annotations

import ast
import inspect
import re
from dataclasses import dataclass
from pathlib import Path

from dlfund.experiments import recipe_files
from dlfund.learn.cards.other_names import concept_named

PACKAGE = Path(__file__).parents[2]
# places and kinds in the order of a course: from a neuron's weights to how they move
PLACES = ("learn.process", "activations", "initializers", "layers", "losses", "metrics", "optimizers")
KINDS = (
    "process",
    *("activation", "initializer", "layer", "loss", "metric"),
    *("optimizer", "optimizer wrapper", "schedule", "training aid"),
)
DOORS = (  # public, and no concepts: they find one, or are a loss's class without the reduction
    *("derivative", "get", "serialize"),
    *(
        "binary_crossentropy",
        "binary_focal_crossentropy",
        "categorical_crossentropy",
        "categorical_focal_crossentropy",
        "cosine_similarity",
        "ctc",
        "dice",
        "hinge",
        "huber",
        "kl_divergence",
        "log_cosh",
        "mean_absolute_error",
        "mean_squared_error",
        "poisson",
        "sparse_categorical_crossentropy",
        "squared_hinge",
        "tversky",
    ),
)
SECTIONS = (
    *("Title", "Shape", "Args", "Call arguments", "Example"),
    *("Derivative", "Range", "Saturates", "Numbers", "Use", "Misconception", "Interview", "Drills", "Reference"),
)
_HEADING = re.compile(rf"({'|'.join(SECTIONS)}):(?: +(.*))?$")


@dataclass(frozen=True)
class Card:
    """What a concept's source says about it. A section that the source leaves out is empty."""

    name: str
    kind: str
    place: str  # activations, layers, ...
    path: Path  # dlfund/activations/sigmoid.py
    title: str  # "Sigmoid: any number becomes a probability."
    formula: str
    legend: str  # what the formula's letters mean
    promise: str
    why: str
    sections: dict[str, str]
    defaults: str = ""  # "activation=None, use_bias=True", from the signature
    recipes: tuple[str, ...] = ()

    def section(self, name: str) -> str:
        """A section as one paragraph."""
        return " ".join(self.sections.get(name, "").split())

    @property
    def drills(self) -> tuple[str, ...]:
        """Names of drills and questions for `dlfund drill --check`."""
        return tuple(self.section("Drills").replace(",", " ").split())

    @property
    def import_line(self) -> str:
        if self.kind == "process":
            return f"dlfund drill --check {self.drills[0]}"
        return f"from dlfund.{self.place} import {self.name}"

    @property
    def example(self) -> str:
        return inspect.cleandoc(self.sections.get("Example", ""))

    @property
    def shapes(self) -> tuple[str, str]:
        """What goes in and what comes out, each as one line."""
        before, _, after = self.section("Shape").partition("Output:")
        return before.removeprefix("Input:").strip(), after.strip()

    @property
    def belief(self) -> str:
        """The common wrong belief, as a sentence without its quotation marks."""
        return sentence(re.split(r'[."]*["”](?: —)? ', self.section("Misconception"), maxsplit=1)[0].lstrip('"“'))

    @property
    def correction(self) -> str:
        """Why the belief is wrong, as a sentence."""
        return sentence(re.split(r'["”](?: —)? ', self.section("Misconception"), maxsplit=1)[-1])

    @property
    def question(self) -> str:
        """The interview's question."""
        return sentence(self.section("Interview").partition(" — ")[0])

    @property
    def answer(self) -> str:
        """The answer to the interview's question."""
        return sentence(self.section("Interview").partition(" — ")[2])


def names() -> dict[str, tuple[str, Path]]:
    """Every concept's name -> its place and file, by place and then by alphabet or in learning order."""
    concepts = {}
    for place in PLACES:
        tree = _tree(PACKAGE.joinpath(*place.split("."), "__init__.py"))
        homes = {
            alias.name: node.module or ""
            for node in tree.body
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        public = _public(tree)  # of the process in learning order
        for name in public if place == "learn.process" else sorted(public, key=str.lower):
            if name not in DOORS:
                concepts[name] = place, PACKAGE.parent.joinpath(*homes[name].split(".")).with_suffix(".py")
    return concepts


def cards(recipes: Path | None = None) -> list[Card]:
    """Every concept's card, by kind and then by alphabet; `recipes` is the folder of recipes that may use it."""
    users = _users(recipes or recipe_files.recipes_folder())
    deck = [_read(name, *where, users) for name, where in names().items()]
    return sorted(deck, key=lambda card: KINDS.index(card.kind))


def find(name: str) -> Card:
    """The card of this name, in any case, of another name of its subject, or of the one name that begins so."""
    known = names()
    concept = concept_named(name, known)
    return _read(concept, *known[concept], _users(recipe_files.recipes_folder()))


def sentence(text: str) -> str:
    """With a capital, unless it begins with a symbol (as in: m and v start at zero)."""
    word = text.partition(" ")[0]
    return (
        text[:1].upper() + text[1:]
        if word == "a" or (len(word) > 1 and word.isascii() and word.strip(",").isalpha())
        else text
    )


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _public(tree: ast.Module) -> list[str]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__":
            return ast.literal_eval(node.value)
    return []


def _read(name: str, place: str, path: Path, users: dict[tuple[str, str], list[str]]) -> Card:
    tree = _tree(path)
    components = (node for node in tree.body if isinstance(node, ast.ClassDef | ast.FunctionDef))
    component = next(node for node in components if node.name == name)
    title, formula, legend = _module_parts(ast.get_docstring(tree, clean=False) or "")
    prose, sections = _docstring_parts(ast.get_docstring(component) or "")
    promise, _, why = prose.partition("\n\n")
    return Card(
        name=name,
        kind=_kind(place, component),
        place=place,
        path=path.relative_to(PACKAGE.parent),
        title=" ".join(sections.get("Title", title).split()),
        formula=formula,
        legend=legend,
        promise=" ".join(promise.split()),
        why=why.strip(),
        sections=sections,
        defaults=_defaults(component),
        recipes=tuple(users.get((place, name), ())),
    )


def _defaults(component: ast.ClassDef | ast.FunctionDef) -> str:
    """The arguments that have a default, read from the signature; nothing for a class that inherits its signature."""
    signature = _signature(component)
    if signature is None:
        return ""
    by_place = [*signature.posonlyargs, *signature.args]
    pairs: list[tuple[ast.arg, ast.expr | None]] = list(zip(by_place[::-1], signature.defaults[::-1], strict=False))
    pairs = [*pairs[::-1], *zip(signature.kwonlyargs, signature.kw_defaults, strict=True)]
    return ", ".join(
        f"{argument.arg}={ast.unparse(value)}" for argument, value in pairs if value and argument.arg != "name"
    )


def _signature(component: ast.ClassDef | ast.FunctionDef) -> ast.arguments | None:
    if isinstance(component, ast.FunctionDef):
        return component.args
    methods = (node for node in component.body if isinstance(node, ast.FunctionDef))
    return next((method.args for method in methods if method.name == "__init__"), None)


def _kind(place: str, component: ast.ClassDef | ast.FunctionDef) -> str:
    if place == "learn.process":
        return "process"
    if place != "optimizers" or not isinstance(component, ast.ClassDef):
        return "loss" if place == "losses" else place.removesuffix("s")
    bases = [getattr(base, "attr", getattr(base, "id", "")) for base in component.bases]
    known = {
        "Wrapper": "optimizer wrapper",
        "MovingAverage": "optimizer wrapper",
        "LearningRateSchedule": "schedule",
        "Callback": "training aid",
        "PyDataset": "training aid",
    }
    return "optimizer wrapper" if component.name == "Wrapper" else known.get(bases[0], "optimizer")


def _module_parts(text: str) -> tuple[str, str, str]:
    """A module's docstring: its title, the formula (its first indented block) and the legend below."""
    title, _, rest = text.partition("\n")
    formula: list[str] = []
    legend: list[str] = []
    for line in rest.strip("\n").splitlines():
        (formula if not legend and (line.startswith("    ") or not line.strip()) else legend).append(line)
    return title.strip(), inspect.cleandoc("\n".join(["", *formula])), "\n".join(legend).strip()


def _docstring_parts(text: str) -> tuple[str, dict[str, str]]:
    """A component's docstring: the prose before the sections, and each section's text."""
    prose: list[str] = []
    sections: dict[str, list[str]] = {}
    into = prose
    for line in text.splitlines():
        heading = _HEADING.match(line)
        if heading:
            into = sections.setdefault(heading[1], [heading[2] or ""])
        else:
            into.append(line)
    return "\n".join(prose).strip(), {name: "\n".join(lines).strip("\n") for name, lines in sections.items()}


def _users(recipes: Path) -> dict[tuple[str, str], list[str]]:
    """(place, name) -> the recipes whose source names it, as `layers.Dense` or as the word in activation="relu"."""
    users: dict[tuple[str, str], list[str]] = {}
    for path in sorted(recipes.glob("*.py")):
        for used in sorted(_uses(path)):
            users.setdefault(used, []).append(path.stem)
    return users


def _uses(path: Path) -> set[tuple[str, str]]:
    try:
        nodes = list(ast.walk(_tree(path)))
    except SyntaxError:
        return set()
    used = {
        (node.value.id, node.attr)
        for node in nodes
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }
    values = {
        node.value.value
        for node in nodes
        if isinstance(node, ast.keyword) and isinstance(node.value, ast.Constant)
        if (node.arg or "").endswith("activation")
    }
    return used | {("activations", word) for word in values if isinstance(word, str)}
