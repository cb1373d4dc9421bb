"""How the bytes of a text are meant: declared, detected, or left to a person with samples.

A declaration (.cpg file, language byte of the table) is honoured where the bytes fit it, but
never believed blindly: it is often wrong. Nothing is decoded for good here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from services.imports import dbf
from services.imports.model import EncodingCandidate, Message

UTF_8: Final = "UTF-8"
CP1252: Final = "CP1252"
CP850: Final = "CP850"
LATIN_1: Final = "ISO-8859-1"

SAMPLES: Final = 5
_SAMPLE_LETTERS: Final = 80
_SAMPLE_BYTES: Final = 400
_ASCII: Final = bytes(range(128))
_LONGEST_CPG: Final = 1_000

_BY_LANGUAGE_BYTE: Final = {
    0x01: "CP437", 0x02: CP850, 0x03: CP1252, 0x0F: "CP437", 0x10: CP850, 0x57: CP1252,
    0x58: CP1252, 0x59: CP1252, 0x64: "CP852", 0x65: "CP866", 0x66: "CP865", 0x6B: "CP857",
    0xC8: "CP1250", 0xC9: "CP1251", 0xCA: "CP1254", 0xCB: "CP1253",
}  # fmt: skip
_CODE_PAGES: Final = frozenset(
    {"437", "850", "852", "857", "858", "865", "866", "1250", "1251", "1252", "1253", "1254"}
)
_LATIN: Final = re.compile(r"(?:ISO|LATIN)?8859(1|2|9|15)")
_PAGE: Final = re.compile(r"(?:ANSI|CP|OEM|IBM|WINDOWS|WIN|MS|X)*(\d{3,4})")
_UTF_8_NAMES: Final = frozenset({"UTF8", "65001", "CP65001", "UNICODE", "UTF8BOM"})

_UMLAUTS_1252: Final = bytes([0xC4, 0xD6, 0xDC, 0xDF, 0xE4, 0xF6, 0xFC])
_UMLAUTS_850: Final = bytes([0x81, 0x84, 0x8E, 0x94, 0x99, 0x9A, 0xE1])


@dataclass
class _Tally:
    """What is gathered while values pass by; memory stays flat."""

    declared: str | None
    valid: int = 0
    invalid: int = 0
    fits: bool = True
    ansi: int = 0
    dos: int = 0
    seen: set[int] = field(default_factory=set)
    telling: dict[bytes, None] = field(default_factory=dict)
    """Values that brought a byte not seen before: they show where two readings differ."""
    more: dict[bytes, None] = field(default_factory=dict)

    def take(self, value: bytes, *, cut: bool) -> None:
        """Count one value; where it is ``cut``, half a letter at its end proves nothing."""
        valid = _decodes(value, UTF_8, cut=False)
        self.valid += valid
        self.invalid += not valid and not (cut and _decodes(value, UTF_8, cut=True))
        self.fits = self.fits and (self.declared is None or _decodes(value, self.declared, cut=cut))
        self.ansi += len(value) - len(value.translate(None, _UMLAUTS_1252))
        self.dos += len(value) - len(value.translate(None, _UMLAUTS_850))
        self._keep(value[:_SAMPLE_BYTES])

    def _keep(self, value: bytes) -> None:
        new = set(value.translate(None, _ASCII)) - self.seen
        if new:
            self.seen |= new
            self.telling[value] = None
        elif len(self.more) < SAMPLES:
            self.more[value] = None

    @property
    def utf_8(self) -> bool:
        return self.valid > 0 and self.invalid == 0

    @property
    def detected(self) -> str:
        if self.utf_8:
            return UTF_8
        return CP850 if self.dos > self.ansi else CP1252

    @property
    def samples(self) -> tuple[bytes, ...]:
        return tuple({**self.telling, **self.more})[:SAMPLES]

    def same(self, one: str, other: str) -> bool:
        """Tell whether two encodings read everything alike."""
        return one == other or all(_shown(v, one) == _shown(v, other) for v in self.telling)


def candidates(path: Path, *, cpg: str | None) -> tuple[EncodingCandidate, ...]:
    """Return how the texts of the table at ``path`` may be meant, the likeliest first.

    ``cpg`` is the content of the .cpg file. A table with nothing but ASCII has one candidate
    without samples: there is nothing to decide. A file that is no table has none.
    """
    header = dbf.read_header(path)
    if header is None:
        return ()
    declared = named(cpg) if cpg is not None else None
    if declared is None:
        declared = _BY_LANGUAGE_BYTE.get(header.ldid)
    return rank(dbf.texts(path, header), declared=declared)


def rank(
    values: Iterable[tuple[bytes, bool]], *, declared: str | None
) -> tuple[EncodingCandidate, ...]:
    """Rank how ``values`` may be meant, each reading with the same samples.

    ``values`` are those with more than ASCII, each with whether its end may be cut off. Strictly
    valid UTF-8 is UTF-8. Otherwise the bytes of German umlauts are counted: those of Windows and
    those of DOS are disjoint. The declared one comes first where all bytes fit it.
    """
    tally = _Tally(declared)
    for value, cut in values:
        tally.take(value, cut=cut)
    if not tally.telling:
        return (EncodingCandidate(declared or UTF_8, "declared" if declared else "detected"),)
    ranked: list[tuple[str, Literal["declared", "detected", "possible"]]] = []
    if declared is None or not tally.same(declared, tally.detected):
        ranked.append((tally.detected, "detected"))
    if declared is not None:
        ranked.insert(0 if tally.fits else len(ranked), (declared, "declared"))
    for name in _possible(tally):
        if not any(tally.same(name, one) for one, _ in ranked):
            ranked.append((name, "possible"))
    return tuple(
        EncodingCandidate(name, how, tuple(_shown(sample, name) for sample in tally.samples))
        for name, how in ranked
    )


def messages(found: Sequence[EncodingCandidate], *, cpg: str | None = None) -> tuple[Message, ...]:
    """Return what people should know about the candidates ``found``."""
    said: list[Message] = []
    if cpg is not None and cpg.strip() and named(cpg) is None:
        said.append(Message("IMP-123", {"declared": _plain(cpg)}))
    if not found or not found[0].samples:
        return tuple(said)
    names = {one.how: one.name for one in found}
    if "declared" not in names:
        said.append(Message("IMP-120", {"detected": found[0].name}))
    elif "detected" in names:
        code = "IMP-122" if found[0].how == "declared" else "IMP-121"
        said.append(Message(code, {"declared": names["declared"], "detected": names["detected"]}))
    return tuple(said)


def read_cpg(path: Path) -> str:
    """Return the first line of a .cpg file, without a byte order mark."""
    with path.open("rb") as file:
        lines = file.read(_LONGEST_CPG).removeprefix(b"\xef\xbb\xbf").decode("latin-1").split("\n")
    return lines[0].strip(" \r\t\0")


def named(declared: str) -> str | None:
    """Return the encoding that a .cpg file means, None if it names none ("System", "ANSI")."""
    plain = re.sub(r"[^A-Z0-9]", "", declared.upper())
    if plain in _UTF_8_NAMES:
        return UTF_8
    latin = _LATIN.fullmatch(plain)
    if latin is not None:
        return f"ISO-8859-{latin.group(1)}"
    page = _PAGE.fullmatch(plain)
    if page is not None and page.group(1) in _CODE_PAGES:
        return f"CP{page.group(1)}"
    return LATIN_1 if plain == "LATIN1" else None


def _decodes(value: bytes, encoding: str, *, cut: bool) -> bool:
    """Tell whether ``value`` is valid; where it is ``cut`` its last letter may lack bytes."""
    try:
        value.decode(encoding)
    except UnicodeDecodeError as error:
        return cut and error.reason == "unexpected end of data"
    return True


def _possible(tally: _Tally) -> Sequence[str]:
    """Return the usual readings, the one with more umlauts first."""
    return (CP850, CP1252) if tally.dos > tally.ansi else (CP1252, CP850)


def _shown(value: bytes, encoding: str) -> str:
    """Return ``value`` for a person's eyes: what no letter can be is shown as a question mark."""
    text = dbf.whole_letters(value, encoding)[:_SAMPLE_LETTERS]
    return "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text
    )


def _plain(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable())[:40]
