"""The form of a look: classes follow from choices, and stay as long as these do."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from maps.imported_looks import Look
from services.layers.imported import Field
from services.layers.look_form import ReadLook, category, read_look, typed_look
from services.processes.typed import Typed

FLATS = Field("flats", "WOHN", "Wohnungen", "integer", personal=False)
USE = Field("use", "ART", "Nutzung", "text", personal=False)
FIELDS = (FLATS, USE)
VALUES: dict[str, list[str | None]] = {
    "flats": [str(n) for n in range(100)],
    "use": ["Wald", "Wald", "Acker", None],
}
SIMPLE = typed_look(Look(label_field="use"))


def _values(field: Field) -> Iterable[str | None]:
    return VALUES[field.id]


def _none(_: Field) -> Iterable[str | None]:
    return ()


def _read(typed: Typed, **changed: str) -> ReadLook:
    fields = {name: (value,) for name, value in changed.items()}
    return read_look(Typed({**typed.fields, **fields}), FIELDS, _values)


def test_what_is_shown_is_what_is_read() -> None:
    look = Look("simple", colour="#123456", label_field="use")

    assert _read(typed_look(look)).look == look


def test_a_category_for_each_value_the_most_frequent_first() -> None:
    read = _read(SIMPLE, kind="categorised", field="use")

    assert [one.value for one in read.look.classes] == ["Wald", "Acker"]


@pytest.mark.parametrize("method", ["quantile", "equal", "pretty"])
def test_numbers_get_classes_in_the_colors_of_a_scheme(method: str) -> None:
    look = _read(
        SIMPLE, kind="graduated", field="flats", method=method, count="4", scheme="greens"
    ).look

    assert (look.kind, look.field) == ("graduated", "flats")
    assert look.classes[0].lower == 0
    assert typed_look(look).one("scheme") == "greens"


def test_titles_and_colors_stay_while_the_choices_stay() -> None:
    made = _read(SIMPLE, kind="categorised", field="use").typed
    named = Typed({**made.fields, "class_title": ("Forst", ""), "class_colour": ("#000001",) * 2})

    kept = read_look(named, FIELDS, _none).look

    assert [(one.title, one.colour) for one in kept.classes] == [
        ("Forst", "#000001"),
        ("Acker", "#000001"),
    ]


def test_newer_data_do_not_move_the_classes_of_a_saved_look() -> None:
    look = _read(SIMPLE, kind="graduated", field="flats").look

    assert read_look(typed_look(look), FIELDS, _none).look == look


def test_classes_are_made_anew_when_asked_for() -> None:
    look = _read(SIMPLE, kind="categorised", field="use").look
    renewed = read_look(
        Typed({**typed_look(look).fields, "renew": ("yes",)}), FIELDS, lambda _: ["Moor"]
    )

    assert [one.value for one in renewed.look.classes] == ["Moor"]


def test_another_scheme_changes_colors_only() -> None:
    made = _read(SIMPLE, kind="graduated", field="flats")
    named = {**made.typed.fields, "class_title": ("wenig", "", "", "", "viel")}

    other = read_look(Typed({**named, "scheme": ("greens",)}), FIELDS, _none).look

    assert [one.lower for one in other.classes] == [one.lower for one in made.look.classes]
    assert other.classes[0].title == "wenig"
    assert typed_look(other).one("scheme") == "greens"


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"kind": "graduated", "field": "use"}, "field"),
        ({"kind": "categorised", "field": ""}, "field"),
        ({"kind": "categorised", "field": "owner"}, "field"),
        ({"kind": "rainbow"}, "kind"),
        ({"colour": "red"}, "colour"),
        ({"label": "owner"}, "label"),
        ({"kind": "graduated", "field": "flats", "count": "9"}, "count"),
        ({"kind": "graduated", "field": "flats", "method": "guess"}, "method"),
        ({"kind": "graduated", "field": "flats", "scheme": "distinct"}, "scheme"),
    ],
)
def test_what_makes_no_sense_is_told(changed: dict[str, str], wrong: str) -> None:
    assert wrong in _read(SIMPLE, **changed).errors


def test_an_empty_column_makes_no_classes() -> None:
    typed = Typed({**SIMPLE.fields, "kind": ("categorised",), "field": ("use",)})

    assert "field" in read_look(typed, FIELDS, _none).errors


@pytest.mark.parametrize("bound", ["nan", "inf", "viel", ""])
def test_bounds_that_are_no_numbers_are_refused(bound: str) -> None:
    made = _read(SIMPLE, kind="graduated", field="flats").typed
    bent = Typed({**made.fields, "class_lower": (bound,) * 5})

    assert "classes" in read_look(bent, FIELDS, _values).errors


@pytest.mark.parametrize(
    ("kind", "stored", "compared"),
    [
        ("number", "5.0", "5"),
        ("number", "5.25", "5.25"),
        ("boolean", "1", "true"),
        ("boolean", "true", "true"),
        ("text", "1", "1"),
    ],
)
def test_categories_are_compared_as_the_map_does(kind: str, stored: str, compared: str) -> None:
    field = Field("x", "X", "X", kind, personal=False)  # type: ignore[arg-type]

    assert category(field, stored) == compared


def test_classes_that_came_in_part_are_made_anew() -> None:
    made = _read(SIMPLE, kind="categorised", field="use").typed
    torn = Typed({**made.fields, "class_lower": (), "class_upper": ()})

    assert [one.value for one in _read(torn).look.classes] == ["Wald", "Acker"]
