"""Settings: everything an operator can decide, read once from the environment."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import AliasChoices, Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from maps.base_maps import BASE_MAPS

PROJECT_ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """What the operator decides. Each field is read from ``WERKBANK_<FIELD>``.

    ``HOST`` and ``PORT`` are also read without the prefix, as process managers set them.
    """

    model_config = SettingsConfigDict(env_prefix="WERKBANK_", frozen=True, extra="ignore")

    database_url: str = f"sqlite:///{PROJECT_ROOT / 'var' / 'werkbank.sqlite'}"
    """SQLAlchemy URL: ``sqlite:///path`` or ``postgresql+psycopg://user:password@host/name``."""
    data_dir: Path = PROJECT_ROOT / "data"
    """Where a fresh installation takes districts and projects from."""
    host: str = Field(default="127.0.0.1", validation_alias=AliasChoices("WERKBANK_HOST", "HOST"))
    port: int = Field(
        default=8000, validation_alias=AliasChoices("WERKBANK_PORT", "PORT"), ge=0, le=65535
    )
    public_url: str = ""
    """Address people see, such as ``https://werkbank.herten.de``; used in links of exports."""
    base_maps: Annotated[tuple[str, ...], NoDecode] = ()
    """Base maps that may be switched on, separated by commas: ``basemap_de``, ``rvr``, ``nrw``.

    None by default: with one, browsers ask a foreign host for pictures and show it their address.
    """
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

    @field_validator("accessibility_stated_on", "accessibility_checked_on")
    @classmethod
    def _is_day(cls, value: str) -> str:
        """Refuse a day that no page could show."""
        if value:
            date.fromisoformat(value)
        return value
