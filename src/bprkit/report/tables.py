"""The tables of a result as CSV files that Excel opens as they are: UTF-8 with its mark, no formulas.

>>> harmless("=1+1"), harmless("決裁"), harmless(-5)
("'=1+1", '決裁', -5)
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from bprkit.files import fill_beside
from bprkit.report.answers import plain
from bprkit.report.sample_tables import with_sample

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_ARROW = " → "
Row = Mapping[str, Any]


def write_csv_tables(mined: Mapping[str, Any], folder: str | os.PathLike[str]) -> list[Path]:
    """Write a CSV per table of a result into a folder, made if it is not there; return the files written.

    Columns have the names of the JSON result, nested ones joined (`clock_seconds_mean`, in seconds), in
    whatever language; a table without rows has its header. Raises OutputError where the folder cannot be
    written.
    """
    names = []
    with fill_beside(folder) as unfinished:
        for name, columns, rows in tables(plain(mined)):
            names.append(f"{name}.csv")
            with (unfinished / names[-1]).open(
                "w", encoding="utf-8-sig", errors="replace", newline=""
            ) as file:
                writer = csv.writer(file, lineterminator="\r\n")
                writer.writerow(columns)
                writer.writerows([harmless(row.get(column)) for column in columns] for row in rows)
    return [Path(folder) / name for name in names]


def harmless(value: Any) -> Any:
    """Return a value for a cell; a text that reads as a formula gets an apostrophe in front."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def tables(mined: Mapping[str, Any]) -> Iterator[tuple[str, list[str], list[Row]]]:
    """Yield name, columns and rows of each table, the columns as the JSON Schema of a result lists them.

    Of a sampled log, columns with the interval of each figure stand after it.
    """
    yield from with_sample(_tables(mined), mined.get("sample"))


def _tables(mined: Mapping[str, Any]) -> Iterator[tuple[str, list[str], list[Row]]]:
    yield _table("overview", [mined["overview"]], "overview")
    settings = [{"setting": key, "value": _joined(value)} for key, value in _flat(mined["settings"]).items()]
    yield "settings", ["setting", "value"], list(settings)
    kinds = (("warning", mined["warnings"]), ("summary", mined["summary"]))
    yield (
        "messages",
        ["kind", "text"],
        [{"kind": kind, "text": text} for kind, texts in kinds for text in texts],
    )
    yield _table("columns", mined["columns"], "columns[]")
    yield _table("quality", mined["quality"], "quality[]", without=("examples",))
    yield (
        "quality_examples",
        ["check", "example", "row", "column", "value"],
        list(_examples(mined["quality"])),
    )
    lead = mined["lead_time"]
    parts = ("by_fiscal_year", "by_month", "end_activity_candidates")
    yield _table("lead_time", [lead], "lead_time", without=parts)
    for part in parts:
        name = part if part == "end_activity_candidates" else f"lead_time_{part}"
        yield _table(name, lead[part], f"lead_time.{part}[]")
    for name in (
        "activities",
        "transitions",
        "bottlenecks",
        "start_activities",
        "end_activities",
        "variants",
    ):
        yield _table(name, mined[name], f"{name}[]")
    rework = mined["rework"]
    yield _table("rework", [rework], "rework", without=("activities", "returns"))
    yield _table("rework_activities", rework["activities"], "rework.activities[]")
    yield _table("rework_returns", rework["returns"], "rework.returns[]")
    handovers = mined["handovers"]
    by = [{"by": name, **handovers[name]} for name in ("resource", "role") if handovers[name]]
    yield _table("handovers", by, "handovers.role", first=("by",))
    yield _table("handover_pairs", handovers["pairs"], "handovers.pairs[]")
    yield _table("workload", mined["workload"], "workload[]")
    yield _table("backlog_weeks", mined["backlog"]["weeks"], "backlog.weeks[]")
    yield _table("backlog_by_activity", mined["backlog"]["by_activity"], "backlog.by_activity[]")
    attributes = mined["attributes"]
    yield _table("attributes", attributes, "attributes[]", without=("values",))
    values = [{"attribute": found["attribute"], **value} for found in attributes for value in found["values"]]
    yield _table("attribute_values", values, "attributes[].values[]", first=("attribute",))


def _table(
    name: str, rows: Iterable[Row], path: str, *, first: Sequence[str] = (), without: Sequence[str] = ()
) -> tuple[str, list[str], list[Row]]:
    listed = [column for column in _columns(path) if column.partition(".")[0] not in without]
    columns = [*first, *(column.replace(".", "_") for column in listed)]
    flattened = [
        {key: _joined(value) for key, value in _flat(row).items() if key not in without} for row in rows
    ]
    return name, columns, list(flattened)


def _examples(quality: Iterable[Row]) -> Iterator[Row]:
    for found in quality:
        for number, example in enumerate(found["examples"], 1):
            for column, value in example.items():
                if column != "row":
                    shared = {"check": found["check"], "example": number, "row": example.get("row")}
                    yield {**shared, "column": column, "value": _joined(value)}


def _flat(row: Row, prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in row.items():
        if isinstance(value, Mapping):
            flat |= _flat(value, f"{prefix}{key}_")
        else:
            flat[prefix + key] = value
    return flat


def _joined(value: Any) -> Any:
    return _ARROW.join(map(str, value)) if isinstance(value, list | tuple) else value


@cache
def _schema() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(files("bprkit").joinpath("data/mined.schema.json").read_text("utf-8"))
    return loaded


def _columns(path: str) -> list[str]:
    """Return the columns of the object at a path of the schema, inner ones as `outer.inner`."""
    place: Any = _schema()
    for name in path.replace("[]", ".[]").split("."):
        place = _resolved(place)
        place = place["items"] if name == "[]" else place["properties"][name]
    return list(_leaves(_resolved(place)))


def _leaves(schema: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    for name, inner in schema["properties"].items():
        inner = _resolved(inner)
        if "properties" in inner:
            yield from _leaves(inner, f"{prefix}{name}.")
        else:
            yield prefix + name


def _resolved(schema: Any) -> Any:
    """Follow references, and of a schema that may be null take what it is otherwise."""
    while "$ref" in schema or "anyOf" in schema:
        if "anyOf" in schema:
            schema = next(one for one in schema["anyOf"] if one.get("type") != "null")
        else:
            schema = _schema()["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    return schema
