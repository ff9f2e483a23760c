"""One of a member's own conversations: read, gone on with, chased."""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from hashlib import sha256

from sqlalchemy import select
from sqlmodel import Session, col

from portal.domain.actors import Actor, MemberActor
from portal.domain.conversations import (
    REFERENCE_PREFIX,
    Author,
    Status,
    draft_place,
    history_begins,
    is_late,
    promised_by,
    usual_working_days,
)
from portal.domain.errors import NotAllowed, NotFound
from portal.domain.files_held import of_draft, of_message
from portal.domain.support import is_reference
from portal.models.accounts import Account
from portal.models.claims import Claim
from portal.models.messages import Conversation, Message
from portal.services import audit
from portal.services.conversations import add_message, mark_read, spend_a_message
from portal.services.drafts import Draft, discard_draft, read_draft, save_draft
from portal.services.files import FileLine, files_of
from portal.services.rights import require_member
from portal.services.text_length import checked_body
from portal.services.turns import one_at_a_time

SHORTEST_REPLY = 1
_ANSWERS_LOOKED_AT = 300
_NOT_FOUND = (
    "Nous ne trouvons pas cette conversation. L’adresse est peut-être incomplète\u00a0: "
    "vos conversations sont toutes dans la page Messages."
)
_NOT_LATE = (
    "Votre message n’attend plus\u00a0: nous y avons répondu, ou vous nous avez déjà relancés."
)


@dataclass(frozen=True, slots=True)
class MessageLine:
    """One message. ``staff_name``: who of the staff wrote it; ``read_at``: by the other side."""

    id: int
    author: Author
    staff_name: str
    body: str
    created_at: datetime
    read_at: datetime | None
    files: tuple[FileLine, ...]

    @property
    def is_unread_answer(self) -> bool:
        """Whether the staff wrote it and the member has not seen it."""
        return self.author is Author.STAFF and self.read_at is None


@dataclass(frozen=True, slots=True)
class AboutClaim:
    """The reimbursement line that a conversation is about."""

    id: int
    act_label: str
    care_date: date


@dataclass(frozen=True, slots=True)
class Thread:
    """A conversation in full.

    ``unread``: answers not read yet. ``chased``: the member wrote again since the answer is late.
    ``usual_days``: the working days within which nine answers in ten came lately, where it is
    known and an answer is due. ``draft``: the half-written reply.
    """

    id: int
    reference: str
    title: str
    status: Status
    created_at: datetime
    due_at: datetime | None
    is_late: bool
    chased: bool
    unread: int
    has_answer: bool
    closed_at: datetime | None
    claim: AboutClaim | None
    messages: tuple[MessageLine, ...]
    usual_days: int | None
    draft: Draft | None


def read_thread(
    *, session: Session, actor: Actor, now: datetime, zone: tzinfo, reference: str
) -> Thread:
    """One of the member's conversations, oldest message first.

    Raises ``NotFound`` in the same words when there is none, and when it is another member's.
    """
    member = require_member(actor)
    row = _own(session, member, reference)
    messages = _messages(session, row)
    assert row.id is not None  # noqa: S101 - a stored row
    return Thread(
        id=row.id,
        reference=row.reference,
        title=row.title,
        status=Status(row.status),
        created_at=row.created_at,
        due_at=row.due_at,
        is_late=is_late(row.due_at, now),
        chased=_chased(row, messages),
        unread=row.member_unread,
        has_answer=row.answered_at is not None,
        closed_at=row.closed_at,
        claim=_claim(session, row),
        messages=messages,
        usual_days=_usual_days(session, now, zone) if row.due_at else None,
        draft=read_draft(session, actor=actor, place=draft_place(row.id)),
    )


def see_answers(*, session: Session, actor: Actor, now: datetime, reference: str) -> bool:
    """Note that the member sees what was answered; return whether any of it was new."""
    row = _own(session, require_member(actor), reference)
    return mark_read(session, conversation=row, reader=Author.MEMBER, now=now)


def keep_reply(
    *, session: Session, actor: Actor, now: datetime, reference: str, body: str, stamp: str
) -> Draft:
    """Keep a half-written reply as typed; a new draft is named ``stamp``."""
    row = _own(session, require_member(actor), reference)
    place = draft_place(row.id or 0)
    return save_draft(session, actor=actor, now=now, place=place, body=body, stamp=stamp)


