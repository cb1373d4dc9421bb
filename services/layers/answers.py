"""What the addresses for programs say of features and districts of a layer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import orjson

from services.districts.model import District
from services.layers.imported import OUTSIDE, TOTAL, DistrictStatistic, Feature, Field, Value
from services.layers.registry import NOTHING, Shown
from services.web.geojson import geometry_member
from services.web.plain import plain_text
from services.web.texts import say


def about(shown: Shown) -> dict[str, Any]:
    """Return which layer and which version an answer is about."""
    layer = shown.layer
    return {
        "id": layer.id,
        "title": layer.title["de"],
        "title_en": say(layer.title, "en"),
        "version": shown.version.version,
        "as_of": shown.version.as_of,
        "source": layer.source,
        "licence": {"name": layer.licence_name, "url": layer.licence_url},
    }


def in_collection(shown: Shown, feature: Feature) -> str:
    """Return a feature as text, a member of a GeoJSON collection."""
    return orjson.dumps(_member(shown, feature)).decode()


def _member(shown: Shown, feature: Feature) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": feature.n,
        "geometry": geometry_member(feature.geometry),
        "properties": {one.id: feature.properties.get(one.id) for one in shown.fields},
        "title": title(shown, feature),
        "districts": [{"id": id_, "share": share} for id_, share in feature.districts.items()],
    }


def alone(shown: Shown, feature: Feature, districts: Sequence[District]) -> dict[str, Any]:
    """Return one feature with everything a reader needs: names of columns and of districts."""
    return _member(shown, feature) | {
        "fields": [
            {
                "id": one.id,
                "alias": one.alias,
                "kind": one.kind,
                "personal": one.personal,
                "value": _shown(feature.properties.get(one.id)),
            }
            for one in shown.fields
        ],
        "districts": [
            {"id": one.id, "name": one.name, "share": feature.districts[one.id]}
            for one in districts
            if one.id in feature.districts
        ],
        "layer": about(shown),
    }


def _shown(value: Value) -> Value:
    """Return a value for a reader; what HTML it holds stays in ``properties`` alone."""
    return plain_text(value) or value if isinstance(value, str) else value


def title(shown: Shown, feature: Feature) -> str | None:
    """Return what names a feature; None where no column does."""
    field = shown.label_field
    found = None if field is None else _shown(feature.properties.get(field.id))
    return None if found is None else str(found)


def by_district(
    shown: Shown,
    statistics: Mapping[str, DistrictStatistic],
    districts: Sequence[District],
    valid_from: date,
) -> dict[str, Any]:
    """Return what lies in every district, also where that is nothing."""
    return {
        "layer": about(shown),
        "boundaries_valid_from": valid_from,
        "counted": bool(statistics),
        "fields": [{"id": one.id, "alias": one.alias} for one in summed_fields(shown)],
        "districts": [
            {"id": one.id, "name": one.name, **_numbers(shown, statistics.get(one.id, NOTHING))}
            for one in districts
        ],
        OUTSIDE: _numbers(shown, statistics.get(OUTSIDE, NOTHING)),
        TOTAL: _numbers(shown, statistics.get(TOTAL, NOTHING)),
    }


def summed_fields(shown: Shown) -> tuple[Field, ...]:
    """Return the columns of amounts, which everybody may see; a key counts nothing."""
    return tuple(one for one in shown.fields if one.is_summed and one.id != shown.layer.key_field)


def _numbers(shown: Shown, found: DistrictStatistic) -> dict[str, Any]:
    shown_ids = [one.id for one in summed_fields(shown)]
    return {
        "count": found.count,
        "length_m": found.length_m,
        "area_m2": found.area_m2,
        "sums": {one: found.sums[one] for one in shown_ids if one in found.sums},
        "filled": {one: found.filled[one] for one in shown_ids if one in found.filled},
    }
