"""What is done with accounts, and what is written down about it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select

from services.accounts import actions
from services.accounts.audit import Audit
from services.accounts.model import (
    AccountDisabledError,
    AccountNotFoundError,
    EmailTakenError,
    Entry,
    EntryFilter,
    InvalidAccountError,
    LastAdminError,
    LinkNotUsableError,
    NewAccount,
)
from services.accounts.sessions import Sessions
from services.accounts.store import Accounts, Links
from services.database.tables.accounts import one_time_link, sign_on
from services.web.actor import Actor
from services.web.dependencies import LOCAL_TIME
from tests.conftest import NOW
from tests.services.staff import add_staff

NEW = NewAccount("jo@herten.example", "Jo Muster", "Ratsbüro", frozenset({"moderator"}))
HASH = "$argon2id$stored"


@pytest.fixture
def admin(connection: Connection) -> Actor:
    """An administrator who can sign in."""
    return add_staff(connection, "admin", now=NOW, password_hash=HASH)


def _last_entry(connection: Connection) -> Entry:
    return Audit(connection).list(EntryFilter(), zone=LOCAL_TIME, limit=1)[0]


def _lives(connection: Connection, token: str) -> bool:
    return Sessions(connection).find(token, now=NOW) is not None


def test_a_new_account_has_no_password_but_a_link_to_set_one(
    connection: Connection, admin: Actor
) -> None:
    account, token = actions.add_account(connection, admin, NEW, now=NOW)

    assert not account.has_password
    assert actions.open_link(connection, token, now=NOW)[1] == account


def test_adding_an_account_is_recorded_without_name_or_address(
    connection: Connection, admin: Actor
) -> None:
    account, _ = actions.add_account(connection, admin, NEW, now=NOW)

    entry = _last_entry(connection)
    assert (entry.actor_id, entry.code, entry.subject, entry.facts) == (
        admin.id,
        "account.added",
        f"account:{account.id}",
        {"roles": ["moderator"]},
    )


def test_a_mail_address_has_one_account(connection: Connection, admin: Actor) -> None:
    actions.add_account(connection, admin, NEW, now=NOW)

    with pytest.raises(EmailTakenError):
        actions.add_account(connection, admin, NEW, now=NOW)


def test_a_mail_address_is_taken_in_lower_case() -> None:
    new = actions.new_account(
        email=" Jo@Herten.Example ", name=" Jo ", office="Amt", roles=["gis", "reader"]
    )

    assert new == NewAccount("jo@herten.example", "Jo", "Amt", frozenset({"gis", "reader"}))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "jo"),
        ("email", "jo@herten"),
        ("email", "müller@herten.example"),
        ("email", "jo@her\u00adten.example"),
        ("email", "jo@herten.example\x00"),
        ("email", f"{'j' * 250}@herten.example"),
        ("name", " "),
        ("name", "Jo\nMuster"),
        ("name", "x" * 101),
        ("office", ""),
        ("office", "Amt\u202e"),
        ("roles", []),
        ("roles", ["mayor"]),
        ("roles", ["admin", "mayor"]),
    ],
)
def test_what_cannot_be_an_account_names_the_field(field: str, value: object) -> None:
    given = {"email": "jo@herten.example", "name": "Jo", "office": "Amt", "roles": ["gis"]}

    with pytest.raises(InvalidAccountError) as refused:
        actions.new_account(**(given | {field: value}))  # type: ignore[arg-type]

    assert refused.value.fields == [field]


def test_a_link_is_good_once(connection: Connection, admin: Actor) -> None:
    _, token = actions.add_account(connection, admin, NEW, now=NOW)
    actions.set_password_by_link(connection, token, HASH, now=NOW)

    with pytest.raises(LinkNotUsableError):
        actions.set_password_by_link(connection, token, HASH, now=NOW)


@pytest.mark.parametrize(("days", "usable"), [(6.9, True), (7, False)])
def test_a_link_to_a_new_account_is_good_for_seven_days(
    connection: Connection, admin: Actor, days: float, usable: bool
) -> None:
    _, token = actions.add_account(connection, admin, NEW, now=NOW)
    later = NOW + timedelta(days=days)

    if usable:
        assert actions.set_password_by_link(connection, token, HASH, now=later)
    else:
        with pytest.raises(LinkNotUsableError):
            actions.set_password_by_link(connection, token, HASH, now=later)


def test_a_new_link_replaces_the_former_one(connection: Connection, admin: Actor) -> None:
    account, first = actions.add_account(connection, admin, NEW, now=NOW)
    second = actions.reset_account(connection, admin, account.id, now=NOW)

    with pytest.raises(LinkNotUsableError):
        actions.open_link(connection, first, now=NOW)
    assert actions.open_link(connection, second, now=NOW)


def test_a_link_is_stored_as_a_hash(connection: Connection, admin: Actor) -> None:
    _, token = actions.add_account(connection, admin, NEW, now=NOW)

    stored = connection.execute(select(one_time_link.c.token_hash)).scalar_one()

    assert token not in stored


def test_whoever_sets_a_password_by_link_is_signed_in(connection: Connection, admin: Actor) -> None:
    account, token = actions.add_account(connection, admin, NEW, now=NOW)

    session = actions.set_password_by_link(connection, token, HASH, now=NOW)

    found = Sessions(connection).find(session, now=NOW)
    assert found is not None
    assert found.actor == account.actor
    assert (_last_entry(connection).code, _last_entry(connection).actor_id) == (
        "account.password_set",
        account.id,
    )


def test_disabling_ends_sessions_and_links(connection: Connection, admin: Actor) -> None:
    account, token = actions.add_account(connection, admin, NEW, now=NOW)
    session = actions.open_session(connection, account.id, now=NOW)

    actions.disable_account(connection, admin, account.id, now=NOW)

    assert not _lives(connection, session)
    assert _last_entry(connection).code == "account.disabled"
    actions.enable_account(connection, admin, account.id, now=NOW)
    assert not _lives(connection, session)
    with pytest.raises(LinkNotUsableError):
        actions.open_link(connection, token, now=NOW)


def test_a_link_of_a_disabled_account_opens_nothing(connection: Connection) -> None:
    other = add_staff(connection, "reader", now=NOW, disabled_at=NOW)
    token = Links(connection).add("password", other.id, good_for=timedelta(days=1), now=NOW)

    with pytest.raises(LinkNotUsableError):
        actions.open_link(connection, token, now=NOW)


def test_a_disabled_account_gets_no_session(connection: Connection, admin: Actor) -> None:
    other = add_staff(connection, "reader", now=NOW, disabled_at=NOW)

    with pytest.raises(AccountDisabledError):
        actions.open_session(connection, other.id, now=NOW)


def test_a_disabled_account_gets_no_link(connection: Connection, admin: Actor) -> None:
    other = add_staff(connection, "reader", now=NOW, disabled_at=NOW)

    with pytest.raises(AccountDisabledError):
        actions.reset_account(connection, admin, other.id, now=NOW)


def test_an_unknown_account_is_said_to_be_unknown(connection: Connection, admin: Actor) -> None:
    with pytest.raises(AccountNotFoundError):
        actions.disable_account(connection, admin, "nobody", now=NOW)


def test_an_enabled_account_signs_in_again(connection: Connection, admin: Actor) -> None:
    other = add_staff(connection, "reader", now=NOW, disabled_at=NOW)

    actions.enable_account(connection, admin, other.id, now=NOW)

    assert actions.open_session(connection, other.id, now=NOW)
    assert _last_entry(connection).code == "account.enabled"


def test_new_roles_end_sessions_and_are_recorded(connection: Connection, admin: Actor) -> None:
    other = add_staff(connection, "reader", now=NOW)
    session = actions.open_session(connection, other.id, now=NOW)

    actions.set_roles(connection, admin, other.id, frozenset({"planner", "gis"}), now=NOW)

    assert not _lives(connection, session)
    assert Accounts(connection).get(other.id).roles == {"planner", "gis"}
    assert _last_entry(connection).facts == {"before": ["reader"], "after": ["gis", "planner"]}


def test_the_same_roles_again_change_nothing(connection: Connection, admin: Actor) -> None:
    other = add_staff(connection, "reader", now=NOW)
    session = actions.open_session(connection, other.id, now=NOW)

    actions.set_roles(connection, admin, other.id, frozenset({"reader"}), now=NOW)

    assert _lives(connection, session)
    assert Audit(connection).count(EntryFilter(), zone=LOCAL_TIME) == 0


def test_a_reset_takes_password_second_factor_and_sessions(
    connection: Connection, admin: Actor
) -> None:
    other = add_staff(
        connection, "reader", now=NOW, password_hash=HASH, totp_secret="A" * 32, totp_last_step=1
    )
    session = actions.open_session(connection, other.id, now=NOW)

    actions.reset_account(connection, admin, other.id, now=NOW)

    found = Accounts(connection).own_credentials(other.id)
    assert (found.password_hash, found.totp_secret, found.totp_last_step) == (None, None, None)
    assert not _lives(connection, session)
    assert _last_entry(connection).code == "account.reset"


@pytest.mark.parametrize("hours", [24])
def test_the_link_of_a_reset_is_good_for_a_day(
    connection: Connection, admin: Actor, hours: int
) -> None:
    other = add_staff(connection, "reader", now=NOW)
    token = actions.reset_account(connection, admin, other.id, now=NOW)

    assert actions.open_link(connection, token, now=NOW + timedelta(hours=hours - 1))
    with pytest.raises(LinkNotUsableError):
        actions.open_link(connection, token, now=NOW + timedelta(hours=hours))


def test_the_last_admin_cannot_be_locked_out(connection: Connection, admin: Actor) -> None:
    with pytest.raises(LastAdminError):
        actions.disable_account(connection, admin, admin.id, now=NOW)
    with pytest.raises(LastAdminError):
        actions.set_roles(connection, admin, admin.id, frozenset({"reader"}), now=NOW)
    with pytest.raises(LastAdminError):
        actions.reset_account(connection, admin, admin.id, now=NOW)


@pytest.mark.parametrize(
    "values",
    [{}, {"password_hash": HASH, "disabled_at": NOW}],
    ids=["without password", "disabled"],
)
def test_an_admin_who_cannot_sign_in_does_not_count(
    connection: Connection, admin: Actor, values: dict[str, Any]
) -> None:
    add_staff(connection, "admin", now=NOW, **values)

    with pytest.raises(LastAdminError):
        actions.disable_account(connection, admin, admin.id, now=NOW)


def test_an_admin_who_signs_in_by_the_city_counts(connection: Connection, admin: Actor) -> None:
    other = add_staff(connection, "admin", now=NOW)
    connection.execute(insert(sign_on).values(issuer="i", subject="s", account_id=other.id))

    actions.disable_account(connection, admin, admin.id, now=NOW)

    assert Accounts(connection).get(admin.id).is_disabled


def test_one_of_two_admins_may_go(connection: Connection, admin: Actor) -> None:
    other = add_staff(connection, "admin", now=NOW, password_hash=HASH)

    actions.set_roles(connection, admin, other.id, frozenset({"reader"}), now=NOW)

    assert Accounts(connection).get(other.id).roles == {"reader"}


def test_the_command_line_may_reset_the_last_admin(connection: Connection, admin: Actor) -> None:
    by = actions.command_line_actor("root")

    token = actions.reset_account(connection, by, admin.id, now=NOW, even_last_admin=True)

    assert actions.open_link(connection, token, now=NOW)


def test_the_first_start_offers_a_link_and_the_next_replaces_it(connection: Connection) -> None:
    first = actions.offer_setup(connection, now=NOW)
    second = actions.offer_setup(connection, now=NOW)

    assert first is not None
    assert second is not None
    with pytest.raises(LinkNotUsableError):
        actions.open_link(connection, first, now=NOW)
    assert actions.open_link(connection, second, now=NOW)[1] is None


def test_with_an_account_no_link_is_offered(connection: Connection, admin: Actor) -> None:
    assert actions.offer_setup(connection, now=NOW) is None


def test_the_first_link_makes_an_admin_who_is_signed_in(connection: Connection) -> None:
    token = actions.offer_setup(connection, now=NOW) or ""
    new = NewAccount("a@herten.example", "A", "Amt", frozenset({"admin"}))

    session = actions.set_up_first_admin(connection, token, new, HASH, now=NOW)

    found = Sessions(connection).find(session, now=NOW)
    assert found is not None
    assert found.actor.roles == {"admin"}
    codes = [one.code for one in Audit(connection).list(EntryFilter(), zone=LOCAL_TIME, limit=9)]
    assert codes == ["account.password_set", "account.added"]


def test_the_first_link_is_worth_nothing_once_there_is_an_account(connection: Connection) -> None:
    token = actions.offer_setup(connection, now=NOW) or ""
    add_staff(connection, "admin", now=NOW)

    with pytest.raises(LinkNotUsableError):
        actions.set_up_first_admin(connection, token, NEW, HASH, now=NOW)


def test_the_first_link_is_good_for_a_day(connection: Connection) -> None:
    token = actions.offer_setup(connection, now=NOW) or ""

    with pytest.raises(LinkNotUsableError):
        actions.open_link(connection, token, now=NOW + timedelta(hours=24))


def test_a_link_for_a_password_does_not_make_an_admin(connection: Connection, admin: Actor) -> None:
    token = Links(connection).add("password", admin.id, good_for=timedelta(days=1), now=NOW)

    with pytest.raises(LinkNotUsableError):
        actions.set_up_first_admin(connection, token, NEW, HASH, now=NOW)


def test_the_first_link_sets_nobodys_password(connection: Connection) -> None:
    token = actions.offer_setup(connection, now=NOW) or ""

    with pytest.raises(LinkNotUsableError):
        actions.set_password_by_link(connection, token, HASH, now=NOW)


def test_a_changed_password_ends_all_sessions_and_opens_one(
    connection: Connection, admin: Actor
) -> None:
    former = actions.open_session(connection, admin.id, now=NOW)

    token = actions.change_password(connection, admin, "new", now=NOW)

    assert (_lives(connection, former), _lives(connection, token)) == (False, True)
    assert _last_entry(connection).code == "account.password_changed"


@pytest.mark.parametrize(
    ("secret", "code"), [("A" * 32, "account.totp_on"), (None, "account.totp_off")]
)
def test_the_second_factor_is_recorded_without_its_secret(
    connection: Connection, admin: Actor, secret: str | None, code: str
) -> None:
    actions.switch_totp(connection, admin, secret, step=None, now=NOW)

    assert Accounts(connection).get(admin.id).has_totp is (secret is not None)
    assert (_last_entry(connection).code, _last_entry(connection).facts) == (code, {})


def test_ending_no_other_session_is_not_recorded(connection: Connection, admin: Actor) -> None:
    token = actions.open_session(connection, admin.id, now=NOW)

    assert actions.end_other_sessions(connection, admin, token=token, now=NOW) == 0
    assert Audit(connection).count(EntryFilter(), zone=LOCAL_TIME) == 0


def test_a_code_of_the_second_factor_is_used_up(connection: Connection, admin: Actor) -> None:
    accounts = Accounts(connection)

    used = [accounts.use_totp_step(admin.id, step) for step in (7, 7, 6, 8)]

    assert used == [True, False, False, True]
