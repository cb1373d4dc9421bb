"""All animals of the zoo."""

from __future__ import annotations

from typing import Final

from tests.zoo.animal import Animal
from tests.zoo.herd_archives import ARCHIVES
from tests.zoo.herd_attacks import ATTACKERS
from tests.zoo.herd_documents import DOCUMENTS
from tests.zoo.herd_shapefiles import SHAPEFILES

ANIMALS: Final[tuple[Animal, ...]] = (*SHAPEFILES, *ARCHIVES, *DOCUMENTS, *ATTACKERS)
