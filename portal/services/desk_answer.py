"""Answering a member, so that two who answer at the same time neither lose nor double anything."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from sqlalchemy import select
from sqlmodel import Session, col

from portal.domain.actors import Actor, StaffActor
from portal.domain.conversations import Author, Status, draft_place
from portal.domain.desk import MAX_ANSWER
from portal.domain.errors import Overtaken
from portal.domain.files_held import of_draft
from portal.models.messages import Conversation, Message
from portal.services import audit
from portal.services.conversations import add_message, tell_answered
from portal.services.desk_rows import first_name, hold, item_of, staff_name
from portal.services.drafts import discard_draft
from portal.services.ports import Cipher
from portal.services.presence import stop_writing
from portal.services.rights import require_staff
from portal.services.text_length import checked_body


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent. ``stamp``: the draft's; ``seen``: the last message its author had before them.

    ``close``: the conversation ends with it; ``anyway``: also when a colleague has answered since.
    """

    body: str
    stamp: str
    seen: int
    close: bool = False
    anyway: bool = False


def answer(
    *,
    session: Session,
    cipher: Cipher,
    zone: tzinfo,
    now: datetime,
    actor: Actor,
    conversation_id: int,
    given: Answer,
) -> int:
    """Send an answer, once for each draft, tell the member, and return the message's id.

    Raises ``InvalidInput`` for a text that is too short or too long, ``Overtaken`` when a colleague
    has answered something that the author has not seen.
    """
    staff = require_staff(actor)
    body = checked_body(given.body, shortest=1, longest=MAX_ANSWER)
    conversation = hold(session, conversation_id)
    key = f"answer:{staff.account_id}:{conversation_id}:{given.stamp}"
    sent = session.scalar(select(col(Message.id)).where(col(Message.key) == key))
    if sent is not None:
        return sent
    if not given.anyway:
        _check_unanswered(session, staff, conversation_id, given.seen)
    place = draft_place(conversation_id)
    message = add_message(
        session,
        conversation=conversation,
        author=Author.STAFF,
        staff_id=staff.account_id,
        body=body,
        key=key,
        now=now,
        files_from=of_draft(staff.account_id, place),
    )
    _settle(session, staff, conversation, now, close=given.close)
    tell_answered(
        session, cipher=cipher, zone=zone, now=now, conversation=conversation, message=message
    )
    stop_writing(session, staff_id=staff.account_id, item=item_of(conversation_id), now=now)
    discard_draft(session, actor=actor, now=now, place=place)
    audit.record(
        session,
        "conversation.answered",
        at=now,
        account_id=staff.account_id,
        reference=conversation.reference,
        message=message.id,
        closed=given.close,
    )
    return message.id or 0


def _check_unanswered(session: Session, staff: StaffActor, conversation_id: int, seen: int) -> None:
    since = session.scalar(
        select(col(Message.staff_id))
        .where(
            col(Message.conversation_id) == conversation_id,
            col(Message.author) == Author.STAFF,
            col(Message.staff_id) != staff.account_id,
            col(Message.id) > seen,
        )
        .order_by(col(Message.id).desc())
        .limit(1)
    )
    if since is not None:
        who = first_name(staff_name(session, since))
        raise Overtaken(f"{who} a répondu entre-temps.")


def _settle(
    session: Session, staff: StaffActor, conversation: Conversation, now: datetime, *, close: bool
) -> None:
    """Whoever answers what was nobody's takes care of it from now on."""
    conversation.assignee_id = conversation.assignee_id or staff.account_id
    conversation.staff_unread = 0
    if close:
        conversation.status, conversation.closed_at = Status.CLOSED, now
    session.add(conversation)
    session.flush()
