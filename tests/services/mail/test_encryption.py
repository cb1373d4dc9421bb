"""Encryption and sign-in at the mail server: no password and no mail leaves in clear text."""

from __future__ import annotations

import ipaddress
import ssl
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pydantic import SecretStr
from sqlalchemy import Connection, Engine, select

from services.database.engine import reading, writing
from services.database.tables import outbox
from services.mail.actions import post
from services.mail.postman import Delivered, deliver
from services.settings import Settings
from tests.conftest import NOW, Databases
from tests.services.mail.conftest import smtp_settings
from tests.services.mail.smtp import PASSWORD, Behaviour, serving


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for this machine, signed by itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(NOW - timedelta(days=36_500 // 10))
        .not_valid_after(NOW + timedelta(days=36_500 // 10))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "localhost.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def tls(certificate: Path) -> ssl.SSLContext:
    """What the server proves itself with."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def _trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


@pytest.fixture(scope="module")
def one_database(databases: Databases) -> Engine:
    return databases.migrated("sqlite")


@pytest.fixture
def send(one_database: Engine) -> Callable[[Settings], tuple[Delivered, str | None]]:
    """Posts one mail, delivers, and returns what became of it and why."""

    def trouble(connection: Connection) -> str | None:
        found: str | None = connection.execute(select(outbox.c.trouble)).scalar_one()
        return found

    def act(settings: Settings) -> tuple[Delivered, str | None]:
        with writing(one_database) as connection:
            connection.execute(outbox.delete())
            post(connection, kind="x", recipient="a@b.example", subject="x", body="x", now=NOW)
        done = deliver(one_database, settings, clock=lambda: NOW, jitter=lambda: 0.0)
        with reading(one_database) as connection:
            return done, trouble(connection)

    return act


Send = Callable[[Settings], tuple[Delivered, str | None]]


@pytest.mark.usefixtures("_trusted")
def test_starttls_encrypts_before_the_password_is_said(send: Send, tls: ssl.SSLContext) -> None:
    server = Behaviour()
    with serving(server, starttls=tls, login=True) as port:
        settings = smtp_settings(
            port, smtp_security="starttls", smtp_user="werkbank", smtp_password=PASSWORD
        )
        assert send(settings) == (Delivered(sent=1), None)


@pytest.mark.usefixtures("_trusted")
def test_tls_from_the_first_byte(send: Send, tls: ssl.SSLContext) -> None:
    with serving(Behaviour(), tls=tls) as port:
        assert send(smtp_settings(port, smtp_security="tls")) == (Delivered(sent=1), None)


def test_a_server_with_an_untrusted_certificate_gets_nothing(
    send: Send, tls: ssl.SSLContext
) -> None:
    server = Behaviour()
    with serving(server, starttls=tls) as port:
        done = send(smtp_settings(port, smtp_security="starttls"))

    assert done == (Delivered(deferred=1), "server: its certificate is not trusted")
    assert server.got == []


def test_a_server_without_starttls_gets_nothing(send: Send) -> None:
    server = Behaviour()
    with serving(server) as port:
        done = send(smtp_settings(port, smtp_security="starttls"))

    assert done == (Delivered(deferred=1), "server: SMTPNotSupportedError")
    assert server.got == []


@pytest.mark.usefixtures("_trusted")
def test_a_wrong_password_is_told_and_loses_no_mail(send: Send, tls: ssl.SSLContext) -> None:
    with serving(Behaviour(), starttls=tls, login=True) as port:
        settings = smtp_settings(
            port, smtp_security="starttls", smtp_user="werkbank", smtp_password=PASSWORD[::-1]
        )
        assert send(settings) == (Delivered(deferred=1), "sign-in: 535 5.7.8")


def test_settings_do_not_show_the_password() -> None:
    settings = smtp_settings(25, smtp_password=SecretStr(PASSWORD))

    assert PASSWORD not in repr(settings) + str(settings.model_dump_json())
