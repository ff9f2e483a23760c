"""The bell, for the person it rings for: how much is unread, the list, what was read."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select, update
from sqlmodel import Session, col

from portal.domain import audiences
from portal.domain.actors import Actor
from portal.domain.errors import NotFound
from portal.domain.notifications import Topic
from portal.models.notifications import Notification
from portal.services.live import announce
from portal.services.notifications import LIVE_TOPIC
from portal.services.rights import require_account

PAGE_SIZE = 20
MOST_COUNTED = 100


@dataclass(frozen=True, slots=True)
class BellLine:
    """One notification."""

    id: int
    topic: Topic
    title: str
    body: str
    href: str
    created_at: datetime
    is_unread: bool


@dataclass(frozen=True, slots=True)
class BellPage:
    """One page of an account's notifications, newest first; ``page`` of ``pages``."""

    lines: tuple[BellLine, ...]
    count: int
    unread: int
    page: int
    pages: int


def count_unread(*, session: Session | Connection, actor: Actor) -> int:
    """How many notifications are unread, ``MOST_COUNTED`` at most: one short statement."""
    unread = (
        select(col(Notification.id))
        .where(
            col(Notification.account_id) == require_account(actor).account_id,
            col(Notification.read_at).is_(None),
        )
        .limit(MOST_COUNTED)
        .subquery()
    )
    return session.execute(select(func.count()).select_from(unread)).scalar_one()


def find_notifications(*, session: Session, actor: Actor, page: int) -> BellPage:
    """Return one page of the actor's notifications; a page beyond the end is the last one."""
    mine = col(Notification.account_id) == require_account(actor).account_id
    count = session.execute(select(func.count(col(Notification.id))).where(mine)).scalar_one()
    pages = max(1, -(-count // PAGE_SIZE))
    shown = min(max(1, page), pages)
    rows = session.scalars(
        select(Notification)
        .where(mine)
        .order_by(col(Notification.created_at).desc(), col(Notification.id).desc())
        .limit(PAGE_SIZE)
        .offset((shown - 1) * PAGE_SIZE)
    )
    lines = tuple(_line(row) for row in rows)
    return BellPage(lines, count, count_unread(session=session, actor=actor), shown, pages)


def mark_read(*, session: Session, actor: Actor, now: datetime, notification_id: int) -> None:
    """Note that a notification was opened.

    Raises ``NotFound`` in the same words when there is none, and when it is somebody else's.
    """
    account_id = require_account(actor).account_id
    found = session.get(Notification, notification_id)
    if found is None or found.account_id != account_id:
        raise NotFound("Cette notification n’existe pas, ou n’existe plus.")
    if found.read_at is None:
        found.read_at = now
        announce(session, audiences.account(account_id), LIVE_TOPIC, now=now)


def mark_all_read(*, session: Session, actor: Actor, now: datetime) -> int:
    """Note that everything was read, ``now``; return how many notifications that was."""
    return _set_read_at(session, actor, now, before=None, after=now)


def take_back(*, session: Session, actor: Actor, now: datetime, read_at: datetime) -> int:
    """Have what ``mark_all_read`` marked at ``read_at`` be unread again; return how many."""
    return _set_read_at(session, actor, now, before=read_at, after=None)


def _set_read_at(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    before: datetime | None,
    after: datetime | None,
) -> int:
    account_id = require_account(actor).account_id
    changed = session.execute(
        update(Notification)
        .where(
            col(Notification.account_id) == account_id,
            col(Notification.read_at).is_not_distinct_from(before),
        )
        .values(read_at=after)
        .returning(col(Notification.id))
    ).all()
    if changed:
        announce(session, audiences.account(account_id), LIVE_TOPIC, now=now)
    return len(changed)


def _line(row: Notification) -> BellLine:
    assert row.id is not None  # noqa: S101 - a stored row
    return BellLine(
        row.id, Topic(row.topic), row.title, row.body, row.href, row.created_at, row.read_at is None
    )
