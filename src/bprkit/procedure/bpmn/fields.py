"""Values of the model as JSON or as an attribute of XML, and back by the types that the model states."""

from __future__ import annotations

import dataclasses
import datetime as dt
import types
from collections.abc import Callable, Mapping
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from bprkit.procedure.bpmn.numbers import (
    distribution_from,
    distribution_text,
    number_text,
    wait_from,
    wait_text,
)
from bprkit.procedure.distributions import Constant, Empirical, LogNormal, Triangular
from bprkit.procedure.model import Categories, Wait

_HINTS: dict[type[Any], Mapping[str, Any]] = {}  # they take long to find
Json = str | int | float | bool | list["Json"] | dict[str, "Json"] | None


def beyond_default(thing: object, without: frozenset[str]) -> dict[str, object]:
    """Return the fields of a dataclass that are not at their default, by name.

    >>> from bprkit.procedure.model import Task
    >>> beyond_default(Task(id="a", act="draft"), frozenset({"id"}))
    {'act': 'draft'}
    """
    found = {}
    for field in dataclasses.fields(thing):  # type: ignore[arg-type]
        value = getattr(thing, field.name)
        if field.name not in without and value != _default(field):
            found[field.name] = value
    return found


def _default(field: dataclasses.Field[Any]) -> object:
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return field.default


def hints_of(kind: type[Any]) -> Mapping[str, Any]:
    """Return the types of a dataclass's fields by name."""
    if kind not in _HINTS:
        _HINTS[kind] = get_type_hints(kind)
    return _HINTS[kind]


def as_attribute(hint: Any, value: object) -> str | None:
    """Return a value as one attribute, or None where it takes JSON to tell it."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float) and float in _choices(hint):
        return number_text(value)
    if isinstance(value, Constant | Triangular | LogNormal | Empirical):
        return distribution_text(value)
    if isinstance(value, Wait):
        return wait_text(value)
    if isinstance(value, tuple) and value and _is_words(hint):
        return " ".join(value)
    return None


def _choices(hint: Any) -> tuple[Any, ...]:
    return get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)


def _is_words(hint: Any) -> bool:
    return get_origin(hint) is tuple and get_origin(get_args(hint)[0]) is Literal


def encoded(value: object) -> Json:
    """Return a value as what JSON can hold; raise TypeError for a type that the model does not use."""
    if isinstance(value, Constant | Triangular | LogNormal | Empirical):
        return distribution_text(value)
    if isinstance(value, Wait):
        return wait_text(value)
    if isinstance(value, Categories):
        return dict(value.shares)
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): encoded(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [encoded(part) for part in value]
    if dataclasses.is_dataclass(value):
        return {name: encoded(part) for name, part in beyond_default(value, frozenset()).items()}
    raise TypeError(f"{value!r}")


def decoded(hint: Any, value: object) -> Any:
    """Return what `encoded` or `as_attribute` wrote as a value of the type; raise ValueError where it is none."""
    choices = _choices(hint)
    if value is None:
        if type(None) in choices:
            return None
        raise ValueError("null")
    if Constant in choices and isinstance(value, str | int | float):
        return distribution_from(str(value))
    if Categories in choices and isinstance(value, dict):
        return _categories(value)
    refused: Exception = ValueError(str(value))
    for choice in choices:
        if choice is not type(None):
            try:
                return _decoded(choice, value)
            except (ValueError, TypeError) as error:
                refused = error
    raise ValueError(str(value)) from refused


def _decoded(hint: Any, value: object) -> Any:
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Literal:
        return _need(value, value in parts)
    if origin is tuple:
        return _tuple(parts, value.split() if isinstance(value, str) and _is_words(hint) else value)
    if origin is not None and issubclass(origin, Mapping):
        entries = value.items() if isinstance(value, dict) else _need(None, False)
        return types.MappingProxyType({key: decoded(parts[1], part) for key, part in entries})
    if hint in _READERS:
        return _READERS[hint](value)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _instance(hint, value)
    return _need(value, isinstance(value, hint) and not (hint is int and isinstance(value, bool)))


def _tuple(parts: tuple[Any, ...], value: object) -> tuple[Any, ...]:
    items = value if isinstance(value, list) else _need([], False)
    if len(parts) == 2 and parts[1] is Ellipsis:
        return tuple(decoded(parts[0], item) for item in items)
    return tuple(decoded(part, item) for part, item in zip(parts, items, strict=True))


def _instance(kind: type, value: object) -> Any:
    hints = hints_of(kind)
    entries = value if isinstance(value, dict) else _need({}, False)
    if unknown := sorted(set(entries) - set(hints)):
        raise ValueError(unknown[0])
    return kind(**{name: decoded(hints[name], part) for name, part in entries.items()})


def _need(value: Any, holds: bool) -> Any:
    if not holds:
        raise ValueError(str(value))
    return value


def _categories(value: object) -> Categories:
    entries = value if isinstance(value, dict) else _need({}, False)
    return Categories({str(word): decoded(float, share) for word, share in entries.items()})


def _float(value: object) -> float:
    return float(_need(value, isinstance(value, str | int | float) and not isinstance(value, bool)))


def _bool(value: object) -> bool:
    return value is True or bool(_need(value, value in (False, "true", "false")) == "true")


_READERS: Mapping[Any, Callable[[Any], Any]] = {
    float: _float,
    bool: _bool,
    dt.date: dt.date.fromisoformat,
    dt.time: dt.time.fromisoformat,
    Wait: wait_from,
}
