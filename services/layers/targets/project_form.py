"""The form of a layer that is to become projects: from what was typed to a decision, and back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from services.districts.names import plain
from services.layers.imported import Feature, Field
from services.layers.offers import LINE_LIMIT
from services.layers.registry import Shown
from services.layers.targets.projects import COLUMNS, ProjectDraft
from services.layers.targets.values import VALUES_MOST, counted, public_fields
from services.processes.typed import Reader, Typed
from services.projects.model import STATUSES, THEMES
from services.web.texts import LocalText

COLUMN_NAMES: Final[Mapping[str, LocalText]] = {
    "name": {"de": "Name", "en": "Name"},
    "status": {"de": "Stand", "en": "Status"},
    "theme": {"de": "Thema", "en": "Theme"},
    "cost_eur": {"de": "Kosten in Euro", "en": "Cost in euros"},
    "funding_eur": {"de": "Förderung in Euro", "en": "Funding in euros"},
    "funding_program": {"de": "Förderprogramm", "en": "Funding programme"},
    "period_from": {"de": "Beginn", "en": "Start"},
    "period_to": {"de": "Ende", "en": "End"},
    "place": {"de": "Ort in Worten", "en": "Place in words"},
    "fact": {"de": "Beschreibung", "en": "Description"},
}
FIELD_NAMES: Final[Mapping[str, LocalText]] = {
    **COLUMN_NAMES,
    "version": {"de": "Stand der Ebene", "en": "Version of the layer"},
    "source": {"de": "Quelle", "en": "Source"},
    "accuracy_m": {"de": "Genauigkeit in Metern", "en": "Accuracy in metres"},
    "incomplete": {"de": "Unvollständige", "en": "Incomplete ones"},
}
LACKS: Final[Mapping[str, LocalText]] = {
    "name": {"de": "ohne Namen", "en": "without a name"},
    "status": {"de": "ohne Stand", "en": "without a status"},
    "theme": {"de": "ohne Thema", "en": "without a theme"},
    "district": {"de": "liegt in keinem Stadtteil", "en": "lies in no district"},
    "cost_eur": {"de": "Kosten nicht lesbar", "en": "cost not readable"},
    "funding_eur": {"de": "Förderung nicht lesbar", "en": "funding not readable"},
    "period_from": {"de": "Beginn nicht lesbar", "en": "start not readable"},
    "period_to": {"de": "Ende nicht lesbar", "en": "end not readable"},
}
_USUAL: Final[Mapping[str, Collection[str]]] = {
    "name": {"name", "projekt", "projektname", "titel", "bezeichnung", "massnahme"},
    "status": {"status", "stand", "umsetzungsstand"},
    "theme": {"thema", "handlungsfeld", "theme"},
    "cost_eur": {"kosten", "costeur", "kosteneur", "gesamtkosten"},
    "funding_eur": {"foerderung", "foerdersumme", "fundingeur", "foerderungeur"},
    "funding_program": {"foerderprogramm", "programm", "fundingprogram"},
    "period_from": {"beginn", "start", "von", "baubeginn", "periodfrom"},
    "period_to": {"ende", "bis", "fertigstellung", "periodto"},
    "place": {"ort", "lage", "adresse", "strasse"},
    "fact": {"beschreibung", "kurzbeschreibung", "erlaeuterung"},
}
_MAPPED: Final[Mapping[str, Mapping[str, LocalText]]] = {"status": STATUSES, "theme": THEMES}
_ACCURACY_MOST: Final = 10_000


@dataclass(frozen=True)
class ValueRow:
    """A value of a column, how often it occurs, and what it seems to mean."""

    value: str
    count: int
    named: str


@dataclass(frozen=True)
class Columns:
    """Which column tells what, and the values of those whose values must be explained.

    Without a column there is one row for all features.
    """

    chosen: Mapping[str, str]
    rows: Mapping[str, Sequence[ValueRow]] = field(default_factory=dict)

    @property
    def too_many(self) -> Sequence[str]:
        """Return what has more different values than anybody could explain."""
        return [one for one, rows in self.rows.items() if len(rows) > VALUES_MOST]


@dataclass(frozen=True)
class Read:
    """What a form says: a decision, or what is wrong by field."""

    draft: ProjectDraft | None
    errors: Mapping[str, LocalText]


def usual_columns(fields: Sequence[Field]) -> Mapping[str, str]:
    """Return which columns seem to tell what, by how they are called. A proposal only."""
    found: dict[str, str] = {}
    for column, names in _USUAL.items():
        for one in fields:
            if {plain(one.alias), plain(one.name)} & set(names) and column not in found:
                found[column] = one.id
    return found


def chosen_columns(typed: Typed, shown: Shown, features: Sequence[Feature]) -> Columns | None:
    """Return the columns that a person chose, with their values; None before that."""
    known = {one.id for one in public_fields(shown)}
    chosen = {one: typed.one(one) for one in COLUMNS if typed.one(one) in known}
    if "name" not in chosen:
        return None
    return Columns(
        chosen,
        {
            column: _rows(features, chosen.get(column), meanings)
            for column, meanings in _MAPPED.items()
        },
    )


def _rows(
    features: Sequence[Feature], column: str | None, meanings: Mapping[str, LocalText]
) -> Sequence[ValueRow]:
    if column is None:
        return [ValueRow("", len(features), "")]
    names = {plain(text): id_ for id_, words in meanings.items() for text in words.values()}
    names |= {plain(id_): id_ for id_ in meanings}
    return [
        ValueRow(value, count, names.get(plain(value), "") if value else "")
        for value, count in counted(features, column).items()
    ]


def typed_of(shown: Shown, columns: Columns, accuracy_m: int) -> Typed:
    """Return the form as it is shown first: only values that name their meaning are explained."""
    fields = {"source": shown.layer.source, "accuracy_m": str(accuracy_m)}
    for column, rows in columns.rows.items():
        fields |= {f"{column}_{n}": row.named for n, row in enumerate(rows)}
    return Typed({name: (value,) for name, value in fields.items()})


def read_form(typed: Typed, shown: Shown, columns: Columns) -> Read:
    """Return the decision that was typed."""
    reader = Reader(typed)
    if typed.one("version") != str(shown.version.version):
        reader.complain(
            "version",
            "Inzwischen wird ein anderer Stand gezeigt. Sehen Sie ihn sich noch einmal an.",
            "Another version is shown by now. Look at it once more.",
        )
    statuses = _meanings(reader, "status", columns.rows["status"])
    themes = _meanings(reader, "theme", columns.rows["theme"])
    source = reader.line("source", most=LINE_LIMIT)
    accuracy_m = reader.whole("accuracy_m", least=1, most=_ACCURACY_MOST)
    if accuracy_m is None or reader.errors:
        return Read(None, reader.errors)
    return Read(
        ProjectDraft(
            version=shown.version.version,
            columns=columns.chosen,
            statuses=statuses,
            themes=themes,
            source=source,
            accuracy_m=accuracy_m,
            skip_incomplete=typed.one("incomplete") == "yes",
        ),
        {},
    )


def _meanings(reader: Reader, column: str, rows: Sequence[ValueRow]) -> Mapping[str, str]:
    """Return what each value means; those that were left open mean nothing."""
    meanings = _MAPPED[column]
    found = {row.value: reader.typed.one(f"{column}_{n}") for n, row in enumerate(rows)}
    if not {one for one in found.values() if one} <= meanings.keys():
        reader.complain(column, "Bitte auswählen.", "Please choose.")
    return {value: one for value, one in found.items() if one}
