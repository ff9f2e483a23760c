"""Signed-in sessions: opened by a ticket, looked up at every event, ended by anyone concerned."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Row, bindparam, select, update
from sqlmodel import Session, col

from portal.domain import audiences
from portal.domain.actors import AccountActor, MemberActor, Role, StaffActor
from portal.domain.devices import device_name
from portal.domain.errors import TicketRefused
from portal.domain.sessions import TICKET_LIFE, TOUCH_EVERY, SessionLimits, ends_at, is_alive
from portal.models.accounts import Account
from portal.models.sessions import SignInTicket, UserSession
from portal.services import audit
from portal.services.live import announce
from portal.services.secrets import digest, new_token


@dataclass(frozen=True, slots=True)
class LiveSession:
    """A session in use: who it lets in, when they last proved who they are, and when it ends."""

    actor: AccountActor
    proved_at: datetime
    ends_at: datetime
    touch_due: bool


@dataclass(frozen=True, slots=True)
class OpenedSession:
    """A session just opened: the cookie's value, told once, and who it lets in."""

    token: str
    actor: AccountActor


def issue_ticket(
    session: Session,
    *,
    now: datetime,
    account_id: int,
    browser: str,
    session_expires_at: datetime | None = None,
) -> str:
    """Return a ticket which opens a session once, within 30 s, in the browser that asked.

    ``session_expires_at``: the absolute end of the session that the new one takes the place of.
    """
    ticket = new_token()
    session.add(
        SignInTicket(
            ticket_hash=digest(ticket),
            browser_hash=digest(browser),
            account_id=account_id,
            expires_at=now + TICKET_LIFE,
            session_expires_at=session_expires_at,
        )
    )
    return ticket


def redeem_ticket(
    *,
    session: Session,
    now: datetime,
    limits: SessionLimits,
    ticket: str,
    browser: str,
    user_agent: str,
    network: str,
    replaced: str = "",
) -> OpenedSession:
    """Open a session in exchange for a ticket; ``replaced`` is the browser's present cookie.

    Raises ``TicketRefused`` when the ticket is unknown, late, used, or another browser's.
    """
    used = session.execute(
        update(SignInTicket)
        .where(
            col(SignInTicket.ticket_hash) == digest(ticket),
            col(SignInTicket.browser_hash) == digest(browser),
            col(SignInTicket.used_at).is_(None),
            col(SignInTicket.expires_at) > now,
        )
        .values(used_at=now)
        .returning(
            col(SignInTicket.account_id),
            col(SignInTicket.expires_at),
            col(SignInTicket.session_expires_at),
        )
    ).first()
    account = session.get(Account, used.account_id) if used else None
    if used is None or account is None or account.id is None or not _opens(account, used):
        raise TicketRefused("Cette connexion n’est plus valable. Recommencez, s’il vous plaît.")
    if replaced:
        end_where(session, now, "replaced", col(UserSession.token_hash) == digest(replaced))
    token = new_token()
    opened = UserSession(
        token_hash=digest(token),
        account_id=account.id,
        browser_hash=digest(browser),
        created_at=now,
        proved_at=now,
        last_seen_at=now,
        expires_at=used.session_expires_at or now + limits.whole,
        user_agent=user_agent[:300],
        network=network,
    )
    session.add(opened)
    session.flush()
    assert opened.id is not None  # noqa: S101 - the flush gave it
    audit.record(
        session,
        "session.renewed" if used.session_expires_at else "session.opened",
        at=now,
        account_id=account.id,
        network=network,
        device=device_name(user_agent),
        session_id=opened.id,
    )
    return OpenedSession(token, _actor(account.id, account.member_id, account.role, opened.id))


def _opens(account: Account, ticket: Row) -> bool:
    """Whether an account may be entered with a ticket: nothing closed it since, nor its password.

    A ticket given while the password was being changed is one for the old password.
    """
    if account.disabled_at is not None or account.must_change_password:
        return False
    changed = account.password_changed_at
    return changed is None or changed <= ticket.expires_at - TICKET_LIFE


def _actor(
    account_id: int, member_id: int | None, role: str | None, session_id: int
) -> AccountActor:
    if member_id is not None:
        return MemberActor(account_id, member_id, session_id)
    return StaffActor(account_id, Role(role), session_id)


