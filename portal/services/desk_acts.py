"""Taking conversations, handing them on, closing them without an answer, and opening them again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from sqlmodel import Session

from portal.domain.actors import Actor, StaffActor
from portal.domain.conversations import Status, promised_by
from portal.domain.desk import PAGE_SIZE, REASON_LABELS, Reason
from portal.domain.errors import InvalidInput, NotAllowed, Overtaken
from portal.domain.notifications import Topic
from portal.models.messages import Conversation
from portal.services import audit
from portal.services.conversations import account_of, page_of
from portal.services.desk_notes import add_note
from portal.services.desk_rows import changed, first_name, hold, hold_all, staff_name
from portal.services.notifications import ring
from portal.services.rights import require_staff

_CHANGED = "Cette conversation a changé entre-temps. Relisez-la avant de continuer."
_SAME_TEAM = "Cette conversation est déjà dans la file de cette équipe."


@dataclass(frozen=True, slots=True)
class Taken:
    """How many conversations are now the actor's, and who already has the others."""

    count: int
    others: tuple[str, ...]


def take(*, session: Session, actor: Actor, now: datetime, ids: Sequence[int]) -> Taken:
    """Take care of conversations that nobody has yet; those of a colleague stay theirs."""
    staff = require_staff(actor)
    rows = hold_all(session, ids[:PAGE_SIZE])
    free = [row for row in rows if row.assignee_id is None]
    others = {row.assignee_id for row in rows} - {None, staff.account_id}
    for row in free:
        _assign(session, staff, row, now)
    names = sorted(first_name(staff_name(session, one)) for one in others)
    return Taken(len(free), tuple(names))


def take_over(*, session: Session, actor: Actor, now: datetime, conversation_id: int) -> None:
    """Take care of a conversation, also when it is a colleague's."""
    staff = require_staff(actor)
    row = hold(session, conversation_id)
    if row.assignee_id != staff.account_id:
        _assign(session, staff, row, now)


def release(*, session: Session, actor: Actor, now: datetime, conversation_id: int) -> None:
    """Give a conversation back to its team's queue."""
    staff = require_staff(actor)
    row = hold(session, conversation_id)
    if row.assignee_id is not None:
        row.assignee_id = None
        changed(session, row, now=now)
        _record(session, "conversation.released", staff, row, now)


def transfer(
    *,
    session: Session,
    actor: Actor,
    now: datetime,
    ids: Sequence[int],
    team: str,
    knows: Callable[[str], bool],
    note: str = "",
) -> int:
    """Hand conversations to a team, with a word for it; return how many changed queues.

    ``knows``: whether there is such a team. Raises ``InvalidInput`` when there is not, and when
    the only conversation is in its queue already.
    """
    staff = require_staff(actor)
    if not knows(team):
        raise InvalidInput("team", "Choisissez une équipe dans la liste.")
    rows = hold_all(session, ids[:PAGE_SIZE])
    moved = [row for row in rows if row.team != team]
    if rows and not moved:
        raise InvalidInput("team", _SAME_TEAM)
    for row in moved:
        left, row.team, row.assignee_id = row.team, team, None
        if note.strip():
            add_note(session, staff=staff, row=row, now=now, body=note, stamp=f"v{row.version}")
        changed(session, row, now=now)
        _record(session, "conversation.transferred", staff, row, now, left=left, team=team)
    return len(moved)


def close(
    *,
    session: Session,
    actor: Actor,
    now: datetime,
    conversation_id: int,
    reason: Reason,
    version: int,
) -> None:
    """Close a conversation without an answer; the member is told that it is, the staff why.

    Raises ``Overtaken`` when it changed since ``version`` was read.
    """
    staff = require_staff(actor)
    row = hold(session, conversation_id)
    if row.status == Status.CLOSED:
        return
    if row.version != version:
        raise Overtaken(_CHANGED)
    row.status, row.closed_at, row.due_at, row.staff_unread = Status.CLOSED, now, None, 0
    why = f"Conversation close sans réponse\u00a0: {REASON_LABELS[reason].lower()}."
    add_note(session, staff=staff, row=row, now=now, body=why, stamp=f"v{row.version}")
    changed(session, row, now=now)
    _record(session, "conversation.closed", staff, row, now, reason=reason.value)
    _tell_closed(session, row, now)


def reopen(
    *, session: Session, zone: tzinfo, actor: Actor, now: datetime, conversation_id: int
) -> None:
    """Have a conversation wait for an answer again, promised as for a new one.

    Raises ``NotAllowed`` when it waits already.
    """
    staff = require_staff(actor)
    row = hold(session, conversation_id)
    if row.status == Status.WAITING:
        raise NotAllowed("Cette conversation attend déjà une réponse.")
    row.status, row.closed_at, row.due_at = Status.WAITING, None, promised_by(now, zone)
    changed(session, row, now=now)
    _record(session, "conversation.reopened", staff, row, now)


def _assign(session: Session, staff: StaffActor, row: Conversation, now: datetime) -> None:
    row.assignee_id = staff.account_id
    changed(session, row, now=now)
    _record(session, "conversation.taken", staff, row, now)


def _record(
    session: Session, act: str, staff: StaffActor, row: Conversation, now: datetime, **details: str
) -> None:
    audit.record(
        session, act, at=now, account_id=staff.account_id, reference=row.reference, **details
    )


def _tell_closed(session: Session, row: Conversation, now: datetime) -> None:
    account_id = account_of(session, row.member_id)
    if account_id is not None:
        ring(
            session,
            now=now,
            key=f"conversation:{row.id}:closed:{row.version}",
            account_id=account_id,
            topic=Topic.MESSAGE,
            title="Votre conversation est terminée",
            body=f"{row.title} ({row.reference}). Écrivez à la suite pour la rouvrir.",
            href=page_of(row.reference),
        )
