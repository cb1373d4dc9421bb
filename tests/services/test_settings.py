"""Settings come from the environment, and what cannot be meant is refused at once."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from services.settings import PROJECT_ROOT, Settings


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOST", "PORT", *(f"WERKBANK_{field.upper()}" for field in Settings.model_fields)):
        monkeypatch.delenv(name, raising=False)


def test_without_any_setting_only_this_machine_is_served() -> None:
    settings = Settings()

    assert (settings.host, settings.port) == ("127.0.0.1", 8000)


def test_without_any_setting_the_database_is_one_file_of_the_project() -> None:
    assert Settings().database_url == f"sqlite:///{PROJECT_ROOT}/var/werkbank.sqlite"


def test_without_any_setting_no_base_map_is_switched_on() -> None:
    assert Settings().base_maps == ()


@pytest.mark.parametrize("name", ["HOST", "WERKBANK_HOST"])
def test_the_host_may_come_as_process_managers_set_it(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "0.0.0.0")  # noqa: S104 - an example

    assert Settings().host == "0.0.0.0"  # noqa: S104


def test_our_own_name_wins_over_the_common_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "1")
    monkeypatch.setenv("WERKBANK_PORT", "2")

    assert Settings().port == 2


@pytest.mark.parametrize(
    ("value", "names"),
    [("", ()), ("rvr", ("rvr",)), ("rvr, nrw", ("rvr", "nrw")), (" ,rvr,", ("rvr",))],
)
def test_base_maps_are_names_between_commas(
    monkeypatch: pytest.MonkeyPatch, value: str, names: tuple[str, ...]
) -> None:
    monkeypatch.setenv("WERKBANK_BASE_MAPS", value)

    assert Settings().base_maps == names


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "70000"),
        ("PORT", "-1"),
        ("PORT", "http"),
        ("BASE_MAPS", "rvr,atlantis"),
        ("ACCESSIBILITY_CHECKED_ON", "23.11.2026"),
        ("ACCESSIBILITY_STATED_ON", "23.11.2026"),
        ("PROCESSES", "0"),
        ("SMTP_SECURITY", "ssl"),
        ("SMTP_HOST", "mail.example.org"),  # without a sender
        ("MAIL_FROM", "Beteiligung"),
        ("OIDC_ISSUER", "http://login.example.org"),
        ("OIDC_ISSUER", "https://"),
        ("OIDC_ISSUER", "login.example.org"),
        ("OIDC_ISSUER", "https://login.example.org?realm=stadt"),
        ("OIDC_ISSUER", "https://login.example.org"),  # without a client
    ],
)
def test_what_cannot_be_meant_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"WERKBANK_{name}", value)

    with pytest.raises(ValidationError):
        Settings()


def test_a_refused_base_map_is_told_with_those_there_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WERKBANK_BASE_MAPS", "atlantis")

    with pytest.raises(ValidationError, match="atlantis; there are basemap_de, rvr, nrw"):
        Settings()


@pytest.mark.parametrize("issuer", ["http://localhost:8080/realms/stadt", "http://127.0.0.1:1"])
def test_an_issuer_on_this_machine_may_go_without_https(
    monkeypatch: pytest.MonkeyPatch, issuer: str
) -> None:
    monkeypatch.setenv("WERKBANK_OIDC_ISSUER", issuer)
    monkeypatch.setenv("WERKBANK_OIDC_CLIENT_ID", "werkbank")

    assert Settings().oidc_issuer == issuer


@pytest.mark.parametrize("host", ["mail.example.org", "localhost.example.org"])
def test_a_mail_password_never_travels_in_clear_text(
    monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    monkeypatch.setenv("WERKBANK_PUBLIC_URL", "https://werkbank.example.org")
    monkeypatch.setenv("WERKBANK_SMTP_HOST", host)
    monkeypatch.setenv("WERKBANK_MAIL_FROM", "a@example.org")
    monkeypatch.setenv("WERKBANK_SMTP_SECURITY", "none")
    assert Settings().smtp_password.get_secret_value() == ""

    monkeypatch.setenv("WERKBANK_SMTP_PASSWORD", "x")
    with pytest.raises(ValidationError, match="clear text"):
        Settings()


def test_letters_need_an_address_of_our_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WERKBANK_SMTP_HOST", "mail.example.org")
    monkeypatch.setenv("WERKBANK_MAIL_FROM", "a@example.org")

    with pytest.raises(ValidationError, match="WERKBANK_PUBLIC_URL"):
        Settings()


def test_a_mail_password_may_stay_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WERKBANK_PUBLIC_URL", "https://werkbank.example.org")
    monkeypatch.setenv("WERKBANK_SMTP_HOST", "localhost")
    monkeypatch.setenv("WERKBANK_MAIL_FROM", "a@example.org")
    monkeypatch.setenv("WERKBANK_SMTP_SECURITY", "none")
    monkeypatch.setenv("WERKBANK_SMTP_PASSWORD", "x")

    assert Settings().smtp_password.get_secret_value() == "x"


def test_no_secret_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WERKBANK_SMTP_PASSWORD", "geheim-1")
    monkeypatch.setenv("WERKBANK_OIDC_CLIENT_SECRET", "geheim-2")

    assert "geheim" not in repr(Settings()) + Settings().model_dump_json()


def test_settings_do_not_change_while_serving() -> None:
    with pytest.raises(ValidationError):
        Settings().port = 1


@pytest.mark.parametrize("field", Settings.model_fields)
def test_every_setting_is_documented(field: str) -> None:
    documented = " ".join(
        path.read_text("utf-8")
        for path in [PROJECT_ROOT / "README.md", *(PROJECT_ROOT / "docs").rglob("*.md")]
    )

    assert f"WERKBANK_{field.upper()}" in documented
