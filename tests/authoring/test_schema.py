"""The JSON Schema says what the reader reads."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from edgepersona.authoring import model
from edgepersona.authoring.checks import CHECKS
from edgepersona.authoring.schema import persona_schema
from edgepersona.authoring.source import parse
from edgepersona.authoring.tree import Mapping, Node, Scalar, Sequence
from tests.core.personas import BAKERY

from .shop import SHOP, changed


@pytest.fixture(scope="module")
def validator() -> Any:
    schema = json.loads(json.dumps(persona_schema()))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def data(node: Node) -> Any:
    """What an editor's YAML 1.2 reader sees."""
    if isinstance(node, Mapping):
        return {key: data(entry.value) for key, entry in node.entries.items()}
    if isinstance(node, Sequence):
        return [data(item) for item in node.items]
    assert isinstance(node, Scalar)
    if not node.quoted:
        try:
            return json.loads(node.text)
        except ValueError:
            return node.text
    return node.text


def test_the_bakery_is_valid(validator: Any) -> None:
    validator.validate(data(parse(BAKERY.read_bytes(), "bakery.yaml").root))


def test_the_shop_is_valid(validator: Any) -> None:
    validator.validate(data(parse(SHOP.encode(), "shop.yaml").root))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("audience: adults", "audience: everyone"),
        ("keep: 30d", "keep: thirty days"),
        ("stop: 0.6", "stop: 7"),
        ("stop: 0.6", "stopp: 0.6"),
        ("when: {topic: [roses]}\n", "when: {topic: roses}\n"),
        ("when: {topic: [roses]}\n", "when: {any: []}\n"),
        ("when: {topic: [roses]}\n", "when:\n"),
        ("value: 1.2", "value: 0"),
        ("remember: ask", "remember: on"),
        ("persona: 1\n", "persona: 2\n"),
        ("site: flower-shop\n", ""),
        ("{id: others, when: {}}", "{id: any, when: {}}"),
    ],
)
def test_what_the_reader_refuses_the_schema_refuses(validator: Any, old: str, new: str) -> None:
    text = changed((old, new))
    assert not validator.is_valid(data(parse(text.encode(), "shop.yaml").root))


def test_every_key_of_the_model_is_in_the_schema_with_words_for_editors() -> None:
    definitions = persona_schema()["$defs"]
    structs = [
        thing
        for thing in vars(model).values()
        if isinstance(thing, type) and hasattr(thing, "__struct_encode_fields__") and thing.__struct_encode_fields__
    ]
    assert len(structs) > 20
    for struct in structs:
        properties = definitions[struct.__name__]["properties"]
        assert set(properties) == set(struct.__struct_encode_fields__)
        assert definitions[struct.__name__]["description"]
        assert all("title" in prop for prop in properties.values())


def test_the_shop_uses_every_key_there_is() -> None:
    """So that every test that changes the shop can reach every key."""
    used = {key for node in walk(parse(SHOP.encode(), "shop.yaml").root) for key in node.entries}
    structs = [thing for thing in vars(model).values() if hasattr(thing, "__struct_encode_fields__")]
    assert {key for struct in structs for key in struct.__struct_encode_fields__} <= used


def walk(node: Node) -> Any:
    if isinstance(node, Mapping):
        yield node
        for entry in node.entries.values():
            yield from walk(entry.value)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from walk(item)


def test_every_silenceable_check_and_no_other_name_may_be_ignored() -> None:
    names = set(persona_schema()["$defs"]["Checks"]["properties"]["ignore"]["items"]["enum"])
    assert names == set(CHECKS) - {"silenced-nothing"}
