"""Who of the staff has which item open, and is writing there, so that two do not do it twice."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlmodel import Session, col

from portal.domain import audiences
from portal.domain.actors import Actor
from portal.domain.desk import PRESENCE_LIFE, WRITING_LIFE
from portal.models.accounts import Account
from portal.models.staff_work import Presence
from portal.services.live import announce
from portal.services.rights import require_staff
from portal.services.turns import one_at_a_time

LIVE_TOPIC = "presence"
_WRITES = ":w"


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody else who has an item open."""

    name: str
    is_writing: bool


def be_there(
    *, session: Session, actor: Actor, now: datetime, item: str, writing: bool = False
) -> None:
    """Give a sign of life on an item; to be given again well within ``PRESENCE_LIFE``."""
    staff = require_staff(actor)
    news = _sign(session, staff.account_id, item, now, PRESENCE_LIFE)
    if writing:
        news = _sign(session, staff.account_id, item + _WRITES, now, WRITING_LIFE) or news
    if news:
        announce(session, audiences.STAFF, LIVE_TOPIC, now=now)


def leave(*, session: Session, actor: Actor, now: datetime, item: str) -> None:
    """Say that one has left an item."""
    staff = require_staff(actor)
    gone = session.scalars(
        delete(Presence)
        .where(
            col(Presence.item).in_([item, item + _WRITES]),
            col(Presence.staff_id) == staff.account_id,
        )
        .returning(col(Presence.id))
    ).all()
    if gone:
        announce(session, audiences.STAFF, LIVE_TOPIC, now=now)


def stop_writing(session: Session, *, staff_id: int, item: str, now: datetime) -> None:
    """What was being written is sent, or given up."""
    gone = session.scalars(
        delete(Presence)
        .where(col(Presence.item) == item + _WRITES, col(Presence.staff_id) == staff_id)
        .returning(col(Presence.id))
    ).all()
    if gone:
        announce(session, audiences.STAFF, LIVE_TOPIC, now=now)


def who_else(*, session: Session, actor: Actor, now: datetime, item: str) -> list[Colleague]:
    """Who else of the staff has an item open, by name."""
    staff = require_staff(actor)
    rows = session.execute(
        select(col(Presence.item), col(Presence.seen_at), col(Account.staff_name))
        .join(Account, col(Account.id) == col(Presence.staff_id))
        .where(
            col(Presence.item).in_([item, item + _WRITES]),
            col(Presence.staff_id) != staff.account_id,
            col(Presence.seen_at) > now - PRESENCE_LIFE,
        )
        .order_by(col(Account.staff_name))
    )
    found: dict[str, bool] = {}
    for what, seen_at, name in rows:
        writes = what != item and seen_at > now - WRITING_LIFE
        found[name or ""] = found.get(name or "", False) or writes
    return [Colleague(name, is_writing) for name, is_writing in found.items()]


def _sign(session: Session, staff_id: int, item: str, now: datetime, life: timedelta) -> bool:
    """Note it; say whether it is news."""
    one_at_a_time(session, f"presence:{item}:{staff_id}")
    row = session.scalar(
        select(Presence).where(col(Presence.item) == item, col(Presence.staff_id) == staff_id)
    )
    is_news = row is None or row.seen_at <= now - life
    row = row or Presence(item=item, staff_id=staff_id, seen_at=now)
    row.seen_at = now
    session.add(row)
    return is_news
