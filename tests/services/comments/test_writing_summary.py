"""The summary before sending: what is wrong, what becomes public, what can be changed."""

from __future__ import annotations

from tests.services.comments.door import Door, fields
from tests.services.comments.written import CHECK, HERE, NEW, WORDS


def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(sqlite_door: Door) -> None:
    form = sqlite_door.form(HERE, "voice-form", titel="", text="zu kurz", thema="open_space")

    found = sqlite_door.client.post(CHECK, data=form)

    assert found.status_code == 422
    assert 'role="alert"' in found.text
    assert '<a href="#titel">' in found.text
    assert 'aria-describedby="text-hint text-error" aria-invalid="true"' in found.text
    assert fields(found.text, "voice-form")["text"] == "zu kurz"


def test_hidden_characters_are_taken_out_and_told(sqlite_door: Door) -> None:
    form = sqlite_door.form(HERE, "voice-form", **WORDS) | {"titel": "Bank\u202e fehlt"}

    found = sqlite_door.client.post(CHECK, data=form)

    assert found.status_code == 422
    assert fields(found.text, "voice-form")["titel"] == "Bank fehlt"
    assert "unsichtbare" in found.text


def test_nobody_sends_a_statement_of_a_department(sqlite_door: Door) -> None:
    form = sqlite_door.form(HERE, "voice-form", **WORDS) | {"art": "statement"}

    assert sqlite_door.client.post(CHECK, data=form).status_code == 422


def test_words_that_look_like_templates_are_words(sqlite_door: Door) -> None:
    odd = '{{ 7 * 7 }} & "1" < 2 \\'
    form = sqlite_door.form(HERE, "voice-form", **WORDS | {"titel": odd, "text": odd * 2})

    page = sqlite_door.client.post(CHECK, data=form).text

    assert "49" not in page.partition('class="check__list"')[2].partition("</dl>")[0]
    assert fields(page, "send-form")["titel"] == odd


def test_commands_for_web_pages_are_refused_and_shown_as_words(sqlite_door: Door) -> None:
    evil = '<script>alert("1")</script>'
    form = sqlite_door.form(HERE, "voice-form", **WORDS | {"titel": evil})

    found = sqlite_door.client.post(CHECK, data=form)

    assert (found.status_code, evil in found.text) == (422, False)
    assert fields(found.text, "voice-form")["titel"] == evil


def test_the_summary_says_what_becomes_public_and_when(sqlite_door: Door) -> None:
    form = sqlite_door.form(HERE, "voice-form", **WORDS, mail="kim@beispiel.de")

    page = sqlite_door.client.post(CHECK, data=form).text

    assert "Das wird öffentlich" in page
    assert "Das bleibt unter uns" in page
    assert "14 Tage" in page
    assert page.index("Das bleibt unter uns") < page.index("kim@beispiel.de")


def test_every_part_of_the_summary_can_be_changed(sqlite_door: Door) -> None:
    page = sqlite_door.client.post(CHECK, data=sqlite_door.form(HERE, "voice-form", **WORDS)).text

    for field in ("genau", "titel", "text", "thema", "name", "mail"):
        assert f'formaction="{NEW}#{field}"' in page
    back = sqlite_door.client.post(NEW, data=fields(page, "edit-form"))
    assert fields(back.text, "voice-form")["text"] == WORDS["text"]


def test_the_summary_warns_of_what_tells_of_people_and_lets_it_pass(sqlite_door: Door) -> None:
    text = "Bei Herrn Müller, Feldstraße 12, 02366 303123, ist es zu laut."

    form = sqlite_door.form(HERE, "voice-form", **WORDS | {"text": text})
    found = sqlite_door.client.post(CHECK, data=form)

    assert found.status_code == 200
    for snippet in ("Herrn Müller", "Feldstraße 12", "02366 303123"):
        assert f"<strong>{snippet}</strong>" in found.text
    assert 'name="genau" value="street"' in found.text


def test_a_summary_without_marks_warns_of_nothing(sqlite_door: Door) -> None:
    page = sqlite_door.client.post(CHECK, data=sqlite_door.form(HERE, "voice-form", **WORDS)).text

    assert "check__warning" not in page


def test_what_somebody_typed_is_kept_by_no_store(sqlite_door: Door) -> None:
    form = sqlite_door.form(HERE, "voice-form", **WORDS)

    assert sqlite_door.client.post(CHECK, data=form).headers["cache-control"] == "no-store"
