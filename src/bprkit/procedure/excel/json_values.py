"""Values of the model as JSON and back, for what no cell can hold: nothing is lost, nothing is guessed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from types import MappingProxyType
from typing import Any

from bprkit.procedure import conditions, distributions, model

_KIND = "@"
_CLASSES: Mapping[str, type[Any]] = {
    found.__name__: found
    for module in (model, distributions, conditions)
    for found in vars(module).values()
    if isinstance(found, type) and is_dataclass(found)
}


def as_json(value: Any) -> str:
    """Return a value as JSON; dataclasses with their name under "@".

    >>> as_json(model.Wait(distributions.Constant(0.5)))
    '{"@": "Wait", "length": {"@": "Constant", "value": 0.5}, "unit": "working_days"}'
    """
    return json.dumps(_packed(value), ensure_ascii=False, allow_nan=True)


def from_json(text: str) -> Any:
    """Return the value again; raise ValueError where the text is no such JSON.

    >>> from_json('{"@": "Wait", "length": {"@": "Constant", "value": 0.5}}')
    Wait(length=Constant(value=0.5), unit='working_days')
    """
    try:
        return _unpacked(json.loads(text))
    except (TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError(str(error)) from error


def _packed(value: Any) -> Any:
    match value:
        case None | bool() | int() | float() | str():
            return value
        case dt.date():
            return {_KIND: "date", "value": value.isoformat()}
        case dt.time():
            return {_KIND: "time", "value": value.isoformat()}
        case tuple() | list():
            return [_packed(each) for each in value]
        case Mapping():
            return {_KIND: "mapping", "items": [[_packed(key), _packed(each)] for key, each in value.items()]}
    if type(value).__name__ not in _CLASSES:
        raise TypeError(f"{type(value).__name__} has no form in JSON")
    own = {field.name: getattr(value, field.name) for field in fields(value)}
    return {_KIND: type(value).__name__} | {name: _packed(each) for name, each in own.items()}


def _unpacked(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_unpacked(each) for each in value)
    if not isinstance(value, dict):
        return value
    kind = value[_KIND]
    if kind == "date":
        return dt.date.fromisoformat(value["value"])
    if kind == "time":
        return dt.time.fromisoformat(value["value"])
    if kind == "mapping":
        return MappingProxyType({_unpacked(key): _unpacked(each) for key, each in value["items"]})
    return _CLASSES[kind](**{name: _unpacked(each) for name, each in value.items() if name != _KIND})
