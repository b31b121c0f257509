"""The result as one JSON object, held to its schema."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from importlib.resources import files
from typing import Any

import numpy as np
import pytest
from jsonschema import Draft202012Validator

from bprkit.report.answers import to_json

Result = Callable[[str], dict[str, Any]]


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(files("bprkit").joinpath("data/mined.schema.json").read_text("utf-8"))
    return loaded


def parts(schema: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    yield path, schema
    for name, inner in {**schema.get("properties", {}), **schema.get("$defs", {})}.items():
        yield from parts(inner, f"{path}/{name}")
    if isinstance(schema.get("items"), dict):
        yield from parts(schema["items"], f"{path}[]")


def test_the_schema_is_a_schema(schema: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(schema)


def test_every_property_of_the_schema_is_described(schema: dict[str, Any]) -> None:
    bare = [
        path
        for path, part in parts(schema)
        if "description" not in part
        and not path.endswith("[]")  # a list of plain texts is described as a list
    ]
    assert bare == []


def test_every_object_but_an_example_row_is_closed(schema: dict[str, Any]) -> None:
    is_open = [
        path
        for path, part in parts(schema)
        if part.get("type") == "object" and part["additionalProperties"] is not False
    ]
    assert is_open == ["/quality[]/examples[]"]


def test_a_result_keeps_to_the_schema(result: Result, schema: dict[str, Any], spoken: str) -> None:
    errors = list(Draft202012Validator(schema).iter_errors(json.loads(to_json(result(spoken)))))
    assert errors == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("overview/cases", -1),
        ("overview/cases", None),
        ("format", "bprkit-mined/2"),
        ("lead_time/status", "guessed"),
        ("transitions/0/measure", "idle"),
        ("transitions/0/clock_seconds", None),
        ("variants/0/share", 40.1),
        ("overview/surprise", 1),
    ],
)
def test_the_schema_refuses_what_is_not_a_result(
    result: Result, schema: dict[str, Any], path: str, value: Any
) -> None:
    mined: Any = result("ja")
    *outer, last = path.split("/")
    place = mined
    for name in outer:
        place = place[int(name)] if name.isdigit() else place[name]
    place[last] = value
    assert not Draft202012Validator(schema).is_valid(json.loads(to_json(mined)))


def test_without_a_calendar_working_time_is_null_and_the_result_still_valid(
    result: Result, schema: dict[str, Any]
) -> None:
    mined = result("ja")
    mined["settings"]["calendar"] = {"name": "none"}
    for row in mined["transitions"]:
        row["working_seconds"] = None
    assert Draft202012Validator(schema).is_valid(json.loads(to_json(mined)))


def test_durations_are_rounded_to_milliseconds_and_shares_are_not() -> None:
    mined = {"clock_seconds": {"mean": 1.23456789}, "share": 1 / 3, "mean_lead_time": 2.00049}
    assert json.loads(to_json(mined)) == {
        "clock_seconds": {"mean": 1.235},
        "share": 0.3333333333,
        "mean_lead_time": 2.0,
    }


def test_not_a_number_is_null_and_minus_zero_is_zero() -> None:
    text = to_json({"a": float("nan"), "b": float("inf"), "c": -0.0})
    assert "".join(text.split()) == '{"a":null,"b":null,"c":0.0}'


def test_numbers_of_numpy_are_numbers() -> None:
    assert json.loads(to_json({"n": np.int64(3), "x": np.float64("nan"), "flag": np.bool_(True)})) == {
        "n": 3,
        "x": None,
        "flag": True,
    }


def test_a_long_name_is_whole_and_readable(result: Result) -> None:
    mined = result("ja")
    mined["bottlenecks"][0]["source"] = "合議" * 40
    assert "合議" * 40 in to_json(mined)


def test_a_file_name_that_is_not_unicode_can_still_be_written() -> None:
    text = to_json({"files": ["\udc8d.csv"]})
    text.encode("utf-8")
    assert json.loads(text) == {"files": ["\udc8d.csv"]}


def test_the_same_result_gives_the_same_bytes(result: Result, spoken: str) -> None:
    assert to_json(result(spoken)) == to_json(result(spoken))


def test_what_json_cannot_hold_is_an_error_not_a_guess() -> None:
    with pytest.raises(TypeError):
        to_json({"x": object()})