def reply(
    *,
    session: Session,
    actor: Actor,
    now: datetime,
    zone: tzinfo,
    reference: str,
    body: str,
    stamp: str,
) -> None:
    """Send a reply with the files of its draft; a conversation that was over is open again.

    The same text sent again under the same ``stamp`` is one message. Raises ``InvalidInput`` for a
    text that cannot be sent, ``NotAllowed`` beyond the limit of a member.
    """
    member = require_member(actor)
    row = _own(session, member, reference)
    text = checked_body(body, shortest=SHORTEST_REPLY)
    key = f"reply:{row.id}:{stamp}:{_digest(text)}"
    place = draft_place(row.id or 0)
    if _write(session, member, now, zone, row, text, key, of_draft(member.account_id, place)):
        discard_draft(session, actor=actor, now=now, place=place)


def nudge(
    *,
    session: Session,
    actor: Actor,
    now: datetime,
    zone: tzinfo,
    reference: str,
    body: str,
) -> None:
    """Ask where a late answer is, once for each answer promised.

    Raises ``NotAllowed`` when nothing is late, or it was asked already.
    """
    member = require_member(actor)
    row = _own(session, member, reference)
    text = checked_body(body, shortest=SHORTEST_REPLY)
    one_at_a_time(session, f"nudge:{row.id}")
    messages = _messages(session, row)
    if row.due_at is None or not is_late(row.due_at, now) or _chased(row, messages):
        raise NotAllowed(_NOT_LATE)
    key = f"nudge:{row.id}:{row.due_at.isoformat()}"
    if _write(session, member, now, zone, row, text, key, ""):
        audit.record(
            session,
            "conversation.chased",
            at=now,
            account_id=member.account_id,
            reference=row.reference,
        )


def _write(
    session: Session,
    member: MemberActor,
    now: datetime,
    zone: tzinfo,
    row: Conversation,
    text: str,
    key: str,
    files_from: str,
) -> bool:
    """Add the member's message, unless it was sent already; return whether it is new."""
    one_at_a_time(session, f"messages:{row.id}")
    if session.scalar(select(col(Message.id)).where(col(Message.key) == key)) is not None:
        return False
    spend_a_message(session, now=now, member_id=member.member_id)
    add_message(
        session,
        conversation=row,
        author=Author.MEMBER,
        body=text,
        key=key,
        now=now,
        files_from=files_from,
        due_at=promised_by(now, zone),
    )
    return True


def _own(session: Session, member: MemberActor, reference: str) -> Conversation:
    if not is_reference(reference, REFERENCE_PREFIX):
        raise NotFound(_NOT_FOUND)
    row = session.scalar(
        select(Conversation).where(
            col(Conversation.reference) == reference,
            col(Conversation.member_id) == member.member_id,
        )
    )
    if row is None:
        raise NotFound(_NOT_FOUND)
    return row


def _messages(session: Session, row: Conversation) -> tuple[MessageLine, ...]:
    found = session.execute(
        select(Message, col(Account.staff_name))
        .outerjoin(Account, col(Account.id) == col(Message.staff_id))
        .where(col(Message.conversation_id) == row.id)
        .order_by(col(Message.created_at), col(Message.id))
    ).all()
    files = files_of(session, [of_message(message.id or 0) for message, _ in found])
    return tuple(
        MessageLine(
            id=message.id or 0,
            author=Author(message.author),
            staff_name=staff_name or "",
            body=message.body,
            created_at=message.created_at,
            read_at=message.read_at,
            files=tuple(files.get(of_message(message.id or 0), ())),
        )
        for message, staff_name in found
    )


def _chased(row: Conversation, messages: tuple[MessageLine, ...]) -> bool:
    due_at = row.due_at
    return due_at is not None and any(
        message.author is Author.MEMBER and message.created_at > due_at for message in messages
    )


def _claim(session: Session, row: Conversation) -> AboutClaim | None:
    claim = None if row.claim_id is None else session.get(Claim, row.claim_id)
    if claim is None or claim.id is None or claim.member_id != row.member_id:
        return None
    return AboutClaim(claim.id, claim.act_label, claim.care_date)


def _usual_days(session: Session, now: datetime, zone: tzinfo) -> int | None:
    """From the latest answers of everybody's, of the last months."""
    answered = session.execute(
        select(col(Conversation.created_at), col(Conversation.answered_at))
        .where(col(Conversation.answered_at).is_not(None))
        .order_by(col(Conversation.id).desc())
        .limit(_ANSWERS_LOOKED_AT)
    )
    begins = history_begins(now)
    delays = [(asked, at) for asked, at in answered if at is not None and at >= begins]
    return usual_working_days(delays, zone)


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]
