"""What the documents say is so: names, paths, commands and settings exist, and are all told."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import typer.main
from typer.core import TyperCommand, TyperGroup, TyperOption

from maps.base_maps import BASE_MAPS, BaseMap
from services import cli
from services.database.engine import make_engine
from services.doctor import examine
from services.problem_table import PROBLEM_BY_ERROR
from services.problems import problem_type
from services.settings import Settings
from tests.docs.pages import (
    DECISIONS,
    DOCS,
    HOW_TOS,
    ROOT,
    anchors,
    commands,
    headings,
    links,
    name_of,
    pages,
    rows,
    section,
    spans,
    text_of,
)

HEADINGS: Final = ["Context", "Decision", "Consequences", "Alternatives", "Enforced by"]
ONE_PAGE_LINES: Final = 100
OTHER_VARIABLES: Final = {"WERKBANK_NODE", "WERKBANK_BLESS"}
"""Read by the Makefile and by tests, not by the program."""
OWN_FOLDERS: Final = ("geo", "maps", "services", "data", "tests", "bench", "docs")
BUILT: Final = "services/web/static/build"

DECISION_PAGES: Final = sorted(DECISIONS.glob("[0-9]*.md"))
HOW_TO_PAGES: Final = sorted(page for page in HOW_TOS.glob("*.md") if page.name != "README.md")
DEPENDENCIES: Final = DECISIONS / "0010-html-first-and-dependencies.md"
OPERATION: Final = HOW_TOS / "betrieb.md"
TROUBLE: Final = HOW_TOS / "fehlerbehebung.md"


def makefile_targets() -> set[str]:
    """Return the targets of the Makefile, variables of the Makefile put in."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    variables = dict(re.findall(r"^(\w+) [:?]?= ?(.*)$", text, re.MULTILINE))
    heads = re.findall(r"^([^\s#:=][^#:=]*):(?!=)", text, re.MULTILINE)
    return {
        re.sub(r"\$\((\w+)\)", lambda found: variables.get(found[1], ""), word)
        for head in heads
        for word in head.split()
    }


def made_in(text: str) -> Iterator[str]:
    """Yield the targets that a page tells its reader to make."""
    call = re.compile(r"(?:sudo -u \w+ )?(?:\w+=\S+ )*make((?: +\S+)+)")
    for command in commands(text):
        found = call.fullmatch(command)
        if found is not None:
            yield from (word for word in found[1].split() if "=" not in word)


def cli_commands() -> dict[str, TyperCommand]:
    """Return every command by what one types to call it."""

    def below(group: TyperGroup, words: str) -> Iterator[tuple[str, TyperCommand]]:
        for name, command in group.commands.items():
            if isinstance(command, TyperGroup):
                yield from below(command, f"{words} {name}")
            elif isinstance(command, TyperCommand):
                yield f"{words} {name}", command

    root = typer.main.get_command(cli.app)
    assert isinstance(root, TyperGroup)
    return dict(below(root, "werkbank"))


def cli_options() -> list[tuple[str, str]]:
    """Return every option with the command it belongs to."""
    return [
        (words, option.opts[-1])
        for words, command in cli_commands().items()
        for option in command.params
        if isinstance(option, TyperOption)
    ]


def packages() -> set[str]:
    """Return the names of all packages that we ask for ourselves."""
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups: dict[str, list[str]] = project["dependency-groups"]
    locked = (ROOT / "requirements-node.lock").read_text(encoding="utf-8")
    asked = [
        *project["project"]["dependencies"],
        *(one for group in groups.values() for one in group),
        *re.findall(r"^[\w.-]+(?===)", locked, re.MULTILINE),
    ]
    client, provider = (
        json.loads((ROOT / folder / "package.json").read_text(encoding="utf-8"))
        for folder in ("maps/client", "tests/provider")
    )
    python = {re.split(r"[\[<>=~! ]", requirement, maxsplit=1)[0] for requirement in asked}
    node = {*client["dependencies"], *client["devDependencies"], *provider["dependencies"]}
    return python | node


