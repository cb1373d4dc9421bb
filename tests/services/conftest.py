"""Hypothesis on a busy machine: an example may take as long as it takes."""

from __future__ import annotations

import pytest
from hypothesis import settings
from sqlalchemy import Connection

from tests.services.retention_rows import put_process

settings.register_profile("busy", deadline=None)
settings.load_profile("busy")


@pytest.fixture
def ended(herten: Connection) -> Connection:
    """Herten with a process that ended just long enough ago for retention."""
    put_process(herten)
    return herten
