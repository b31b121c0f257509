"""Cells whose formula has failed (#REF!, #DIV/0!): the reader of workbooks takes them for blank, and they must be told."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from xml.sax.saxutils import unescape

_SHEET = re.compile(r"<(?:\w+:)?sheet\b([^>]*)>")
_RELATION = re.compile(r"<Relationship\b([^>]*)>")
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
_CELL = re.compile(r'<(?:\w+:)?c\b(?=[^>]*\bt="e")([^>]*)>(.*?)</(?:\w+:)?c>', re.DOTALL)
_VALUE = re.compile(r"<(?:\w+:)?v>([^<]*)</")
_LARGEST = 200_000_000


def formula_errors(path: Path) -> dict[str, dict[str, str]]:
    """Return the errors in a workbook by sheet and cell; nothing for formats other than .xlsx and .xlsm.

    >>> formula_errors(Path("forms.csv"))
    {}
    """
    try:
        with zipfile.ZipFile(path) as parts:
            return {name: errors for name, part in _sheets(parts).items() if (errors := _errors(parts, part))}
    except (OSError, KeyError, zipfile.BadZipFile, UnicodeDecodeError):
        return {}


def _sheets(parts: zipfile.ZipFile) -> dict[str, str]:
    """Return the part of each sheet by its name."""
    targets = {}
    for found in _RELATION.findall(_text(parts, "xl/_rels/workbook.xml.rels")):
        relation = dict(_ATTRIBUTE.findall(found))
        targets[relation.get("Id")] = relation.get("Target", "")
    sheets = {}
    for found in _SHEET.findall(_text(parts, "xl/workbook.xml")):
        sheet = dict(_ATTRIBUTE.findall(found))
        target = targets.get(sheet.get("r:id"), "")
        quotes = {"&quot;": '"', "&apos;": "'"}
        sheets[unescape(sheet.get("name", ""), quotes)] = (
            target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        )
    return sheets


def _errors(parts: zipfile.ZipFile, part: str) -> dict[str, str]:
    errors = {}
    for attributes, inside in _CELL.findall(_text(parts, part)):
        cell = dict(_ATTRIBUTE.findall(attributes)).get("r", "")
        value = _VALUE.search(inside)
        errors[cell] = value[1] if value else "#"
    return errors


def _text(parts: zipfile.ZipFile, name: str) -> str:
    if parts.getinfo(name).file_size > _LARGEST:
        return ""
    return parts.read(name).decode("utf-8")
