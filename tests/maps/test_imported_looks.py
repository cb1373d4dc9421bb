"""Looks as the database keeps them."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from maps.imported_looks import LOOKS, drawn_classes
from tests.maps.imported import ALL, DENSITY, LAND_USE


@pytest.mark.parametrize("look", [one.look for one in ALL])
def test_a_look_comes_back_as_it_was_stored(look: object) -> None:
    assert LOOKS.validate_json(LOOKS.dump_json(look)) == look  # type: ignore[arg-type]


@pytest.mark.parametrize("colour", ["red", "#12345", "#1234567", "#12345g", "#123456\n", ""])
def test_a_color_no_map_could_read_is_refused(colour: str) -> None:
    with pytest.raises(ValidationError):
        LOOKS.validate_python({"colour": colour})


def test_classes_are_drawn_as_the_kind_of_the_look_says() -> None:
    assert drawn_classes(LAND_USE.look) == LAND_USE.look.classes
    assert drawn_classes(DENSITY.look) == DENSITY.look.classes
