"""Conditions on flows: read where they are comparisons, kept word for word where they are a program."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bprkit.procedure.bpmn.names import XSI, mtag
from bprkit.procedure.conditions import Condition

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_WRAPPED = re.compile(r"^\s*[$#]\{(.*)\}\s*$", re.DOTALL)
_PROGRAM = re.compile(r"[(){}\[\];|!&?:+*/\\<>=]|\b(and|or|not)\b")


def expression(name: str, text: str, prefix: str | None) -> Element:
    """Return an element that holds a formal expression."""
    from lxml import etree

    element = etree.Element(mtag(name))
    element.set(f"{{{XSI}}}type", f"{prefix}:tFormalExpression" if prefix else "tFormalExpression")
    element.text = text or None
    return element


def condition_of(element: Element) -> Condition | None:
    """Return what a conditionExpression says, or None where it is empty or more than comparisons.

    >>> from lxml import etree
    >>> condition_of(etree.fromstring("<c>${amount &lt; 500}</c>"))
    Condition(tests=(Test(attribute='amount', operator='<', value=500.0),))
    >>> condition_of(etree.fromstring("<c>${not order.isPaid(a == 1)}</c>"))
    """
    text = element.text or ""
    wrapped = _WRAPPED.match(text)
    bare = (wrapped[1] if wrapped else text).strip().removeprefix("=")
    if not bare or len(element):
        return None
    try:
        condition = Condition.parse(bare)
    except (ValueError, RecursionError):
        return None
    words = (part for test in condition.tests for part in (test.attribute, test.value))
    if any(_PROGRAM.search(word) for word in words if isinstance(word, str)):
        return None
    return condition
