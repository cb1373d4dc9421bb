"""``werkbank import`` without ``--dry-run``: loads as told, asks nothing, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import Engine, func, select

from services.database.engine import reading
from services.database.tables import audit, import_file, job, layer_feature
from services.jobs.turn import turn
from services.layers.imported import ImportedLayer
from services.layers.store import ImportedLayers
from tests.conftest import Databases
from tests.services.command_line import Outcome, Terminal
from tests.zoo.build_archives import zipped
from tests.zoo.build_shapefile import shapefile, streets

ANSWERS = ("--crs", 25832, "--encoding", "latin1")
ABOUT = ("--source", "Stadt Herten", "--licence", "dl-de-zero", "--as-of", "2026-01-01")


class Office:
    """A terminal beside a database with Herten in it."""

    def __init__(self, terminal: Terminal, engine: Engine) -> None:
        self.engine = engine
        self.folder = terminal.folder
        self._terminal = terminal
        terminal.set("WERKBANK_DATABASE_URL", engine.url.render_as_string(hide_password=False))
        terminal.set("WERKBANK_IMPORT_DIR", str(self.folder / "imports"))
        terminal.set("WERKBANK_LAYER_DIR", str(self.folder / "layers"))
        terminal.set("LANG", "de_DE.UTF-8")

    def bring(self, path: Path, *words: object) -> Outcome:
        return self._terminal.run("import", path, *words)

    def layer(self, layer_id: str) -> ImportedLayer | None:
        with reading(self.engine) as connection:
            return ImportedLayers(connection).find(layer_id)

    def count_features(self) -> int:
        with reading(self.engine) as connection:
            return connection.execute(select(func.count()).select_from(layer_feature)).scalar_one()

    def states(self) -> list[str]:
        with reading(self.engine) as connection:
            return list(connection.execute(select(import_file.c.state)).scalars())

    def has_files(self) -> bool:
        return any((self.folder / "imports").glob("*"))


@pytest.fixture
def office(
    databases: Databases,
    dialect: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Office]:
    engine = databases.herten(dialect)
    yield Office(Terminal(tmp_path, monkeypatch, capsys), engine)
    engine.dispose()


@pytest.fixture
def old_zip(tmp_path: Path) -> Path:
    """A zip from an old project: no .prj, no .cpg, umlauts of Windows."""
    path = tmp_path / "wege.zip"
    parts = shapefile(prj=None, cpg=None, table=streets(encoding="cp1252"))
    path.write_bytes(zipped(parts, "wege"))
    return path


def test_what_is_answered_is_loaded_and_shown(office: Office, old_zip: Path) -> None:
    done = office.bring(old_zip, *ANSWERS, *ABOUT, "--title", "Wege von 2009", "--public")

    assert (done.code, done.err) == (0, "")
    assert "Geladen: „Wege von 2009“, Stand 1, Objekte: 5." in done.out
    layer = office.layer("wege-von-2009")
    assert layer is not None
    assert (layer.visibility, layer.current_version, layer.source) == ("public", 1, "Stadt Herten")
    assert (office.states(), office.has_files()) == (["closed"], False)


def test_open_questions_are_listed_by_option_and_nothing_stays(
    office: Office, old_zip: Path
) -> None:
    done = office.bring(old_zip)

    assert done.code == 1
    for option in ("--crs EPSG", "--encoding NAME", "--source", "--licence", "--as-of"):
        assert option in done.err
    assert "IMP-224" in done.err
    assert (office.states(), office.has_files(), office.count_features()) == (["closed"], False, 0)


def test_a_question_that_needs_consent_is_answered_by_its_code(
    office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "anlieger.csv"
    path.write_text("Name;Telefon;Rechtswert;Hochwert\nErna Beispiel;02366 1;371234,5;5717345,5\n")
    columns = ("--x", "Rechtswert", "--y", "Hochwert", "--crs", 25832, "--decimal", ",")

    refused = office.bring(path, *columns, *ABOUT)
    agreed = office.bring(path, *columns, *ABOUT, "--agree", "imp-431", "--drop", "Telefon")

    assert refused.code == 1
    assert "--agree CODE" in refused.err
    assert "IMP-431" in refused.err
    assert (agreed.code, agreed.err) == (0, "")
    assert office.count_features() == 1


def test_a_new_version_waits_unless_it_is_to_be_applied(office: Office, old_zip: Path) -> None:
    office.bring(old_zip, *ANSWERS, *ABOUT)

    waiting = office.bring(old_zip, *ANSWERS, "--layer", "wege", "--as-of", "2026-02-01")
    layer = office.layer("wege")
    applied = office.bring(old_zip, *ANSWERS, "--layer", "wege", "--as-of", "2026-03-01", "--apply")

    assert (waiting.code, applied.code) == (0, 0)
    assert "sobald ihn jemand übernimmt" in waiting.out
    assert layer is not None
    assert layer.current_version == 1
    layer = office.layer("wege")
    assert layer is not None
    assert (layer.current_version, str(layer.as_of)) == (3, "2026-03-01")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--layer", "gibtsnicht", "--as-of", "2026-01-01"), "keine Ebene „gibtsnicht“"),
        (("--only", "andere"), "Es gibt: wege"),
        (("--drop", "gibtsnicht"), "Diese Spalten gibt es nicht: gibtsnicht"),
        (("--as-of", "gestern"), "--as-of DAY"),
        (("--theme", "wetter"), "--theme ID"),
        (("--public", "--licence", "internal"), "Was alle sehen, braucht eine Lizenz"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_stays(
    office: Office, old_zip: Path, words: tuple[str, ...], said: str
) -> None:
    done = office.bring(old_zip, *ANSWERS, *ABOUT, *words)

    assert done.code == 1
    assert said in done.err
    assert (office.has_files(), office.count_features()) == (False, 0)


def test_swapped_axes_of_no_system_are_wrong_usage(office: Office, old_zip: Path) -> None:
    assert office.bring(old_zip, "--swapped").code == 2


def test_of_several_layers_one_must_be_named(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "zwei.zip"
    parts = {
        f"{stem}.{ext}": content
        for stem in ("wege", "plaetze")
        for ext, content in shapefile().items()
    }
    path.write_bytes(_zip_of(parts))

    asked = office.bring(path, *ABOUT)
    done = office.bring(path, *ABOUT, "--only", "plaetze")

    assert asked.code == 1
    assert "--only: " in asked.err
    assert done.code == 0
    assert office.layer("plaetze") is not None
    assert office.layer("wege") is None
    assert set(office.states()) == {"closed"}


def test_while_somebody_works_nothing_is_begun(office: Office, old_zip: Path) -> None:
    with turn(office.engine):
        done = office.bring(old_zip, *ANSWERS, *ABOUT)

    assert done.code == 1
    assert "arbeitet schon jemand" in done.err
    assert office.states() == []


def test_what_is_no_geodata_is_told_and_nothing_stays(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "brief.geojson"
    path.write_text("Sehr geehrte Damen und Herren")

    done = office.bring(path, *ABOUT)

    assert done.code == 1
    assert "Fehler IMP-0" in done.err
    assert not office.has_files()


def test_who_brought_it_in_stands_in_the_audit(office: Office, old_zip: Path) -> None:
    office.bring(old_zip, *ANSWERS, *ABOUT)

    with reading(office.engine) as connection:
        who = dict(connection.execute(select(audit.c.code, audit.c.actor_name)).all())
        jobs = list(connection.execute(select(job.c.state)).scalars())
    assert who["import.confirmed"].endswith("(werkbank)")
    assert jobs == ["done", "done"]


def _zip_of(files: dict[str, bytes]) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()
