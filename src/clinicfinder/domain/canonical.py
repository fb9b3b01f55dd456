"""Frozen dataclasses as canonical JSON and back: the same value always gives the same text, byte for byte.

Only what a snapshot needs: text, whole numbers, truth values, None, days, moments, tuples, dataclasses, and unions of
dataclasses that tell themselves apart by a `kind`. No floats: their text differs between machines and versions.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

Value = TypeVar("Value")


def to_canonical(value: Any) -> str:
    """The one JSON text of a value: keys sorted, no spaces, ASCII alone.

    Raises: TypeError for a value of a kind that has no single text.
    """
    return json.dumps(_plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def from_canonical(kind: type[Value], text: str) -> Value:
    """The value of this dataclass that a text stands for.

    Raises: ValueError if the text holds anything else: a missing field, one too many, a wrong type.
    """
    made = _made(kind, json.loads(text))
    if not isinstance(made, kind):
        raise ValueError(f"the text is not a {kind.__name__}")  # Wrong text, not a wrong call.
    return made


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} has no canonical text")


def _made(kind: Any, plain: Any) -> Any:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _made_of_union(get_args(kind), plain)
    if origin is tuple:
        return _made_tuple(get_args(kind), plain)
    if origin is Literal:
        if plain not in get_args(kind):
            raise ValueError(f"{plain!r} is none of {get_args(kind)}")
        return plain
    if isinstance(kind, type) and is_dataclass(kind):
        hints = _hints(kind)
        if not isinstance(plain, dict) or plain.keys() != hints.keys():
            raise ValueError(f"the fields are not those of {kind}")
        return kind(**{name: _made(hint, plain[name]) for name, hint in hints.items()})
    return _made_scalar(kind, plain)


def _made_scalar(kind: Any, plain: Any) -> Any:
    if kind in (date, datetime) and isinstance(plain, str):
        return kind.fromisoformat(plain)
    if type(plain) is not kind:
        raise ValueError(f"{plain!r} is no {kind}")
    return plain


def _made_tuple(kinds: tuple[Any, ...], plain: Any) -> tuple[Any, ...]:
    if not isinstance(plain, list):
        raise ValueError(f"{plain!r} is no list")  # Wrong text, not a wrong call.
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(_made(kinds[0], one) for one in plain)
    return tuple(_made(kind, one) for kind, one in zip(kinds, plain, strict=True))


def _made_of_union(kinds: tuple[Any, ...], plain: Any) -> Any:
    if plain is None and NoneType in kinds:
        return None
    for kind in kinds:
        tags = get_args(_hints(kind).get("kind")) if isinstance(kind, type) and is_dataclass(kind) else ()
        if tags and isinstance(plain, dict) and plain.get("kind") not in tags:
            continue
        if kind is not NoneType:
            return _made(kind, plain)
    raise ValueError(f"{plain!r} is none of {kinds}")


@cache
def _hints(kind: Any) -> Mapping[str, Any]:
    return get_type_hints(kind)
