"""Which tests can use a part of dlfund at all: found in the names that their code mentions, before anything runs.

The answer errs on the side of running: a test is left out only where neither its own code, nor the functions and
classes that it reaches, nor its parameters, mention a part.
"""

import inspect
import types


def mentions_a_part(function, owner, names):
    """Whether a test function of a class (or None) reaches one of these names, or holds a part of dlfund."""
    module_globals = inspect.unwrap(function).__globals__
    waiting, seen = [function, getattr(owner, "setUp", None), getattr(owner, "setUpClass", None)], set()
    while waiting:
        item = waiting.pop()
        if id(item) in seen:
            continue
        seen.add(id(item))
        if _is_part(item):
            return True
        mentioned, held = _inside(item)
        if mentioned & names:
            return True
        waiting += held
        waiting += [module_globals[name] for name in mentioned if _is_local(module_globals.get(name), function)]
        waiting += [getattr(owner, name) for name in mentioned if owner is not None and hasattr(owner, name)]
    return False


def _is_part(item):
    return str(getattr(item, "__module__", "")).startswith("dlfund.")


def _is_local(item, function):
    """A helper function or class, or a value at the top of the test's own file or of another test file."""
    if isinstance(item, (list, tuple, dict)):
        return True
    return str(getattr(item, "__module__", "")).endswith("_test")


def _inside(item):
    """The names that a function's code mentions, and the objects that it, a class or a container holds."""
    if isinstance(item, (types.MethodType, staticmethod, classmethod)):
        return set(), [item.__func__]
    if isinstance(item, types.FunctionType):
        cells = [cell.cell_contents for cell in item.__closure__ or () if _is_filled(cell)]
        wrapped = getattr(item, "__wrapped__", None)
        return _names(item.__code__), [*cells, *(item.__defaults__ or ()), wrapped]
    if inspect.isclass(item) and item.__module__.endswith("_test"):
        return set(), [*vars(item).values(), *item.__bases__]
    if isinstance(item, dict):
        return set(), list(item.values())
    if isinstance(item, (list, tuple)):
        return set(), list(item)
    return set(), []


def _is_filled(cell):
    try:
        return cell.cell_contents is not None
    except ValueError:  # the cell of a name that is never assigned
        return False


def _names(code):
    inner = (constant for constant in code.co_consts if isinstance(constant, types.CodeType))
    return set(code.co_names).union(*(_names(constant) for constant in inner))
