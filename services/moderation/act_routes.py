"""Addresses of what moderators do with one voice; each act is a form of its page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, TypeVar
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from services.comments.model import Voice
from services.database.engine import wait_for_turn
from services.moderation import decisions
from services.moderation.actions import queue_at
from services.moderation.answers import add_answer
from services.moderation.forms import (
    AskForm,
    DeclineForm,
    MergeForm,
    ObjectionForm,
    ProposalForm,
    RedactForm,
    RestoreForm,
    StepForm,
    VoiceForm,
)
from services.moderation.model import MERGE_FAULTS, QUEUE_STATES, merge_fault
from services.moderation.queue import parse_queue_filter
from services.moderation.voice_page import Sight, voice_context, who_was_faster
from services.moderation.words import NUMBER_UNKNOWN, PROJECT_UNKNOWN, Faults
from services.moderation.work import Work
from services.settings import Settings
from services.web.dependencies import (
    AddressDep,
    IdPath,
    LangDep,
    NowDep,
    SettingsDep,
    StaffDep,
    WritingDep,
)
from services.web.pages import render
from services.web.texts import Lang

router = APIRouter(prefix="/verwaltung/stimmen/{reference}", include_in_schema=False)

AnyForm = TypeVar("AnyForm", bound=VoiceForm)


@dataclass(frozen=True)
class Table:
    """One moderator at work on one voice: reads the form, acts, and shows what comes next."""

    request: Request
    work: Work
    settings: Settings
    lang: Lang
    reference: str

    def carry_out(
        self,
        form: AnyForm,
        act: Callable[[Voice, AnyForm], None],
        *,
        also: Callable[[Voice, AnyForm], Faults] | None = None,
        stays: bool = False,
    ) -> Response:
        """Act on the voice, unless somebody was faster or the form has faults.

        Then the page comes back with the words that were typed. ``also`` finds faults that only
        the database knows; after an act that ``stays``, the same voice is shown again.
        """
        voice = self.work.held(self.reference)
        if voice.version != form.version:
            return self._again(voice, form, {}, HTTPStatus.CONFLICT)
        faults = form.faults(voice, self.work.today)
        if not faults and also is not None:
            faults = also(voice, form)
        if faults:
            return self._again(voice, form, faults, HTTPStatus.UNPROCESSABLE_ENTITY)
        act(voice, form)
        return self._onwards(voice, form, stays=stays)

    def _onwards(self, voice: Voice, form: VoiceForm, *, stays: bool) -> Response:
        """Lead to the next voice of the queue, or back to the queue when nothing is left."""
        asked = parse_queue_filter(parse_qsl(form.liste), self.work.connection)
        queue = queue_at(self.work.connection, now=self.work.now, days=self.settings.reminder_days)
        onwards = voice.reference if stays else queue.next_after(asked, voice.reference)
        query = urlencode([*asked.pairs(), ("erledigt", voice.reference)])
        path = f"/verwaltung/stimmen/{onwards}?{query}"
        if onwards is None or form.zurueck == "liste":
            path = f"/verwaltung/stimmen?{query}" + (f"#v{onwards}" if onwards else "")
        return RedirectResponse(path, HTTPStatus.SEE_OTHER)

    def _again(self, voice: Voice, form: VoiceForm, faults: Faults, status: HTTPStatus) -> Response:
        connection, days = self.work.connection, self.settings.reminder_days
        asked = parse_queue_filter(parse_qsl(form.liste), connection)
        queue = queue_at(connection, now=self.work.now, days=days)
        sight = Sight(self.work.actor, self.work.now, self.lang, asked, queue, days)
        clash = status is HTTPStatus.CONFLICT
        return render(
            self.request,
            "moderation/voice.html",
            {
                **voice_context(connection, voice, sight),
                "act": form.act,
                "faults": faults,
                "typed": form.typed(),
                "clash": {"by": who_was_faster(connection, voice)} if clash else None,
                "done": None,
                "four_eyes": self.settings.four_eyes,
                "states": QUEUE_STATES,
                "asked": asked,
            },
            status=status,
        )


def _table(
    reference: IdPath,
    request: Request,
    connection: WritingDep,
    actor: StaffDep,
    now: NowDep,
    address: AddressDep,
    settings: SettingsDep,
    lang: LangDep,
) -> Table:
    return Table(request, Work(connection, actor, now, address), settings, lang, reference)


TableDep = Annotated[Table, Depends(_table, scope="function")]


@router.post("/veroeffentlichen")
def publish(table: TableDep, form: Annotated[VoiceForm, Form()]) -> Response:
    """Publish a voice as it was written."""
    return table.carry_out(form, lambda voice, _: decisions.publish(voice, work=table.work))


@router.post("/kuerzen")
def redact(table: TableDep, form: Annotated[RedactForm, Form()]) -> Response:
    """Publish a voice with parts removed."""
    return table.carry_out(
        form, lambda voice, one: decisions.redact(voice, one.redaction(), work=table.work)
    )


@router.post("/ablehnen")
def decline(table: TableDep, form: Annotated[DeclineForm, Form()]) -> Response:
    """Decline a voice, or propose it."""
    return table.carry_out(
        form,
        lambda voice, one: decisions.decline(
            voice, one.grund, one.words, four_eyes=table.settings.four_eyes, work=table.work
        ),
    )


@router.post("/vorschlag")
def settle_proposal(table: TableDep, form: Annotated[ProposalForm, Form()]) -> Response:
    """Say as the second person whether a voice is declined."""
    act = {"accepted": decisions.accept_proposal, "rejected": decisions.reject_proposal}
    return table.carry_out(form, lambda voice, one: act[one.ergebnis](voice, work=table.work))


@router.post("/zusammenfuehren")
def merge(table: TableDep, form: Annotated[MergeForm, Form()]) -> Response:
    """Merge a voice into the one whose number was chosen."""
    voices = table.work.voices

    def target(one: MergeForm) -> Voice:
        return voices.get(one.target or "")

    def also(voice: Voice, one: MergeForm) -> Faults:
        if not voices.is_taken(one.target or ""):
            return {"nummer": NUMBER_UNKNOWN}
        other = table.work.held(one.target or "")
        pending = table.work.cases.case(other.number).pending is not None
        fault = merge_fault(voice, other, target_pending=pending)
        return {} if fault is None else {"nummer": MERGE_FAULTS[fault]}

    wait_for_turn(table.work.connection)  # two must not be merged into each other at once
    return table.carry_out(
        form,
        lambda voice, one: decisions.merge(voice, target(one), work=table.work),
        also=also,
    )


@router.post("/rueckfrage")
def ask_back(table: TableDep, form: Annotated[AskForm, Form()]) -> Response:
    """Ask the author something."""
    return table.carry_out(
        form, lambda voice, one: decisions.ask_back(voice, one.words, work=table.work)
    )


@router.post("/widerspruch")
def decide_objection(table: TableDep, form: Annotated[ObjectionForm, Form()]) -> Response:
    """Decide on the author's objection."""
    return table.carry_out(
        form,
        lambda voice, one: decisions.decide_objection(
            voice,
            "rejected" if one.ergebnis == "rejected" else "upheld",
            one.words,
            publishes=one.ergebnis == "upheld",
            work=table.work,
        ),
        stays=form.ergebnis == "recheck",
    )


@router.post("/wiederherstellen")
def restore(table: TableDep, form: Annotated[RestoreForm, Form()]) -> Response:
    """Take back a declining or merging that was a mistake."""
    return table.carry_out(
        form,
        lambda voice, one: decisions.restore(voice, one.words, work=table.work),
        stays=True,
    )


@router.post("/gesehen")
def mark_seen(table: TableDep, form: Annotated[VoiceForm, Form()]) -> Response:
    """Note that somebody has read a voice that was published at once."""
    return table.carry_out(form, lambda voice, _: decisions.mark_seen(voice, work=table.work))


@router.post("/schritt")
def add_step(table: TableDep, form: Annotated[StepForm, Form()]) -> Response:
    """Add a step to the answer trail."""

    def also(_: Voice, one: StepForm) -> Faults:
        known = not one.projekt or table.work.voices.knows_project(one.projekt)
        return {} if known else {"projekt": PROJECT_UNKNOWN}

    return table.carry_out(
        form,
        lambda voice, one: add_answer(voice, one.step(), work=table.work),
        also=also,
        stays=True,
    )
