"""JSON values become the types of this client. Members that a newer desk adds are passed over."""

import dataclasses
import types
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from refdesk_client.errors import Unreadable

T = TypeVar("T")


def read(kind: type[T], values: Any, site: str) -> T:
    """`values` as a `kind`; `site` goes before addresses of the desk's own. Raises Unreadable."""
    try:
        found = _read(kind, values, site)
    except (KeyError, TypeError, ValueError) as error:
        raise Unreadable(f"The desk's response is no {kind.__name__}: {error!r}.") from error
    if not isinstance(found, kind):
        raise Unreadable(f"The desk's response is no {kind.__name__}.")
    return found


def _read(kind: Any, values: Any, site: str) -> Any:  # noqa: PLR0911 - one line for each kind of type
    if dataclasses.is_dataclass(kind):
        return kind(**dict(_members(kind, values, site)))  # type: ignore[operator]
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return None if values is None else _read(_fitting(arguments, values), values, site)
    if origin is tuple:
        return tuple(_read(arguments[0], value, site) for value in values)
    if origin is Mapping:
        return {name: _read(arguments[1], value, site) for name, value in values.items()}
    if origin is Literal:
        return values  # a newer desk may know further values
    if kind in (date, datetime):
        return kind.fromisoformat(values)
    if kind is float:
        return float(values)
    if not isinstance(values, kind):
        raise TypeError(f"{type(values).__name__} in the place of {kind.__name__}")
    return values


def _fitting(arguments: tuple[Any, ...], values: Any) -> Any:
    """Which of a union's types `values` are of: a literal that names them, else the first that is no literal."""
    for argument in arguments:
        if get_origin(argument) is Literal and values in get_args(argument):
            return argument
    return next(argument for argument in arguments if get_origin(argument) is not Literal)


def _members(kind: Any, values: Any, site: str) -> Any:
    hints = _hints(kind)
    for each in dataclasses.fields(kind):
        if each.name not in values and each.default is not dataclasses.MISSING:
            continue
        value = _read(hints[each.name], values[each.name], site)
        yield each.name, site + value if each.name == "url" and value.startswith("/") else value


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
