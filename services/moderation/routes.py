"""Addresses of moderation: queue, voices, quick desk, statements and reports."""

from __future__ import annotations

from fastapi import APIRouter

from services.moderation import (
    act_routes,
    desk_routes,
    notice_routes,
    queue_routes,
    statement_routes,
)

router = APIRouter()
for part in (queue_routes, act_routes, desk_routes, statement_routes, notice_routes):
    router.include_router(part.router)
