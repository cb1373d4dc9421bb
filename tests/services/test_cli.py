"""The command line: what it does, what it says, and how it ends."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from sqlalchemy import select

from geo.crs import STORAGE_CRS
from services import doctor, sheet
from services.database.engine import make_engine, reading
from services.database.tables import audit
from services.demo import read_demo
from services.districts.files import read_boundaries
from services.districts.store import Districts
from services.settings import PROJECT_ROOT
from tests.services.command_line import Terminal
from tests.terms import LICENCE

DATA = PROJECT_ROOT / "data"
INVENTED = len(read_demo(DATA / "demo" / "voices.json"))
HERTEN = DATA / "districts" / "herten"


@pytest.fixture
def terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    return Terminal(tmp_path, monkeypatch, capsys)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, databases: Any) -> Path:
    """A filled database to be copied."""
    engine = databases.herten("sqlite")
    engine.dispose()  # what stands in the write-ahead log goes into the file
    return Path(shutil.copy(engine.url.database, tmp_path_factory.mktemp("filled") / "filled"))


@pytest.fixture
def installed(terminal: Terminal, filled: Path) -> Terminal:
    """A terminal where ``werkbank init`` was called."""
    shutil.copy(filled, terminal.folder / "werkbank.sqlite")
    return terminal


def _versions(terminal: Terminal) -> list[date]:
    engine = make_engine(f"sqlite:///{terminal.folder / 'werkbank.sqlite'}")
    with reading(engine) as connection:
        found = [one.valid_from for one in Districts(connection).versions()]
    engine.dispose()
    return found


def test_init_fills_an_empty_database(terminal: Terminal) -> None:
    done = terminal.run("init", "--empty")

    assert (done.code, done.out) == (0, "filled: 9 districts, 36 projects\n")


def test_init_shows_what_it_is_for_unless_told_otherwise(terminal: Terminal) -> None:
    done = terminal.run("init")

    assert done.out == f"filled: 9 districts, 36 projects, {INVENTED} demonstration voices\n"


def test_demonstration_voices_come_and_go_by_command(installed: Terminal) -> None:
    said = [installed.run("demo", word).out for word in ("on", "on", "off", "off")]

    assert said == [
        f"loaded: {INVENTED} demonstration voices\n",
        f"nothing to do: {INVENTED} demonstration voices are there\n",
        f"removed: {INVENTED} demonstration voices\n",
        "nothing to do: no demonstration voices are there\n",
    ]


def test_switching_demonstration_voices_is_recorded(installed: Terminal) -> None:
    for word in ("on", "on", "off"):
        installed.run("demo", word)

    engine = make_engine(f"sqlite:///{installed.folder / 'werkbank.sqlite'}")
    with reading(engine) as connection:
        rows = connection.execute(select(audit.c.code, audit.c.facts).order_by(audit.c.id)).all()
    engine.dispose()
    assert [tuple(one) for one in rows] == [
        ("demo.on", {"voices": INVENTED}),
        ("demo.off", {"voices": INVENTED}),
    ]


def test_init_again_changes_nothing(terminal: Terminal) -> None:
    terminal.run("init")

    done = terminal.run("init")

    assert (done.code, done.out) == (0, "nothing to do: 9 districts are there\n")
    assert len(_versions(terminal)) == 1


def test_init_says_when_the_database_does_not_answer(terminal: Terminal) -> None:
    terminal.set("WERKBANK_DATABASE_URL", "postgresql+psycopg://x@127.0.0.1:1/x?connect_timeout=1")

    done = terminal.run("init")

    assert done.code == 1
    assert "WERKBANK_DATABASE_URL" in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WERKBANK_PORT", "many"),
        ("WERKBANK_BASE_MAPS", "atlantis"),
        ("WERKBANK_ACCESSIBILITY_CHECKED_ON", "gestern"),
    ],
)
def test_a_setting_that_cannot_be_meant_is_named(terminal: Terminal, name: str, value: str) -> None:
    terminal.set(name, value)

    done = terminal.run("init")

    assert done.code == 1
    assert name in done.err


def test_check_data_finds_the_data_sound(terminal: Terminal) -> None:
    done = terminal.run("check-data")

    assert done.code == 0
    assert done.out.startswith("ok")


def test_check_data_names_every_broken_file(terminal: Terminal) -> None:
    broken = terminal.folder / "data"
    shutil.copytree(DATA, broken)
    projects = broken / "projects" / "projects.json"
    projects.write_text(projects.read_text("utf-8") + "\n", "utf-8")
    terminal.set("WERKBANK_DATA_DIR", str(broken))

    done = terminal.run("check-data")

    assert done.code == 1
    assert done.err == "wrong: projects.json differs from the checksum in SOURCE.md\n"


def test_check_data_compares_the_districts_with_an_outline(terminal: Terminal) -> None:
    done = terminal.run("check-data", "--outline", HERTEN / "boundaries.geojson")

    assert done.code == 0
    assert "Hausdorff 0 m, IoU 1.0000" in done.out


def test_doctor_finds_an_installed_workbench_fit(
    installed: Terminal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".vite").mkdir()
    (tmp_path / ".vite" / "manifest.json").write_text("{}")
    monkeypatch.setattr(doctor, "BUILD_DIR", tmp_path)

    done = installed.run("doctor")

    assert done.code == 0
    assert "FAIL" not in done.out
    for what in ("Python 3.", "werkbank.sqlite: 9 districts", "BETA2007.gsb", "Free disk", "Node"):
        assert what in done.out


def test_doctor_says_what_to_do(terminal: Terminal) -> None:
    done = terminal.run("doctor")

    lines = done.out.splitlines()
    (failed,) = (number for number, line in enumerate(lines) if "FAIL Database" in line)
    assert done.code == 1
    assert "werkbank init" in lines[failed + 1]


def test_doctor_keeps_the_password_of_the_database_to_itself(terminal: Terminal) -> None:
    address = "postgresql+psycopg://werkbank:geheim@127.0.0.1:1/x?connect_timeout=1"
    terminal.set("WERKBANK_DATABASE_URL", address)

    done = terminal.run("doctor")

    assert done.code == 1
    assert "geheim" not in done.out + done.err


def test_boundaries_build_makes_the_committed_file(terminal: Terminal) -> None:
    folder = terminal.folder / "herten"
    folder.mkdir()
    for name in ("nodes.csv", "rings.csv"):
        shutil.copy(HERTEN / name, folder)

    done = terminal.run("boundaries", "build", folder)

    assert done.code == 0
    assert (folder / "boundaries.geojson").read_bytes() == (
        HERTEN / "boundaries.geojson"
    ).read_bytes()


def test_boundaries_build_names_the_node_that_is_wrong(terminal: Terminal) -> None:
    folder = terminal.folder / "herten"
    shutil.copytree(HERTEN, folder)
    table = folder / "nodes.csv"
    node, lon, *rest = table.read_text("utf-8").splitlines()[1].split(",")
    wrong = ",".join([node, "7.1", *rest])
    table.write_text(table.read_text("utf-8").replace(",".join([node, lon, *rest]), wrong), "utf-8")

    done = terminal.run("boundaries", "build", folder)

    assert done.code == 1
    assert node in done.err
    assert done.err.count("\n") == 1


def _official(folder: Path, change: Callable[[list[Any]], list[Any]] = list) -> Path:
    """Write our own boundaries as if they came from the surveyor."""
    boundaries = read_boundaries(HERTEN / "boundaries.geojson", licence=LICENCE).boundaries
    path = folder / "amtlich.gpkg"
    gpd.GeoDataFrame(
        {"NAME": [one.district_id for one in boundaries]},
        geometry=change([one.boundary for one in boundaries]),
        crs=STORAGE_CRS,
    ).to_file(path)
    return path


IMPORT = (
    *("--name-field", "NAME", "--source-text", "Vermessungsamt"),
    *("--licence", LICENCE["name"], "--licence-url", LICENCE["url"]),
)


def test_boundaries_import_brings_a_new_version(installed: Terminal) -> None:
    path = _official(installed.folder)

    done = installed.run("boundaries", "import", path, *IMPORT, "--valid-from", "2030-01-01")

    assert (done.code, done.out) == (0, "imported: 9 districts\n")
    assert _versions(installed)[1:] == [date(2030, 1, 1)]


def test_a_dry_run_writes_nothing(installed: Terminal) -> None:
    path = _official(installed.folder)

    done = installed.run(
        "boundaries", "import", path, *IMPORT, "--valid-from", "2030-01-01", "--dry-run"
    )

    assert (done.code, done.out) == (0, "checked: 9 districts\n")
    assert len(_versions(installed)) == 1


def test_a_dry_run_finds_what_an_import_would_find(installed: Terminal) -> None:
    path = _official(installed.folder)

    done = installed.run(
        "boundaries", "import", path, *IMPORT, "--valid-from", "1999-01-01", "--dry-run"
    )

    assert done.code == 1


@pytest.mark.parametrize(
    ("lang", "words"), [("de_DE.UTF-8", "Fehler:"), ("en_GB.UTF-8", "error:"), ("C", "error:")]
)
def test_what_must_be_corrected_is_said_in_the_language_of_the_terminal(
    installed: Terminal, lang: str, words: str
) -> None:
    installed.set("LANG", lang)
    path = _official(installed.folder)

    done = installed.run("boundaries", "import", path, *IMPORT, "--valid-from", "1999-01-01")

    assert done.code == 1
    assert done.err.startswith(words)
    assert "1999-01-01" in done.err


def test_an_import_that_overlaps_says_where(installed: Terminal) -> None:
    path = _official(installed.folder, lambda shapes: [shapely.buffer(shapes[0], 50), *shapes[1:]])

    done = installed.run("boundaries", "import", path, *IMPORT, "--valid-from", "2030-01-01")

    assert done.code == 1
    assert "overlap bertlich / westerholt: E 36" in done.err
    assert len(_versions(installed)) == 1


def test_an_import_into_an_empty_database_says_what_to_do(terminal: Terminal) -> None:
    path = _official(terminal.folder)

    done = terminal.run("boundaries", "import", path, *IMPORT, "--valid-from", "2030-01-01")

    assert done.code == 1
    assert "Traceback" not in done.err


@pytest.fixture
def leaflet(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Stands for the built client."""
    for name in ("leaflet.js", "leaflet.css"):
        (tmp_path / name).write_text("/* leaflet */")
    monkeypatch.setattr(sheet, "LEAFLET", tmp_path)


