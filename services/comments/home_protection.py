"""Home protection: what in a text looks like it tells where or who a private person is.

It only marks: people are warned before they send, staff see the marks when they check. Nothing is
blocked, since a rule cannot know whether a number is a neighbour's or the town hall's. Years,
money, postcodes and roads ("B 224", "L 502") are no marks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from services.web.texts import LocalText

MarkKind = Literal["phone", "email", "iban", "plate", "person", "address"]

MARK_KINDS: Final[Mapping[MarkKind, LocalText]] = {
    "phone": {"de": "eine Telefonnummer", "en": "a phone number"},
    "email": {"de": "eine Mailadresse", "en": "a mail address"},
    "iban": {"de": "eine Kontonummer (IBAN)", "en": "a bank account (IBAN)"},
    "plate": {"de": "ein Autokennzeichen", "en": "a number plate"},
    "person": {"de": "der Name einer Person", "en": "the name of a person"},
    "address": {"de": "eine Adresse mit Hausnummer", "en": "an address with house number"},
}


@dataclass(frozen=True)
class Mark:
    """Where in a text something stands, from ``start`` to before ``end``."""

    kind: MarkKind
    start: int
    end: int


_NAME: Final = r"[A-ZÄÖÜ][a-zäöüß]+(?:-[A-ZÄÖÜ][a-zäöüß]+)?"

_EMAIL: Final = re.compile(
    r"[\w.+-]{1,64}(?:@|\s?[\[(](?:at|ät)[\])]\s?)(?:[\w-]{1,63}(?:\.|\s?[\[(]dot[\])]\s?)){1,4}"
    r"[A-Za-z]{2,24}",
    re.IGNORECASE,
)
_PHONE: Final = re.compile(
    r"(?<![\w.,:/+-])(?:\+\d{1,3}|00\d{2}|\(?0)(?:[ ./()–-]{0,3}\d){5,14}(?![\w:])(?![.,]\d)"
)
_CALLED: Final = re.compile(
    r"\b(?:tel|telefon|telefonnummer|handy|handynummer|mobil|fon|phone|whatsapp)\b[.:]{0,2} ?"
    r"(?P<number>\d(?:[ /-]?\d){3,13})",
    re.IGNORECASE,
)
_DATE: Final = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})(?!\d)")
_PHONE_DIGITS: Final = range(7, 16)

_IBAN_START: Final = re.compile(r"\b[A-Z]{2}\d{2}(?=[ -]?[A-Z0-9]{2})", re.IGNORECASE)
_IBAN_LENGTHS: Final[Mapping[str, int]] = {
    "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20,
    "ES": 24, "FI": 18, "FR": 27, "GB": 22, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IT": 27,
    "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MT": 31, "NL": 18, "NO": 15, "PL": 28,
    "PT": 25, "RO": 24, "RS": 22, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "TR": 26, "UA": 29,
}  # fmt: skip
_IBAN_MODULUS: Final = 97

_PLATE: Final = re.compile(
    r"(?<![\w-])(?P<place>[A-ZÄÖÜ]{1,3})(?P<gap>[- ])[A-Z]{1,2}[ -]?[1-9]\d{0,3}[EH]?(?![\w-])"
)
_PLACES_NEARBY: Final = re.compile(
    "BO|BOR|BOT|CAS|CLP|COE|D|DO|DU|E|EN|GE|GLA|HA|HAM|HER|K|KR|LH|LÜN|ME|MH|MO|MS|NE|OB|RE|SO|"
    "ST|UN|W|WAN|WAT|WES|WIT"
)
"""Where a plate is written without a hyphen, only these count: "DIN EN 301" is none."""

_TITLED: Final = re.compile(
    rf"\b(?:Herrn?|Frau|Familie|Fam\.|Eheleute|Ehepaar) (?:(?:Dr|Prof)\. ?){{0,2}}(?P<name>{_NAME})"
)
_NO_NAMES: Final = re.compile(
    "Bürgermeister|Bürgermeisterin|Oberbürgermeister|Oberbürgermeisterin|Landrat|Landrätin|"
    "Stadtrat|Stadträtin|Ministerin|Minister|Doktor|Doktorin|Professor|Professorin|Präsident|"
    "Präsidentin|Baurat|Baurätin|Dezernent|Dezernentin|Pfarrer|Pfarrerin|Holle|Luna|Gott|Nachbar|"
    "Nachbarin|Kollege|Kollegin"
)
_SURNAMES: Final = (
    "Müller|Schmidt|Schmitt|Schmitz|Schneider|Fischer|Weber|Meyer|Meier|Maier|Mayer|Wagner|"
    "Becker|Schulz|Schulze|Schulte|Hoffmann|Hofmann|Schäfer|Bauer|Koch|Richter|Klein|Wolf|"
    "Schröder|Neumann|Schwarz|Zimmermann|Braun|Krüger|Hartmann|Lange|Krause|Lehmann|Köhler|Huber|"
    "Kaiser|Fuchs|Peters|Scholz|Möller|Weiß|Jung|Hahn|Schubert|Vogel|Friedrich|Keller|Günther|"
    "Berger|Winkler|Beck|Lorenz|Baumann|Franke|Albrecht|Schuster|Simon|Ludwig|Böhm|Winter|Kraus|"
    "Martin|Schumacher|Krämer|Vogt|Stein|Jäger|Otto|Sommer|Groß|Seidel|Heinrich|Brandt|Haas|"
    "Schreiber|Graf|Dietrich|Ziegler|Kuhn|Kühn|Pohl|Engel|Horn|Busch|Bergmann|Thomas|Voigt|Sauer|"
    "Arnold|Pfeiffer|Yılmaz|Yilmaz|Kaya|Demir|Şahin|Sahin|Çelik|Celik|Yıldız|Yildiz|Öztürk|Aydın|"
    "Aydin|Özdemir|Arslan|Doğan|Dogan|Kılıç|Kilic|Aslan|Çetin|Cetin|Kara|Koç|Kurt|Özkan|Şimşek|"
    "Nowak|Kowalski|Kowalczyk|Wiśniewski|Kaminski|Lewandowski|Zielinski|Szymanski"
)
_AT_HOME: Final = re.compile(
    rf"\b(?:bei|neben|gegenüber von|hinter|vor|von) (?P<name>(?:{_SURNAMES})s)\b"
)
_FULL_NAME: Final = re.compile(
    r"\b(?:Achim|Ahmet|Ali|Andrea|Andreas|Angelika|Anja|Anna|Ayşe|Bernd|Birgit|Brigitte|Christa|"
    r"Christian|Claudia|Daniel|Dieter|Dirk|Elke|Emre|Erika|Fatma|Frank|Gerd|Günter|Hans|Hasan|"
    r"Heike|Heinz|Helga|Helmut|Hüseyin|Ingrid|Jan|Jens|Jürgen|Jutta|Karin|Karl|Kerstin|Klaus|"
    r"Manfred|Maria|Markus|Martina|Matthias|Mehmet|Michael|Monika|Murat|Mustafa|Nicole|Norbert|"
    r"Peter|Petra|Rainer|Ralf|Renate|Rolf|Sabine|Sandra|Stefan|Stefanie|Susanne|Sven|Thomas|"
    r"Thorsten|Torsten|Ulrich|Ursula|Ute|Uwe|Walter|Werner|Wolfgang|Zeynep) "
    rf"(?:{_SURNAMES}|[A-ZÄÖÜ][a-zäöüß]+(?:ski|mann|berg|feld|oğlu|oglu|czyk))\b"
    r"(?!-| (?:Straße|Strasse|Platz|Weg|Schule|Kirche|Haus|Allee|Gymnasium|Park|Halle)\b)"
)

_STREET: Final = re.compile(
    r"\b(?P<street>[A-ZÄÖÜ][\wäöüßÄÖÜ.-]{0,40}?(?:straße|strasse|str\.|allee|gasse|weg|platz|ring|"
    r"pfad|ufer|damm|kamp|stieg)|[A-ZÄÖÜ][\wäöüß.-]{0,40} (?:Straße|Strasse|Str\.|Allee|Weg|Platz|"
    r"Ring|Kamp))"
    r" ?(?P<number>[1-9]\d{0,2} ?[a-z]?)(?![\w/%€°]|[.,:]\d| ?(?:m|km|cm|qm|m²|ha|kmh|km/h|Uhr|"
    r"Euro|EUR|Meter|Minuten|Prozent|Jahre|Jahren|Tage|Tagen|Mal|mal)\b)(?P<next> [A-ZÄÖÜ]\w*)?"
)
_NOT_A_STREET: Final = re.compile(
    r"(?:Park|Spiel|Sport|Bolz|Stell|Markt|Arbeits|Lager|Fest|Schul|Grill|Rast|Kinderspiel|Müll|"
    r"Sitz|Lade|Liege|Tennis|Fußball|Wende)platz|"
    r"(?:Rad|Geh|Fuß|Schul|Reit|Wander|Feld|Wald|Um|Heim|Ab|Aus|Rück|Zu|Fahrrad|Arbeits)weg|"
    r"(?:Haupt|Neben|Seiten|Fahrrad|Anlieger|Wohn|Spiel|Bundes|Landes|Kreis|Tempo-?30-?)straße",
    re.IGNORECASE,
)
_HOUSE_NUMBER: Final = re.compile(r"\bHaus(?:nummer|nr\.?| Nr\.?) ?[1-9]\d{0,2} ?[a-z]?\b")
_PLACES_AFTER: Final = re.compile(
    "Herten|Bertlich|Westerholt|Langenbochum|Scherlebeck|Disteln|Paschenberg|Mitte|Ewald"
)


def find_marks(text: str) -> tuple[Mark, ...]:
    """Return what a warning should point at, in the order of the text, without overlaps."""
    found: list[Mark] = []
    for finder in _FINDERS:
        found += [
            mark
            for mark in _joined(finder(text))
            if not any(mark.start < one.end and one.start < mark.end for one in found)
        ]
    return tuple(sorted(found, key=lambda mark: mark.start))


def _joined(marks: Iterable[Mark]) -> list[Mark]:
    """Return marks of one kind, those that overlap as one: „Herr Peter“ and „Peter Schulze“."""
    joined: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: mark.start):
        if joined and mark.start < joined[-1].end:
            last = joined[-1]
            joined[-1] = Mark(last.kind, last.start, max(last.end, mark.end))
        else:
            joined.append(mark)
    return joined


def _emails(text: str) -> Iterator[Mark]:
    for match in _EMAIL.finditer(text):
        yield Mark("email", match.start(), match.end())


def _phones(text: str) -> Iterator[Mark]:
    for match in _PHONE.finditer(text):
        digits = sum(letter.isdigit() for letter in match.group())
        if digits in _PHONE_DIGITS and _DATE.search(match.group()) is None:
            yield Mark("phone", match.start(), match.end())
    for match in _CALLED.finditer(text):
        yield Mark("phone", match.start("number"), match.end("number"))


def _ibans(text: str) -> Iterator[Mark]:
    for match in _IBAN_START.finditer(text):
        length = _IBAN_LENGTHS.get(match.group()[:2].upper())
        end = None if length is None else _end_of_iban(text, match.start(), length)
        if end is not None:
            yield Mark("iban", match.start(), end)


def _end_of_iban(text: str, start: int, length: int) -> int | None:
    """Return where an IBAN of ``length`` characters ends, None unless its checksum is right."""
    signs: list[str] = []
    position = start
    while position < len(text) and len(signs) < length:
        letter = text[position]
        if letter.isascii() and letter.isalnum():
            signs.append(letter.upper())
        elif letter not in " -":
            return None
        position += 1
    if len(signs) < length:
        return None
    turned = "".join(signs[4:] + signs[:4])
    value = int("".join(str(int(sign, 36)) for sign in turned))
    return position if value % _IBAN_MODULUS == 1 else None


def _plates(text: str) -> Iterator[Mark]:
    for match in _PLATE.finditer(text):
        if match.group("gap") == "-" or _PLACES_NEARBY.fullmatch(match.group("place")):
            yield Mark("plate", match.start(), match.end())


def _persons(text: str) -> Iterator[Mark]:
    for match in _TITLED.finditer(text):
        if _NO_NAMES.fullmatch(match.group("name")) is None:
            yield Mark("person", match.start(), match.end())
    for match in _FULL_NAME.finditer(text):
        yield Mark("person", match.start(), match.end())
    for match in _AT_HOME.finditer(text):
        yield Mark("person", match.start("name"), match.end("name"))


def _addresses(text: str) -> Iterator[Mark]:
    for match in _STREET.finditer(text):
        if _NOT_A_STREET.fullmatch(match.group("street")) is not None:
            continue
        following = (match.group("next") or "").strip()
        if not following or _PLACES_AFTER.fullmatch(following):
            yield Mark("address", match.start(), match.end("number"))
    for match in _HOUSE_NUMBER.finditer(text):
        yield Mark("address", match.start(), match.end())


_FINDERS: Final[tuple[Callable[[str], Iterator[Mark]], ...]] = (
    _emails,
    _ibans,
    _phones,
    _plates,
    _addresses,
    _persons,
)
"""What is surer comes first and wins where two overlap."""
