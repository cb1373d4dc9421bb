"""The ledger in the forms that leave the house: a table for spreadsheets, and JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from services.comments.reasons import REASONS
from services.districts.model import CITYWIDE, CITYWIDE_NAME, District
from services.moderation.ledger import Ledger, Line
from services.moderation.representation import VERDICTS, Share
from services.web.texts import Lang, LocalText, say

TOTAL: Final = "total"
TOTAL_NAME: Final[LocalText] = {"de": "Insgesamt", "en": "Total"}

_STATUS_COLUMNS: Final[Mapping[Lang, tuple[str, ...]]] = {
    "de": (
        "Stadtteil",
        "Kennung",
        "Eingegangen",
        "Veröffentlicht",
        "Nicht veröffentlicht",
        "Wird geprüft",
        "Zusammengeführt",
        "Zurückgezogen",
    ),
    "en": (
        "District",
        "Id",
        "Received",
        "Published",
        "Not published",
        "Being checked",
        "Merged",
        "Withdrawn",
    ),
}
_REASON_COLUMN: Final[LocalText] = {
    "de": "Nicht veröffentlicht: {reason}",
    "en": "Not published: {reason}",
}
_OTHER_COLUMNS: Final[Mapping[Lang, tuple[str, ...]]] = {
    "de": (
        "Ohne Antwort",
        "Mittleres Alter ohne Antwort (Tage)",
        "Meldungen",
        "Meldungen entschieden",
        "Meldungen mit Erfolg",
        "Widersprüche",
        "Widersprüche entschieden",
        "Widersprüche mit Erfolg",
        "Gezählt je Einwohnerzahl",
        "Einwohnerzahl",
        "Einwohnerzahl, Stand",
        "Je 1.000",
        "Spanne von (alle gemeinsam)",
        "Spanne bis (alle gemeinsam)",
        "95-Prozent-Intervall von",
        "95-Prozent-Intervall bis",
        "Im Vergleich mit der Stadt",
    ),
    "en": (
        "Unanswered",
        "Median age of the unanswered (days)",
        "Notices",
        "Notices decided",
        "Notices granted",
        "Objections",
        "Objections decided",
        "Objections granted",
        "Counted against population",
        "Population",
        "Population as of",
        "Per 1,000",
        "Range from (all together)",
        "Range to (all together)",
        "95 per cent interval from",
        "95 per cent interval to",
        "Compared with the city",
    ),
}
_UNKNOWN: Final[LocalText] = {"de": "keine Angabe", "en": "no data"}
_DECIMALS: Final = 3


def ledger_header(lang: Lang) -> tuple[str, ...]:
    """Return the names of the columns."""
    reasons = (say(_REASON_COLUMN, lang).format(reason=say(one, lang)) for one in REASONS.values())
    return (*_STATUS_COLUMNS[lang], *reasons, *_OTHER_COLUMNS[lang])


def ledger_rows(ledger: Ledger, lang: Lang) -> list[Sequence[object]]:
    """Return a row for each of the nine districts, one for city-wide, one for all together."""
    shares = ledger.representation.shares
    rows = [
        _row(one.name, one.id, line, _share_cells(shares[one.id], lang))
        for one, line in ledger.districts
    ]
    nothing = [None] * len(_share_cells(next(iter(shares.values())), lang))
    rows.append(_row(say(CITYWIDE_NAME, lang), CITYWIDE, ledger.citywide, nothing))
    rows.append(_row(say(TOTAL_NAME, lang), TOTAL, ledger.total, nothing))
    return rows


def _row(name: str, id_: str, line: Line, share: Sequence[object]) -> Sequence[object]:
    return (
        name,
        id_,
        line.received,
        line.published,
        line.declined,
        line.waiting,
        line.merged,
        line.withdrawn,
        *(line.declined_by[code] for code in REASONS),
        line.unanswered,
        line.median_age_days,
        *asdict(line.notices).values(),
        *asdict(line.objections).values(),
        *share,
    )


def _share_cells(share: Share, lang: Lang) -> Sequence[object]:
    people = share.population
    limits = (share.rate, share.low, share.high, share.low_95, share.high_95)
    return (
        share.voices,
        None if people is None else people.count,
        None if people is None else people.as_of,
        *(_rounded(one) for one in limits),
        say(_UNKNOWN if share.verdict is None else VERDICTS[share.verdict], lang),
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DECIMALS)


def ledger_json(ledger: Ledger) -> Mapping[str, Any]:
    """Return the ledger as the API answers it."""
    found = ledger.representation
    city = found.population
    return {
        "period": {"from": ledger.period.year_from, "to": ledger.period.year_to},
        "as_of": ledger.at.isoformat(),
        "boundaries_valid_from": ledger.boundaries_valid_from.isoformat(),
        "demonstration": ledger.demonstration,
        "districts": [_district(one, line, found.shares[one.id]) for one, line in ledger.districts],
        "citywide": asdict(ledger.citywide),
        "total": asdict(ledger.total),
        "apart": [asdict(one) for one in ledger.apart],
        "representation": {
            "counts": "comments and favourite places received, published or merged; all channels",
            "voices": found.voices,
            "population": None if city is None else city.count,
            "population_as_of": None if city is None else city.as_of,
            "per_1000": _rounded(found.rate),
            "districts_compared": found.compared,
        },
    }


def _district(one: District, line: Line, share: Share) -> Mapping[str, Any]:
    people = share.population
    return {
        "id": one.id,
        "name": one.name,
        **asdict(line),
        "representation": {
            "voices": share.voices,
            "population": None if people is None else people.count,
            "population_as_of": None if people is None else people.as_of,
            "expected": _rounded(share.expected),
            "per_1000": _rounded(share.rate),
            "low": _rounded(share.low),
            "high": _rounded(share.high),
            "low_95": _rounded(share.low_95),
            "high_95": _rounded(share.high_95),
            "verdict": share.verdict,
        },
    }
