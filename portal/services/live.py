"""What changed for whom, read by each server process for its open pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from portal.models.live import LiveEvent

KEPT_FOR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Change:
    """Something changed for an audience: ``topic`` says in which part of the portal."""

    id: int
    audience: str
    topic: str


def announce(session: Session, audience: str, topic: str, *, now: datetime) -> None:
    """Tell the open pages of an audience (``domain.audiences``), once this transaction is done."""
    session.add(LiveEvent(audience=audience, topic=topic, at=now))


def changes_since(*, session: Session, since: datetime, audiences: Sequence[str]) -> list[Change]:
    """Changes announced since a moment, for some audiences, oldest first."""
    rows = session.execute(
        select(col(LiveEvent.id), col(LiveEvent.audience), col(LiveEvent.topic))
        .where(col(LiveEvent.audience).in_(audiences), col(LiveEvent.at) >= since)
        .order_by(col(LiveEvent.id))
    )
    return [Change(*row) for row in rows]
