"""What the holder of a private link can do, and what nobody can."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from sqlalchemy import Connection, insert, select, update

from services.comments import author
from services.comments.author import Private, Words, open_private
from services.comments.model import (
    ActNotPossibleError,
    LegalHoldError,
    Precision,
    PrivateLinkUnknownError,
    Step,
    VoiceChangedError,
    VoiceNotFoundError,
)
from services.comments.reference import shown
from services.comments.store import Voices, mark_changed
from services.comments.trail import add_step, steps
from services.database.revisions import revisions
from services.database.tables import (
    decision,
    objection,
    outbox,
    participation_process,
    question,
    voice,
    voice_contact,
)
from tests.conftest import NOW
from tests.services.comments.drafts import ADDRESS, a_draft, new_key, sent

TODAY = NOW.date()


@pytest.fixture
def token(herten: Connection) -> str:
    """The private link of a voice that waits for its check."""
    mark_changed(herten, [], now=NOW)
    return sent(herten, a_draft(author_name="Kim", email="kim@beispiel.de")).token


def opened(connection: Connection, token: str) -> Private:
    return open_private(connection, token, TODAY)


def published(connection: Connection, token: str, **values: Any) -> Private:
    """Return the voice, published as a moderator would."""
    number = opened(connection, token).voice.number
    _set(connection, number, status="published", published_at=NOW, **values)
    return opened(connection, token)


def test_a_wrong_link_opens_nothing(herten: Connection) -> None:
    with pytest.raises(PrivateLinkUnknownError):
        opened(herten, "unsinn")


def test_the_words_can_be_changed_while_nobody_has_decided(herten: Connection, token: str) -> None:
    _edit(herten, token)

    voice_ = opened(herten, token).voice
    assert (voice_.title, voice_.author_name, voice_.status) == ("Neuer Titel", None, "received")
    assert "neuer titel" in _column(herten, voice_.number, "search_text")
    assert [one.kind for one in steps(herten, voice_.number)] == ["received", "note"]


def test_changed_words_are_examined_like_new_ones(herten: Connection, token: str) -> None:
    words = Words("", "kurz", "unsinn", None)

    examined = author.examine_words(herten, opened(herten, token), words, TODAY)

    assert [one.field for one in examined.flaws] == ["title", "text", "theme"]


def test_a_published_voice_is_checked_again_when_it_changes(herten: Connection, token: str) -> None:
    published(herten, token)
    before = revisions(herten)["voices"].number

    _edit(herten, token)

    voice_ = opened(herten, token).voice
    assert (voice_.status, voice_.published_at) == ("received", None)
    assert revisions(herten)["voices"].number == before + 1


def test_where_voices_appear_at_once_a_changed_one_stays(herten: Connection, token: str) -> None:
    herten.execute(update(participation_process).values(moderation="publish_first"))
    published(herten, token)

    _edit(herten, token)

    assert opened(herten, token).voice.status == "published"


def test_words_that_are_changed_have_been_read_by_nobody(herten: Connection, token: str) -> None:
    herten.execute(update(participation_process).values(moderation="publish_first"))
    published(herten, token, checked_by="kim")

    _edit(herten, token)

    assert opened(herten, token).voice.checked_by is None


@pytest.mark.parametrize(
    "values", [{"supports": 1}, {"answer": "taken_up"}, {"original": {"text": "Anderes"}}]
)
def test_words_that_others_stand_behind_stay(
    herten: Connection, token: str, values: dict[str, Any]
) -> None:
    published(herten, token, **values)

    with pytest.raises(ActNotPossibleError):
        _edit(herten, token)


def test_who_was_slower_is_told(herten: Connection, token: str) -> None:
    stale = opened(herten, token)
    _edit(herten, token)

    with pytest.raises(VoiceChangedError):
        author.withdraw(herten, stale, address=ADDRESS, now=NOW, on=TODAY)


def test_a_place_can_be_shown_less_exactly_and_then_not_more(
    herten: Connection, token: str
) -> None:
    assert opened(herten, token).coarser == ("street", "district")

    author.coarsen(herten, opened(herten, token), "street", now=NOW, on=TODAY)

    private = opened(herten, token)
    assert private.coarser == ("district",)
    assert private.voice.public_pin != private.voice.pin
    with pytest.raises(ActNotPossibleError):
        author.coarsen(herten, private, "spot", now=NOW, on=TODAY)


def test_a_whole_district_forgets_pin_and_label(herten: Connection) -> None:
    link = sent(herten, a_draft(place_label="Rathaus")).token
    published(herten, link)
    before = revisions(herten)["voices"].number

    author.coarsen(herten, opened(herten, link), "district", now=NOW, on=TODAY)

    voice_ = opened(herten, link).voice
    assert (voice_.pin, voice_.public_pin, voice_.place_label) == (None, None, None)
    assert (voice_.status, voice_.district_id) == ("published", "mitte")
    assert revisions(herten)["voices"].number == before + 1


@pytest.mark.parametrize(("precision", "label"), [("street", "Rathaus"), ("district", None)])
def test_what_was_written_before_a_redaction_keeps_no_finer_place(
    herten: Connection, precision: Precision, label: str | None
) -> None:
    link = sent(herten, a_draft(place_label="Rathaus")).token
    written = {"title": "Vorher", "precision": "spot", "place_label": "Rathaus"}
    published(herten, link, original=written)

    author.coarsen(herten, opened(herten, link), precision, now=NOW, on=TODAY)

    original = opened(herten, link).voice.original
    assert original == {"title": "Vorher", "precision": precision, "place_label": label}


@pytest.mark.parametrize("forget", ["mail", "everything"])
def test_no_letter_follows_once_the_address_is_erased(
    herten: Connection, token: str, forget: str
) -> None:
    kept = sent(herten, a_draft(email="kim@beispiel.de")).voice

    if forget == "mail":
        author.forget_mail(herten, opened(herten, token), TODAY)
    else:
        author.erase(herten, opened(herten, token), address=ADDRESS, now=NOW, on=TODAY)

    subject = herten.execute(select(outbox.c.subject)).scalar_one()
    assert shown(kept.reference) in subject


def test_a_withdrawn_voice_is_public_no_more(herten: Connection, token: str) -> None:
    private = published(herten, token)
    Voices(herten, TODAY).confirm_contact(private.voice.number, now=NOW)
    before = revisions(herten)["voices"].number

    author.withdraw(herten, private, address=ADDRESS, now=NOW, on=TODAY)

    private = opened(herten, token)
    kinds = herten.execute(select(outbox.c.kind)).scalars().all()
    assert (private.voice.status, private.can_withdraw) == ("withdrawn", False)
    assert private.steps[-1].kind == "withdrawn"
    assert "voice.withdrawn" in kinds
    assert revisions(herten)["voices"].number == before + 1


def test_a_question_is_answered_once(herten: Connection, token: str) -> None:
    number = opened(herten, token).voice.number
    asked = _ask(herten, number)

    author.answer_question(herten, opened(herten, token), asked, "Da vorn.", now=NOW)

    private = opened(herten, token)
    assert [one.answer for one in private.questions] == ["Da vorn."]
    with pytest.raises(ActNotPossibleError):
        author.answer_question(herten, private, asked, "Doch nicht.", now=NOW)


def test_nobody_answers_a_question_about_another_voice(herten: Connection, token: str) -> None:
    other = sent(herten).voice.number
    asked = _ask(herten, other)

    with pytest.raises(ActNotPossibleError):
        author.answer_question(herten, opened(herten, token), asked, "Da.", now=NOW)


def test_an_author_objects_once_and_against_who_declined(herten: Connection, token: str) -> None:
    number = opened(herten, token).voice.number
    _set(herten, number, status="declined", reason_code="insult")
    add_step(herten, number, Step("declined", "Moderation", TODAY), account_id="kim", now=NOW)

    author.object_to(herten, opened(herten, token), "Das war keine.", now=NOW, on=TODAY)

    row = herten.execute(select(objection)).one()
    private = opened(herten, token)
    assert (row.words, row.against, row.outcome) == ("Das war keine.", "kim", None)
    assert not private.can_object
    with pytest.raises(ActNotPossibleError):
        author.object_to(herten, private, "Noch einmal.", now=NOW, on=TODAY)


def test_there_is_nothing_to_object_to_before_a_decision(herten: Connection, token: str) -> None:
    assert not opened(herten, token).can_object
    assert not published(herten, token).can_object


def test_an_author_may_object_to_a_redaction(herten: Connection, token: str) -> None:
    assert published(herten, token, original={"text": "Mehr"}).can_object


def test_the_export_holds_everything_and_is_json(herten: Connection, token: str) -> None:
    number = opened(herten, token).voice.number
    _ask(herten, number)

    found = author.export(herten, opened(herten, token), TODAY)

    body = orjson.loads(orjson.dumps(found))
    assert body["text"] == opened(herten, token).voice.text
    assert body["mail"]["email"] == "kim@beispiel.de"
    assert body["pin"] == {"lon": 7.1366, "lat": 51.5935}
    assert [one["kind"] for one in body["steps"]] == ["received"]
    assert body["questions"][0]["words"] == "Wo genau?"
    assert "entered_by" not in body


def test_nothing_that_tells_of_the_author_is_left_after_erasing(
    herten: Connection, token: str
) -> None:
    private = published(herten, token)
    number = private.voice.number
    _ask(herten, number)
    author.answer_question(herten, private, opened(herten, token).questions[0].id, "Da.", now=NOW)
    before = revisions(herten)["voices"].number

    author.erase(herten, opened(herten, token), address=ADDRESS, now=NOW, on=TODAY)

    row = herten.execute(select(voice).where(voice.c.number == number)).one()
    assert (row.title, row.text, row.search_text) == ("", "", "")
    assert {row.pin, row.public_pin, row.place_label, row.author_name, row.token_hash} == {None}
    assert (row.status, row.anonymised_at, row.precision) == ("withdrawn", NOW, "district")
    assert herten.execute(select(voice_contact)).all() == []
    assert herten.execute(select(question.c.words, question.c.answer)).one() == ("", "")
    assert revisions(herten)["voices"].number == before + 1
    with pytest.raises(PrivateLinkUnknownError):
        opened(herten, token)


def test_erasing_takes_what_the_town_hall_quoted_along(herten: Connection, token: str) -> None:
    number = opened(herten, token).voice.number
    quoting = Step("redacted", "Moderation", TODAY, words="Der Name Kim Meier ist entfernt.")
    add_step(herten, number, quoting, account_id="kim", now=NOW)
    _propose(herten, number)

    author.erase(herten, opened(herten, token), address=ADDRESS, now=NOW, on=TODAY)

    assert "Meier" not in repr(steps(herten, number))
    assert herten.execute(select(decision.c.words)).scalar_one() == ""


@pytest.mark.parametrize("act", ["withdraw", "erase"])
def test_what_was_merged_stands_alone_when_the_other_is_taken_back(
    herten: Connection, token: str, act: str
) -> None:
    target = published(herten, token)
    public, waiting, erased = (sent(herten).voice for _ in range(3))
    merged = {"status": "merged", "merged_into": target.voice.number}
    _set(herten, public.number, **merged, published_at=NOW)
    _set(herten, waiting.number, **merged)
    _set(herten, erased.number, **merged, title="", text="")
    before = revisions(herten)["voices"].number

    getattr(author, act)(herten, opened(herten, token), address=ADDRESS, now=NOW, on=TODAY)

    found = [Voices(herten, TODAY).get_by_number(one.number) for one in (public, waiting, erased)]
    assert [one.status for one in found] == ["published", "received", "merged"]
    assert [one.merged_into for one in found[:2]] == [None, None]
    assert [one.kind for one in steps(herten, waiting.number)] == ["received", "restored"]
    assert revisions(herten)["voices"].number == before + 2


def test_a_withdrawn_voice_is_no_longer_told_as_merged(herten: Connection, token: str) -> None:
    target = published(herten, token).voice
    one = sent(herten).voice
    _set(herten, one.number, status="withdrawn", merged_into=target.number)

    assert Voices(herten, TODAY).merged_into(target.number) == ()


def test_changed_words_are_no_longer_what_somebody_proposed_to_decline(
    herten: Connection, token: str
) -> None:
    herten.execute(update(participation_process).values(moderation="publish_first"))
    number = published(herten, token).voice.number
    _propose(herten, number)

    _edit(herten, token)

    assert opened(herten, token).voice.status == "received"
    assert herten.execute(select(decision.c.outcome)).scalar_one() == "rejected"


def test_changed_words_of_a_withheld_voice_do_not_count_as_checked(
    herten: Connection, token: str
) -> None:
    number = published(herten, token).voice.number
    _set(herten, number, status="received")

    _edit(herten, token)

    assert opened(herten, token).voice.published_at is None


def test_what_a_court_may_ask_for_is_not_rewritten(herten: Connection, token: str) -> None:
    _set(herten, opened(herten, token).voice.number, legal_hold=True)

    with pytest.raises(ActNotPossibleError):
        _edit(herten, token)


def test_an_erased_voice_still_counts_in_its_district(herten: Connection, token: str) -> None:
    private = opened(herten, token)

    author.erase(herten, private, address=ADDRESS, now=NOW, on=TODAY)

    left = Voices(herten, TODAY).get(private.voice.reference)
    assert (left.district_id, left.theme, left.process_id) == ("mitte", "open_space", "ideen")


def test_sending_an_erased_form_again_brings_nothing_back(herten: Connection) -> None:
    draft = a_draft(idempotency_key=new_key())
    first = sent(herten, draft)
    author.erase(herten, opened(herten, first.token), address=ADDRESS, now=NOW, on=TODAY)

    again = sent(herten, draft)

    assert (again.is_new, again.voice.number, again.voice.text) == (False, first.voice.number, "")


def test_a_declined_voice_stays_declined_when_it_is_erased(herten: Connection, token: str) -> None:
    private = opened(herten, token)
    _set(herten, private.voice.number, status="declined", reason_code="insult")

    author.erase(herten, opened(herten, token), address=ADDRESS, now=NOW, on=TODAY)

    assert Voices(herten, TODAY).get(private.voice.reference).status == "declined"


def test_what_a_court_may_ask_for_is_kept(herten: Connection, token: str) -> None:
    _set(herten, opened(herten, token).voice.number, legal_hold=True)

    with pytest.raises(LegalHoldError):
        author.erase(herten, opened(herten, token), address=ADDRESS, now=NOW, on=TODAY)


def test_a_number_with_a_wrong_check_digit_is_not_even_searched(herten: Connection) -> None:
    with pytest.raises(VoiceNotFoundError):
        Voices(herten, TODAY).get("482-759-317")


def _edit(connection: Connection, token: str) -> None:
    private = opened(connection, token)
    words = Words("Neuer Titel", "Am Rathaus fehlen sogar zwei Bänke.", "open_space", None)
    examined = author.examine_words(connection, private, words, TODAY)
    assert examined.flaws == ()
    author.edit(connection, private, examined.draft, now=NOW, on=TODAY)


def _ask(connection: Connection, number: int) -> int:
    asked: int = connection.execute(
        insert(question)
        .values(voice_number=number, words="Wo genau?", asked_by="kim", asked_at=NOW)
        .returning(question.c.id)
    ).scalar_one()
    return asked


def _propose(connection: Connection, number: int) -> None:
    connection.execute(
        insert(decision).values(
            voice_number=number,
            reason_code="insult",
            words="Kim Meier wird beleidigt.",
            proposed_by="kim",
            proposed_at=NOW,
            outcome="pending",
        )
    )


def _set(connection: Connection, number: int, **values: Any) -> None:
    connection.execute(update(voice).where(voice.c.number == number).values(**values))


def _column(connection: Connection, number: int, name: str) -> str:
    return str(
        connection.execute(select(voice.c[name]).where(voice.c.number == number)).scalar_one()
    )
