"""dlfund's own classes as source text for a script that must run without dlfund.

A class or function is copied from its file together with everything of dlfund that it uses. What matters only inside
dlfund is left out: registration, configs, annotations, checks of arguments that were made before, long docstrings.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import sys
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

from dlfund.core.errors import UserError
from dlfund.experiments.export.script.annotations import Span, annotations_of
from dlfund.experiments.export.script.imports import Imports

CONFIGS = ("get_config", "from_config", "get_build_config", "build_from_config")
REFUSALS = ("enable_lora", "quantize")  # methods of Keras's layers that dlfund's answer with a sentence


def is_own(thing: Any) -> bool:
    """Whether a class or function is defined in dlfund or in a recipe."""
    top = str(getattr(thing, "__module__", "")).partition(".")[0]
    return top == "dlfund" or top.startswith("dlfund_recipe_")


class SourceCopies:
    """The definitions that a script needs, in the order in which they must stand.

    Args:
        imports: Imports. Collects what the definitions import.
        equal: function of a class or function of dlfund; returns the code of its equal elsewhere, or None.
    """

    def __init__(self, imports: Imports, equal: Callable[[Any], str | None]) -> None:
        self.imports, self.equal = imports, equal
        self.texts: dict[tuple[str, str], str] = {}
        self._names: dict[tuple[str, str], str] = {}

    def take(self, thing: Any) -> str:
        """Ask for a class or function; gives its name in the script."""
        return self._take(thing.__module__, thing.__qualname__)

    def _take(self, module_name: str, name: str) -> str:
        key = (module_name, name)
        if key not in self._names:
            taken = set(self._names.values())
            self._names[key] = next(candidate for candidate in _numbered(name) if candidate not in taken)
            text = self._text(_Source.of(module_name), name)  # and before it the text of everything that it uses
            self.texts[key] = text
        return self._names[key]

    def _text(self, source: _Source, name: str) -> str:
        node = source.definition(name)
        edits: list[tuple[ast.AST | Span, str]] = []
        hidden = {id(inner) for decorator in getattr(node, "decorator_list", ()) for inner in ast.walk(decorator)}
        for part, text in _left_out(node):  # an outer node comes before those inside it
            if id(part) not in hidden:
                edits.append((part, text))
                hidden |= {id(inner) for inner in ast.walk(part)}
        for function in ast.walk(node):
            if isinstance(function, ast.FunctionDef) and id(function) not in hidden:
                for annotation, place, without in annotations_of(function, source.lines):
                    if id(annotation) not in hidden:
                        edits.append((place, without))
                        hidden |= {id(inner) for inner in ast.walk(annotation)}
        edits += self._references(source, node, hidden)
        called = self._names[(source.module.__name__, name)]
        if name != called:
            stored = [inner for inner in ast.walk(node) if isinstance(inner, ast.Name) and inner.id == name]
            edits += [(inner, called) for inner in stored if isinstance(inner.ctx, ast.Store)]
        text = source.edited(node, edits)
        if not isinstance(node, ast.Assign | ast.AnnAssign):
            text = text.replace(f" {name}", f" {called}", 1)  # the word after `def` or `class` has no node of its own
        return _with_formula(text, node, source)

    def _references(self, source: _Source, node: ast.AST, hidden: set[int]) -> Iterator[tuple[ast.AST, str]]:
        """Every use of a name that the file defines or imports, and its name in the script."""
        for used, attribute in _used(node):
            if id(used) in hidden or used.id not in source.bound:
                continue
            value = getattr(source.module, used.id, None)
            if isinstance(value, ModuleType) and is_own(_Named(value.__name__)):
                if attribute is not None:
                    used_value = getattr(value, attribute.attr)
                    yield attribute, self._of_own(used_value, used_value.__module__, attribute.attr)
            elif (binding := source.bound[used.id]) is None:
                yield used, self._take(source.module.__name__, used.id)
            elif binding.module is not None and binding.module.partition(".")[0] == "dlfund":
                yield used, self._of_own(value, binding.module, binding.name)
            else:
                binding.ask(self.imports)

    def _of_own(self, value: Any, module: str, name: str) -> str:
        """A class, function or constant of dlfund: its equal elsewhere, or its own text."""
        equal = self.equal(value)
        if equal is not None:
            self.imports.module(equal.partition(".")[0])
            return equal
        return self.take(value) if inspect.isclass(value) or inspect.isfunction(value) else self._take(module, name)


class _Named:
    def __init__(self, module: str) -> None:
        self.__module__ = module


class _Imported:
    """One name that an import line binds."""

    def __init__(self, module: str | None, name: str, alias: str) -> None:
        self.module, self.name, self.alias = module, name, alias

    def ask(self, imports: Imports) -> None:
        if self.module is None:
            imports.module(self.name, self.alias)
        else:
            imports.name(self.module, self.name, self.alias)


class _Source:
    """One Python file, read."""

    _read: dict[str, _Source] = {}  # noqa: RUF012  (a file is parsed once)

    def __init__(self, module: ModuleType) -> None:
        self.module = module
        self.text = inspect.getsource(module)
        self.lines = self.text.encode().splitlines(keepends=True)
        self.tree = ast.parse(self.text)
        self.bound: dict[str, _Imported | None] = {}
        self._defined: dict[str, ast.stmt] = {}
        for node in self.tree.body:
            self._bind(node)

    @classmethod
    def of(cls, module_name: str) -> _Source:
        if module_name not in cls._read:
            cls._read[module_name] = cls(sys.modules.get(module_name) or importlib.import_module(module_name))
        return cls._read[module_name]

    def _bind(self, node: ast.stmt) -> None:
        match node:
            case ast.Import(names=names):
                self.bound |= {
                    alias.asname or alias.name: _Imported(None, alias.name, alias.asname or "") for alias in names
                }
            case ast.ImportFrom(module=module, names=names):
                for alias in names:
                    self.bound[alias.asname or alias.name] = _Imported(module, alias.name, alias.asname or "")
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                self.bound[name], self._defined[name] = None, node
            case ast.Assign(targets=targets):
                for name in [
                    inner.id for target in targets for inner in ast.walk(target) if isinstance(inner, ast.Name)
                ]:
                    self.bound[name], self._defined[name] = None, node
            case ast.AnnAssign(target=ast.Name(id=name)):
                self.bound[name], self._defined[name] = None, node

    def definition(self, name: str) -> ast.stmt:
        if name not in self._defined:
            raise UserError(
                f"Expected {name!r} at the top level of {self.module.__name__}, so that it can be written into a "
                "script. It is not there. Move it out of the function or class that it is made in, or eject another "
                "contender with --model."
            )
        return self._defined[name]

    def edited(self, node: Any, edits: list[tuple[Any, str]]) -> str:
        """The text of a definition: nodes replaced by text, or their lines left out where the text is empty."""
        first = node.lineno - 1
        lines: list[bytes | None] = list(self.lines[first : node.end_lineno])
        for part, text in sorted(edits, key=lambda edit: (edit[0].lineno, edit[0].col_offset), reverse=True):
            start, end = part.lineno - 1 - first, part.end_lineno - 1 - first
            if text:
                before, behind = lines[start][: part.col_offset], lines[end][part.end_col_offset :]
                lines[start : end + 1] = [before + text.encode() + behind, *[None] * (end - start)]
            else:
                start = min([part.lineno, *(each.lineno for each in getattr(part, "decorator_list", ()))]) - 1 - first
                lines[start : end + 1] = [None] * (end - start + 1)
        text = b"".join(line for line in lines if line is not None).decode().rstrip()
        return re.sub(r"\n{3,}(?= )", "\n\n", text)


def _numbered(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name}_{number}"
        number += 1


def _left_out(node: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    """What matters only inside dlfund, with its replacement."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.ClassDef | ast.FunctionDef) and (text := ast.get_docstring(inner)):
            first = " ".join(text.partition("\n\n")[0].split())
            yield inner.body[0], f'"""{first}"""'
        if isinstance(inner, ast.FunctionDef) and inner.name in (*CONFIGS, *REFUSALS):
            yield inner, ""
        if isinstance(inner, ast.FunctionDef):
            refusing = [step for step in inner.body if _refuses(step)]
            if len(refusing) + bool(ast.get_docstring(inner)) < len(inner.body):
                yield from ((step, "") for step in refusing)


