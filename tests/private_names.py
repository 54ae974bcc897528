"""Finds uses of other libraries' private names in our source: what they may rename without a word.

    import keras.src.backend            a module that is not public
    from sklearn.tree import _classes   a name that is not public
    variable._value                     an attribute of somebody else's object
    self._dtype_policy                  an attribute that a class inherits from somebody else's
    getattr(loss, "_fn_kwargs")         the same, spelled as text

A class's own names, those that it inherits from a class of dlfund, and those that the docstring of the library's class
tells heirs to use (`self._get_variable_index` of Keras's optimizers) may be used.
"""

from __future__ import annotations

import ast
import functools
import importlib.util
import inspect
import re
import textwrap
from pathlib import Path
from typing import NamedTuple

HIDDEN_PACKAGES = ("keras.src", "tensorflow.python", "jax._src", "jax.interpreters", "torch._C")
READ = ("keras", "keras_tuner", "sklearn")  # whose private attributes are known, for those that are spelled as text
PUBLIC = ("_replace", "_asdict", "_fields", "_field_defaults", "_make", "_exit")  # of NamedTuple and os, documented
ASKED_BY_NAME = ("getattr", "hasattr", "setattr", "delattr")
ABOUT_TEXT = ("endswith", "startswith", "removesuffix", "removeprefix", "replace", "partition", "rpartition")


class Use(NamedTuple):
    """One use of a name that is not ours, and not public."""

    line: int
    name: str


def foreign_uses(source: str, classes: dict[str, type] | None = None) -> list[Use]:
    """Every use in a module's source, in order.

    Args:
        source: str. The module's text.
        classes: dict of name to class, or None. The module's classes, to know what they inherit.
    """
    finder = _Finder(classes or {})
    finder.visit(ast.parse(source))
    return sorted(set(finder.uses))


def is_private(name: str) -> bool:
    return bool(re.fullmatch(r"_[A-Za-z]\w*|__internal__|__compat__", name)) and name not in PUBLIC


class _Finder(ast.NodeVisitor):
    """Walks a module and remembers in which class it is."""

    def __init__(self, classes):
        self.classes, self.uses = classes, []
        self.own: list[set[str]] = []
        self.inherited: list[set[str]] = []

    def visit_Import(self, node):
        for name in node.names:
            self._module(node, name.name)

    def visit_ImportFrom(self, node):
        if node.level or (node.module or "").partition(".")[0] in ("dlfund", "__future__"):
            return
        for name in node.names:
            self._module(node, f"{node.module}.{name.name}")

    def _module(self, node, path):
        if path.startswith(HIDDEN_PACKAGES) or any(map(is_private, path.split("."))):
            self.uses.append(Use(node.lineno, path))

    def visit_ClassDef(self, node):
        cls = self.classes.get(node.name)
        self.own.append(_names_of(node) | _ours(cls))
        self.inherited.append(_foreign(cls))
        for name in sorted(self.inherited[-1] & _methods_of(node)):  # a hook that is not promised
            self.uses.append(Use(node.lineno, f"{node.name}.{name}"))
        self.generic_visit(node)
        self.own.pop()
        self.inherited.pop()

    def visit_Attribute(self, node):
        if is_private(node.attr):
            mine = isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")
            own = any(node.attr in names for names in self.own)
            inherited = node.attr in set().union(*self.inherited)
            if inherited if mine and self.own else not own:
                self.uses.append(Use(node.lineno, ast.unparse(node)))
        self.generic_visit(node)

    def visit_Call(self, node):
        about_text = isinstance(node.func, ast.Attribute) and node.func.attr in ABOUT_TEXT
        by_name = isinstance(node.func, ast.Name) and node.func.id in ASKED_BY_NAME
        asked = [arg for arg in node.args[1:2] if by_name and isinstance(arg, ast.Constant)]
        if asked and is_private(str(asked[0].value)):
            self.uses.append(Use(node.lineno, ast.unparse(node)))
        for child in ast.iter_child_nodes(node):
            if child not in asked and not (about_text and isinstance(child, ast.Constant)):
                self.visit(child)

    def visit_Constant(self, node):
        if isinstance(node.value, str):
            *path, last = node.value.split(".")
            known = re.fullmatch(r"_[A-Za-z]\w*", last) and last in known_names()
            if known and (not path or path[0] in READ) and not any(last in names for names in self.own):
                self.uses.append(Use(node.lineno, repr(node.value)))


def _names_of(node: ast.ClassDef) -> set[str]:
    """What a class defines: methods, attributes of its own, and what it puts into itself."""
    stored = {
        entry.attr
        for entry in ast.walk(node)
        if isinstance(entry, ast.Attribute) and isinstance(entry.ctx, ast.Store) and ast.unparse(entry.value) == "self"
    }
    named = {entry.id for entry in ast.walk(node) if isinstance(entry, ast.Name) and isinstance(entry.ctx, ast.Store)}
    return stored | named | _methods_of(node)


def _methods_of(node: ast.ClassDef) -> set[str]:
    return {entry.name for entry in node.body if isinstance(entry, ast.FunctionDef | ast.AsyncFunctionDef)}


def _parents(cls: type | None, ours: bool):
    known = [entry for entry in cls.__mro__ if entry is not object] if isinstance(cls, type) else []
    return [entry for entry in known if entry.__module__.startswith(("dlfund", "planted")) == ours]


def _ours(cls: type | None) -> set[str]:
    return set().union(*(_private_names(parent) for parent in _parents(cls, ours=True)))


def _foreign(cls: type | None) -> set[str]:
    """What a class inherits from classes that aren't ours, but for what their docstrings tell heirs to use."""
    parents = _parents(cls, ours=False)
    promised = {name for parent in parents for name in re.findall(r"self\.(_\w+)", vars(parent).get("__doc__") or "")}
    return set().union(*map(_private_names, parents)) - promised


@functools.cache
def _private_names(cls: type) -> set[str]:
    """What a class has and what its methods put into an instance."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(cls)))
        names = set(vars(cls)) | _names_of(tree.body[0])
    except (OSError, TypeError, SyntaxError, IndentationError):  # made in C, or by a call
        names = set(vars(cls))
    return {name for name in names if is_private(name)}


@functools.cache
def known_names() -> frozenset[str]:
    """Every private attribute that these libraries keep in an object or define."""
    actual: set[str] = set()
    for library in READ:
        folder = Path(importlib.util.find_spec(library).origin).parent
        for path in folder.rglob("*.py"):
            if "tests" not in path.parts and not path.name.endswith("_test.py"):
                actual.update(re.findall(r"(?:self\.|def |class )(_[A-Za-z]\w*)", path.read_text(errors="ignore")))
    return frozenset(actual)
