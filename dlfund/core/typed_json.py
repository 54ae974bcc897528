"""JSON read as what it should be: a dataclass's annotations say it, and whatever differs is a sentence that says where.

    read_json(path, Outcome)        a file as an Outcome, or a WrongJsonError error
    typed(Outcome, value)           the same for a value that is read already

An annotation is `str`, `int`, `float`, `bool`, `None`, `Any` (any JSON), a `Literal`, a union, `list[X]`,
`tuple[X, ...]`, `tuple[X, Y]`, `dict[str, X]`, a dataclass, or `Annotated[X, check, ...]`, where a check is a function
that raises a ValueError. Fields without a default must be there, and no key may be there that is not a field. Numbers
are finite, and a `float` may be written as a whole number. A dataclass's `__post_init__` checks what spans its fields.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import math
import types
import typing
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeAlias, TypeVar, get_args, get_origin

from dlfund.core.errors import UserError, printable

T = TypeVar("T")
JsonObject: TypeAlias = dict[str, Any]  # a JSON object whose values are checked elsewhere, or nowhere
LARGEST, DEEPEST = 2**63, 100  # of a whole number, which other programs can hold; lists within lists
OUTSIDE = {"outside": True}  # metadata of a field that stands in no file
MOST_BYTES = 256 * 10**6  # of a file; parsed, it takes several times as much memory
MOST_SHOWN = 60  # letters of a wrong value


class WrongJsonError(UserError):
    """A value that is not what was expected, where it stands, and what it is."""

    def __init__(self, expected: str, received: str, place: tuple[str, ...] = ()) -> None:
        self.expected, self.received, self.place = expected, received, place
        where = f" at {printable('.'.join(place))}" if place else ""
        super().__init__(f"Expected {expected}{where}. Received: {received}.")


def read_json(path: Path, kind: type[T] | Any = Any) -> T:
    """A JSON file as `kind` has it.

    Raises:
        WrongJsonError: no file, no JSON, or another content; the sentence doesn't name the file.
    """
    return typed(kind, parsed(path))


def parsed(path: Path) -> Any:
    """What a JSON file holds, untyped. NaN and Infinity are no JSON, and no key stands twice in one object."""
    if not path.is_file():  # a folder, a pipe or a device is not read
        raise WrongJsonError("a file", "something else of this name" if path.exists() else "none")
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ValueError(f"the file is larger than {MOST_BYTES // 10**6} MB")
        content = path.read_bytes()
        return json.loads(content.decode("utf-8"), parse_constant=_no_constant, object_pairs_hook=_unique)
    except RecursionError:
        raise WrongJsonError("JSON", "lists within lists without end") from None
    except (OSError, ValueError) as error:  # a UnicodeDecodeError and a JSONDecodeError are ValueErrors
        raise WrongJsonError("JSON", " ".join(str(error).split())) from None


def typed(kind: type[T] | Any, value: Any, place: tuple[str, ...] = ()) -> T:
    """The value as `kind` has it: an instance of a dataclass, a tuple, a number, ….

    Example:
        >>> typed(dict[str, float], {"a": 1})
        {'a': 1}
        >>> typed(list[int], [1, "2"])
        Traceback (most recent call last):
        dlfund.core.typed_json.WrongJsonError: Expected a whole number at 1. Received: '2'.
    """
    return _reader(kind)(value, place)  # type: ignore[no-any-return, arg-type]


def short(value: Any) -> str:
    """A value for a sentence: cut, and without control characters."""
    try:
        text = repr(value)
    except (RecursionError, ValueError):  # a whole number of more than 4,300 digits has no text
        text = f"a {type(value).__name__} too large to be shown"
    text = printable(text)
    return text if len(text) <= MOST_SHOWN else f"{text[: MOST_SHOWN - 1]}…"


def _unique(pairs: list[tuple[str, Any]]) -> JsonObject:
    """An object; of a key that stands twice, other programs may read the other value."""
    content = dict(pairs)
    if len(content) != len(pairs):
        twice = next(key for number, (key, _) in enumerate(pairs) if key in dict(pairs[:number]))
        raise ValueError(f"the key {short(twice)} stands twice in one object")
    return content


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number")


Read = Callable[[Any, tuple[str, ...]], Any]


@functools.cache
def _reader(kind: Any) -> Read:
    """The function that reads one kind of value; made once for each annotation."""
    if kind is Any:
        return _any
    if kind in _PLAIN:
        return _PLAIN[kind]
    if dataclasses.is_dataclass(kind):
        return _record(kind)
    arguments = get_args(kind)
    match get_origin(kind):
        case typing.Annotated:
            return _checked(_reader(arguments[0]), arguments[1:])
        case typing.Literal:
            return _one_of(arguments)
        case types.UnionType | typing.Union:
            return _union(arguments)
        case origin if origin is list:
            return _list(_reader(arguments[0]), list)
        case origin if origin is tuple and arguments[-1] is Ellipsis:
            return _list(_reader(arguments[0]), tuple)
        case origin if origin is tuple:
            return _row([_reader(argument) for argument in arguments])
        case origin if origin is dict:
            return _dictionary(_reader(arguments[1]))
    raise TypeError(f"Expected an annotation that JSON can have. Received: {kind!r}.")


def _any(value: Any, place: tuple[str, ...]) -> Any:
    if len(place) > DEEPEST:
        raise WrongJsonError(f"at most {DEEPEST} levels", "more", place[:3])
    match value:
        case list():
            for number, part in enumerate(value):
                _any(part, (*place, str(number)))
        case dict():
            for key, part in value.items():
                _any(part, (*place, str(key)))
        case bool() | None | str():
            pass
        case _:
            _float(value, place)
    return value


def _text(value: Any, place: tuple[str, ...]) -> str:
    if not isinstance(value, str):
        raise WrongJsonError("text", short(value), place)
    return value


def _whole(value: Any, place: tuple[str, ...]) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not -LARGEST <= value < LARGEST:
        raise WrongJsonError("a whole number", short(value), place)
    return value


def _float(value: Any, place: tuple[str, ...]) -> float:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not number or not (math.isfinite(value) if isinstance(value, float) else -LARGEST <= value < 2 * LARGEST):
        raise WrongJsonError("a finite number", short(value), place)
    return value  # type: ignore[no-any-return]


def _truth(value: Any, place: tuple[str, ...]) -> bool:
    if not isinstance(value, bool):
        raise WrongJsonError("true or false", short(value), place)
    return value


def _nothing(value: Any, place: tuple[str, ...]) -> None:
    if value is not None:
        raise WrongJsonError("null", short(value), place)


_PLAIN: dict[Any, Read] = {str: _text, int: _whole, float: _float, bool: _truth, type(None): _nothing}


def _checked(read: Read, checks: tuple[Callable[[Any], Any], ...]) -> Read:
    def checked(value: Any, place: tuple[str, ...]) -> Any:
        result = read(value, place)
        for check in checks:
            try:
                check(result)
            except ValueError as error:
                raise WrongJsonError(*_parted(error, short(value)), place) from None
        return result

    return checked


def _one_of(options: tuple[Any, ...]) -> Read:
    def one_of(value: Any, place: tuple[str, ...]) -> Any:
        if not any(type(value) is type(option) and value == option for option in options):
            raise WrongJsonError(f"one of {', '.join(map(str, options))}", short(value), place)
        return value

    return one_of


def _union(kinds: tuple[Any, ...]) -> Read:
    """The first kind that fits; what is said of one that doesn't is the sentence of the kind that comes nearest."""
    readers = [_reader(kind) for kind in kinds]

    def union(value: Any, place: tuple[str, ...]) -> Any:
        errors = []
        for read in readers:
            try:
                return read(value, place)
            except WrongJsonError as error:
                errors.append(error)
        deepest = max(errors, key=lambda error: len(error.place))
        if len(deepest.place) > len(place):
            raise deepest
        raise WrongJsonError(" or ".join(dict.fromkeys(error.expected for error in errors)), short(value), place)

    return union


