"""Addresses of accounts: signing in, one's own account, and what administrators do."""

from __future__ import annotations

from fastapi import APIRouter

from services.accounts import admin_routes, audit_routes, own_routes, sign_in_routes, sign_on_routes

router = APIRouter()
router.include_router(sign_in_routes.router)
router.include_router(sign_on_routes.router)
router.include_router(own_routes.router)
router.include_router(admin_routes.router)
router.include_router(audit_routes.router)