def in_snake_case(text: str) -> str:
    """Return text with ``LocalText`` and ``localText`` written as ``local_text``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", text).lower()


def glossary() -> list[tuple[str, str]]:
    """Return every identifier of the glossary with the file it is said to stand in."""
    found = []
    for cells in rows(text_of(DOCS / "glossary.md")):
        if len(cells) == len(("German", "identifier", "meaning", "where")):
            found += [(name, where) for name in spans(cells[1]) for where in spans(cells[3])]
    return found


def trouble_names() -> list[str]:
    """Return the errors that the page about trouble explains."""
    text = section(text_of(TROUBLE), "Fehler der Werkbank, nach Kennung")
    return [spans(cells[0])[0] for cells in rows(text) if spans(cells[0])]


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in links(text_of(page)):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = page if not path else (page.parent / path).resolve()
        assert target.exists(), link
        if anchor:
            assert anchor in anchors(text_of(target)), link


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_every_file_that_is_named_exists(page: Path) -> None:
    named = {span for span in spans(text_of(page)) if span.partition("/")[0] in OWN_FOLDERS}
    paths = {span for span in named if "/" in span and not re.search(r"[<>{}*…\s]", span)}
    missing = {path for path in paths if not path.startswith(BUILT) and not (ROOT / path).exists()}
    assert not missing


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_what_a_page_tells_to_make_can_be_made(page: Path) -> None:
    assert set(made_in(text_of(page))) <= makefile_targets()


def test_contributing_names_every_word_of_the_makefile() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    words = set(re.findall(r"^([a-z-]+):.*##", text, re.MULTILINE)) - {"help"}
    assert words <= set(made_in(text_of(ROOT / "CONTRIBUTING.md")))


def test_the_readme_begins_with_the_two_commands() -> None:
    assert list(made_in(text_of(ROOT / "README.md")))[:2] == ["run", "test"]


@pytest.mark.parametrize("field", Settings.model_fields)
def test_every_setting_stands_in_the_table(field: str) -> None:
    told = {spans(cells[0])[0] for cells in rows(text_of(OPERATION)) if spans(cells[0])}
    assert f"WERKBANK_{field.upper()}" in told


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_no_page_names_a_setting_that_does_not_exist(page: Path) -> None:
    known = {f"WERKBANK_{field.upper()}" for field in Settings.model_fields} | OTHER_VARIABLES
    assert set(re.findall(r"\bWERKBANK_[A-Z_]+[A-Z]\b", text_of(page))) <= known


@pytest.mark.parametrize("words", cli_commands())
def test_every_command_has_a_how_to(words: str) -> None:
    assert any(words in text_of(page) for page in HOW_TO_PAGES)


@pytest.mark.parametrize(("words", "option"), cli_options())
def test_every_option_is_told_where_its_command_is(words: str, option: str) -> None:
    told = [text_of(page) for page in HOW_TO_PAGES if words in text_of(page)]
    assert any(re.search(rf"{option}\b", text) for text in told)


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_no_page_names_a_command_that_does_not_exist(page: Path) -> None:
    called = {command for command in commands(text_of(page)) if command.startswith("werkbank ")}
    known = tuple(cli_commands())
    assert all(command.startswith(known) for command in called)


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_no_page_gives_a_command_an_option_it_does_not_have(page: Path) -> None:
    known = set(cli_options())
    for command in commands(text_of(page)):
        words = next((one for one in cli_commands() if command.startswith(f"{one} ")), None)
        if words is not None:
            given = {(words, option) for option in re.findall(r" (--[a-z-]+)", command)}
            assert given <= known


@pytest.mark.parametrize("page", DECISION_PAGES, ids=name_of)
def test_a_decision_has_the_five_headings(page: Path) -> None:
    assert headings(text_of(page), level=2) == HEADINGS


@pytest.mark.parametrize("page", DECISION_PAGES, ids=name_of)
def test_a_decision_is_one_page(page: Path) -> None:
    assert len(text_of(page).splitlines()) <= ONE_PAGE_LINES


@pytest.mark.parametrize("page", DECISION_PAGES, ids=name_of)
def test_a_decision_names_what_enforces_it(page: Path) -> None:
    named = spans(section(text_of(page), "Enforced by"))
    assert any((ROOT / name).exists() for name in named)


@pytest.mark.parametrize("page", DECISION_PAGES, ids=name_of)
def test_a_decision_bears_its_number(page: Path) -> None:
    assert text_of(page).startswith(f"# {page.name[:4]} ")


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = [int(page.name[:4]) for page in DECISION_PAGES]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("folder", [DECISIONS, HOW_TOS], ids=name_of)
def test_every_page_stands_in_the_index_of_its_folder(folder: Path) -> None:
    listed = set(links(text_of(folder / "README.md")))
    assert {page.name for page in folder.glob("*.md")} - {"README.md"} <= listed


@pytest.mark.parametrize("package", sorted(packages()))
def test_every_package_has_a_reason(package: str) -> None:
    told = [spans(cells[0]) for cells in rows(text_of(DEPENDENCIES))]
    assert any(package in names for names in told)


@pytest.mark.parametrize(("identifier", "where"), glossary())
def test_a_word_of_the_glossary_stands_where_it_is_said_to(identifier: str, where: str) -> None:
    assert re.search(
        rf"(?<![a-z]){identifier}(?![a-rt-z])",
        in_snake_case((ROOT / where).read_text(encoding="utf-8")),
    )


@pytest.mark.parametrize("name", [problem_type(error) for error in PROBLEM_BY_ERROR])
def test_every_error_is_explained(name: str) -> None:
    assert name in trouble_names()


def test_no_error_is_explained_that_does_not_exist() -> None:
    assert set(trouble_names()) <= {problem_type(error) for error in PROBLEM_BY_ERROR}


def test_every_line_of_the_doctor_is_explained() -> None:
    engine = make_engine("sqlite://")
    seen = {finding.what.split()[0] for finding in examine(Settings(), engine)}
    engine.dispose()
    table = section(text_of(TROUBLE), "Zuerst: `werkbank doctor`")
    assert seen <= {spans(cells[0])[0].split()[0] for cells in rows(table) if spans(cells[0])}


@pytest.mark.parametrize("base_map", BASE_MAPS.values(), ids=lambda one: one.id)
def test_operators_learn_which_host_a_base_map_asks(base_map: BaseMap) -> None:
    told = {
        spans(cells[0])[0]: cells
        for cells in rows(text_of(HOW_TOS / "hintergrundkarten.md"))
        if spans(cells[0])
    }
    hosts = {host.removeprefix("https://") for host in base_map.hosts}
    assert hosts <= set(spans(told[base_map.id][2]))
