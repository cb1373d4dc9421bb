"""Legal hold: a voice that is needed for a procedure is neither anonymised nor erased."""

from __future__ import annotations

from services.comments.model import Voice
from services.moderation.work import Work


def set_legal_hold(voice: Voice, *, held: bool, work: Work) -> None:
    """Keep a voice as it is until the hold is lifted, or lift it. Repeating changes nothing.

    Raises ``VoiceChangedError`` when somebody was faster.
    """
    if voice.legal_hold == held:
        return
    work.change(voice, legal_hold=held)
    work.record("voice.hold_set" if held else "voice.hold_lifted", voice)
