"""The reference system that a person chose: any that leads to the one of the workbench."""

from __future__ import annotations

from geo import crs, prj
from services.imports.choices import Choices
from services.imports.model import ImportRefusedError, LayerFound
from services.layers.imported import CrsPassport


def chosen_system(choices: Choices, found: LayerFound) -> CrsPassport:
    """Return how coordinates of a layer get into EPSG:25832.

    Any code PROJ knows may be chosen. Raises ``ImportRefusedError`` where none was chosen, where
    there is no such system, and where no way leads from it.
    """
    if choices.epsg is None:
        raise ImportRefusedError(code="IMP-232")
    try:
        operation = crs.operation(f"EPSG:{choices.epsg}", crs.STORAGE_CRS)
    except crs.UnknownCRSError as error:
        raise ImportRefusedError(code="IMP-230", facts={"epsg": choices.epsg}) from error
    except crs.NoTransformationError as error:
        raise ImportRefusedError(code="IMP-231", facts={"epsg": choices.epsg}) from error
    return CrsPassport(
        epsg=choices.epsg,
        name=prj.epsg_name(choices.epsg),
        how=_how(choices, found),
        swapped=choices.swapped,
        operation=operation.name,
        accuracy_m=operation.accuracy_m,
        grid_missing=operation.grid_missing,
    )


def _how(choices: Choices, found: LayerFound) -> str:
    """Return what spoke for the system besides the person who chose it."""
    for candidate in found.crs:
        if (candidate.epsg, candidate.swapped) == (choices.epsg, choices.swapped):
            return candidate.how
    return "person"
