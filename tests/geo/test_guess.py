"""Bare coordinates: which systems put them where they are expected."""

from __future__ import annotations

from typing import Final

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from geo.crs import STORAGE_CRS, UnknownCRSError, transformer
from geo.guess import SYSTEMS, Box, Candidate, candidates, moved, share_inside

NEAR: Final[Box] = (360_000, 5_705_000, 385_000, 5_732_000)
HERE: Final = np.array([[366_000.0, 5_711_000.0], [379_000.0, 5_725_000.0]])
METRIC: Final = [epsg for epsg in SYSTEMS if epsg not in {4326, 4314}]


def written_in(epsg: int, points: NDArray[np.float64] = HERE) -> NDArray[np.float64]:
    """Return points of ``STORAGE_CRS`` as a file in another system holds them."""
    project = transformer(STORAGE_CRS, f"EPSG:{epsg}").transform
    return np.column_stack(project(points[:, 0], points[:, 1]))


@pytest.mark.parametrize("epsg", METRIC)
@pytest.mark.parametrize("swapped", [False, True])
def test_metres_fit_one_system_only(epsg: int, swapped: bool) -> None:
    sample = written_in(epsg)[:, ::-1] if swapped else written_in(epsg)
    assert candidates(sample, NEAR) == (Candidate(epsg, swapped, 1.0),)


@pytest.mark.parametrize("epsg", [4326, 4314, 4258])
@pytest.mark.parametrize("swapped", [False, True])
def test_degrees_leave_the_datum_open(epsg: int, swapped: bool) -> None:
    sample = written_in(epsg)[:, ::-1] if swapped else written_in(epsg)
    assert candidates(sample, NEAR) == (
        Candidate(4326, swapped, 1.0),
        Candidate(4314, swapped, 1.0),
    )


def test_the_greater_share_comes_first() -> None:
    sample = np.vstack([HERE, written_in(31466)[:1]])
    assert candidates(sample, NEAR) == (
        Candidate(25832, swapped=False, share_inside=2 / 3),
        Candidate(31466, swapped=False, share_inside=1 / 3),
    )


@pytest.mark.parametrize(
    "sample",
    [
        np.empty((0, 2)),
        np.array([[np.nan, 1.0], [np.inf, 5.0]]),
        np.array([[0.0, 0.0], [120.5, 80.25]]),
        np.array([[1e300, -1e300]]),
    ],
    ids=["nothing", "not finite", "drawing", "huge"],
)
def test_what_lies_nowhere_near_has_no_candidate(sample: NDArray[np.float64]) -> None:
    assert candidates(sample, NEAR) == ()


def test_points_that_are_not_finite_do_not_count() -> None:
    sample = np.vstack([HERE, [[np.nan, np.nan]]])
    assert share_inside(sample, epsg=25832, swapped=False, near=NEAR) == 1.0


def test_a_system_that_no_way_leads_from_puts_nothing_anywhere() -> None:
    assert share_inside(HERE, epsg=2036, swapped=False, near=NEAR) == 0.0


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(UnknownCRSError):
        moved(HERE, epsg=99, swapped=False, target=STORAGE_CRS)


@given(xy=st.lists(st.tuples(st.floats(-4e7, 4e7), st.floats(-4e7, 4e7)), min_size=1, max_size=10))
def test_shares_fall_from_the_first_to_the_last(xy: list[tuple[float, float]]) -> None:
    shares = [candidate.share_inside for candidate in candidates(np.array(xy), NEAR)]
    assert shares == sorted(shares, reverse=True)
    assert all(0 < share <= 1 for share in shares)
