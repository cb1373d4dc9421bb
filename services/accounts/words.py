"""Codes of the audit trail in words. A code without words is shown as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from services.web.texts import LocalText

CODE_WORDS: Final[Mapping[str, LocalText]] = {
    "account.added": {"de": "Konto angelegt", "en": "Account added"},
    "account.disabled": {"de": "Konto gesperrt", "en": "Account disabled"},
    "account.enabled": {"de": "Konto freigegeben", "en": "Account enabled"},
    "account.roles_changed": {"de": "Rollen geändert", "en": "Roles changed"},
    "account.reset": {"de": "Konto zurückgesetzt", "en": "Account reset"},
    "account.password_set": {"de": "Passwort gesetzt", "en": "Password set"},
    "account.password_changed": {"de": "Passwort geändert", "en": "Password changed"},
    "account.totp_on": {"de": "Zweiter Faktor eingerichtet", "en": "Second factor set up"},
    "account.totp_off": {"de": "Zweiter Faktor ausgeschaltet", "en": "Second factor off"},
    "account.sign_on_linked": {
        "de": "Mit dem Anmeldedienst verknüpft",
        "en": "Linked to the sign-on service",
    },
    "account.sign_on_refused": {
        "de": "Anmeldung über den Anmeldedienst abgelehnt",
        "en": "Sign-on refused",
    },
    "account.sessions_ended": {"de": "Andere Sitzungen beendet", "en": "Other sessions ended"},
    "voice.published": {"de": "Beitrag veröffentlicht", "en": "Comment published"},
    "voice.redacted": {
        "de": "Beitrag gekürzt veröffentlicht",
        "en": "Comment published with parts removed",
    },
    "voice.decline_proposed": {"de": "Ablehnung vorgeschlagen", "en": "Declining proposed"},
    "voice.decline_rejected": {"de": "Ablehnung verworfen", "en": "Declining rejected"},
    "voice.withheld": {"de": "Beitrag vorläufig entfernt", "en": "Comment withheld"},
    "voice.declined": {"de": "Beitrag abgelehnt", "en": "Comment declined"},
    "voice.merged": {"de": "Beitrag zusammengeführt", "en": "Comment merged"},
    "voice.asked_back": {"de": "Zurückgefragt", "en": "Asked back"},
    "voice.objection_decided": {"de": "Widerspruch entschieden", "en": "Objection decided"},
    "voice.restored": {"de": "Entscheidung zurückgenommen", "en": "Decision taken back"},
    "voice.seen": {"de": "Beitrag gelesen", "en": "Comment read"},
    "voice.step": {"de": "Schritt im Antwortweg", "en": "Step of the answer trail"},
    "voice.statement_published": {
        "de": "Stellungnahme veröffentlicht",
        "en": "Statement published",
    },
    "voice.entered": {"de": "Karte erfasst", "en": "Card entered"},
    "voice.entry_withdrawn": {"de": "Karte zurückgenommen", "en": "Card taken back"},
    "voice.transcript_checked": {"de": "Abschrift geprüft", "en": "Transcript checked"},
    "voice.transcript_corrected": {"de": "Abschrift berichtigt", "en": "Transcript corrected"},
    "voice.hold_set": {
        "de": "Für ein Verfahren aufbewahrt",
        "en": "Kept for a legal procedure",
    },
    "voice.hold_lifted": {
        "de": "Aufbewahrung beendet",
        "en": "No longer kept for a procedure",
    },
    "voice.erased": {
        "de": "Beitrag auf Wunsch gelöscht",
        "en": "Comment erased on request",
    },
    "privacy.looked_up": {"de": "Auskunft nachgesehen", "en": "Access looked up"},
    "privacy.exported": {"de": "Auskunft gegeben", "en": "Access given"},
    "privacy.erased": {"de": "Auf Wunsch gelöscht", "en": "Erased on request"},
    "retention.run": {"de": "Abgelaufenes gelöscht", "en": "What is over was forgotten"},
    "process.created": {"de": "Verfahren angelegt", "en": "Process created"},
    "process.changed": {"de": "Verfahren geändert", "en": "Process changed"},
    "process.published": {"de": "Verfahren veröffentlicht", "en": "Process published"},
    "process.deleted": {"de": "Verfahren gelöscht", "en": "Process deleted"},
    "import.received": {"de": "Geodaten hochgeladen", "en": "Geodata uploaded"},
    "import.confirmed": {"de": "Laden bestätigt", "en": "Loading confirmed"},
    "import.cancelled": {"de": "Import abgebrochen", "en": "Import cancelled"},
    "import.discarded": {"de": "Import verworfen", "en": "Import discarded"},
    "layer.version_applied": {
        "de": "Fassung einer Ebene gezeigt",
        "en": "Version of a layer shown",
    },
    "layer.version_refused": {
        "de": "Neuen Stand einer Ebene abgelehnt",
        "en": "New version of a layer refused",
    },
    "layer.changed": {"de": "Angaben einer Ebene geändert", "en": "Facts of a layer changed"},
    "layer.look_changed": {
        "de": "Darstellung einer Ebene geändert",
        "en": "Look of a layer changed",
    },
    "layer.version_removed": {
        "de": "Alten Stand einer Ebene entfernt",
        "en": "Old version of a layer removed",
    },
    "layer.removed": {"de": "Ebene entfernt", "en": "Layer removed"},
    "layer.as_boundaries": {
        "de": "Ebene als Grenzen der Stadtteile übernommen",
        "en": "Layer taken as boundaries of the districts",
    },
    "layer.as_projects": {
        "de": "Ebene als Projekte übernommen",
        "en": "Layer taken as projects",
    },
    "layer.projects_removed": {
        "de": "Projekte aus einer Ebene entfernt",
        "en": "Projects of a layer removed",
    },
    "demo.on": {"de": "Demonstrationsdaten geladen", "en": "Demonstration data loaded"},
    "demo.off": {"de": "Demonstrationsdaten entfernt", "en": "Demonstration data removed"},
    "notice.received": {"de": "Meldung eingegangen", "en": "Report received"},
    "notice.decided": {"de": "Meldung entschieden", "en": "Report decided"},
    "notice.reopened": {"de": "Meldung wieder offen", "en": "Report open again"},
}
