"""The queue of conversations, as the staff works through it: what is due first comes first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, literal, select, tuple_
from sqlmodel import Session, col

from portal.domain.actors import Actor, StaffActor
from portal.domain.conversations import REFERENCE_PREFIX, Status
from portal.domain.desk import COUNTED, PAGE_SIZE, Cursor, QueueFilter, Whose
from portal.domain.support import is_reference
from portal.models.accounts import Account
from portal.models.members import Member
from portal.models.messages import Conversation
from portal.models.types import UtcDateTime
from portal.services.rights import require_staff

_MEMBERS_LOOKED_AT = 50


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One conversation of the queue. ``assignee``: the name of who takes care of it, or empty."""

    id: int
    reference: str
    title: str
    member_name: str
    member_number: str
    team: str
    status: Status
    assignee_id: int | None
    assignee: str
    last_message_at: datetime
    due_at: datetime | None
    unread: int


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A page of the queue. ``count``: at most ``COUNTED`` + 1, which means that there are more."""

    wanted: QueueFilter
    lines: tuple[QueueLine, ...]
    count: int
    previous: Cursor | None
    next: Cursor | None


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What is shown, as it is now; ``fresh``: how many others the same page would show now."""

    lines: tuple[QueueLine, ...]
    count: int
    fresh: int


@dataclass(frozen=True, slots=True)
class DeskCounts:
    """What waits, each counted up to ``COUNTED`` + 1."""

    waiting: int
    late: int
    mine: int


def find_queue(*, session: Session, actor: Actor, now: datetime, wanted: QueueFilter) -> QueuePage:
    """A page of what the staff has to answer, or has answered."""
    which = _which(session, require_staff(actor), now, wanted)
    rows = _rows(session, which, wanted)
    more, rows = len(rows) > PAGE_SIZE, rows[:PAGE_SIZE]
    backwards = wanted.at is not None and wanted.at.backwards
    if backwards:
        rows.reverse()
    lines = tuple(_line(row) for row in rows)
    before, after = (more, True) if backwards else (wanted.at is not None, more)
    return QueuePage(
        wanted=wanted,
        lines=lines,
        count=count_capped(session, *which),
        previous=_cursor(lines[0], backwards=True) if lines and before else None,
        next=_cursor(lines[-1], backwards=False) if lines and after else None,
    )


def refresh_queue(
    *, session: Session, actor: Actor, now: datetime, wanted: QueueFilter, shown: Sequence[int]
) -> Refreshed:
    """The conversations ``shown`` as they are now, in the same order, and what else there is."""
    which = _which(session, require_staff(actor), now, wanted)
    rows = session.execute(_lines().where(col(Conversation.id).in_(shown[: 2 * PAGE_SIZE])))
    by_id = {row.id: _line(row) for row in rows}
    return Refreshed(
        lines=tuple(by_id[one] for one in shown if one in by_id),
        count=count_capped(session, *which),
        fresh=sum(row.id not in by_id for row in _rows(session, which, wanted)[:PAGE_SIZE]),
    )


def first_in_line(*, session: Session, actor: Actor, most: int) -> tuple[QueueLine, ...]:
    """What waits and is due first, of what is nobody's or the actor's own."""
    staff = require_staff(actor)
    whose = col(Conversation.assignee_id)
    rows = session.execute(
        _lines()
        .where(
            col(Conversation.status) == Status.WAITING,
            whose.is_(None) | (whose == staff.account_id),
        )
        .order_by(col(Conversation.due_at), col(Conversation.id))
        .limit(most)
    )
    return tuple(_line(row) for row in rows)


def count_desk(*, session: Session, actor: Actor, now: datetime) -> DeskCounts:
    """How much waits for an answer, is late, and is the actor's own."""
    staff = require_staff(actor)
    waiting = col(Conversation.status) == Status.WAITING
    return DeskCounts(
        waiting=count_capped(session, waiting),
        late=count_capped(session, waiting, col(Conversation.due_at) < now),
        mine=count_capped(session, waiting, col(Conversation.assignee_id) == staff.account_id),
    )


