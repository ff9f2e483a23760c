"""Delivering what is in the outbox: taken by one process at a time, then sent, put off or given up.

A message is taken in a transaction of its own, before anything is said to the network. Whoever
dies meanwhile leaves a claim that runs out, and another process takes the message again.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, case, or_, select, update
from sqlmodel import Session, col

from portal.domain.delivery import LEASE, WAITED_FOR, delay_after, is_too_late
from portal.domain.notifications import Channel
from portal.models.outbox import OutboxMessage
from portal.services import audit
from portal.services.demo import is_demo
from portal.services.ports import Cipher

WAITING, SENT, DEAD = "waiting", "sent", "dead"
TOO_LATE = "Parti trop tard\u00a0: ce code ou ce lien n’est plus valable."
UNREADABLE = "Contenu illisible avec les clés de chiffrement connues."

# Looking for what is due goes through an index on the next try: what has left is out of its way.
_NEVER = datetime(9000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message that this process has taken to deliver, until ``claimed_until``."""

    id: int
    message_id: str
    to: str
    letter: str
    values: Mapping[str, str]
    claimed_until: datetime


def is_due(*, session: Session, now: datetime, channel: Channel) -> bool:
    """Whether something is to be delivered now on this channel."""
    found = select(col(OutboxMessage.id)).where(*_due(now, channel)).limit(1)
    return session.scalar(found) is not None


def claim(
    *, session: Session, cipher: Cipher, now: datetime, channel: Channel, limit: int
) -> list[Parcel]:
    """Take up to ``limit`` messages that are due, which no other process delivers meanwhile.

    Codes and links first: thousands of news must not hold them up.
    """
    rows = session.scalars(
        select(OutboxMessage)
        .where(*_due(now, channel))
        .order_by(
            case((col(OutboxMessage.letter).in_(WAITED_FOR), 0), else_=1),
            col(OutboxMessage.next_try_at),
            col(OutboxMessage.id),
        )
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    parcels = [_opened(session, cipher, now, row) for row in rows]
    return [parcel for parcel in parcels if parcel is not None]


def mark_sent(*, session: Session, now: datetime, parcel: Parcel) -> None:
    """Note that a message has left, whoever took it since; what it was filled with is erased."""
    session.execute(
        update(OutboxMessage)
        .where(col(OutboxMessage.id) == parcel.id)
        .values(values_sealed=None, **_has_left(now))
    )


def mark_failed(
    *, session: Session, now: datetime, parcel: Parcel, reason: str, permanent: bool
) -> None:
    """Have a message tried again later; give it up where that is no use."""
    row = session.scalar(
        select(OutboxMessage)
        .where(
            col(OutboxMessage.id) == parcel.id,
            col(OutboxMessage.status) == WAITING,
            col(OutboxMessage.claimed_until) == parcel.claimed_until,
        )
        .with_for_update()
    )
    if row is None:  # the claim ran out: whoever took the message since will say
        return
    row.tries += 1
    delay = delay_after(row.tries)
    if permanent or delay is None:
        _give_up(session, now, row, reason)
        return
    row.last_error, row.claimed_until, row.next_try_at = reason, None, now + delay


def keep_for_demonstration(*, session: Session, now: datetime, channel: Channel) -> int:
    """Count what is due as sent without sending it, so that it can be read in the demonstration.

    Return how many messages; none outside a demonstration, where they go on waiting.
    """
    if not is_demo(session=session):
        return 0
    kept = session.execute(
        update(OutboxMessage)
        .where(*_due(now, channel))
        .values(**_has_left(now))
        .returning(col(OutboxMessage.id))
    )
    return len(kept.all())


def _due(now: datetime, channel: Channel) -> tuple[ColumnElement[bool], ...]:
    claimed_until = col(OutboxMessage.claimed_until)
    return (
        col(OutboxMessage.next_try_at) <= now,
        col(OutboxMessage.status) == WAITING,
        col(OutboxMessage.channel) == channel,
        or_(claimed_until.is_(None), claimed_until <= now),
    )


def _has_left(now: datetime) -> dict[str, Any]:
    return {
        "status": SENT,
        "sent_at": now,
        "claimed_until": None,
        "next_try_at": _NEVER,
        "last_error": None,
    }


def _opened(session: Session, cipher: Cipher, now: datetime, row: OutboxMessage) -> Parcel | None:
    """Take a row, or give it up when there is nothing worth sending in it."""
    assert row.id is not None  # noqa: S101 - a stored message
    try:
        values = json.loads(cipher.decrypt(row.values_sealed or ""))
        to = cipher.decrypt(row.recipient_sealed)
    except ValueError:
        _give_up(session, now, row, UNREADABLE)
        return None
    if is_too_late(row.letter, values, posted_at=row.created_at, now=now):
        row.values_sealed = None
        _give_up(session, now, row, TOO_LATE)
        return None
    row.claimed_until = now + LEASE
    return Parcel(row.id, _message_id(row), to, row.letter, values, row.claimed_until)


def _message_id(row: OutboxMessage) -> str:
    """The same for this message however often it is sent; its date tells databases apart."""
    return sha256(f"{row.key}|{row.created_at.isoformat()}".encode()).hexdigest()[:40]


def _give_up(session: Session, now: datetime, row: OutboxMessage, reason: str) -> None:
    row.status, row.last_error = DEAD, reason
    row.claimed_until, row.next_try_at = None, _NEVER
    audit.record(
        session,
        "outbox.dead",
        at=now,
        account_id=row.account_id,
        message=row.id,
        letter=row.letter,
        reason=reason,
    )
