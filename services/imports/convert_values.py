"""Values of columns, made what their kind says. Runs in the child only."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Final

from services.imports.coordinates import Decimal, number
from services.imports.model import ImportRefusedError
from services.layers.imported import Value, ValueKind

_NOTHING: Final = type(None)
_AS_THEY_ARE: Final[Mapping[ValueKind, frozenset[type]]] = {
    "text": frozenset({_NOTHING}),
    "integer": frozenset({int, _NOTHING}),
    "number": frozenset({float, _NOTHING}),
    "date": frozenset({_NOTHING}),
    "boolean": frozenset({bool, _NOTHING}),
}
"""Types of values that need nothing done to them."""
_EDGES: Final = " \t\r\n\0"
_YES: Final = frozenset({"ja", "yes", "true", "wahr"})

Found = str | int | float | bool | date | None
"""A value as a file has it."""


def converted(column: Sequence[Found], kind: ValueKind, decimal: Decimal | None) -> list[Value]:
    """Return the values of a column whose values are all of ``kind``; None where there is none.

    ``decimal`` is the sign before decimals in texts; None: each text tells by itself.
    """
    if {type(value) for value in column} <= _AS_THEY_ARE[kind]:
        return list(column)  # type: ignore[arg-type]  # no dates among them
    make = partial(_number, decimal=decimal) if kind == "number" else _MAKERS[kind]
    # Texts are repeated a lot: each different one is made once.
    made = {value: make(value) for value in set(column) if isinstance(value, str)}
    return [made[value] if isinstance(value, str) else _made(value, make) for value in column]


def _made(value: Found, make: Callable[[Found], Value]) -> Value:
    return None if value is None else make(value)


def _text(value: Found) -> Value:
    if isinstance(value, str):
        # A database may refuse the sign that ends texts in C.
        return value.strip(_EDGES).replace("\0", "") or None
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _integer(value: Found) -> Value:
    if isinstance(value, str):
        bare = value.strip(_EDGES)
        return int(bare) if bare else None
    return int(value) if isinstance(value, int | float) else None


def _number(value: Found, decimal: Decimal | None) -> Value:
    if not isinstance(value, str):
        return number(value, ".") if isinstance(value, int | float) else None
    first: Decimal = decimal or ("," if "," in value else ".")
    other: Decimal = "." if first == "," else ","
    bare = value.strip(_EDGES)
    found = number(bare, first)
    return number(bare, other) if found is None else found


def _day(value: Found) -> Value:
    if isinstance(value, date):
        return value.isoformat()
    text = str(value).strip(_EDGES)
    if not text:
        return None
    if "." in text:
        day, month, year = text.split(".")
        return f"{year}-{int(month):02}-{int(day):02}"
    return text.replace("/", "-")


def _truth(value: Found) -> Value:
    if isinstance(value, str):
        bare = value.strip(_EDGES).lower()
        return bare in _YES if bare else None
    return bool(value)


_MAKERS: Final[Mapping[ValueKind, Callable[[Found], Value]]] = {
    "text": _text,
    "integer": _integer,
    "date": _day,
    "boolean": _truth,
}


class Keys:
    """The values that tell features apart: each must be there, and there once."""

    def __init__(self, field_name: str) -> None:
        self._name = field_name
        self._seen: set[str] = set()
        self._count = 0
        self._missing = [0, 0]
        self._repeated = [0, 0]

    def take(self, values: Sequence[Value]) -> list[str | None]:
        """Return the keys of the next features."""
        keys = [None if value is None else _key(value) for value in values]
        for key in keys:
            self._count += 1
            tally = self._missing if key is None else self._repeated
            if key is None or key in self._seen:
                tally[:] = tally[0] + 1, tally[1] or self._count
            else:
                self._seen.add(key)
        return keys

    def refuse(self) -> None:
        """Raise ``ImportRefusedError`` where the values do not tell features apart."""
        for code, (count, first) in (("IMP-441", self._missing), ("IMP-442", self._repeated)):
            if count:
                facts = {"field": self._name, "count": count, "first": first}
                raise ImportRefusedError(code=code, facts=facts)


def _key(value: Value) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
