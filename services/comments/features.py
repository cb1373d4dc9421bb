"""Published voices as GeoJSON features: what everybody may read, where everybody may see it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import numpy as np
import orjson
import shapely

from geo.crs import LON_LAT, STORAGE_CRS, reproject
from services.comments.listing import Listing, PublicVoice
from services.web.dependencies import LOCAL_TIME
from services.web.filter import Filter

Position = tuple[float, float]

DECIMALS: Final = 5
"""About a metre: a tree can be found, a letter box not."""


def voice_features(voices: Sequence[PublicVoice]) -> Iterator[str]:
    """Yield each voice as a feature; without a public pin its geometry is null."""
    for one, position in zip(voices, positions(voices), strict=True):
        geometry = None if position is None else {"type": "Point", "coordinates": position}
        body = {
            "type": "Feature",
            "id": one.reference,
            "geometry": geometry,
            "properties": _properties(one),
        }
        yield orjson.dumps(body).decode()


def all_features(listing: Listing, filter_: Filter) -> Iterable[str]:
    """Yield everything that the filter finds as features, by number."""
    for portion in listing.each(filter_):
        yield from voice_features(portion)


def positions(voices: Sequence[PublicVoice]) -> list[Position | None]:
    """Return longitude and latitude of each public pin; all are projected at once."""
    pins = np.array([one.public_pin for one in voices] + [None], dtype=object)[:-1]
    degrees = reproject(pins, source=STORAGE_CRS, target=LON_LAT)
    lon, lat = (
        np.round(shapely.get_x(degrees), DECIMALS),
        np.round(shapely.get_y(degrees), DECIMALS),
    )
    return [
        None if pin is None else (x, y)
        for pin, x, y in zip(pins, lon.tolist(), lat.tolist(), strict=True)
    ]


def _properties(one: PublicVoice) -> Mapping[str, Any]:
    return {
        "reference": one.reference,
        "kind": one.kind,
        "title": one.title,
        "text": one.text,
        "theme": one.theme,
        "precision": one.precision,
        "district": one.district_id,
        "place_label": one.place_label,
        "process": one.process_id,
        "project": one.project_id,
        "channel": one.channel,
        "occasion": one.occasion,
        "author_name": one.author_name,
        "expertise": one.expertise,
        "office": one.office,
        "language": one.language,
        "answer": one.answer,
        "supports": one.supports,
        "received_on": one.received_on.isoformat(),
        "published_on": _day(one.published_at),
        "answered_on": _day(one.answered_at),
        "demo": one.demo,
        "url": f"/beitrag/{one.reference}",
    }


def _day(moment: datetime | None) -> str | None:
    """Return the day in Herten."""
    return None if moment is None else moment.astimezone(LOCAL_TIME).date().isoformat()
