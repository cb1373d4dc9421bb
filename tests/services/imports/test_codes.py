"""Every message of an import has its words, in both languages and in the manual."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter
from typing import Final

import pytest

from services.imports.codes import CODES
from services.imports.codes.text import CodeText
from tests.docs.pages import HOW_TOS

ROOMS: Final = Path(__file__).parents[3] / "services"
CODE: Final = re.compile(r"IMP-\d{3}")
MANUAL: Final = HOW_TOS / "importe.md"


def used() -> set[str]:
    """Return the codes that modules say, besides those that hold the words."""
    modules = [one for one in ROOMS.rglob("*.py") if one.parent.name != "codes"]
    return {code for one in modules for code in CODE.findall(one.read_text(encoding="utf-8"))}


def _facts(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_no_code_is_without_words_and_no_words_without_a_code() -> None:
    assert used() == set(CODES)


@pytest.mark.parametrize("code", sorted(CODES))
def test_both_languages_say_all_four_parts_with_the_same_facts(code: str) -> None:
    text: CodeText = CODES[code]

    for part in (text.title, text.happened, text.why, text.todo):
        assert part["de"].strip()
        assert part["en"].strip()
        assert _facts(part["de"]) == _facts(part["en"])


@pytest.mark.parametrize("code", sorted(CODES))
def test_the_manual_explains_every_code_as_the_program_does(code: str) -> None:
    text, manual = CODES[code], MANUAL.read_text(encoding="utf-8")

    section = manual.partition(f"### {code} ")[2].partition("\n### ")[0]

    words = " ".join(section.split())
    for part in (text.title, text.happened, text.why, text.todo):
        plain = re.sub(r"\{(\w+)(?:![rsa])?(?::[^}]*)?\}", "…", part["de"])
        assert " ".join(plain.split()) in words


def test_the_manual_explains_nothing_that_there_is_not() -> None:
    told = re.findall(r"^### (IMP-\d{3}) ", MANUAL.read_text(encoding="utf-8"), re.MULTILINE)

    assert sorted(told) == sorted(CODES)
