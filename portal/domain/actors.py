"""Who is acting. Services that serve somebody in particular take one and decide by it."""

from dataclasses import dataclass


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
class Operator:
    """A person or program with a shell or an API key: imports, accounts, maintenance."""

    name: str = "cli"


Actor = Visitor | MemberActor | Operator
