"""Checks a tree of nodes against the types of a model, and builds the model from it.

Rules
1. The annotations are the grammar: names, kinds, bounds and patterns are read from them, never repeated here.
2. Every mistake is noted with its place, what is allowed there and the nearest name; then reading goes on with
   a blank in its stead, so that one reading finds all of them.
3. A value that was left empty is a mistake, unless the reading allows it to mean "not given".
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import Any

import msgspec
from msgspec import inspect as types

from edgepersona.core.conditions import ALWAYS

from . import condition
from .errors import Mistakes, did_you_mean, listed, nearest, quoted
from .forms import FORMS
from .tree import Mapping, Node, Scalar, Sequence, Source

_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_INT = re.compile(r"[-+]?[0-9]{1,15}")
_TRUTH = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}


def read[T: msgspec.Struct](source: Source, cls: type[T], mistakes: Mistakes, empty_is_missing: bool = False) -> T:
    """A model of the file, with blanks where there were mistakes."""
    reader = Reader(mistakes, empty_is_missing)
    model = reader.value(source.root, _info(cls), source.root)
    if not isinstance(model, cls):  # the root is no map: said, and nothing else can be
        model = cls(**{field.name: blank(field.type) for field in _info(cls).fields if field.required})
    return model


@lru_cache(maxsize=8)
def _info(cls: type[msgspec.Struct]) -> types.StructType:
    found = types.type_info(cls)
    assert isinstance(found, types.StructType)
    return found


def blank(kind: types.Type) -> Any:
    """What stands for a value that could not be read; rules pass over it."""
    kind = _bare(kind)
    if isinstance(kind, types.UnionType):
        return None if any(isinstance(t, types.NoneType) for t in kind.types) else blank(kind.types[0])
    if isinstance(kind, types.StructType):
        return kind.cls(**{field.name: blank(field.type) for field in kind.fields if field.required})
    if isinstance(kind, types.DictType):
        return {}
    if isinstance(kind, types.ListType):
        return []
    if isinstance(kind, types.FloatType | types.IntType):
        return math.nan
    return ALWAYS if isinstance(kind, types.AnyType) else ""


def _bare(kind: types.Type) -> types.Type:
    while isinstance(kind, types.Metadata):
        kind = kind.type
    return kind


def _extra(kind: types.Type) -> dict[str, Any]:
    found: dict[str, Any] = {}
    while isinstance(kind, types.Metadata):
        found = {**(kind.extra or {}), **found}
        kind = kind.type
    return found


def describe(kind: types.Type) -> str:
    """What a message says was expected."""
    what = _extra(kind).get("what")
    if isinstance(what, str):
        return what
    match _bare(kind):
        case types.UnionType(types=options):
            return " or ".join(describe(t) for t in options if not isinstance(t, types.NoneType))
        case types.LiteralType(values=values):
            return str(values[0]) if len(values) == 1 else f"one of {listed([str(value) for value in values])}"
        case types.StructType() | types.DictType():
            return "a map of keys and values"
        case types.ListType():
            return "a list"
        case types.BoolType():
            return "true or false"
        case types.IntType() as number:
            return "a whole number" + _range(number)
        case types.FloatType() as number:
            return "a number" + _range(number)
        case types.StrType(max_length=most):
            return f"text of 1 to {most} characters" if most else "text"
        case _:
            return "a value"


def _range(number: types.IntType | types.FloatType) -> str:
    least, above, most = number.ge, number.gt, number.le
    if least is not None and most is not None:
        return f" from {least} to {most}"
    return f" above {above}, at most {most}" if above is not None else ""


def found(node: Node) -> str:
    """What a message says was found."""
    if isinstance(node, Scalar):
        return "nothing" if node.is_null else quoted(node.text)
    return "a map" if isinstance(node, Mapping) else "a list"


class Reader:
    """Nodes → values of a type, noting mistakes."""

    def __init__(self, mistakes: Mistakes, empty_is_missing: bool = False) -> None:
        self.mistakes, self.say = mistakes, mistakes.say
        self.empty_is_missing = empty_is_missing

    def wrong(self, node: Node, kind: types.Type, hint: str = "", where: Node | None = None) -> Any:
        """Note that something else was expected, and go on with a blank. Where nothing was written, `where` is."""
        empty = isinstance(node, Scalar) and node.is_null and where is not None
        self.say(where if empty and where else node, f"expected {describe(kind)}, found {found(node)}{hint}")
        return blank(kind)

    def value(self, node: Node, kind: types.Type, where: Node) -> Any:
        """The value of a node. `where`: the key it stands under, or itself."""
        form = _extra(kind).get("form")
        bare = _bare(kind)
        if isinstance(node, Scalar) and node.is_null:
            return self.wrong(node, kind, where=where)
        if form == "condition":
            return condition.read(node, self.say)
        if isinstance(bare, types.UnionType):
            return self._union(node, kind, bare, where)
        if isinstance(bare, types.StructType) and isinstance(node, Mapping):
            return self._struct(node, bare, where)
        if isinstance(bare, types.DictType) and isinstance(node, Mapping):
            return self._dict(node, bare)
        if isinstance(bare, types.ListType) and isinstance(node, Sequence):
            return self._list(node, bare)
        if not isinstance(node, Scalar) or isinstance(bare, types.StructType | types.DictType | types.ListType):
            return self.wrong(node, kind)
        before = len(self.mistakes.errors)
        value = self._scalar(node, kind, bare)
        if form is not None and len(self.mistakes.errors) == before:
            why = FORMS[form](node.text)
            if why is not None:
                self.say(node, f"{why}, found {quoted(node.text)}")
        return value

    def _union(self, node: Node, kind: types.Type, union: types.UnionType, where: Node) -> Any:
        options = [option for option in union.types if not isinstance(option, types.NoneType)]
        shapes: tuple[type[types.Type], ...] = (types.StructType, types.DictType)
        if isinstance(node, Sequence):
            shapes = (types.ListType,)
        fits = [option for option in options if isinstance(_bare(option), (*shapes, types.AnyType))]
        if isinstance(node, Scalar):
            structured = (types.StructType, types.DictType, types.ListType)
            fits = [option for option in options if not isinstance(_bare(option), structured)]
        return self.value(node, fits[0], where) if fits else self.wrong(node, kind)

    def _struct(self, node: Mapping, struct: types.StructType, where: Node) -> Any:
        fields = {field.encode_name: field for field in struct.fields}
        values: dict[str, Any] = {}
        meant = set()
        for name, entry in node.entries.items():
            if name not in fields:
                near = nearest(name, fields)
                meant.add(near)
                allowed = f"allowed here: {listed(sorted(fields))}"
                self.say(entry.key, f"unknown key {quoted(name)}; {allowed}{did_you_mean(name, fields)}")
            elif not self._left_out(entry.value, fields[name]):
                values[fields[name].name] = self.value(entry.value, fields[name].type, entry.key)
        missing = [field for field in struct.fields if field.required and field.name not in values]
        values.update({field.name: blank(field.type) for field in missing})
        missing = [field for field in missing if field.encode_name not in meant]
        if len(missing) == 1:
            self.say(where, f"expected the key {quoted(missing[0].encode_name)}: {describe(missing[0].type)}")
        elif missing:
            self.say(where, f"expected the keys {listed([quoted(field.encode_name) for field in missing])}")
        return struct.cls(**values)

    def _left_out(self, node: Node, field: types.Field) -> bool:
        return self.empty_is_missing and not field.required and isinstance(node, Scalar) and node.is_null

    def _dict(self, node: Mapping, mapping: types.DictType) -> dict[Any, Any]:
        if not self._count(node, len(node.entries), mapping.min_length, mapping.max_length, "entries"):
            return {}
        values = {}
        for name, entry in node.entries.items():
            self._scalar(entry.key, mapping.key_type, _bare(mapping.key_type))
            values[name] = self.value(entry.value, mapping.value_type, entry.key)
        return values

    def _list(self, node: Sequence, sequence: types.ListType) -> list[Any]:
        if not self._count(node, len(node.items), sequence.min_length, sequence.max_length, "items"):
            return []
        names = _bare(sequence.item_type)
        distinct = isinstance(names, types.LiteralType) or (isinstance(names, types.StrType) and bool(names.pattern))
        values: list[Any] = []
        for item in node.items:
            value = self.value(item, sequence.item_type, item)
            if distinct and value != "" and value in values:
                self.say(item, f"{found(item)} stands twice in this list")
            values.append(value)
        return values

    def _count(self, node: Node, size: int, least: int | None, most: int | None, what: str) -> bool:
        if least is not None and size < least:
            self.say(node, f"expected at least {least} of the {what} that go here, found {size}")
        elif most is not None and size > most:
            self.say(node, f"expected at most {most} {what}, found {size}")
            return False
        return True

    def _scalar(self, node: Scalar, kind: types.Type, bare: types.Type) -> Any:
        text = node.text
        match bare:
            case types.LiteralType(values=values):
                for value in values:
                    if text == str(value) and (isinstance(value, str) or not node.quoted):
                        return value
                return self.wrong(node, kind, did_you_mean(text, [str(value) for value in values]))
            case types.BoolType():
                if node.quoted or text not in _TRUTH:
                    return self.wrong(node, kind)
                return _TRUTH[text]
            case types.IntType() as number:
                if node.quoted or not _INT.fullmatch(text) or not _within(int(text), number):
                    return self.wrong(node, kind, _unquoted(node))
                return int(text)
            case types.FloatType() as number:
                if node.quoted or not _FLOAT.fullmatch(text) or not _within(float(text), number):
                    return self.wrong(node, kind, _unquoted(node))
                return float(text) + 0.0  # no negative zero: it would print and pack differently
            case types.StrType() as words:
                return text if _fits(text, words) else self.wrong(node, kind)
            case _:
                raise AssertionError(f"no way to read {bare}")


def _fits(text: str, words: types.StrType) -> bool:
    return (
        (words.min_length is None or len(text.strip()) >= words.min_length)
        and (words.max_length is None or len(text) <= words.max_length)
        and (words.pattern is None or (re.search(words.pattern, text) is not None and not text.endswith("\n")))
    )


def _within(value: float, number: types.IntType | types.FloatType) -> bool:
    return (
        (number.ge is None or value >= number.ge)
        and (number.gt is None or value > number.gt)
        and (number.le is None or value <= number.le)
    )


def _unquoted(node: Scalar) -> str:
    number = _FLOAT.fullmatch(node.text) is not None
    return "; write it without quotes" if node.quoted and number else ""
