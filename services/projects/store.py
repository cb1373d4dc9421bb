"""The projects' SQL."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
)
from sqlalchemy.exc import IntegrityError

from services.database.geometry import MeetsBounds
from services.database.tables import (
    district,
    project,
    project_district,
    project_placement,
    project_theme,
)
from services.districts.model import CITYWIDE, DistrictId
from services.projects.model import (
    Details,
    PlacedProject,
    Project,
    ProjectNotFoundError,
    Share,
    first_day,
    last_day,
)
from services.web.box import meets_box, storage_bounds
from services.web.filter import Filter


def _to_project(row: Row[Any], themes: Sequence[str]) -> Project:
    details = row.details
    return Project(
        number=row.number,
        id=row.id,
        name=row.name,
        status=row.status,
        themes=tuple(themes),
        citywide=row.citywide,
        declared_districts=tuple(DistrictId(one) for one in row.declared_districts),
        period_from=row.period_from,
        period_to=row.period_to,
        cost_eur=row.cost_eur,
        funding_eur=row.funding_eur,
        funding_program=row.funding_program,
        geometry=row.geometry,
        accuracy_m=row.accuracy_m,
        coordinate_kind=row.coordinate_kind,
        details=Details(
            **{key: details[key] for key in details if key not in ("facts", "sources")},
            facts=tuple(details["facts"]),
            sources=tuple(details["sources"]),
        ),
    )


class Projects:
    """Reads and writes projects inside the caller's transaction; never commits.

    ``valid_from`` names the boundary version under which districts are meant.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, one: Project) -> None:
        """Write one project, not yet placed."""
        values = asdict(one)
        themes = values.pop("themes")
        details = values["details"]
        texts = [one.name, details["place"], details["status_note"], *one.details.facts]
        words = [word for text in texts if text for word in text.values()]
        self._connection.execute(
            insert(project).values(
                **values | {"geometry": one.geometry},
                starts_on=first_day(one.period_from),
                ends_on=last_day(one.period_to),
                search_text=" ".join([*words, one.funding_program or ""]).casefold(),
            )
        )
        for position, theme in enumerate(themes):
            self._connection.execute(
                insert(project_theme).values(
                    project_number=one.number, theme=theme, position=position
                )
            )

    def remove(self, number: int) -> bool:
        """Delete a project; False if something else refers to it, and then it stays."""
        try:
            with self._connection.begin_nested():
                self._connection.execute(delete(project).where(project.c.number == number))
        except IntegrityError:
            return False
        return True

    def of_source(self, key: str) -> tuple[Project, ...]:
        """Return the projects that are known from one source alone, by number."""
        return tuple(one for one in self.list() if one.details.sources == (key,))

    def taken(self) -> tuple[frozenset[str], int]:
        """Return the ids in use, and the highest number."""
        rows = self._connection.execute(select(project.c.id, project.c.number)).all()
        return frozenset(row.id for row in rows), max((row.number for row in rows), default=0)

    def place(self, one: Project, valid_from: date, shares: Sequence[Share], feature: str) -> None:
        """Write the districts of a project under a boundary version, in place of earlier ones."""
        key = {"project_number": one.number, "valid_from": valid_from}
        for table in (project_district, project_placement):
            self._connection.execute(
                delete(table).where(
                    table.c.project_number == one.number, table.c.valid_from == valid_from
                )
            )
        self._connection.execute(insert(project_placement).values(**key, feature=feature))
        if shares:
            self._connection.execute(
                insert(project_district), [key | asdict(share) for share in shares]
            )

    def list(self, numbers: Iterable[int] | None = None) -> tuple[Project, ...]:
        """Return projects by number: all, or those asked for."""
        query = select(project).order_by(project.c.number)
        ordered = select(project_theme).order_by(project_theme.c.position)
        if numbers is not None:
            wanted = list(numbers)
            query = query.where(project.c.number.in_(wanted))
            ordered = ordered.where(project_theme.c.project_number.in_(wanted))
        themes: dict[int, list[str]] = {}
        for row in self._connection.execute(ordered):
            themes.setdefault(row.project_number, []).append(row.theme)
        return tuple(
            _to_project(row, themes.get(row.number, [])) for row in self._connection.execute(query)
        )

    def placed(self, numbers: Iterable[int] | None, valid_from: date) -> tuple[PlacedProject, ...]:
        """Return projects with their districts under a boundary version, by number."""
        shares: dict[int, list[Share]] = {}
        rows = self._connection.execute(
            select(project_district)
            .join(district, district.c.id == project_district.c.district_id)
            .where(project_district.c.valid_from == valid_from)
            .order_by(project_district.c.share.desc(), district.c.number)
        )
        for row in rows:
            shares.setdefault(row.project_number, []).append(
                Share(DistrictId(row.district_id), row.share, row.rule)
            )
        return tuple(
            PlacedProject(one, tuple(shares.get(one.number, ()))) for one in self.list(numbers)
        )

    def get(self, project_id: str, valid_from: date) -> PlacedProject:
        """Return one project with its districts or raise ``ProjectNotFoundError``."""
        number = self._connection.execute(
            select(project.c.number).where(project.c.id == project_id)
        ).scalar_one_or_none()
        if number is None:
            raise ProjectNotFoundError(project_id=project_id)
        return self.placed([number], valid_from)[0]

    def find(self, project_id: str) -> Project | None:
        """Return one project, without its districts, or None."""
        number = self._connection.execute(
            select(project.c.number).where(project.c.id == project_id)
        ).scalar_one_or_none()
        return None if number is None else self.list([number])[0]

    def numbers(self, filter_: Filter, valid_from: date) -> tuple[int, ...]:
        """Return the numbers of the projects that the filter finds, ascending."""
        query = _narrow(select(project.c.number).order_by(project.c.number), filter_, valid_from)
        if filter_.bbox is None:
            return tuple(row.number for row in self._connection.execute(query))
        bounds = storage_bounds(filter_.bbox)
        if bounds is None:
            return ()
        candidates = self._connection.execute(
            query.add_columns(project.c.geometry).where(
                MeetsBounds(project.c.geometry, project.c.number, bounds)
            )
        ).all()
        shapes = np.array([row.geometry for row in candidates], dtype=object)
        inside = meets_box(shapes, filter_.bbox).tolist()
        return tuple(row.number for row, found in zip(candidates, inside, strict=True) if found)

    def features(self, numbers: Iterable[int], valid_from: date) -> tuple[str, ...]:
        """Return the stored GeoJSON features of projects, by number."""
        return tuple(
            self._connection.execute(
                select(project_placement.c.feature)
                .where(
                    project_placement.c.valid_from == valid_from,
                    project_placement.c.project_number.in_(list(numbers)),
                )
                .order_by(project_placement.c.project_number)
            ).scalars()
        )

    def count_by_district(self, numbers: Sequence[int], valid_from: date) -> dict[DistrictId, int]:
        """Return how many of the projects touch each district; those without any are left out."""
        rows = self._connection.execute(
            select(project_district.c.district_id, func.count())
            .where(
                project_district.c.valid_from == valid_from,
                project_district.c.project_number.in_(numbers),
            )
            .group_by(project_district.c.district_id)
        )
        return {DistrictId(id_): count for id_, count in rows}

    def count_moved(self, before: date, after: date) -> int:
        """Return how many projects have other districts under one version than under another."""
        found: dict[date, set[tuple[int, str]]] = {before: set(), after: set()}
        rows = self._connection.execute(
            select(
                project_district.c.valid_from,
                project_district.c.project_number,
                project_district.c.district_id,
            ).where(project_district.c.valid_from.in_(found))
        )
        for row in rows:
            found[row.valid_from].add((row.project_number, row.district_id))
        return len({number for number, _ in found[before] ^ found[after]})

    def count_citywide(self, numbers: Sequence[int]) -> int:
        """Return how many of the projects are city-wide."""
        return self._connection.execute(
            select(func.count())
            .select_from(project)
            .where(project.c.citywide, project.c.number.in_(numbers))
        ).scalar_one()

    def count_with_geometry(self, numbers: Sequence[int]) -> int:
        """Return how many of the projects have a known place."""
        return self._connection.execute(
            select(func.count())
            .select_from(project)
            .where(project.c.geometry.is_not(None), project.c.number.in_(numbers))
        ).scalar_one()


