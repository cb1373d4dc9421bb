"""Archives: the layouts people send, and the attacks."""

from __future__ import annotations

from typing import Final

from tests.zoo import build_archives as archives
from tests.zoo.animal import Animal, Refused, file, trap
from tests.zoo.build_shapefile import shapefile
from tests.zoo.herd_shapefiles import found

LAYOUTS: Final = (
    Animal("in a folder", file("a.zip", archives.in_a_folder), found("IMP-201")),
    Animal("several layers", file("a.zip", archives.several_layers), found("IMP-201", layers=2)),
    Animal(
        "one stem in two folders",
        file("a.zip", archives.same_stem_in_two_folders),
        found("IMP-201", layers=2),
    ),
    Animal("packed on a Mac", file("a.zip", archives.from_a_mac), found("IMP-022")),
    Animal(
        "P.SHP and p.dbf", file("a.zip", archives.mixed_case), found("IMP-201", encoding="UTF-8")
    ),
    Animal(
        "all in capitals", file("a.zip", archives.upper_case), found("IMP-201", encoding="UTF-8")
    ),
    Animal("umlauts in its names", file("a.zip", archives.umlaut_names), found("IMP-201")),
    Animal(
        "umlauts of DOS in its names", file("a.zip", archives.umlaut_names_of_dos), found("IMP-024")
    ),
    Animal("style and metadata beside", file("a.zip", archives.with_attachments), found("IMP-022")),
    Animal("named like a picture", file("a.png", archives.flat), found("IMP-201")),
    Animal(
        "an archive in an archive", file("a.zip", archives.archive_in_archive), Refused("IMP-019")
    ),
    Animal("only a picture", file("a.zip", archives.only_a_picture), Refused("IMP-030")),
    Animal("an empty archive", file("a.zip", archives.empty), Refused("IMP-021")),
    Animal(
        "an archive that broke off",
        file("a.zip", lambda: archives.cut_off(archives.flat())),
        Refused("IMP-010"),
    ),
    Animal(
        "an archive whose content broke",
        file("a.zip", archives.rotten),
        Refused("IMP-010"),
    ),
)

ATTACKS: Final = (
    Animal("one name twice", file("a.zip", archives.two_of_the_same_name), Refused("IMP-018")),
    Animal("locked", file("a.zip", archives.encrypted), Refused("IMP-011")),
    Animal(
        "a name that climbs",
        file("a.zip", lambda: archives.named("../../strassen.shp")),
        Refused("IMP-012"),
    ),
    Animal(
        "a name that climbs as Windows does",
        file("a.zip", lambda: archives.named("..\\..\\strassen.shp")),
        Refused("IMP-012"),
    ),
    Animal(
        "a name from the root",
        trap("a.zip", lambda yard: archives.named(str(yard.canary.with_suffix(".shp")))),
        Refused("IMP-012"),
    ),
    Animal(
        "a name with a drive",
        file("a.zip", lambda: archives.named("C:/daten/strassen.shp")),
        Refused("IMP-012"),
    ),
    Animal(
        "a link to another file",
        trap("a.zip", lambda yard: archives.with_link(str(yard.canary))),
        Refused("IMP-013"),
    ),
    Animal("a bomb by ratio", file("a.zip", archives.bomb_by_ratio), Refused("IMP-016")),
    Animal("a bomb by count", file("a.zip", archives.bomb_by_count), Refused("IMP-014")),
    Animal("a bomb that lies", file("a.zip", archives.lying_about_its_size), Refused("IMP-010")),
    Animal("a bomb of one entry", file("a.zip", archives.overlapping_entries), Refused("IMP-015")),
    Animal(
        "a name of ten thousand letters",
        file("a.zip", lambda: archives.zipped(shapefile(), "a" * 10_000)),
        found("IMP-201"),
    ),
)

ARCHIVES: Final = (*LAYOUTS, *ATTACKS)
