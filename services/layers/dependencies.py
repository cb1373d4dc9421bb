"""What handlers of layers ask for."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from services.layers.actions import Tiler
from services.layers.keeping import FindWaiting
from services.layers.registry import Registry


def _tiler(request: Request) -> Tiler:
    tiler: Tiler = request.app.state.tiler
    return tiler


def _registry(request: Request) -> Registry:
    registry: Registry = request.app.state.registry
    return registry


TilerDep = Annotated[Tiler, Depends(_tiler)]
RegistryDep = Annotated[Registry, Depends(_registry)]
"""Finds the layers that staff brought in."""


def _waiting(request: Request) -> FindWaiting:
    find: FindWaiting = request.app.state.waiting_versions
    return find


WaitingDep = Annotated[FindWaiting, Depends(_waiting)]
"""Finds what waits for a layer."""
