"""Where the keeper leaves what became of an animal.

Apart from the keeper: whoever imports that has no formats left to open but those of strangers.
"""

from __future__ import annotations

from typing import Final

CONVERTED: Final = "converted.json"


def features_folder(position: int) -> str:
    """Return where the features of a layer are written, within the folder of the child."""
    return f"features/{position}"
