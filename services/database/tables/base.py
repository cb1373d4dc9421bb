"""What all tables are listed in."""

from __future__ import annotations

from sqlalchemy import MetaData

metadata = MetaData()
