"""Delivering to a real server: what it takes, puts off, refuses, keeps waiting and drops."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, Row, select, update

from services.database.engine import make_engine, reading, writing
from services.database.tables import outbox
from services.mail.actions import post, standing
from services.mail.model import LEASE, next_try
from services.mail.postman import Delivered, deliver
from services.mail.store import Outbox
from services.settings import Settings
from tests.conftest import NOW
from tests.services.mail.conftest import smtp_settings
from tests.services.mail.smtp import Behaviour, free_port

SUBJECT = "Beitrag 482-759-316 – „Grün für Disteln“ ist veröffentlicht"
BODY = (
    "Guten Tag,\n\nÖffentlich: https://werkbank.example/beitrag/482-759-316\n.\nGrüße\n"
    + "x" * 500
    + "\n"
)
WAITS = [timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1)]


def _post(engine: Engine, *, number: int = 1, at: datetime = NOW) -> int:
    with writing(engine) as connection:
        return post(
            connection,
            kind="published",
            recipient=f"anna{number}@disteln.example",
            subject=SUBJECT,
            body=BODY,
            now=at,
        )


def _deliver(
    engine: Engine, settings: Settings, *, at: datetime = NOW, jitter: float = 0.0, **more: Any
) -> Delivered:
    return deliver(engine, settings, clock=lambda: at, jitter=lambda: jitter, **more)


def _row(engine: Engine) -> Row[Any]:
    with reading(engine) as connection:
        return connection.execute(select(outbox)).one()


def _contents(row: Row[Any]) -> tuple[Any, ...]:
    return (row.recipient, row.subject, row.body)


def test_a_mail_arrives_as_it_was_written(
    engine: Engine, settings: Settings, server: Behaviour
) -> None:
    _post(engine)

    assert _deliver(engine, settings) == Delivered(sent=1)

    (mail,) = server.got
    assert (mail["Subject"], mail["To"]) == (SUBJECT, "anna1@disteln.example")
    assert mail.get_content().replace("\r\n", "\n") == BODY
    assert mail.get_content_type() == "text/plain"
    assert server.envelopes == [("beteiligung@herten.example", ["anna1@disteln.example"])]


def test_a_mail_says_who_wrote_it_when_and_that_no_person_did(
    engine: Engine, settings: Settings, server: Behaviour
) -> None:
    _post(engine)
    _deliver(engine, settings, at=NOW + timedelta(seconds=5))

    (mail,) = server.got
    assert mail["From"].addresses[0].display_name == "Stadt Herten, Der Bürgermeister"
    assert mail["From"].addresses[0].addr_spec == "beteiligung@herten.example"
    assert mail["Date"].datetime == NOW
    assert mail["Message-ID"].endswith("@herten.example>")
    assert mail["Auto-Submitted"] == "auto-generated"


def test_the_server_is_greeted_with_the_name_of_the_site(
    engine: Engine, settings: Settings, server: Behaviour
) -> None:
    _post(engine)
    _deliver(engine, settings.model_copy(update={"public_url": "https://werkbank.example"}))

    assert server.greeted_as == ["werkbank.example"]


def test_a_sent_mail_leaves_nothing_personal(engine: Engine, settings: Settings) -> None:
    _post(engine)
    _deliver(engine, settings)

    row = _row(engine)
    assert (row.status, row.finished_at, row.trouble) == ("sent", NOW, None)
    assert _contents(row) == (None, None, None)


def test_a_sent_mail_is_not_sent_again(
    engine: Engine, settings: Settings, server: Behaviour
) -> None:
    _post(engine)
    _deliver(engine, settings)

    assert _deliver(engine, settings, at=NOW + timedelta(days=1)) == Delivered()
    assert len(server.got) == 1


def test_many_mails_go_over_one_connection(
    engine: Engine, settings: Settings, server: Behaviour
) -> None:
    for number in range(5):
        _post(engine, number=number)

    assert _deliver(engine, settings) == Delivered(sent=5)
    assert len(server.greeted_as) == 1


def test_a_letter_whose_transaction_fails_is_never_sent(engine: Engine, settings: Settings) -> None:
    with pytest.raises(RuntimeError), writing(engine) as connection:
        post(connection, kind="x", recipient="a@b.example", subject="x", body="x", now=NOW)
        raise RuntimeError

    assert _deliver(engine, settings) == Delivered()


@pytest.mark.parametrize("answer", ["450 4.2.1 later", "451 greylisted", "452 4.2.2 full"])
def test_a_recipient_refused_for_now_is_tried_later(
    engine: Engine, settings: Settings, server: Behaviour, answer: str
) -> None:
    _post(engine)
    server.to_recipient = answer

    assert _deliver(engine, settings) == Delivered(deferred=1)

    row = _row(engine)
    assert (row.status, row.due_at) == ("waiting", NOW + timedelta(minutes=1))
    assert row.recipient == "anna1@disteln.example"


def test_a_mail_put_off_arrives_when_the_server_is_well_again(
    engine: Engine, settings: Settings, server: Behaviour
) -> None:
    _post(engine)
    server.to_recipient = "451 greylisted"
    _deliver(engine, settings)
    server.to_recipient = "250 OK"

    assert _deliver(engine, settings, at=NOW + timedelta(seconds=59)) == Delivered()
    assert _deliver(engine, settings, at=NOW + timedelta(seconds=60)) == Delivered(sent=1)


def test_a_recipient_refused_for_good_is_given_up_with_the_code_and_without_the_address(
    engine: Engine, settings: Settings, server: Behaviour
) -> None:
    _post(engine)
    server.to_recipient = "550 5.1.1 <anna1@disteln.example>: no such person"

    assert _deliver(engine, settings) == Delivered(failed=1)

    row = _row(engine)
    assert (row.status, row.trouble) == ("failed", "recipient: 550 5.1.1")
    assert _contents(row) == (None, None, None)


def test_a_letter_that_cannot_be_written_does_not_keep_the_others(
    engine: Engine, settings: Settings, server: Behaviour, caplog: pytest.LogCaptureFixture
) -> None:
    lost, _ = (_post(engine, number=number) for number in range(2))
    with writing(engine) as connection:
        of_lost = outbox.c.id == lost
        connection.execute(update(outbox).where(of_lost).values(recipient="müller@disteln.example"))

    assert _deliver(engine, settings) == Delivered(sent=1, deferred=1)
    assert f"mail {lost} (published) not sent: letter: UnusableAddressError" in caplog.text
    assert "disteln.example" not in caplog.text


def test_one_refused_recipient_does_not_keep_the_others(
    engine: Engine, settings: Settings, server: Behaviour
) -> None:
    for number in range(3):
        _post(engine, number=number)
    server.to_recipient = "550 5.1.1 no"

    assert _deliver(engine, settings) == Delivered(failed=3)
    assert len(server.greeted_as) == 1


def test_a_text_refused_for_good_is_given_up(
    engine: Engine, settings: Settings, server: Behaviour
) -> None:
    _post(engine)
    server.to_text = "554 5.7.1 spam"

    assert _deliver(engine, settings) == Delivered(failed=1)
    assert _row(engine).trouble == "text: 554 5.7.1"


def test_a_text_refused_for_now_is_tried_later(
    engine: Engine, settings: Settings, server: Behaviour
) -> None:
    _post(engine)
    server.to_text = "451 4.3.0 later"

    assert _deliver(engine, settings) == Delivered(deferred=1)
    assert _row(engine).trouble == "text: 451 4.3.0"


def test_a_refused_sender_is_the_operators_fault_and_loses_no_mail(
    engine: Engine, settings: Settings, server: Behaviour
) -> None:
    _post(engine)
    _post(engine, number=2)
    server.to_sender = "553 5.7.1 not yours"

    assert _deliver(engine, settings) == Delivered(deferred=1)

    with reading(engine) as connection:
        found = standing(connection)
    assert (found.waiting, found.troubles) == (2, {"sender: 553 5.7.1": 1})


def test_a_server_that_keeps_silent_is_left_after_the_timeout(
    engine: Engine, settings: Settings, server: Behaviour
) -> None:
    _post(engine)
    server.silent = True

    assert _deliver(engine, settings, timeout_s=0.2) == Delivered(deferred=1)
    assert _row(engine).trouble == "server: no answer in time"


def test_a_connection_dropped_in_the_middle_puts_the_mail_off(
    engine: Engine, settings: Settings, server: Behaviour
) -> None:
    _post(engine)
    server.drop = True

    assert _deliver(engine, settings) == Delivered(deferred=1)
    assert _row(engine).trouble == "server: SMTPServerDisconnected"


def test_a_mail_sent_twice_bears_the_same_id(
    engine: Engine, settings: Settings, server: Behaviour
) -> None:
    _post(engine)
    _deliver(engine, settings)
    with writing(engine) as connection:  # as if the answer had been lost
        connection.execute(
            outbox.update().values(
                status="waiting", recipient="anna1@disteln.example", subject=SUBJECT, body=BODY
            )
        )
    _deliver(engine, settings, at=NOW + timedelta(minutes=1))

    first, second = server.got
    assert first["Message-ID"] == second["Message-ID"]


def test_a_server_that_is_not_there_puts_one_mail_off_and_leaves_the_others(
    engine: Engine,
) -> None:
    _post(engine)
    _post(engine, number=2)

    assert _deliver(engine, smtp_settings(free_port())) == Delivered(deferred=1)

    with reading(engine) as connection:
        assert standing(connection).troubles == {"server: ConnectionRefusedError": 1}


def test_while_the_server_is_silent_the_database_is_free(
    engine: Engine, settings: Settings, server: Behaviour
) -> None:
    _post(engine)
    server.silent = True
    with ThreadPoolExecutor() as threads:
        sending = threads.submit(_deliver, engine, settings)
        assert server.asked.wait(10)
        _post(engine, number=2)  # would wait for the lock and fail
        server.answer.set()

        assert sending.result(10).sent >= 1


def test_a_mail_in_hand_is_not_given_to_another_process(
    engine: Engine, settings: Settings, server: Behaviour
) -> None:
    _post(engine)
    server.silent = True
    with ThreadPoolExecutor() as threads:
        sending = threads.submit(_deliver, engine, settings)
        assert server.asked.wait(10)
        meanwhile = _deliver(engine, settings, at=NOW + LEASE - timedelta(seconds=1))
        server.answer.set()

        assert (meanwhile, sending.result(10)) == (Delivered(), Delivered(sent=1))


@pytest.fixture
def second_engine(engine: Engine) -> Iterator[Engine]:
    """Another process's way to the same database."""
    other = make_engine(engine.url.render_as_string(hide_password=False))
    yield other
    other.dispose()


