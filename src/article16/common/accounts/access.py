"""Who may open which page: the table's rows, and the person as the table sees them. Closed by default."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from uuid import UUID


class Door(Enum):
    """How far a person must have come before a page opens."""

    EVERYONE = "everyone"  # also without signing in
    PASSWORD = "password"  # signed in, second factor not yet needed: only what sets it up
    STAFF = "staff"  # signed in with a second factor, in one of the roles


@dataclass(frozen=True, slots=True)
class Access:
    """One row of the access table: the door, the roles that pass it, and what its reading is recorded as."""

    door: Door
    roles: frozenset[str] = frozenset()
    thing: str = ""  # recorded with each reading: "client", "staff", "page"; empty: reading is not recorded
    recorded_as: str = ""  # the page named in the record, where its own name would tell too much
    library: bool = False  # a library's page on the own account: what it saves is recorded here, not by an action


EVERYONE = Access(Door.EVERYONE)
PASSWORD = Access(Door.PASSWORD, library=True)


def staff(*roles: str, thing: str = "page", recorded_as: str = "", library: bool = False) -> Access:
    return Access(Door.STAFF, frozenset(roles), thing, recorded_as, library)


@dataclass(frozen=True, slots=True)
class Role:
    """A role as people read it, and whether it is held in a programme and for a limited time."""

    label: str
    in_programme: bool = True
    for_a_time: bool = False


@dataclass(frozen=True, slots=True)
class Viewer:
    """The person who asks: an id for queries and the record, and in which programmes they hold which role."""

    id: UUID
    name: str
    grants: Mapping[str, frozenset[UUID]]  # role to programmes; the administrator's set is empty

    def has(self, roles: frozenset[str]) -> bool:
        return not roles.isdisjoint(self.grants)

    def programmes(self, roles: frozenset[str] | None = None) -> frozenset[UUID]:
        """The programmes in which one of the roles (or any role) is held."""
        return frozenset().union(*(ids for role, ids in self.grants.items() if roles is None or role in roles))
