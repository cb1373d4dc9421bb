"""The zoo as a whole. Its animals are visited herd by herd, in modules of their own."""

from __future__ import annotations

from services.imports.codes import CODES
from tests.zoo.animal import Refused
from tests.zoo.animals import ANIMALS


def test_each_animal_has_a_name_of_its_own() -> None:
    names = [animal.name for animal in ANIMALS]
    assert len(names) == len(set(names)) >= 60


def test_each_message_of_the_zoo_has_words() -> None:
    meant: set[str] = set()
    for animal in ANIMALS:
        what = animal.outcome
        if isinstance(what, Refused):
            meant |= {what.code}
        else:
            meant |= what.codes | ({what.refused} if what.refused else set())
    assert meant <= CODES.keys()