def test_two_processes_at_once_send_each_mail_once(
    engine: Engine, second_engine: Engine, settings: Settings, server: Behaviour
) -> None:
    for number in range(30):
        _post(engine, number=number)
    with ThreadPoolExecutor() as threads:
        rounds = [threads.submit(_deliver, one, settings) for one in (engine, second_engine)]
        done = [one.result(60) for one in rounds]

    assert sum(one.sent for one in done) == 30
    assert set(Counter(mail["To"] for mail in server.got).values()) == {1}
    assert len(server.got) == 30


def test_a_mail_of_a_killed_process_is_sent_after_its_lease(
    engine: Engine, settings: Settings, server: Behaviour
) -> None:
    _post(engine)
    with writing(engine) as connection:
        Outbox(connection).claim(NOW, until=NOW + LEASE)

    assert _deliver(engine, settings, at=NOW + LEASE - timedelta(seconds=1)) == Delivered()
    assert _deliver(engine, settings, at=NOW + LEASE) == Delivered(sent=1)
    assert len(server.got) == 1


def test_who_was_too_slow_changes_nothing_of_what_another_did(engine: Engine) -> None:
    _post(engine)
    with writing(engine) as connection:
        late = Outbox(connection).claim(NOW, until=NOW + LEASE)
    with writing(engine) as connection:
        other = Outbox(connection).claim(NOW + LEASE, until=NOW + 2 * LEASE)
    assert late is not None
    assert other is not None
    with writing(engine) as connection:
        Outbox(connection).defer(late, due_at=NOW + timedelta(days=1), trouble="late")

    assert _row(engine).leased_until == NOW + 2 * LEASE
    with writing(engine) as connection:
        Outbox(connection).finish(other, "sent", trouble=None, now=NOW)
        Outbox(connection).finish(late, "failed", trouble="late", now=NOW)
    assert _row(engine).status == "sent"


