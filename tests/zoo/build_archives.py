"""Archives: the layouts people send, and the attacks."""

from __future__ import annotations

import io
import random
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from typing import Final

from tests.zoo.build_shapefile import shapefile

Entry = tuple[str, bytes]
MEGABYTE: Final = 1_000_000
_FLAGS_IN_LOCAL_HEADER, _FLAGS_IN_DIRECTORY = 6, 8


def archive(entries: Iterable[Entry]) -> bytes:
    """Return a zip of the entries, in their order; the same name may come twice."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in entries:
            info = zipfile.ZipInfo(name, (2026, 11, 23, 9, 30, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(info, content)
    return buffer.getvalue()


def entries(parts: Mapping[str, bytes], stem: str = "strassen") -> list[Entry]:
    return [(f"{stem}.{extension}", content) for extension, content in parts.items()]


def zipped(parts: Mapping[str, bytes], stem: str = "strassen") -> bytes:
    """Return a zip with one set of parts, in the folder that ``stem`` names, if any."""
    return archive(entries(parts, stem))


def flat() -> bytes:
    return zipped(shapefile())


def in_a_folder() -> bytes:
    return zipped(shapefile(), "Daten 2009/Straßen/strassen")


def several_layers() -> bytes:
    return archive([*entries(shapefile(), "strassen"), *entries(shapefile(), "wege")])


def same_stem_in_two_folders() -> bytes:
    return archive([*entries(shapefile(), "alt/netz"), *entries(shapefile(), "neu/netz")])


def from_a_mac() -> bytes:
    """Return the archive that macOS makes: a shadow file beside each file."""
    real = entries(shapefile())
    shadows = [(f"__MACOSX/._{name}", b"\x00\x05\x16\x07Mac OS X") for name, _ in real]
    return archive([*real, *shadows, (".DS_Store", b"\x00\x00\x00\x01Bud1")])


def mixed_case() -> bytes:
    """Return ``P.SHP`` beside ``p.dbf``, as Windows never minds."""
    parts = shapefile()
    return archive(
        (f"{'P' if extension == 'shp' else 'p'}.{_mixed(extension)}", content)
        for extension, content in parts.items()
    )


def _mixed(extension: str) -> str:
    return extension.upper() if extension in {"shp", "prj"} else extension


def upper_case() -> bytes:
    return archive((f"STRASSEN.{ext.upper()}", content) for ext, content in shapefile().items())


def umlaut_names() -> bytes:
    return zipped(shapefile(), "Fußwege Süd")


def umlaut_names_of_dos() -> bytes:
    """Return names in CP850 without the flag that says UTF-8: as Windows XP packed them."""
    placeholder, real = b"Fu0wege S1d", "Fußwege Süd".encode("cp850")
    return zipped(shapefile(), placeholder.decode("ascii")).replace(placeholder, real)


def with_attachments() -> bytes:
    extra = [
        ("strassen.shp.xml", b"<metadata><title>Stra\xc3\x9fen</title></metadata>"),
        ("strassen.qml", b"<qgis version='3.34'/>"),
        ("strassen.sbn", b"\x00\x00\x27\x0a"),
        ("LIESMICH.txt", b"Stand 2009"),
    ]
    return archive([*entries(shapefile()), *extra])


def archive_in_archive() -> bytes:
    return archive([("strassen.zip", flat())])


def only_a_picture() -> bytes:
    return archive([("lageplan.png", b"\x89PNG\r\n\x1a\n")])


def empty() -> bytes:
    return archive([])


def two_of_the_same_name() -> bytes:
    """Return an archive in which a second ``.dbf`` hides behind the first."""
    parts = shapefile()
    buffer = io.BytesIO(archive([*entries(parts), ("strassen.dbg", parts["dbf"])]))
    return buffer.getvalue().replace(b"strassen.dbg", b"strassen.dbf")


def cut_off(content: bytes, share: float = 0.5) -> bytes:
    """Return the first part of a file: a download that broke off."""
    return content[: int(len(content) * share)]


def rotten() -> bytes:
    """Return an archive with one packed byte turned over: its checksum tells."""
    content = bytearray(flat())
    content[60] ^= 0xFF
    return bytes(content)


def named(evil: str) -> bytes:
    """Return an archive whose ``.shp`` bears an evil name, beside its harmless parts."""
    parts = shapefile()
    harmless = [(name, content) for name, content in entries(parts) if not name.endswith(".shp")]
    return archive([*harmless, (evil, parts["shp"])])


def with_link(target: str) -> bytes:
    """Return an archive in which the ``.dbf`` is a symbolic link."""
    parts = shapefile()
    del parts["dbf"]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as out:
        for name, content in entries(parts):
            out.writestr(name, content)
        link = zipfile.ZipInfo("strassen.dbf")
        link.create_system = 3
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        out.writestr(link, target)
    return buffer.getvalue()


def encrypted() -> bytes:
    """Return an archive whose entries say that a password locks them."""
    content = bytearray(flat())
    for signature, at in (
        (b"PK\x03\x04", _FLAGS_IN_LOCAL_HEADER),
        (b"PK\x01\x02", _FLAGS_IN_DIRECTORY),
    ):
        start = content.find(signature)
        while start >= 0:
            content[start + at] |= 1
            start = content.find(signature, start + 4)
    return bytes(content)


def bomb_by_ratio() -> bytes:
    """Return a table of zeros, packed a thousand to one."""
    parts = shapefile()
    parts["dbf"] = parts["dbf"] + bytes(50 * MEGABYTE)
    return zipped(parts)


def bomb_by_count(count: int = 1_200) -> bytes:
    return archive((f"{number}.txt", b"x") for number in range(count))


def lying_about_its_size() -> bytes:
    """Return an archive that promises 100 bytes where 60 MB come out."""
    content = bytearray(zipped({**shapefile(), "dbf": bytes(60 * MEGABYTE)}))
    size = struct.pack("<I", 60 * MEGABYTE)
    return bytes(content).replace(size, struct.pack("<I", 100))


def overlapping_entries(count: int = 400) -> bytes:
    """Return an archive whose directory names one packed megabyte many times over.

    Each entry alone stays under a ratio that compares it with its own packed size.
    """
    blocks = random.Random(1)  # noqa: S311 - a fixed pattern, nothing secret
    content = b"".join(blocks.randbytes(100) + bytes(4_000) for _ in range(1_000))
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = squeezer.compress(content) + squeezer.flush()
    sizes = struct.pack("<3I", zlib.crc32(content), len(packed), len(content))
    local = struct.pack("<4s5H", b"PK\x03\x04", 20, 0, 8, 0, 33) + sizes
    body = local + struct.pack("<2H", 1, 0) + b"a" + packed
    directory = b"".join(
        struct.pack("<4s6H", b"PK\x01\x02", 20, 20, 0, 8, 0, 33)
        + sizes
        + struct.pack("<5H2I", 7, 0, 0, 0, 0, 0, 0)
        + f"{number:03}.shp".encode("ascii")
        for number in range(count)
    )
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(directory), len(body), 0)
    return body + directory + end
