"""What the pages show on which staff look after a layer: its versions, and its form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection

from maps.imported_legend import raster_legend, source_legend
from maps.imported_looks import Look
from maps.legend import LegendEntry
from services.accounts.store import Accounts
from services.layers.draft_form import typed_draft
from services.layers.imported import (
    Field,
    ImportedLayer,
    LayerVersion,
)
from services.layers.imported_sources import imported_source
from services.layers.keeping import Waiting
from services.layers.look_form import (
    KINDS,
    LOOK_NAMES,
    METHODS,
    ORDERED_SCHEMES,
    Values,
    typed_look,
)
from services.layers.offers import (
    FACT_NAMES,
    INTERNAL,
    LICENCES,
    OTHER,
    TITLE_LIMIT,
    WORDS_LIMIT,
)
from services.layers.registry import Shown
from services.layers.store import ImportedLayers
from services.processes.typed import Typed
from services.projects.model import THEMES
from services.web.texts import LocalText


@dataclass(frozen=True)
class VersionRow:
    """A version in the list, and who brought it in; ``path`` where it waits for a decision."""

    version: LayerVersion
    by: str | None
    is_current: bool
    path: str | None

    @property
    def is_at_rest(self) -> bool:
        """True for one that is not shown and may be shown again, or removed."""
        return self.version.state == "complete" and not self.is_current and self.path is None


def version_rows(
    connection: Connection, layer: ImportedLayer, waiting: Sequence[Waiting]
) -> tuple[VersionRow, ...]:
    """Return all versions of a layer, the newest first."""
    versions = ImportedLayers(connection).versions(layer)
    names = {one.id: one.name for one in Accounts(connection).list()}
    paths = {one.version: one.path for one in waiting}
    return tuple(
        VersionRow(
            one,
            by=None if one.imported_by is None else names.get(one.imported_by),
            is_current=one.version == layer.current_version,
            path=paths.get(one.version),
        )
        for one in versions
    )


def typed_of(layer: ImportedLayer) -> Typed:
    """Return what the forms of facts and look show at first."""
    days = {
        "as_of": (layer.as_of.isoformat(),),
        "next_due": (layer.next_due.isoformat() if layer.next_due else "",),
    }
    return Typed({**typed_draft(layer.draft), **days, **typed_look(layer.look).fields})


def form_context(
    connection: Connection,
    shown: Shown,
    typed: Typed,
    look: Look,
    *,
    errors: Mapping[str, LocalText],
    on: date,
) -> Mapping[str, Any]:
    """Return what the template of the forms needs; ``look`` is what the legend shows."""
    layers = ImportedLayers(connection)
    return {
        "shown": shown,
        "layer": shown.layer,
        "typed": typed,
        "errors": errors,
        "names": {**FACT_NAMES, **LOOK_NAMES},
        "licences": LICENCES,
        "internal": INTERNAL,
        "other": OTHER,
        "themes": THEMES,
        "limits": {"title": TITLE_LIMIT, "words": WORDS_LIMIT},
        "groups": sorted({one.group_name for one in layers.list()}),
        "kinds": KINDS,
        "methods": METHODS,
        "schemes": ORDERED_SCHEMES,
        **preview_context(shown, typed, look, errors=errors, on=on),
    }


def preview_context(
    shown: Shown,
    typed: Typed,
    look: Look,
    *,
    errors: Mapping[str, LocalText],
    on: date,
) -> Mapping[str, Any]:
    """Return what the legend of a look needs that is only tried."""
    return {
        "typed": typed,
        "errors": errors,
        "is_raster": shown.layer.kind == "raster",
        "legend": legend_of(shown, look, on=on),
        "look": look,
        "personal": personal_fields(shown, look),
    }


def legend_of(shown: Shown, look: Look, *, on: date) -> Sequence[LegendEntry]:
    """Return the legend of a layer as it would be under a look."""
    if shown.layer.kind == "raster":
        return raster_legend(look)
    return source_legend(replace(imported_source(shown, on=on), look=look))


def personal_fields(shown: Shown, look: Look) -> tuple[Field, ...]:
    """Return the columns with personal data that a look tells to staff only."""
    told = {look.field, look.label_field}
    return tuple(one for one in shown.version.fields if one.personal and one.id in told)


def values_of(connection: Connection, shown: Shown, on: date) -> Values:
    """Return what reads all values of a column of the version that is shown."""
    features = shown.features(connection, on)
    return lambda field: features.values(field.id)
