"""`<bprkit:data>`: what bprkit knows of an element and BPMN has no word for, inside its extensionElements.

Simple fields are attributes (touch="triangular(20, 30, 40)" wait="0.5 working_days" medium="paper seal"), the rest is JSON.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bprkit.errors import InputError
from bprkit.procedure.bpmn.fields import as_attribute, decoded, encoded
from bprkit.procedure.bpmn.markup import children_of, line_of
from bprkit.procedure.bpmn.names import OWN, mtag
from bprkit.procedure.problems import Problem

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

DATA = f"{{{OWN}}}data"


def add_data(element: Element, values: Mapping[str, object], hints: Mapping[str, Any]) -> None:
    """Write fields into an element's extensionElements, which are made if missing; nothing where there are none."""
    from lxml import etree

    if not values:
        return
    extension = element.find(mtag("extensionElements"))
    if extension is None:
        extension = etree.SubElement(element, mtag("extensionElements"))
    data = etree.SubElement(extension, DATA)
    rest = {}
    for name, value in values.items():
        text = as_attribute(hints.get(name), value)
        if text is None:
            rest[name] = encoded(value)
        else:
            data.set(name, text)
    if rest:
        data.text = json.dumps(rest, ensure_ascii=False)


def data_of(
    element: Element, hints: Mapping[str, Any], where: str, problems: list[Problem]
) -> dict[str, Any]:
    """Read the fields that `add_data` wrote; what cannot be read is told and left out."""
    extension = element.find(mtag("extensionElements"))
    found = None if extension is None else extension.find(DATA)
    if found is None:
        return {}
    raw: dict[str, object] = {str(name): str(value) for name, value in found.attrib.items()}
    try:
        rest = json.loads(found.text) if found.text and found.text.strip() else {}
    except (ValueError, RecursionError):
        rest = None
    if not isinstance(rest, dict):
        problems.append(_unreadable(found, "JSON", str(found.text), where))
        rest = {}
    values = {}
    for name, value in {**raw, **rest}.items():
        try:
            values[name] = decoded(hints[name], value)
        except (KeyError, ValueError, TypeError, RecursionError):
            problems.append(_unreadable(found, name, str(value), where))
        except InputError as error:
            problems.append(_refused(found, name, str(value), where, error))
    return values


def foreign_extensions(extension: Element) -> Element | None:
    """Return a copy of an extensionElements without what is bprkit's; None if nothing is left."""
    from copy import deepcopy

    copy = deepcopy(extension)
    for data in copy.findall(DATA):
        copy.remove(data)
    empty = not len(copy) and not copy.attrib and not (copy.text or "").strip()
    return None if empty and len(children_of(extension)) else copy


def _refused(data: Element, name: str, value: str, where: str, error: InputError) -> Problem:
    return Problem(
        "bad_value",
        "error",
        f"{where}: `{name}` in <bprkit:data>: {error.en}",
        f"{where}: <bprkit:data> の `{name}`：{error.ja}",
        where,
        line=line_of(data),
        path=name,
        value=value,
    )


def _unreadable(data: Element, name: str, value: str, where: str) -> Problem:
    shown = value if len(value) < 60 else f"{value[:60]}…"
    return Problem(
        "bprkit-data",
        "error",
        f"{where}: `{name}` in <bprkit:data> cannot be read: {shown!r}. Correct it in the file, or enter it again.",
        f"{where}: <bprkit:data> の `{name}` を読めません: {shown!r}。ファイルで修正するか、入力し直してください。",
        where,
        line=line_of(data),
        path=name,
        value=value,
    )