def count_capped(session: Session, *which: ColumnElement[bool]) -> int:
    """How many conversations there are of some kind: beyond ``COUNTED`` one stops counting."""
    some = select(col(Conversation.id)).where(*which).limit(COUNTED + 1).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def _rows(
    session: Session, which: Sequence[ColumnElement[bool]], wanted: QueueFilter
) -> list[Row[Any]]:
    """One more than a page, nearest to the cursor first."""
    # What waits: the earliest promise first. What is done, or looked for: the latest first.
    waits = wanted.status is Status.WAITING and not wanted.is_searched
    ascends = waits != (wanted.at is not None and wanted.at.backwards)
    # Nothing that is done is due: its date is there for the index only.
    dates = [] if wanted.is_searched else [col(Conversation.due_at)]
    order = [one.asc() if ascends else one.desc() for one in (*dates, col(Conversation.id))]
    statement = _lines().where(*which, *_beyond(wanted.at, by_date=waits, ascends=ascends))
    return list(session.execute(statement.order_by(*order).limit(PAGE_SIZE + 1)))


def _which(
    session: Session, staff: StaffActor, now: datetime, wanted: QueueFilter
) -> list[ColumnElement[bool]]:
    if wanted.is_searched:
        which = [_found(session, wanted.text)]
    else:
        which = [col(Conversation.status) == wanted.status]
        if wanted.late and wanted.status is Status.WAITING:
            which.append(col(Conversation.due_at) < now)
    if wanted.team:
        which.append(col(Conversation.team) == wanted.team)
    if wanted.whose is Whose.MINE:
        which.append(col(Conversation.assignee_id) == staff.account_id)
    elif wanted.whose is Whose.NOBODY:
        which.append(col(Conversation.assignee_id).is_(None))
    return which


def _found(session: Session, text: str) -> ColumnElement[bool]:
    """The conversation of a reference, or those of whoever has this number or such a name."""
    if is_reference(text.upper(), REFERENCE_PREFIX):
        return col(Conversation.reference) == text.upper()
    by_number = select(col(Member.id)).where(col(Member.number) == text)
    members = list(session.scalars(by_number)) or list(session.scalars(_named(text)))
    return col(Conversation.member_id).in_(members)


def _named(text: str) -> Select[tuple[int]]:
    words = [
        col(Member.last_name).istartswith(word, autoescape=True)
        | col(Member.first_name).istartswith(word, autoescape=True)
        for word in text.split()[:4]
    ]
    return select(col(Member.id)).where(*words).limit(_MEMBERS_LOOKED_AT)  # pyright: ignore


def _beyond(at: Cursor | None, *, by_date: bool, ascends: bool) -> list[ColumnElement[bool]]:
    if at is None:
        return []
    number = col(Conversation.id)
    if not by_date or at.due_at is None:
        return [number > at.id if ascends else number < at.id]
    here = tuple_(col(Conversation.due_at), number)
    there = tuple_(literal(at.due_at, UtcDateTime()), literal(at.id))
    return [here > there if ascends else here < there]


def _lines() -> Select[*tuple[Any, ...]]:
    return (
        select(
            col(Conversation.id),
            col(Conversation.reference),
            col(Conversation.title),
            col(Conversation.team),
            col(Conversation.status),
            col(Conversation.assignee_id),
            col(Conversation.last_message_at),
            col(Conversation.due_at),
            col(Conversation.staff_unread),
            col(Member.first_name),
            col(Member.last_name),
            col(Member.number),
            col(Account.staff_name),
        )
        .join(Member, col(Member.id) == col(Conversation.member_id))
        .outerjoin(Account, col(Account.id) == col(Conversation.assignee_id))
    )


def _line(row: Row[Any]) -> QueueLine:
    return QueueLine(
        id=row.id,
        reference=row.reference,
        title=row.title,
        member_name=f"{row.first_name} {row.last_name}",
        member_number=row.number,
        team=row.team,
        status=Status(row.status),
        assignee_id=row.assignee_id,
        assignee=row.staff_name or "",
        last_message_at=row.last_message_at,
        due_at=row.due_at,
        unread=row.staff_unread,
    )


def _cursor(line: QueueLine, *, backwards: bool) -> Cursor:
    due_at = line.due_at if line.status is Status.WAITING else None
    return Cursor(due_at, line.id, backwards)
