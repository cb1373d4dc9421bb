"""What stands in the columns of a layer that is to become something else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from services.layers.imported import Feature, Field, Value
from services.layers.registry import Shown

VALUES_MOST: Final = 200
"""More different values than this are no names of districts, themes or states."""


def public_fields(shown: Shown) -> tuple[Field, ...]:
    """Return the columns that may be used: what is about persons becomes nothing public."""
    return tuple(one for one in shown.version.fields if not one.personal)


def text_of(value: Value) -> str:
    """Return a value as it stands in a form; a missing one is empty."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())


def counted(features: Sequence[Feature], field_id: str) -> Mapping[str, int]:
    """Return how often each value of a column occurs, by the value as text, in its order."""
    found = Counter(text_of(one.properties.get(field_id)) for one in features)
    return dict(sorted(found.items()))
