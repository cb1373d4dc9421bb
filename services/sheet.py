"""The district sheet: joins district, projects and map to one file that opens without network.

Loads folium: never imported by the app process.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from maps.sheet_content import (
    DistrictSheet,
    SheetFact,
    SheetLink,
    SheetNeighbour,
    SheetProject,
)
from maps.sheets import district_sheet
from services.districts.actions import boundaries_in_force, identities
from services.districts.model import BOUNDARY_NOTE, FACT_LABELS, Fact, Source
from services.districts.store import Districts
from services.projects.actions import project_rows
from services.projects.model import THEMES, PlacedProject, Project
from services.web.filter import Filter
from services.web.geojson import to_lon_lat
from services.web.i18n import Speech
from services.web.pages import BUILD_DIR, ClientNotBuiltError
from services.web.texts import Lang, say

LEAFLET = BUILD_DIR / "vendor" / "leaflet"


def write_sheet(
    connection: Connection, district_id: str, target: Path, *, lang: Lang, on: date
) -> None:
    """Write the sheet of a district. Raises ``DistrictNotFoundError``, ``ClientNotBuiltError``."""
    sheet = make_sheet(connection, district_id, lang=lang, on=on)
    scripts = [LEAFLET / "leaflet.js", LEAFLET / "leaflet.css"]
    if not all(path.is_file() for path in scripts):
        raise ClientNotBuiltError(command="make client")
    script, style = (path.read_text("utf-8") for path in scripts)
    target.write_text(district_sheet(sheet, leaflet_js=script, leaflet_css=style), "utf-8")


def make_sheet(connection: Connection, district_id: str, *, lang: Lang, on: date) -> DistrictSheet:
    """Return what the sheet of a district says, in one language."""
    store = Districts(connection)
    district = store.get(district_id)
    districts = {one.id: one for one in store.list()}
    boundaries = boundaries_in_force(connection, on)
    shapes = {one.district_id: to_lon_lat(one.boundary) for one in boundaries.boundaries}
    others = [one for one in districts.values() if one.id != district.id]
    sources = store.sources()
    speech = Speech(lang)
    return DistrictSheet(
        lang=lang,
        identity=identities([district])[0],
        geometry=shapes[district.id],
        summary=say(district.profile.summary, lang),
        made_on=speech.day(on),
        credit=boundaries.version.source,
        boundary_note=BOUNDARY_NOTE[boundaries.version.boundary_status],
        facts=[_fact(one, sources, speech) for one in district.profile.facts],
        projects=[
            _project(row, speech)
            for row in project_rows(connection, Filter(districts=(district.id,)), on)
        ],
        neighbours=[
            SheetNeighbour(identity, shapes[one.id])
            for identity, one in zip(identities(others), others, strict=True)
        ],
    )


def _fact(fact: Fact, sources: Mapping[str, Source], speech: Speech) -> SheetFact:
    label = say(FACT_LABELS.get(fact.key, {"de": fact.key}), speech.lang)
    if fact.as_of:
        label = f"{label} ({speech.day(fact.as_of)})"
    return SheetFact(
        label=label,
        value=speech.value(fact.value, fact.unit),
        note=say(fact.reason or fact.note, speech.lang),
        sources=_links(fact.sources, sources),
    )


def _links(keys: Sequence[str], sources: Mapping[str, Source]) -> list[SheetLink]:
    known = [sources[key] for key in keys if key in sources]
    return [SheetLink(one.title, one.url or "") for one in known]


def _project(placed: PlacedProject, speech: Speech) -> SheetProject:
    one = placed.project
    return SheetProject(
        name=say(one.name, speech.lang),
        status=one.status,
        theme=say(THEMES[one.themes[0]], speech.lang),
        period=_period(one, speech),
        geometry=None if one.geometry is None else to_lon_lat(one.geometry),
        note=say(one.details.status_note, speech.lang),
    )


def _period(one: Project, speech: Speech) -> str:
    first, last = one.period_from, one.period_to
    if first and last:
        return " – ".join(speech.short_day(part) for part in dict.fromkeys((first, last)))
    if first:
        return speech.gettext("ab %(start)s") % {"start": speech.short_day(first)}
    if last:
        return speech.gettext("bis %(end)s") % {"end": speech.short_day(last)}
    return speech.gettext("keine Angabe")
