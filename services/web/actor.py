"""Who acts: a member of staff as every room knows them, whatever way they signed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

from geo.errors import WorkbenchError

Role = Literal["admin", "planner", "gis", "moderator", "statistics", "reader"]

ROLES: Final[tuple[Role, ...]] = get_args(Role)


@dataclass(frozen=True)
class Actor:
    """A signed-in member of staff. ``office`` is the name under which answers are given."""

    id: str
    name: str
    office: str
    roles: frozenset[Role]

    def is_any(self, *roles: Role) -> bool:
        """Return True if the actor has one of the roles."""
        return not self.roles.isdisjoint(roles)

    @property
    def is_staff(self) -> bool:
        """True for whoever has a role; an account without any sees what everybody sees."""
        return self.is_any(*ROLES)


class NotSignedInError(WorkbenchError):
    """Only staff may do this, and nobody is signed in."""

    def __init__(self) -> None:
        super().__init__("sign in first")


class NotAllowedError(WorkbenchError):
    """The actor has none of the roles that may do this."""

    def __init__(self, *, needed: tuple[str, ...]) -> None:
        super().__init__(f"needs one of: {', '.join(needed)}")
        self.needed = list(needed)
