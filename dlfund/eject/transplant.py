"""dlfund's own classes as source text for a script that must run without dlfund.

A class or function is cut out of its file together with everything of dlfund that it uses. What only matters inside
dlfund is left out: registering, configs, the refusal of arguments that have been checked already, long docstrings.
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

from dlfund.eject.imports import Imports
from dlfund.sentence import UserError

CONFIGS = ("get_config", "from_config", "get_build_config", "build_from_config")


def is_own(thing: Any) -> bool:
    """Whether a class or function stands in dlfund or in a recipe."""
    top = str(getattr(thing, "__module__", "")).partition(".")[0]
    return top == "dlfund" or top.startswith("dlfund_recipe_")


class Transplants:
    """The definitions that a script needs, in the order in which they must stand.

    Args:
        imports: Imports. Gets what the definitions import.
        equal: function of a class or function of dlfund that gives the code of what equals it elsewhere, or None.
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
            self._names[key] = next(one for one in _numbered(name) if one not in taken)
            text = self._text(_Source.of(module_name), name)  # and before it the text of everything that it uses
            self.texts[key] = text
        return self._names[key]

    def _text(self, source: _Source, name: str) -> str:
        node = source.definition(name)
        edits: list[tuple[ast.AST, str]] = []
        hidden = {id(inner) for one in getattr(node, "decorator_list", ()) for inner in ast.walk(one)}
        for one, text in _left_out(node):  # an outer node comes before those inside it
            if id(one) not in hidden:
                edits.append((one, text))
                hidden |= {id(inner) for inner in ast.walk(one)}
        edits += self._references(source, node, hidden)
        called = self._names[(source.module.__name__, name)]
        edits += [(one, called) for one in ast.walk(node) if isinstance(one, ast.Name) and one.id == name != called
                  and isinstance(one.ctx, ast.Store)]  # fmt: skip
        text = source.edited(node, edits)
        if not isinstance(node, ast.Assign | ast.AnnAssign):
            text = text.replace(f" {name}", f" {called}", 1)  # the word after `def` or `class` has no node of its own
        return _with_formula(text, node, source)

    def _references(self, source: _Source, node: ast.AST, hidden: set[int]) -> Iterator[tuple[ast.AST, str]]:
        """Every use of a name that stands in the file, and what it is called in the script."""
        for used, attribute in _used(node):
            if id(used) in hidden or used.id not in source.bound:
                continue
            value = getattr(source.module, used.id, None)
            if isinstance(value, ModuleType) and is_own(_Named(value.__name__)):
                if attribute is not None:
                    found = getattr(value, attribute.attr)
                    yield attribute, self._of_own(found, found.__module__, attribute.attr)
            elif (binding := source.bound[used.id]) is None:
                yield used, self._take(source.module.__name__, used.id)
            elif binding.module is not None and binding.module.partition(".")[0] == "dlfund":
                yield used, self._of_own(value, binding.module, binding.name)
            else:
                binding.ask(self.imports)

    def _of_own(self, value: Any, module: str, name: str) -> str:
        """A thing of dlfund: what equals it elsewhere, or its own text."""
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
                self.bound |= {one.asname or one.name: _Imported(None, one.name, one.asname or "") for one in names}
            case ast.ImportFrom(module=module, names=names):
                for one in names:
                    self.bound[one.asname or one.name] = _Imported(module, one.name, one.asname or "")
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                self.bound[name], self._defined[name] = None, node
            case ast.Assign(targets=targets):
                for name in [one.id for target in targets for one in ast.walk(target) if isinstance(one, ast.Name)]:
                    self.bound[name], self._defined[name] = None, node
            case ast.AnnAssign(target=ast.Name(id=name)):
                self.bound[name], self._defined[name] = None, node

    def definition(self, name: str) -> ast.stmt:
        if name not in self._defined:
            raise UserError(
                f"Expected {name!r} to stand at the top of {self.module.__name__}, so that it can be written into a "
                "script. It does not. Move it out of the function or class that it is made in, or eject another "
                "contender with --model."
            )
        return self._defined[name]

    def edited(self, node: ast.AST, edits: list[tuple[ast.AST, str]]) -> str:
        """The text of a definition: nodes replaced by text, or their lines left out where the text is empty."""
        first = node.lineno - 1
        lines: list[bytes | None] = list(self.lines[first : node.end_lineno])
        for one, text in sorted(edits, key=lambda edit: (edit[0].lineno, edit[0].col_offset), reverse=True):
            start, end = one.lineno - 1 - first, one.end_lineno - 1 - first
            if text:
                before, behind = lines[start][: one.col_offset], lines[end][one.end_col_offset :]
                lines[start : end + 1] = [before + text.encode() + behind, *[None] * (end - start)]
            else:
                start = min([one.lineno, *(each.lineno for each in getattr(one, "decorator_list", ()))]) - 1 - first
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
    """What is of use only inside dlfund."""
    for one in ast.walk(node):
        if isinstance(one, ast.ClassDef | ast.FunctionDef) and (text := ast.get_docstring(one)):
            first = " ".join(text.partition("\n\n")[0].split())
            yield one.body[0], f'"""{first}"""'
        if isinstance(one, ast.FunctionDef) and one.name in CONFIGS:
            yield one, ""
        if isinstance(one, ast.FunctionDef):
            refusing = [step for step in one.body if _refuses(step)]
            if len(refusing) + bool(ast.get_docstring(one)) < len(one.body):
                yield from ((step, "") for step in refusing)


def _refuses(step: ast.stmt) -> bool:
    """Whether a statement does nothing but refuse what must not be: that was done when the network was made."""
    return isinstance(step, ast.If) and not step.orelse and all(isinstance(one, ast.Raise) for one in step.body)


def _used(node: ast.AST) -> Iterator[tuple[ast.Name, ast.Attribute | None]]:
    """Names that a definition reads and does not bind itself, with the attribute that is asked of them."""
    parents = {id(child): parent for parent in ast.walk(node) for child in ast.iter_child_nodes(parent)}
    for one in ast.walk(node):
        if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load) and not _is_local(one, parents):
            parent = parents.get(id(one))
            yield one, parent if isinstance(parent, ast.Attribute) else None


def _is_local(name: ast.Name, parents: dict[int, ast.AST]) -> bool:
    here: ast.AST | None = name
    while (here := parents.get(id(here))) is not None:
        if isinstance(here, ast.FunctionDef | ast.Lambda):
            bound = {one.arg for one in ast.walk(here.args) if isinstance(one, ast.arg)}
            bound |= {one.id for one in ast.walk(here) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)}
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
