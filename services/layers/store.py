"""The SQL of layers that staff brought in, and of their versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from maps.imported_looks import LOOKS, Look
from services.database.revisions import bump
from services.database.tables import imported_layer, layer_version
from services.layers.imported import (
    FIELDS,
    PASSPORTS,
    STATISTICS,
    Field,
    ImportedLayer,
    Kind,
    LayerChangedError,
    LayerDraft,
    LayerVersion,
    Statistics,
    VersionNotFoundError,
    VersionPassport,
    VersionState,
)
from services.layers.model import LayerNotFoundError
from services.layers.slugs import free_slug
from services.web.actor import Actor


def _to_layer(row: Row[Any]) -> ImportedLayer:
    values = dict(row._mapping)
    return ImportedLayer(**values | {"look": LOOKS.validate_python(values["look"])})


def _to_version(row: Row[Any]) -> LayerVersion:
    values = dict(row._mapping)
    return LayerVersion(
        **values
        | {
            "fields": FIELDS.validate_python(values["fields"]),
            "passport": PASSPORTS.validate_python(values["passport"]),
            "bounds": None if values["bounds"] is None else tuple(values["bounds"]),
            "statistics": STATISTICS.validate_python(values["statistics"]),
        }
    )


def account_id(actor: Actor | None) -> str | None:
    """Return the account behind an actor; None for the program and the command line."""
    return None if actor is None else actor.id or None


class ImportedLayers:
    """Reads and writes layers and versions inside the caller's transaction; never commits."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self,
        draft: LayerDraft,
        *,
        kind: Kind,
        look: Look,
        key_field: str | None,
        actor: Actor | None,
        now: datetime,
    ) -> ImportedLayer:
        """Write a new layer, still without a version, under a free id made of its title."""
        taken = set(self._connection.execute(select(imported_layer.c.id)).scalars())
        layer_id = free_slug(draft.title["de"], taken)
        self._connection.execute(
            insert(imported_layer).values(
                id=layer_id,
                kind=kind,
                look=LOOKS.dump_python(look, mode="json"),
                key_field=key_field,
                created_by=account_id(actor),
                created_at=now,
                changed_at=now,
                revision=1,
                **_draft_values(draft),
            )
        )
        return self.get(layer_id)

    def find(self, layer_id: str) -> ImportedLayer | None:
        """Return one layer, or None."""
        row = self._connection.execute(
            select(imported_layer).where(imported_layer.c.id == layer_id)
        ).one_or_none()
        return None if row is None else _to_layer(row)

    def get(self, layer_id: str) -> ImportedLayer:
        """Return one layer or raise ``LayerNotFoundError``."""
        found = self.find(layer_id)
        if found is None:
            raise LayerNotFoundError(layer_id=layer_id)
        return found

    def numbered(self, number: int) -> ImportedLayer:
        """Return the layer to which rows of other tables belong by ``number``."""
        row = self._connection.execute(
            select(imported_layer).where(imported_layer.c.number == number)
        ).one()
        return _to_layer(row)

    def list(
        self, *, public_only: bool = False, shown_only: bool = False
    ) -> tuple[ImportedLayer, ...]:
        """Return the layers by group and title; ``shown_only`` those with a current version."""
        asked = select(imported_layer)
        if public_only:
            asked = asked.where(imported_layer.c.visibility == "public")
        if public_only or shown_only:
            asked = asked.where(imported_layer.c.current_version.is_not(None))
        found = [_to_layer(row) for row in self._connection.execute(asked)]
        return tuple(sorted(found, key=_by_group_and_title))

    def ids(self, *, public_only: bool) -> tuple[str, ...]:
        """Return the ids of the layers that have a current version, oldest first."""
        asked = select(imported_layer.c.id).where(imported_layer.c.current_version.is_not(None))
        if public_only:
            asked = asked.where(imported_layer.c.visibility == "public")
        rows = self._connection.execute(asked.order_by(imported_layer.c.number))
        return tuple(rows.scalars())

    def update(
        self,
        layer_id: str,
        *,
        expected_revision: int,
        draft: LayerDraft,
        look: Look,
        now: datetime,
    ) -> ImportedLayer:
        """Write changed facts and look; raises ``LayerChangedError`` when somebody was faster."""
        values = _draft_values(draft) | {"look": LOOKS.dump_python(look, mode="json")}
        self._change(layer_id, expected_revision, now=now, **values)
        changed = self.get(layer_id)
        bump(self._connection, changed.revision_id, now=now)
        return changed

    def set_current(
        self, layer: ImportedLayer, version: LayerVersion, *, now: datetime
    ) -> ImportedLayer:
        """Show another version; raises ``LayerChangedError`` when somebody was faster."""
        self._change(
            layer.id, layer.revision, now=now, current_version=version.version, as_of=version.as_of
        )
        return self.get(layer.id)

    def set_none(self, layer: ImportedLayer, *, now: datetime) -> None:
        """Show no version any more; raises ``LayerChangedError`` when somebody was faster."""
        self._change(layer.id, layer.revision, now=now, current_version=None)
        bump(self._connection, layer.revision_id, now=now)

    def remove(self, layer_id: str) -> None:
        """Delete a layer that has no versions any more, or never had one."""
        self._connection.execute(delete(imported_layer).where(imported_layer.c.id == layer_id))

    def add_version(
        self,
        layer: ImportedLayer,
        *,
        file_name: str,
        file_sha256: str,
        as_of: date,
        feature_count: int,
        fields: Sequence[Field],
        passport: VersionPassport,
        bounds: tuple[float, float, float, float] | None,
        statistics: Statistics,
        actor: Actor | None,
        now: datetime,
        raster: Mapping[str, Any] | None = None,
    ) -> LayerVersion:
        """Write a new version in the state ``loading``: nobody sees it yet."""
        version = LayerVersion(
            layer_number=layer.number,
            version=self._next_version(layer),
            state="loading",
            file_name=file_name,
            file_sha256=file_sha256,
            imported_by=account_id(actor),
            imported_at=now,
            as_of=as_of,
            feature_count=feature_count,
            fields=tuple(fields),
            passport=passport,
            bounds=bounds,
            statistics=statistics,
            raster=raster,
        )
        self._connection.execute(insert(layer_version).values(**_version_values(version)))
        return version

    def versions(self, layer: ImportedLayer) -> tuple[LayerVersion, ...]:
        """Return all versions of a layer, in any state, the newest first."""
        rows = self._connection.execute(
            select(layer_version)
            .where(layer_version.c.layer_number == layer.number)
            .order_by(layer_version.c.version.desc())
        )
        return tuple(_to_version(row) for row in rows)

    def find_version(self, layer: ImportedLayer, version: int) -> LayerVersion | None:
        """Return one version of a layer in any state, or None."""
        row = self._connection.execute(
            select(layer_version).where(
                layer_version.c.layer_number == layer.number, layer_version.c.version == version
            )
        ).one_or_none()
        return None if row is None else _to_version(row)

    def get_version(self, layer: ImportedLayer, version: int) -> LayerVersion:
        """Return one complete version or raise ``VersionNotFoundError``."""
        found = self.find_version(layer, version)
        if found is None or found.state != "complete":
            raise VersionNotFoundError(layer_id=layer.id, version=version)
        return found

    def unfinished(self) -> tuple[tuple[int, int], ...]:
        """Return layer number and version of whatever is still arriving or leaving."""
        rows = self._connection.execute(
            select(layer_version.c.layer_number, layer_version.c.version)
            .where(layer_version.c.state != "complete")
            .order_by(layer_version.c.layer_number, layer_version.c.version)
        )
        return tuple((row.layer_number, row.version) for row in rows)

    def empty(self) -> tuple[str, ...]:
        """Return the ids of layers without any version: their first one never was complete."""
        versions = select(layer_version.c.layer_number)
        rows = self._connection.execute(
            select(imported_layer.c.id).where(
                imported_layer.c.current_version.is_(None), imported_layer.c.number.not_in(versions)
            )
        )
        return tuple(rows.scalars())

    def tile_files(self) -> frozenset[str]:
        """Return the names of all archives of tiles that versions need."""
        rows = self._connection.execute(
            select(layer_version.c.tile_file).where(layer_version.c.tile_file.is_not(None))
        )
        return frozenset(str(name) for name in rows.scalars())

    def set_version_state(
        self,
        layer_number: int,
        version: int,
        state: VersionState,
        *,
        tile_file: str | None = None,
    ) -> None:
        """Say that a version is complete (with its archive of tiles, if it has one) or leaves."""
        values: dict[str, Any] = {"state": state}
        if tile_file is not None:
            values["tile_file"] = tile_file
        self._set_version(layer_number, version, **values)

    def set_tile_file(
        self, layer: ImportedLayer, version: LayerVersion, name: str, *, now: datetime
    ) -> None:
        """Keep the name of an archive of tiles that was made anew; what was cached is void."""
        self._set_version(layer.number, version.version, tile_file=name)
        bump(self._connection, layer.revision_id, now=now)

    def set_as_of(self, layer_number: int, version: int, as_of: date) -> None:
        """Keep from when the data of a version are, corrected by a person."""
        self._set_version(layer_number, version, as_of=as_of)

    def set_differences(
        self, layer_number: int, version: int, differences: Mapping[str, Any]
    ) -> None:
        """Keep what a version changes, as ``Differences.as_stored`` says it."""
        self._set_version(layer_number, version, differences=dict(differences))

    def remove_version(self, layer_number: int, version: int) -> None:
        """Delete a version whose features have left."""
        self._connection.execute(
            delete(layer_version).where(
                layer_version.c.layer_number == layer_number, layer_version.c.version == version
            )
        )

    def _next_version(self, layer: ImportedLayer) -> int:
        newest = self._connection.execute(
            select(func.max(layer_version.c.version)).where(
                layer_version.c.layer_number == layer.number
            )
        ).scalar_one()
        return (newest or 0) + 1

    def _set_version(self, layer_number: int, version: int, **values: Any) -> None:
        self._connection.execute(
            update(layer_version)
            .where(layer_version.c.layer_number == layer_number, layer_version.c.version == version)
            .values(**values)
        )

    def _change(
        self, layer_id: str, expected_revision: int, *, now: datetime, **values: Any
    ) -> None:
        changed = self._connection.execute(
            update(imported_layer)
            .where(imported_layer.c.id == layer_id, imported_layer.c.revision == expected_revision)
            .values(**values, revision=expected_revision + 1, changed_at=now)
        )
        if changed.rowcount == 0:
            self.get(layer_id)
            raise LayerChangedError(layer_id=layer_id)


def _by_group_and_title(layer: ImportedLayer) -> tuple[str, str, int]:
    return (layer.group_name.casefold(), layer.title["de"].casefold(), layer.number)


def _draft_values(draft: LayerDraft) -> dict[str, Any]:
    # Not ``asdict``: it copies what is a mapping already.
    return {name: getattr(draft, name) for name in LayerDraft.__dataclass_fields__}


def _version_values(version: LayerVersion) -> dict[str, Any]:
    values = {name: getattr(version, name) for name in LayerVersion.__dataclass_fields__}
    return values | {
        "fields": FIELDS.dump_python(version.fields, mode="json"),
        "passport": PASSPORTS.dump_python(version.passport, mode="json"),
        "bounds": None if version.bounds is None else list(version.bounds),
        "statistics": STATISTICS.dump_python(dict(version.statistics), mode="json"),  # type: ignore[arg-type]
    }
