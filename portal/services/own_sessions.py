"""The open sessions of an account, as their owner sees them: the list, and ending them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from portal.domain.actors import AccountActor
from portal.domain.devices import device_name, network_range
from portal.domain.errors import NotFound
from portal.domain.sessions import SessionLimits
from portal.models.sessions import UserSession
from portal.services.rights import require_account
from portal.services.sessions import end_where, void_tickets


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session as its owner knows it; ``is_this``: the one that asks."""

    id: int
    device: str
    network: str
    opened_at: datetime
    last_seen_at: datetime
    is_this: bool


def open_sessions(
    *, session: Session, now: datetime, limits: SessionLimits, actor: AccountActor
) -> list[OpenSession]:
    """The sessions that the signed-in person could use now: this one, then the last used first."""
    own = require_account(actor)
    rows = session.scalars(
        select(UserSession)
        .where(
            col(UserSession.account_id) == own.account_id,
            col(UserSession.ended_at).is_(None),
            col(UserSession.expires_at) > now,
            col(UserSession.last_seen_at) > now - limits.idle,
        )
        .order_by(
            (col(UserSession.id) == own.session_id).desc(),
            col(UserSession.last_seen_at).desc(),
            col(UserSession.id).desc(),
        )
    )
    return [
        OpenSession(
            id=row.id or 0,
            device=device_name(row.user_agent),
            network=network_range(row.network),
            opened_at=row.created_at,
            last_seen_at=row.last_seen_at,
            is_this=row.id == own.session_id,
        )
        for row in rows
    ]


def end_own_session(
    *, session: Session, now: datetime, actor: AccountActor, session_id: int
) -> None:
    """End one of the person's sessions, its open pages included; ended already, it stays so.

    Raises ``NotFound`` for anybody else's.
    """
    account_id = require_account(actor).account_id
    found = session.get(UserSession, session_id)
    if found is None or found.account_id != account_id:
        raise NotFound("Nous ne trouvons pas cette session. Rechargez la page pour voir la liste.")
    # That device may have just proved again who is there, to go on in a new session.
    void_tickets(session, account_id=account_id, now=now)
    end_where(session, now, "remote", col(UserSession.id) == session_id)


def end_other_sessions(
    *, session: Session, now: datetime, actor: AccountActor, reason: str = "remote"
) -> None:
    """End all the person's sessions but the one that asks, open pages included."""
    own = require_account(actor)
    others = (col(UserSession.account_id) == own.account_id) & (
        col(UserSession.id) != own.session_id
    )
    void_tickets(session, account_id=own.account_id, now=now)
    end_where(session, now, reason, others)
