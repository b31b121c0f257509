"""The JSON Schema in the package is the one that the loader goes by, and fits the files that the loader takes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings

from bprkit.procedure.library import procedures as bundled_procedures
from bprkit.procedure.model import Procedure
from bprkit.procedure.yaml.plain import to_plain
from bprkit.procedure.yaml.reading import read_document, typed
from bprkit.procedure.yaml.schema import schema_file, schema_text
from procedure_files import EVERY_FORM
from procedures import procedures

BUNDLED = [path for bundled in bundled_procedures() for path in bundled.files.values()]


@pytest.fixture(scope="module")
def validator() -> Any:
    schema = json.loads(schema_file().read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_the_schema_is_current() -> None:
    written = schema_file().read_text(encoding="utf-8")
    assert written == schema_text(), "write it anew: python -m bprkit.procedure.yaml.schema"


@pytest.mark.parametrize("path", BUNDLED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_bundled_procedures_fit_the_schema(path: Path, validator: Any) -> None:
    validator.validate(typed(read_document(path.read_text(encoding="utf-8"), path.name)))


def test_every_form_fits_the_schema(validator: Any) -> None:
    validator.validate(typed(read_document(EVERY_FORM, "example")))


@given(procedure=procedures())
@settings(max_examples=30, suppress_health_check=list(HealthCheck))
def test_what_is_saved_fits_the_schema(validator: Any, procedure: Procedure) -> None:
    validator.validate(to_plain(procedure))


@pytest.mark.parametrize(
    "text",
    [
        "title: 手続",
        "steps: [{task: a, roel: b}]",
        "steps: [{tsk: a}]",
        "steps: [{task: a, medium: papper}]",
        "steps: [{task: a, materials: {sheets: -3}}]",
        "steps: [{choice: a}]",
        "steps: [{timer: a, period: {amount: 10 calendar days}}]",
        "steps: [{gateway: a, next: [{share: 3%}]}]",
        "roles: [{title: a}]\nsteps: []",
    ],
)
def test_what_the_loader_refuses_the_schema_refuses(text: str, validator: Any) -> None:
    assert not validator.is_valid(typed(read_document(text, "example")))
