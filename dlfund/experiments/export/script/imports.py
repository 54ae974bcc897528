"""The import lines that a script needs, collected while its code is written."""

from __future__ import annotations

import sys


class Imports:
    """Modules and names; rendered as sorted lines, the standard library's first."""

    def __init__(self) -> None:
        self._modules: dict[str, str] = {}
        self._names: dict[str, dict[str, str]] = {}
        self.needed: set[str] = set()  # packages that no import line names
        self.before_packages = ""  # what is done after the standard library's imports and before all others

    def module(self, name: str, alias: str = "") -> str:
        """Ask for a whole module; gives what it is called in the script."""
        self._modules[name] = alias
        return alias or name

    def name(self, module: str, name: str, alias: str = "") -> str:
        """Ask for one name of a module; gives what it is called in the script."""
        self._names.setdefault(module, {})[name] = alias
        return alias or name

    @property
    def packages(self) -> list[str]:
        """What must be installed for the script to run."""
        tops = {module.partition(".")[0] for module in (*self._modules, *self._names)}
        named = {{"sklearn": "scikit-learn"}.get(top, top) for top in tops if not _is_standard(top)}
        return sorted(named | self.needed)

    def lines(self) -> str:
        """The import lines."""
        plain = [
            (module, f"import {module}" + (f" as {alias}" if alias else "")) for module, alias in self._modules.items()
        ]
        named = [(module, f"from {module} import {_listed(names)}") for module, names in self._names.items()]
        blocks = []
        for standard in (True, False):
            chosen = [
                [line for module, line in sorted(kind) if _is_standard(module.partition(".")[0]) is standard]
                for kind in (plain, named)
            ]
            blocks.append("\n".join([*chosen[0], *chosen[1]]))
        blocks.insert(1, self.before_packages)
        return "\n\n".join(block for block in blocks if block)


def _listed(names: dict[str, str]) -> str:
    return ", ".join(name + (f" as {alias}" if alias else "") for name, alias in sorted(names.items()))


def _is_standard(top: str) -> bool:
    return top in sys.stdlib_module_names
