"""The JSON Schema of procedure files: for editors that complete keys, and for programs that write such files.

To write data/procedure.schema.json anew: python -m bprkit.procedure.yaml.schema
"""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

ADDRESS = "https://json-schema.org/draft/2020-12/schema"


def make_schema() -> dict[str, Any]:
    """Return the schema, made from the shapes that the loader checks files with.

    >>> make_schema()["title"]
    'Procedure of bprkit'
    """
    from bprkit.procedure.yaml.shapes import ProcedureShape

    made = ProcedureShape.model_json_schema(by_alias=True)
    return {"$schema": ADDRESS, **made, "title": "Procedure of bprkit"}


def schema_text() -> str:
    """Return the schema as it stands in the package's data."""
    return json.dumps(make_schema(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def schema_file() -> Path:
    """Return where the schema stands."""
    return Path(str(resources.files("bprkit").joinpath("data", "procedure.schema.json")))


if __name__ == "__main__":
    schema_file().write_text(schema_text(), encoding="utf-8", newline="\n")