_SESSIONS = UserSession.__table__  # pyright: ignore[reportAttributeAccessIssue] - made by SQLModel
_ACCOUNTS = Account.__table__  # pyright: ignore[reportAttributeAccessIssue]

# Run before every event: written once, and over the tables, which costs less than over the classes.
_LOOKUP = (
    select(
        _SESSIONS.c.id,
        _SESSIONS.c.proved_at,
        _SESSIONS.c.last_seen_at,
        _SESSIONS.c.expires_at,
        _ACCOUNTS.c.id,
        _ACCOUNTS.c.member_id,
        _ACCOUNTS.c.role,
    )
    .join_from(_SESSIONS, _ACCOUNTS, _ACCOUNTS.c.id == _SESSIONS.c.account_id)
    .where(_SESSIONS.c.token_hash == bindparam("token_hash"))
    .where(_SESSIONS.c.ended_at.is_(None), _ACCOUNTS.c.disabled_at.is_(None))
)


def find_session(
    *, session: Session | Connection, now: datetime, limits: SessionLimits, token: str
) -> LiveSession | None:
    """Return the session a cookie opens, or nothing when it is unknown, ended or too old."""
    row = session.execute(_LOOKUP, {"token_hash": digest(token)}).first()
    if row is None:
        return None
    session_id, proved_at, last_seen_at, expires_at, account_id, member_id, role = tuple(row)
    if not is_alive(now=now, last_seen_at=last_seen_at, expires_at=expires_at, limits=limits):
        return None
    return LiveSession(
        _actor(account_id, member_id, role, session_id),
        proved_at,
        ends_at(last_seen_at=last_seen_at, expires_at=expires_at, limits=limits),
        touch_due=now - last_seen_at >= TOUCH_EVERY,
    )


def sessions_ending(
    *, session: Session, session_ids: Sequence[int], now: datetime, limits: SessionLimits
) -> set[int]:
    """Which of these sessions are over, or will be within the time of the warning."""
    rows = session.execute(
        select(
            col(UserSession.id),
            col(UserSession.last_seen_at),
            col(UserSession.expires_at),
            col(UserSession.ended_at),
        ).where(col(UserSession.id).in_(session_ids))
    )
    return {
        session_id
        for session_id, last_seen_at, expires_at, ended_at in rows
        if ended_at is not None
        or ends_at(last_seen_at=last_seen_at, expires_at=expires_at, limits=limits)
        <= now + limits.warning
    }


def touch_session(*, session: Session, now: datetime, session_id: int) -> None:
    """Note that somebody did something in this session."""
    session.execute(
        update(UserSession)
        .where(col(UserSession.id) == session_id, col(UserSession.ended_at).is_(None))
        .values(last_seen_at=now)
    )


def end_session(*, session: Session, now: datetime, token: str, reason: str = "sign_out") -> None:
    """End the session of a cookie, if there is one; its open pages are told."""
    end_where(session, now, reason, col(UserSession.token_hash) == digest(token))


def end_sessions_of(session: Session, *, account_id: int, now: datetime, reason: str) -> None:
    """End every session of an account, open pages included: its password changed, for instance."""
    void_tickets(session, account_id=account_id, now=now)
    end_where(session, now, reason, col(UserSession.account_id) == account_id)


def void_tickets(session: Session, *, account_id: int, now: datetime) -> None:
    """Void the tickets of an account: one not yet taken to the server would open a session.

    To be done before its sessions end: whoever uses one at this very moment is waited for, and the
    session that it opened is then found.
    """
    session.execute(
        update(SignInTicket)
        .where(col(SignInTicket.account_id) == account_id, col(SignInTicket.used_at).is_(None))
        .values(used_at=now)
    )


def end_where(session: Session, now: datetime, reason: str, which: ColumnElement[bool]) -> None:
    """End the sessions that a condition chooses; their open pages are told."""
    ended = session.execute(
        update(UserSession)
        .where(which, col(UserSession.ended_at).is_(None))
        .values(ended_at=now, end_reason=reason)
        .returning(
            col(UserSession.account_id), col(UserSession.user_agent), col(UserSession.network)
        )
    )
    for account_id, user_agent, network in ended.all():
        announce(session, audiences.account(account_id), "session", now=now)
        audit.record(
            session,
            "session.replaced" if reason == "replaced" else "session.ended",
            at=now,
            account_id=account_id,
            network=network,
            device=device_name(user_agent),
            reason=reason,
        )
