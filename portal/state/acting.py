"""Who is acting in the event being handled. Set by the guard, read by the handlers."""

from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

from portal.domain.actors import AccountActor, Actor, MemberActor, StaffActor, Visitor
from portal.domain.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class Acting:
    """Who acts, and from where.

    ``proved_at``: when they last gave a password or a second factor; ``network``: the client's
    address; ``browser``: its anonymous cookie, or "".
    """

    actor: Actor = Visitor()  # noqa: RUF009 - frozen, without fields
    proved_at: datetime | None = None
    session_ends_at: datetime | None = None
    network: str = ""
    browser: str = ""


acting: ContextVar[Acting] = ContextVar("acting", default=Acting())  # noqa: B039 - frozen


def the_member() -> MemberActor:
    """The signed-in member whose event this is. Raises ``NotAllowed`` when there is none."""
    actor = acting.get().actor
    if not isinstance(actor, MemberActor):
        raise NotAllowed("Connectez-vous pour continuer.")
    return actor


def the_account() -> AccountActor:
    """Whoever is signed in, member or staff. Raises ``NotAllowed`` when nobody is."""
    actor = acting.get().actor
    if not isinstance(actor, MemberActor | StaffActor):
        raise NotAllowed("Connectez-vous pour continuer.")
    return actor


def the_staff() -> StaffActor:
    """Whoever of the staff is signed in. Raises ``NotAllowed`` when nobody is."""
    actor = acting.get().actor
    if not isinstance(actor, StaffActor):
        raise NotAllowed("Votre rôle ne permet pas d’ouvrir cette page.")
    return actor