def test_stop_is_asked_between_two_mails(engine: Engine, settings: Settings) -> None:
    _post(engine)
    _post(engine, number=2)

    assert _deliver(engine, settings, stop=lambda: True) == Delivered(sent=1)


@pytest.mark.parametrize(("attempts", "wait"), list(enumerate(WAITS, start=1)))
def test_each_wait_is_longer_than_the_one_before(attempts: int, wait: timedelta) -> None:
    assert next_try(attempts, created_at=NOW, now=NOW, jitter=0.0) == NOW + wait


@pytest.mark.parametrize("attempts", [5, 6, 20])
def test_later_waits_are_four_hours(attempts: int) -> None:
    assert next_try(attempts, created_at=NOW, now=NOW, jitter=0.0) == NOW + timedelta(hours=4)


def test_chance_lengthens_a_wait_by_a_fifth_at_most() -> None:
    assert next_try(2, created_at=NOW, now=NOW, jitter=1.0) == NOW + timedelta(minutes=6)


def test_a_mail_is_given_up_after_three_days(
    engine: Engine, settings: Settings, server: Behaviour
) -> None:
    _post(engine)
    server.to_recipient = "451 later"
    at, row = NOW, _row(engine)
    while row.status == "waiting":
        at = row.due_at
        _deliver(engine, settings, at=at)
        row = _row(engine)

    assert timedelta(days=2, hours=20) <= at - NOW <= timedelta(days=3)
    assert (row.status, row.trouble, row.recipient) == ("failed", "recipient: 451", None)


def test_a_moment_of_another_zone_is_written_in_utc(
    engine: Engine, settings: Settings, server: Behaviour
) -> None:
    _post(engine, at=NOW.astimezone(UTC))
    _deliver(engine, settings)

    assert server.got[0]["Date"].datetime.utcoffset() == timedelta(0)