def _narrow(query: Select[tuple[int]], filter_: Filter, valid_from: date) -> Select[tuple[int]]:
    if filter_.districts:
        query = query.where(_in_districts(filter_.districts, valid_from))
    if filter_.themes:
        query = query.where(
            exists().where(
                project_theme.c.project_number == project.c.number,
                project_theme.c.theme.in_(filter_.themes),
            )
        )
    if filter_.statuses:
        query = query.where(project.c.status.in_(filter_.statuses))
    if filter_.year_from is not None or filter_.year_to is not None:
        # Who asks for years asks for a known period: a project without any date is left out.
        query = query.where(or_(project.c.starts_on.is_not(None), project.c.ends_on.is_not(None)))
    if filter_.year_from is not None:
        first = date(filter_.year_from, 1, 1)
        query = query.where(or_(project.c.ends_on.is_(None), project.c.ends_on >= first))
    if filter_.year_to is not None:
        last = date(filter_.year_to, 12, 31)
        query = query.where(or_(project.c.starts_on.is_(None), project.c.starts_on <= last))
    for word in filter_.text.casefold().split():
        query = query.where(project.c.search_text.contains(word, autoescape=True))
    return query


def _in_districts(wanted: Sequence[str], valid_from: date) -> ColumnElement[bool]:
    touches = exists().where(
        project_district.c.project_number == project.c.number,
        project_district.c.valid_from == valid_from,
        project_district.c.district_id.in_(wanted),
    )
    return or_(touches, project.c.citywide) if CITYWIDE in wanted else touches
