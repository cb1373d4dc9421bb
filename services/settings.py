"""Settings: everything an operator can decide, read once from the environment."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Annotated, Final, Literal
from urllib.parse import urlsplit

from pydantic import AliasChoices, Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from maps.base_maps import BASE_MAPS

PROJECT_ROOT = Path(__file__).resolve().parent.parent
PROCESSES_MAX: Final = 64
_THIS_MACHINE: Final = ("localhost", "127.0.0.1", "::1")
_ADDRESS: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class Settings(BaseSettings):
    """What the operator decides. Each field is read from ``WERKBANK_<FIELD>``.

    ``HOST`` and ``PORT`` are also read without the prefix, as process managers set them.
    """

    model_config = SettingsConfigDict(env_prefix="WERKBANK_", frozen=True, extra="ignore")

    database_url: str = f"sqlite:///{PROJECT_ROOT / 'var' / 'werkbank.sqlite'}"
    """SQLAlchemy URL: ``sqlite:///path`` or ``postgresql+psycopg://user:password@host/name``."""
    data_dir: Path = PROJECT_ROOT / "data"
    """Where a fresh installation takes its data from."""
    host: str = Field(default="127.0.0.1", validation_alias=AliasChoices("WERKBANK_HOST", "HOST"))
    port: int = Field(
        default=8000, validation_alias=AliasChoices("WERKBANK_PORT", "PORT"), ge=0, le=65535
    )
    processes: int = Field(default=1, ge=1, le=PROCESSES_MAX)
    """How many app processes serve, on this machine and port."""
    public_url: str = ""
    """Address people see, such as ``https://werkbank.herten.de``: in letters, exports and tiles."""
    base_maps: Annotated[tuple[str, ...], NoDecode] = ()
    """Base maps that may be switched on, separated by commas: ``basemap_de``, ``rvr``, ``nrw``.

    None by default: with one, browsers ask a foreign host for pictures and show it their address.
    """
    four_eyes: bool = True
    """Declining a voice needs a second moderator."""
    reminder_days: int = Field(default=14, ge=1)
    """After how many days without an answer a voice is shown to staff as overdue."""
    contact_months: int = Field(default=6, ge=1)
    """How many months after the end of its process a voice keeps contact data and private link."""
    proof_of_work_after: int = Field(default=5, ge=0)
    """After how many voices an hour from one address a browser must compute a little first."""
    voices_per_hour: int = Field(default=30, ge=1)
    """How many voices an hour are taken from one address at most."""
    import_dir: Path = PROJECT_ROOT / "var" / "imports"
    """Where uploaded files lie until somebody has decided about them."""
    layer_dir: Path = PROJECT_ROOT / "var" / "layers"
    """Where tiles of large layers and rasters lie."""
    import_limit_mb: int = Field(default=200, ge=1)
    """Largest upload, in megabytes."""
    unpacked_limit_mb: int = Field(default=1_000, ge=1)
    """Most that an archive may unpack to, in megabytes."""
    secret_file: Path = PROJECT_ROOT / "var" / "secret"
    """File with the key that signs forms and challenges; made at its first use, for us only."""
    smtp_host: str = ""
    """Mail server. Empty: mail waits in the outbox."""
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    mail_from: str = Field(default="", validate_default=True)
    """Sender of all mail, such as ``beteiligung@herten.de``."""
    oidc_issuer: str = ""
    """Issuer of the city's single sign-on (OpenID Connect), such as ``https://login.herten.de``."""
    oidc_client_id: str = Field(default="", validate_default=True)
    oidc_client_secret: SecretStr = SecretStr("")
    oidc_label: str = "Anmeldung der Stadt"
    """What the button of single sign-on says."""
    operator_name: str = ""
    """Who answers for the site: name of the authority, for imprint and privacy notice."""
    operator_address: str = ""
    operator_email: str = ""
    operator_phone: str = ""
    operator_representative: str = ""
    """Person who represents the authority (imprint, § 5 DDG)."""
    data_protection_contact: str = ""
    """How to reach the data protection officer."""
    accessibility_contact: str = ""
    """How to report a barrier (accessibility statement, § 10b BGG NRW)."""
    accessibility_stated_on: str = ""
    """Day on which the operator made the accessibility statement, as ``2026-11-23``."""
    accessibility_checked_on: str = ""
    """Day of the last accessibility check, as ``2026-11-23``."""

    @field_validator("base_maps", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        """Read ``a, b`` from the environment as two names."""
        if isinstance(value, str):
            return tuple(name.strip() for name in value.split(",") if name.strip())
        return value

    @field_validator("base_maps")
    @classmethod
    def _is_known(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        """Refuse a base map that nobody has described."""
        unknown = sorted(set(value) - BASE_MAPS.keys())
        if unknown:
            raise ValueError(f"unknown: {', '.join(unknown)}; there are {', '.join(BASE_MAPS)}")
        return value

    @field_validator("smtp_password")
    @classmethod
    def _travels_encrypted(cls, value: SecretStr, info: ValidationInfo) -> SecretStr:
        """Refuse to send a password in clear text to another machine."""
        open_talk = info.data.get("smtp_security") == "none"
        if value and open_talk and info.data.get("smtp_host") not in _THIS_MACHINE:
            raise ValueError("would travel in clear text: set WERKBANK_SMTP_SECURITY to starttls")
        return value

    @field_validator("smtp_host")
    @classmethod
    def _can_name_addresses(cls, value: str, info: ValidationInfo) -> str:
        """Ask for our own address where letters are sent.

        Their links would otherwise lead to whatever host a request claims, with a stranger as
        the recipient.
        """
        if value and not info.data.get("public_url"):
            raise ValueError("letters hold links: set WERKBANK_PUBLIC_URL too")
        return value

    @field_validator("mail_from")
    @classmethod
    def _can_send(cls, value: str, info: ValidationInfo) -> str:
        """Ask for a sender where there is a server."""
        if (value or info.data.get("smtp_host")) and not _ADDRESS.fullmatch(value):
            raise ValueError("the address that mail is sent from, such as beteiligung@herten.de")
        return value

    @field_validator("oidc_issuer")
    @classmethod
    def _is_safe(cls, value: str) -> str:
        """Refuse an issuer that could be read or changed on the way, but for this machine."""
        if not value:
            return value
        parts = urlsplit(value)
        here = parts.scheme == "http" and parts.hostname in _THIS_MACHINE
        if not (parts.hostname and (parts.scheme == "https" or here)) or parts.query:
            raise ValueError("must be https://… (http:// only for this machine)")
        return value

    @field_validator("oidc_client_id")
    @classmethod
    def _is_registered(cls, value: str, info: ValidationInfo) -> str:
        """Ask for the client where there is an issuer."""
        if info.data.get("oidc_issuer") and not value:
            raise ValueError("needed with WERKBANK_OIDC_ISSUER: as it is registered there")
        return value

    @field_validator("accessibility_stated_on", "accessibility_checked_on")
    @classmethod
    def _is_day(cls, value: str) -> str:
        """Refuse a day that no page could show."""
        if value:
            date.fromisoformat(value)
        return value
