"""A report as lines for a terminal, for people who never heard of reference systems."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from services.imports.codes import CODES
from services.imports.codes.geometry import FAULT_REASONS
from services.imports.model import (
    FORMATS,
    CrsCandidate,
    GeometryFault,
    LayerFound,
    Message,
    RasterFound,
    Report,
)
from services.web.i18n import Speech
from services.web.texts import Lang, LocalText, say

SEVERITIES: Final[dict[str, LocalText]] = {
    "error": {"de": "Fehler", "en": "Error"},
    "question": {"de": "Frage an Sie", "en": "A question to you"},
    "warning": {"de": "Achtung", "en": "Beware"},
    "info": {"de": "Hinweis", "en": "Note"},
}
_FAULTS_SHOWN: Final = 10
_OWN_SYSTEM: Final = 25832
"""From it nothing is converted."""
_CODES_NOT_COUNTS: Final = frozenset({"epsg", "other_epsg", "shape_type"})
_FAULTS: Final[dict[str, LocalText]] = {
    "null": {"de": "Es hat keine Form.", "en": "It has no shape."},
    "empty": {"de": "Seine Form ist leer.", "en": "Its shape is empty."},
    "duplicate": {
        "de": "Seine Form gleicht der von Objekt {other}.",
        "en": "Its shape is that of object {other}.",
    },
    "tiny": {"de": "Es ist kleiner als ein Quadratmeter.", "en": "It is below a square metre."},
    "collapsed": {
        "de": "Nach einer Reparatur bliebe keine Fläche.",
        "en": "No area would be left after a repair.",
    },
}
VALUE_KINDS: Final[dict[str, LocalText]] = {
    "text": {"de": "Text", "en": "text"},
    "integer": {"de": "ganze Zahl", "en": "whole number"},
    "number": {"de": "Zahl", "en": "number"},
    "date": {"de": "Datum", "en": "date"},
    "boolean": {"de": "ja oder nein", "en": "yes or no"},
}
_LINES: Final[dict[str, LocalText]] = {
    "file": {"de": "Gelesen als {format}", "en": "Read as {format}"},
    "layer": {"de": "Ebene „{name}“: {count} Objekte", "en": "Layer “{name}”: {count} objects"},
    "raster": {
        "de": "Raster „{name}“: {columns} × {rows} Zellen",
        "en": "Raster “{name}”: {columns} × {rows} cells",
    },
    "band": {"de": "Kanal {name}: {least} bis {most}", "en": "Band {name}: {least} to {most}"},
    "where": {"de": "Wo es läge:", "en": "Where it would lie:"},
    "candidate": {
        "de": "{rank}. {name} (EPSG:{epsg}): {share} in und um Herten. {operation}",
        "en": "{rank}. {name} (EPSG:{epsg}): {share} in and around Herten. {operation}",
    },
    "texts": {"de": "Wie die Texte gemeint sind:", "en": "How the texts are meant:"},
    "fields": {"de": "Spalten:", "en": "Columns:"},
    "personal": {"de": ", vielleicht über Personen", "en": ", perhaps about people"},
    "naming": {"de": ", kein Betrag", "en": ", no amount"},
    "faults": {"de": "Objekte mit Fehlern, die ersten:", "en": "Objects with faults, the first:"},
    "attachments": {"de": "Beigelegt: {names}", "en": "Attached: {names}"},
}


def report_lines(report: Report, lang: Lang) -> Iterator[str]:
    """Yield a report, the most important of each layer first."""
    speech = Speech(lang)
    if report.format is not None:
        told = dict.fromkeys(layer.format or report.format for layer in report.layers)
        names = [FORMATS[one] for one in (told or {report.format: None})]
        yield _line("file", lang, format=", ".join(names))
    yield from message_lines(report.messages, lang)
    for layer in report.layers:
        yield ""
        yield from _of_layer(layer, lang, speech)
    for raster in report.rasters:
        yield ""
        yield from _of_raster(raster, lang, speech)
    if report.attachments:
        yield ""
        yield _line("attachments", lang, names=", ".join(report.attachments))


def message_lines(messages: Sequence[Message], lang: Lang, indent: str = "") -> Iterator[str]:
    """Yield what messages say: title, what happened, why, what to do.

    A fact ``file`` says about which of several files.
    """
    for one in messages:
        text = CODES[one.code]
        severity = say(SEVERITIES[text.severity], lang)
        which = f" ({one.facts['file']})" if "file" in one.facts else ""
        yield f"{indent}{severity} {one.code}: {said(text.title, one, lang)}{which}"
        for part in (text.happened, text.why, text.todo):
            yield f"{indent}  {said(part, one, lang)}"


def _of_layer(layer: LayerFound, lang: Lang, speech: Speech) -> Iterator[str]:
    count = speech.number(layer.feature_count)
    yield _line("layer", lang, name=layer.name, count=count)
    yield from _where(layer.crs, lang, speech)
    if layer.encodings:
        yield "  " + _line("texts", lang)
    for encoding in layer.encodings:
        yield f"    {encoding.name}: {' · '.join(encoding.samples)}"
    if layer.fields:
        yield "  " + _line("fields", lang)
    for field in layer.fields:
        personal = _line("personal", lang) if field.personal else ""
        naming = "" if field.amount else _line("naming", lang)
        filled = speech.percent(field.filled_share)
        kind = say(VALUE_KINDS[field.kind], lang)
        yield f"    {field.name} ({kind}, {filled}{personal}{naming}): {field.example}"
    yield from message_lines(layer.messages, lang, "  ")
    yield from _faults(layer.geometry.faults[:_FAULTS_SHOWN], lang)


def _of_raster(raster: RasterFound, lang: Lang, speech: Speech) -> Iterator[str]:
    yield _line("raster", lang, name=raster.name, columns=raster.columns, rows=raster.rows)
    yield from _where(raster.crs, lang, speech)
    for band in raster.bands:
        least, most = (
            "–" if one is None else speech.number(one, 2) for one in (band.least, band.most)
        )
        yield "    " + _line("band", lang, name=band.name, least=least, most=most)
    yield from message_lines(raster.messages, lang, "  ")


def _where(found: Sequence[CrsCandidate], lang: Lang, speech: Speech) -> Iterator[str]:
    if found:
        yield "  " + _line("where", lang)
    for rank, one in enumerate(found, 1):
        yield "    " + _candidate(one, rank, lang, speech)


def _candidate(one: CrsCandidate, rank: int, lang: Lang, speech: Speech) -> str:
    share = speech.percent(one.share_inside)
    line = _line(
        "candidate",
        lang,
        rank=rank,
        name=speech.system(one.name),
        epsg=one.epsg,
        share=share,
        operation="" if one.epsg == _OWN_SYSTEM else one.operation,
    )
    return line.rstrip()


def _faults(faults: Sequence[GeometryFault], lang: Lang) -> Iterator[str]:
    if faults:
        yield "  " + _line("faults", lang)
    for fault in faults:
        yield "    " + fault_words(fault, lang)


def fault_words(fault: GeometryFault, lang: Lang) -> str:
    """Return which object it is, counted from 1, what is wrong with it, and where."""
    where = "" if fault.lon is None else f" ({fault.lat:.5f}, {fault.lon:.5f})"
    return f"{fault.n + 1}: {fault_reason(fault, lang)}{where}"


def fault_reason(fault: GeometryFault, lang: Lang) -> str:
    """Return what is wrong with an object."""
    if fault.kind == "duplicate":
        return say(_FAULTS["duplicate"], lang).format(other=int(fault.reason) + 1)
    if fault.kind in _FAULTS:
        return say(_FAULTS[fault.kind], lang)
    return say(FAULT_REASONS.get(fault.reason), lang) or fault.reason


def _line(key: str, lang: Lang, **facts: object) -> str:
    return say(_LINES[key], lang).format(**facts)


def said(text: LocalText, message: Message, lang: Lang) -> str:
    """Return one part of what a message says, with its facts in it."""
    speech = Speech(lang)
    facts = {name: _fact(name, value, speech) for name, value in message.facts.items()}
    return say(text, lang).format(**facts)


def _fact(name: str, value: object, speech: Speech) -> object:
    """Return a fact as people write it; a code is a name, and no number to be grouped."""
    if isinstance(value, bool) or name in _CODES_NOT_COUNTS:
        return value
    if isinstance(value, int):
        return speech.number(value)
    if isinstance(value, str):
        return speech.system(value)
    return speech.number(value, 2) if isinstance(value, float) else value
