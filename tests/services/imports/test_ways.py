"""The way of an upload: taken in, looked at, decided about, loaded; on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from services.database.engine import reading, writing
from services.database.tables import (
    job,
    layer_feature,
    layer_feature_district,
    layer_version,
)
from services.districts.actions import boundaries_in_force
from services.imports import running
from services.imports.actions import (
    apply,
    cancel_work,
    confirm,
    discard,
    give_up_version,
    take_in,
)
from services.imports.arrival import keep
from services.imports.choices import proposed
from services.imports.converted import Converted
from services.imports.converting import convert
from services.imports.model import ImportRefusedError
from services.imports.records import (
    Decision,
    ImportChangedError,
    ImportFile,
    ImportNotFoundError,
)
from services.imports.store import Imports
from services.imports.waiting import waiting_for
from services.installation import bring_boundaries
from services.jobs.worker import work
from services.layers.differences import DIFFERENCES
from services.layers.imported import LayerDraft
from services.layers.keeping import Waiting
from services.layers.loading import apply_version
from services.layers.rederive import RECOUNT_VERSION
from services.layers.store import ImportedLayers
from services.runners import RUNNERS
from services.settings import Settings
from services.web.actor import Actor
from tests.conftest import NOW, Databases
from tests.services.boundaries import swapped
from tests.services.layers.brought_in import VALID_FROM
from tests.services.staff import add_staff
from tests.zoo.build_archives import zipped
from tests.zoo.build_shapefile import EAST, NORTH, polygon, shapefile, streets

DRAFT = LayerDraft(
    title={"de": "Wege"},
    description={"de": ""},
    group_name="Fachdaten",
    theme=None,
    visibility="public",
    source="Stadt Herten",
    licence_name="CC0 1.0",
    licence_url="",
    as_of=date(2026, 1, 1),
    next_due=None,
)


LATER = date(2030, 1, 1)
WHOLE, OTHER = "mitte", "disteln"


@dataclass(frozen=True)
class Office:
    """A workbench with a colleague who brings files in."""

    engine: Engine
    settings: Settings
    actor: Actor

    def upload(self, content: bytes, name: str = "wege.zip") -> str:
        new = keep(
            [(name, BytesIO(content))], import_dir=self.settings.import_dir, limit_bytes=1_000_000
        )
        with writing(self.engine) as connection:
            take_in(connection, new, actor=self.actor, now=NOW)
        return new.id

    def work(self) -> None:
        work(self.engine, self.settings, RUNNERS, clock=lambda: NOW)

    def see(self, import_id: str) -> ImportFile:
        with reading(self.engine) as connection:
            return Imports(connection).get(import_id)

    def confirm(self, import_id: str, decision: Decision, *, revision: int = 0) -> None:
        with writing(self.engine) as connection:
            confirm(
                connection, import_id, 0, decision, revision=revision, actor=self.actor, now=NOW
            )

    def decision(self, import_id: str, *, target: str | None = None) -> Decision:
        choices = proposed(self.see(import_id).found(0))
        draft = DRAFT if target is None else None
        return Decision(choices, as_of=date(2026, 1, 1), target=target, draft=draft)

    def reported(self) -> str:
        import_id = self.upload(OLD_ZIP)
        self.work()
        return import_id

    def rows(self) -> tuple[int, int]:
        """Return how many versions and features there are."""
        with reading(self.engine) as connection:
            return tuple(  # type: ignore[return-value]
                connection.execute(select(func.count()).select_from(table)).scalar_one()
                for table in (layer_version, layer_feature)
            )


BOW_TIE = polygon(
    [
        (EAST, NORTH),
        (EAST + 9, NORTH + 9),
        (EAST + 9, NORTH),
        (EAST, NORTH + 9),
        (EAST, NORTH),
    ]
)
OLD_ZIP = zipped(shapefile(prj=None, cpg=None, table=streets(encoding="cp1252")), "wege")


@pytest.fixture
def office(databases: Databases, dialect: str, tmp_path: Path) -> Iterator[Office]:
    engine = databases.herten(dialect)
    settings = Settings(
        database_url=engine.url.render_as_string(hide_password=False),
        import_dir=tmp_path / "imports",
        layer_dir=tmp_path / "layers",
    )
    with writing(engine) as connection:
        actor = add_staff(connection, "gis", now=NOW)
    yield Office(engine, settings, actor)
    engine.dispose()


def test_an_upload_becomes_a_layer_that_everybody_sees(office: Office) -> None:
    import_id = office.reported()

    office.confirm(import_id, office.decision(import_id))
    office.work()

    one = office.see(import_id)
    assert (one.state, one.layers[0].state, one.layers[0].layer_id) == ("closed", "loaded", "wege")
    with reading(office.engine) as connection:
        assert ImportedLayers(connection).ids(public_only=True) == ("wege",)
    assert office.rows() == (1, 5)
    assert not (office.settings.import_dir / import_id).exists()


def test_what_is_no_geodata_is_refused_with_its_code(office: Office) -> None:
    import_id = office.upload(b"Sehr geehrte Damen und Herren", "brief.geojson")

    office.work()

    one = office.see(import_id)
    assert one.state == "refused"
    assert one.message is not None


def test_a_double_click_asks_once(office: Office) -> None:
    import_id = office.reported()
    decision = office.decision(import_id)

    office.confirm(import_id, decision)
    office.confirm(import_id, decision)
    office.work()

    assert office.rows() == (1, 5)


def test_the_second_of_two_people_is_told(office: Office) -> None:
    import_id = office.reported()
    decision = office.decision(import_id)
    office.confirm(import_id, decision)

    with pytest.raises(ImportChangedError):
        office.confirm(import_id, Decision(decision.choices, as_of=date(2025, 1, 1), draft=DRAFT))


def test_a_cancelled_load_leaves_nothing_and_can_be_tried_again(office: Office) -> None:
    import_id = office.reported()
    office.confirm(import_id, office.decision(import_id))
    with writing(office.engine) as connection:
        cancel_work(connection, import_id, 0, actor=office.actor, now=NOW)
    office.work()

    layer = office.see(import_id).layers[0]
    assert layer.state == "cancelled"
    assert office.rows() == (0, 0)

    office.confirm(import_id, office.decision(import_id), revision=layer.revision)
    office.work()
    assert office.see(import_id).layers[0].state == "loaded"


def test_a_load_that_fails_says_why_and_leaves_nothing(office: Office) -> None:
    import_id = office.reported()
    (office.settings.import_dir / import_id / "work" / "sets.json").write_bytes(b"[]")
    office.confirm(import_id, office.decision(import_id))

    office.work()

    layer = office.see(import_id).layers[0]
    assert layer.state == "failed"
    assert layer.message is not None
    assert office.rows() == (0, 0)


def test_a_load_that_is_refused_at_its_end_leaves_nothing(office: Office) -> None:
    import_id = office.upload(zipped(shapefile((BOW_TIE,)), "wege"))
    office.work()
    office.confirm(import_id, office.decision(import_id))

    office.work()

    layer = office.see(import_id).layers[0]
    assert (layer.state, layer.message and layer.message.code) == ("failed", "IMP-351")
    assert office.rows() == (0, 0)
    with reading(office.engine) as connection:
        assert ImportedLayers(connection).ids(public_only=False) == ()


def test_a_new_version_waits_until_somebody_applies_it(office: Office) -> None:
    first = office.reported()
    office.confirm(first, office.decision(first))
    office.work()
    second = office.reported()
    office.confirm(second, office.decision(second, target="wege"))
    office.work()

    layer = office.see(second).layers[0]
    assert (layer.state, layer.layer_version) == ("ready", 2)
    with writing(office.engine) as connection:
        assert ImportedLayers(connection).get("wege").current_version == 1
        apply(connection, second, 0, revision=layer.revision, actor=office.actor, now=NOW)
        assert ImportedLayers(connection).get("wege").current_version == 2
    assert office.see(second).state == "closed"


def test_a_new_version_is_compared_and_told_to_whoever_looks_after_the_layer(
    office: Office,
) -> None:
    first = office.reported()
    office.confirm(first, office.decision(first))
    office.work()
    second = office.reported()
    office.confirm(second, office.decision(second, target="wege"))
    with reading(office.engine) as connection:
        under_way = waiting_for(connection, "wege")
    office.work()

    path = f"/verwaltung/importe/{second}/ebenen/0"
    with reading(office.engine) as connection:
        layers = ImportedLayers(connection)
        version = layers.get_version(layers.get("wege"), 2)
        told = DIFFERENCES.validate_python(version.differences)
        assert under_way == (Waiting(None, path),)
        assert waiting_for(connection, "wege") == (Waiting(2, path),)
        assert waiting_for(connection, "andere") == ()
    assert (told.before, told.is_none, told.same) == (1, True, version.feature_count)


def test_boundaries_that_come_in_during_a_load_are_counted_after_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with reading(office.engine) as connection:
        now_is = boundaries_in_force(connection, NOW.date())
    later = swapped(now_is, WHOLE, OTHER, valid_from=LATER)

    def converted_meanwhile(*args: Any, **more: Any) -> Converted:
        found = convert(*args, **more)
        bring_boundaries(office.engine, later, now=NOW)
        return found

    monkeypatch.setattr(running, "convert", converted_meanwhile)
    import_id = office.reported()
    office.confirm(import_id, office.decision(import_id))

    office.work()

    with reading(office.engine) as connection:
        layers = ImportedLayers(connection)
        (version,) = layers.versions(layers.get("wege"))
        placed = connection.execute(
            select(layer_feature_district.c.valid_from).distinct()
        ).scalars()
        assert LATER in set(placed)
    assert set(version.statistics) == {VALID_FROM, LATER.isoformat()}
    now, then = version.statistics[VALID_FROM], version.statistics[LATER.isoformat()]
    assert then["total"] == now["total"]
    assert then[OTHER].count == now[WHOLE].count


def test_a_load_without_new_boundaries_asks_for_no_count(office: Office) -> None:
    import_id = office.reported()
    office.confirm(import_id, office.decision(import_id))

    office.work()

    with reading(office.engine) as connection:
        kinds = connection.execute(select(job.c.kind)).scalars()
        assert RECOUNT_VERSION not in set(kinds)


def test_a_version_that_is_shown_already_is_not_given_up(office: Office) -> None:
    first = office.reported()
    office.confirm(first, office.decision(first))
    office.work()
    second = office.reported()
    office.confirm(second, office.decision(second, target="wege"))
    office.work()
    layer = office.see(second).layers[0]

    with writing(office.engine) as connection:
        layers = ImportedLayers(connection)
        apply_version(connection, layers.get("wege"), 2, actor=None, now=NOW)
        with pytest.raises(ImportChangedError):
            give_up_version(
                connection, second, 0, revision=layer.revision, actor=office.actor, now=NOW
            )


def test_a_discarded_upload_is_closed(office: Office) -> None:
    import_id = office.reported()

    with writing(office.engine) as connection:
        discard(connection, import_id, actor=office.actor, now=NOW)

    assert office.see(import_id).state == "closed"


def test_an_upload_is_not_discarded_while_it_is_looked_at(office: Office) -> None:
    import_id = office.upload(OLD_ZIP)

    with writing(office.engine) as connection, pytest.raises(ImportChangedError):
        discard(connection, import_id, actor=office.actor, now=NOW)


def test_there_is_no_layer_beyond_the_last(office: Office) -> None:
    one = office.see(office.reported())

    with pytest.raises(ImportNotFoundError):
        one.layer(1)


def test_files_that_are_too_large_together_leave_nothing(tmp_path: Path) -> None:
    files = [("a.shp", BytesIO(b"x" * 600)), ("a.dbf", BytesIO(b"x" * 600))]

    with pytest.raises(ImportRefusedError) as refused:
        keep(files, import_dir=tmp_path, limit_bytes=1_000)

    assert refused.value.code == "IMP-001"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["..", "../../x.shp", "a/b/c.shp", "ü" * 300 + ".shp", "."])
def test_a_name_leads_nowhere_else(name: str, tmp_path: Path) -> None:
    new = keep([(name, BytesIO(b"x"))], import_dir=tmp_path, limit_bytes=10)

    (place,) = (tmp_path / new.id / "received" / "0").iterdir()
    assert place.read_bytes() == b"x"