@pytest.mark.usefixtures("leaflet")
@pytest.mark.parametrize(("lang", "word"), [("de", "Projekte"), ("en", "Projects")])
def test_sheet_writes_one_file(installed: Terminal, lang: str, word: str) -> None:
    target = installed.folder / "out.html"

    done = installed.run("sheet", "bertlich", target, "--lang", lang)

    assert done.code == 0
    assert done.out.startswith(f"written: {target}")
    assert "Bertlich" in target.read_text("utf-8")
    assert word in target.read_text("utf-8")


@pytest.mark.usefixtures("leaflet")
def test_sheet_of_an_unknown_district_is_refused(installed: Terminal) -> None:
    target = installed.folder / "out.html"

    done = installed.run("sheet", "atlantis", target)

    assert done.code == 1
    assert "atlantis" in done.err
    assert not target.exists()


def test_sheet_without_the_built_client_says_what_to_do(
    installed: Terminal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sheet, "LEAFLET", tmp_path / "none")

    done = installed.run("sheet", "bertlich", installed.folder / "out.html")

    assert done.code == 1
    assert "make client" in done.err


@pytest.mark.parametrize(
    "words",
    [
        ("burn",),
        ("init", "--force"),
        ("serve", "--port", "many"),
        ("sheet",),
        ("sheet", "bertlich", "out.html", "--lang", "fr"),
        ("check-data", "--outline", "none.geojson"),
        ("boundaries", "build", "none"),
        ("boundaries", "import"),
        ("boundaries", "import", __file__, *IMPORT),
        ("boundaries", "import", __file__, *IMPORT, "--valid-from", "1.1.2030"),
        ("boundaries", "import", "none.gpkg", *IMPORT, "--valid-from", "2030-01-01"),
        ("boundaries", "import", __file__, *IMPORT, "--valid-from", "2030-01-01", "--status", "x"),
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2(terminal: Terminal, words: tuple[str, ...]) -> None:
    done = terminal.run(*words)

    assert done.code == 2
    assert done.err


def test_wrong_usage_writes_no_database(terminal: Terminal) -> None:
    terminal.run("init", "--force")

    assert list(terminal.folder.iterdir()) == []


@pytest.mark.parametrize(
    "words", [("--help",), ("init", "--help"), ("boundaries", "import", "--help")], ids=" ".join
)
def test_help_ends_with_0(terminal: Terminal, words: tuple[str, ...]) -> None:
    assert terminal.run(*words).code == 0


def test_every_command_is_described(terminal: Terminal) -> None:
    said = terminal.run("--help").out

    for command in ("init", "serve", "doctor", "check-data", "sheet", "boundaries"):
        assert command in said


def test_a_file_of_another_kind_is_refused(installed: Terminal) -> None:
    path = installed.folder / "amtlich.geojson"
    path.write_text(json.dumps({"type": "Feature"}))

    done = installed.run("boundaries", "import", path, *IMPORT, "--valid-from", "2030-01-01")

    assert (done.code, done.err.count("\n")) == (1, 1)
