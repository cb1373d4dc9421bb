"""The form that somebody sent, as routes ask for it; files among its fields are left out."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from services.processes.typed import Typed
from services.web.bodies import FIELDS_LIMIT


async def _typed(request: Request) -> Typed:
    async with request.form(max_fields=FIELDS_LIMIT) as form:
        fields: dict[str, tuple[str, ...]] = {}
        for name, value in form.multi_items():
            if isinstance(value, str):
                fields[name] = (*fields.get(name, ()), value)
    return Typed(fields)


TypedDep = Annotated[Typed, Depends(_typed)]
