"""What the keeper left of an animal: what each layer of it became, line by line."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import orjson
import shapely

from services.imports.form import read_form
from services.imports.model import LayerFound, Report
from services.imports.start import typed_of
from services.layers.imported import FIELDS, Field, ValueKind
from services.processes.typed import Typed
from tests.zoo.kept import CONVERTED, features_folder

_TYPES: Final[Mapping[ValueKind, tuple[type, ...]]] = {
    "text": (str,),
    "integer": (int,),
    "number": (int, float),
    "date": (str,),
    "boolean": (bool,),
}
_ABOUT: Final = {
    "title_de": ("Ebene",),
    "source": ("Zoo",),
    "licence": ("cc-zero",),
    "as_of": ("2026-01-01",),
}


def ends(job: Path) -> Sequence[Mapping[str, Any]]:
    """Return how each layer ended: with so many features, or refused."""
    found: Sequence[Mapping[str, Any]] = orjson.loads((job / CONVERTED).read_bytes())
    return found


def assert_whole(job: Path, position: int) -> None:
    """Every line of a layer holds a sound shape or none, and a value of its kind for each field."""
    folder = job / features_folder(position)
    fields = FIELDS.validate_json((folder / "fields.json").read_bytes())
    lines = (folder / "features.jsonl").read_bytes().splitlines()
    assert len(lines) == ends(job)[position]["features"]
    for n, written in enumerate(lines):
        line = orjson.loads(written)
        assert line["n"] == n
        _assert_values(line["p"], fields)
        _assert_shape(line["wkb"], line["b"])


def _assert_values(values: Mapping[str, object], fields: Sequence[Field]) -> None:
    assert list(values) == [one.id for one in fields]
    for one in fields:
        value = values[one.id]
        assert value is None or isinstance(value, _TYPES[one.kind]), (one, value)
        assert not isinstance(value, str) or (value and "\0" not in value)


def _assert_shape(encoded: str | None, box: Sequence[float] | None) -> None:
    assert (encoded is None) == (box is None)
    if encoded is None:
        return
    shape = shapely.from_wkb(base64.b64decode(encoded))
    assert shapely.is_valid(shape)
    assert not shapely.is_empty(shape)
    assert not shapely.has_z(shape)
    assert not shapely.has_m(shape)


def is_loaded_unasked(layer: LayerFound, report: Report) -> bool:
    """Tell whether the form is enough as it is first shown, but for what the layer is called."""
    shown = typed_of(layer, None)
    typed = Typed({**shown.fields, **_ABOUT})
    return read_form(typed, layer, report.messages, []).decision is not None
