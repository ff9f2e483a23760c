"""Internal notes: what the staff tell each other about a conversation. No member reads them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from portal.domain import audiences
from portal.domain.actors import Actor, StaffActor
from portal.domain.conversations import LIVE_TOPIC
from portal.domain.desk import MAX_NOTE
from portal.models.accounts import Account
from portal.models.messages import Conversation, ConversationNote
from portal.services import audit
from portal.services.desk_rows import hold
from portal.services.live import announce
from portal.services.rights import require_staff
from portal.services.text_length import checked_body


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One note, and the whole name of its author."""

    id: int
    author: str
    body: str
    created_at: datetime


def write_note(
    *, session: Session, actor: Actor, now: datetime, conversation_id: int, body: str, stamp: str
) -> None:
    """Add a note, once for each ``stamp``. Raises ``InvalidInput`` when it is empty or too long."""
    staff = require_staff(actor)
    add_note(
        session, staff=staff, row=hold(session, conversation_id), now=now, body=body, stamp=stamp
    )


def add_note(
    session: Session, *, staff: StaffActor, row: Conversation, now: datetime, body: str, stamp: str
) -> None:
    """Add a note to a conversation that is held, within another act."""
    text = checked_body(body, shortest=1, longest=MAX_NOTE)
    key = f"note:{staff.account_id}:{row.id}:{stamp}"
    known = select(col(ConversationNote.id)).where(col(ConversationNote.key) == key)
    if session.scalar(known) is not None:
        return
    session.add(
        ConversationNote(
            key=key,
            conversation_id=row.id or 0,
            staff_id=staff.account_id,
            body=text,
            created_at=now,
        )
    )
    # The member's pages hear nothing: not even that there is one.
    announce(session, audiences.STAFF, LIVE_TOPIC, now=now)
    audit.record(
        session, "conversation.noted", at=now, account_id=staff.account_id, reference=row.reference
    )


def notes_of(session: Session, conversation_id: int) -> list[NoteLine]:
    """The notes of a conversation, oldest first. Whoever calls has checked who reads."""
    rows = session.execute(
        select(ConversationNote, col(Account.staff_name))
        .outerjoin(Account, col(Account.id) == col(ConversationNote.staff_id))
        .where(col(ConversationNote.conversation_id) == conversation_id)
        .order_by(col(ConversationNote.id))
    )
    return [
        NoteLine(note.id or 0, name or "Un collègue", note.body, note.created_at)
        for note, name in rows
    ]
