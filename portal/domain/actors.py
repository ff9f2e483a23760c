"""Who is acting. Services that serve somebody in particular take one and decide by it."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What one of the staff may do, from least to most: each may do what those before may."""

    AGENT = "charge"
    MANAGER = "gestionnaire"
    ADMINISTRATOR = "administrateur"

    def includes(self, other: "Role") -> bool:
        """Whether somebody of this role may do what ``other`` may."""
        ranks = list(Role)
        return ranks.index(self) >= ranks.index(other)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Nobody in particular: the public pages' reader."""


@dataclass(frozen=True, slots=True)
class MemberActor:
    """A signed-in member. ``session_id`` is the row that lets them in."""

    account_id: int
    member_id: int
    session_id: int


@dataclass(frozen=True, slots=True)
class StaffActor:
    """Somebody of the staff, signed in."""

    account_id: int
    role: Role
    session_id: int


@dataclass(frozen=True, slots=True)
class Operator:
    """A person or program with a shell or an API key: imports, accounts, maintenance."""

    name: str = "cli"


AccountActor = MemberActor | StaffActor
Actor = Visitor | MemberActor | StaffActor | Operator
