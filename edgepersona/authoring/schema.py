"""The JSON Schema of persona files, which editors complete from. Rule: generated from `model.py`, never written."""

from __future__ import annotations

from typing import Any

import msgspec

from . import condition
from .model import Persona

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def persona_schema() -> dict[str, Any]:
    """The schema, as plain data (draft 2020-12)."""
    generated = msgspec.json.schema(Persona)
    definitions: dict[str, Any] = {**generated["$defs"], "Condition": condition.SCHEMA}
    for definition in definitions.values():
        for name, field in definition.get("properties", {}).items():
            _without_null(field)
            field.setdefault("title", name.replace("_", " ").capitalize())
    return {
        "$schema": DIALECT,
        "title": "persona.yaml",
        "$ref": generated["$ref"],
        "$defs": dict(sorted(definitions.items())),
    }


def _without_null(field: dict[str, Any]) -> None:
    """A key that may be missing may not be empty: files say nothing by leaving the line out."""
    options = [option for option in field.get("anyOf", ()) if option != {"type": "null"}]
    if len(options) == 1:
        del field["anyOf"]
        for key, value in options[0].items():
            field.setdefault(key, value)
    if field.get("default", ...) is None:
        del field["default"]
