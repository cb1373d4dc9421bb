"""The address that keeps a voice for a legal procedure, or lets it go."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Form
from fastapi.responses import Response

from services.moderation.act_routes import TableDep
from services.moderation.forms import VoiceForm
from services.moderation.holds import set_legal_hold

router = APIRouter(prefix="/verwaltung/stimmen/{reference}", include_in_schema=False)


class HoldForm(VoiceForm):
    """Whether the voice is to be kept."""

    halten: Literal["ja", "nein"]


@router.post("/aufbewahren")
def hold(table: TableDep, form: Annotated[HoldForm, Form()]) -> Response:
    """Keep a voice from being anonymised and erased, or end that."""
    return table.carry_out(
        form,
        lambda voice, one: set_legal_hold(voice, held=one.halten == "ja", work=table.work),
        stays=True,
    )
