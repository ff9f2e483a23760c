"""What changed for whom, read by each server process for its open pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlmodel import Session, col

from portal.models.live import LiveEvent

KEPT_FOR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Change:
    """Something of a member's changed: ``topic`` says in which part of the space."""

    id: int
    member_id: int
    topic: str


def changes_since(*, session: Session, since: datetime, member_ids: Sequence[int]) -> list[Change]:
    """Changes announced since a moment, for some members, oldest first."""
    rows = session.execute(
        select(col(LiveEvent.id), col(LiveEvent.member_id), col(LiveEvent.topic))
        .where(col(LiveEvent.member_id).in_(member_ids), col(LiveEvent.at) >= since)
        .order_by(col(LiveEvent.id))
    )
    return [Change(*row) for row in rows]


def forget_old_changes(*, session: Session, now: datetime) -> None:
    """Delete what every open page has long been told."""
    session.execute(delete(LiveEvent).where(col(LiveEvent.at) < now - KEPT_FOR))