def _list(read: Read, make: Callable[[Any], Any]) -> Read:
    def every(value: Any, place: tuple[str, ...]) -> Any:
        if not isinstance(value, (list, tuple)):
            raise WrongJsonError("a list", short(value), place)
        try:  # where each part stands is needed for an error alone
            return make([read(part, place) for part in value])
        except WrongJsonError:
            return make([read(part, (*place, str(number))) for number, part in enumerate(value)])

    return every


def _row(readers: list[Read]) -> Read:
    def row(value: Any, place: tuple[str, ...]) -> tuple[Any, ...]:
        if not isinstance(value, (list, tuple)) or len(value) != len(readers):
            raise WrongJsonError(f"a list of {len(readers)}", short(value), place)
        return tuple(
            read(part, (*place, str(number))) for number, (read, part) in enumerate(zip(readers, value, strict=True))
        )

    return row


def _dictionary(read: Read) -> Read:
    def dictionary(value: Any, place: tuple[str, ...]) -> JsonObject:
        return {key: read(part, (*place, key)) for key, part in _mapping(value, place).items()}

    return dictionary


def _mapping(value: Any, place: tuple[str, ...]) -> Mapping[str, Any]:
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise WrongJsonError("names with values", short(value), place)
    return value


def _record(kind: Any) -> Read:
    """A dataclass: every field that has no default, and no other key."""
    kinds = typing.get_type_hints(kind, include_extras=True)
    known = json_fields(kind)
    fields = {field.name: kinds[field.name] for field in known}
    needed = [field.name for field in known if is_needed(field)]

    def record(value: Any, place: tuple[str, ...]) -> Any:
        mapping = _mapping(value, place)
        if missing := [name for name in needed if name not in mapping]:
            raise WrongJsonError(f"{', '.join(needed)}", f"nothing under {', '.join(missing)}", place)
        if extra := [name for name in mapping if name not in fields]:
            raise WrongJsonError(f"no more than {', '.join(fields)}", short(", ".join(extra)), place)
        values = {name: _reader(fields[name])(part, (*place, name)) for name, part in mapping.items()}
        try:
            return kind(**values)
        except WrongJsonError as error:
            raise WrongJsonError(error.expected, error.received, (*place, *error.place)) from None
        except (TypeError, ValueError) as error:  # what spans several fields
            raise WrongJsonError(*_parted(error, "these values"), place) from None

    return record


def json_fields(kind: Any) -> list[dataclasses.Field[Any]]:
    """The fields of a dataclass that stand in a file."""
    return [field for field in dataclasses.fields(kind) if field.init and not field.metadata.get("outside")]


def is_needed(field: dataclasses.Field[Any]) -> bool:
    """Whether a file must have the field."""
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


def _parted(error: Exception, received: str) -> tuple[str, str]:
    """What another sentence expected and received, to be said in this one."""
    text = " ".join(str(error).split()).removeprefix("Expected ") or type(error).__name__
    expected, _, rest = text.partition(". Received: ")
    return expected.rstrip("."), rest.rstrip(".") or received