def _refuses(step: ast.stmt) -> bool:
    """Whether a statement only checks arguments: that was done when the network was made."""
    match step:
        case ast.Expr(value=ast.Call(func=ast.Name(id=name))):
            return name == "refuse" or name.startswith("check_")
        case ast.If(orelse=[], body=body):
            return all(isinstance(inner, ast.Raise) for inner in body)
    return False


def _used(node: ast.AST) -> Iterator[tuple[ast.Name, ast.Attribute | None]]:
    """Names that a definition reads and does not bind itself, with the attribute that is read from them."""
    parents = {id(child): parent for parent in ast.walk(node) for child in ast.iter_child_nodes(parent)}
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Load) and not _is_local(inner, parents):
            parent = parents.get(id(inner))
            yield inner, parent if isinstance(parent, ast.Attribute) else None


def _is_local(name: ast.Name, parents: dict[int, ast.AST]) -> bool:
    here: ast.AST | None = name
    while (here := parents.get(id(here))) is not None:
        if isinstance(here, ast.FunctionDef | ast.Lambda):
            bound = {inner.arg for inner in ast.walk(here.args) if isinstance(inner, ast.arg)}
            bound |= {
                inner.id for inner in ast.walk(here) if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store)
            }
            if name.id in bound:
                return True
    return False


def _with_formula(text: str, node: ast.AST, source: _Source) -> str:
    """A class is shown with the formula that its file begins with."""
    about = ast.get_docstring(source.tree) or ""
    formula = [line for line in about.splitlines() if line.startswith("    ")]
    if not isinstance(node, ast.ClassDef) or not formula or node.name.startswith("_"):
        return text
    quoted = f'"""{" ".join((ast.get_docstring(node) or "").partition(chr(10) * 2)[0].split())}"""'
    return text.replace(quoted, quoted[:-3] + "\n\n" + "\n".join(formula) + '\n    """', 1)
