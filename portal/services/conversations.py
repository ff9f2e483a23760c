"""What both sides of a conversation do: open it, write in it, read it.

These functions are steps of a use case: their callers have checked who acts.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from sqlalchemy import select, update
from sqlmodel import Session, col

from portal.domain import audiences
from portal.domain.conversations import (
    LIVE_TOPIC,
    REFERENCE_PREFIX,
    Author,
    Status,
    promised_by,
)
from portal.domain.errors import NotAllowed, NotFound
from portal.domain.files_held import of_message
from portal.domain.notifications import Topic
from portal.domain.support import new_reference
from portal.domain.text import fold
from portal.models.accounts import Account
from portal.models.claims import Claim
from portal.models.messages import Conversation, Message
from portal.services import audit
from portal.services.conversation_receipt import acknowledge
from portal.services.files import move_files
from portal.services.live import announce
from portal.services.notifications import notify
from portal.services.ports import Cipher
from portal.services.quotas import Quota, spend
from portal.services.turns import one_at_a_time

_PER_MEMBER = Quota("message", 30, timedelta(hours=1))
_SPENT = (
    "Vous avez déjà envoyé beaucoup de messages depuis une heure. Celui-ci est conservé\u00a0: "
    "envoyez-le un peu plus tard, ou appelez-nous."
)
_NO_CLAIM = "Ce remboursement n’existe pas, ou n’est pas le vôtre."


@dataclass(frozen=True, slots=True)
class Opened:
    """A conversation that was opened: its number, its reference, and when we promise to answer."""

    conversation_id: int
    reference: str
    due_at: datetime


def open_conversation(
    session: Session,
    *,
    cipher: Cipher,
    zone: tzinfo,
    now: datetime,
    member_id: int,
    key: str,
    profile: str,
    theme: str,
    subject: str,
    motive: str,
    title: str,
    team: str,
    body: str,
    files_from: str = "",
    claim_id: int | None = None,
) -> Opened:
    """Open a conversation by its first message, once for each ``key``, and acknowledge it.

    ``body``: checked by ``text_length.checked_body``. ``files_from``: the holder of the files to
    attach (``domain.files_held``), or "". Raises ``NotFound`` for a reimbursement line that is not
    the member's, ``NotAllowed`` beyond the limit of a member.
    """
    one_at_a_time(session, f"conversation:{key}")
    known = session.scalar(select(Conversation).where(col(Conversation.key) == key))
    if known is not None:
        return _opened(known, zone)
    spend_a_message(session, now=now, member_id=member_id)
    conversation = begin_conversation(
        session,
        zone=zone,
        now=now,
        member_id=member_id,
        key=key,
        profile=profile,
        theme=theme,
        subject=subject,
        motive=motive,
        title=title,
        team=team,
        body=body,
        files_from=files_from,
        claim_id=claim_id,
    )
    account_id = account_of(session, member_id)
    audit.record(
        session,
        "conversation.opened",
        at=now,
        account_id=account_id,
        reference=conversation.reference,
    )
    acknowledge(
        session,
        cipher=cipher,
        zone=zone,
        now=now,
        conversation=conversation,
        account_id=account_id,
    )
    return _opened(conversation, zone)


def begin_conversation(
    session: Session,
    *,
    zone: tzinfo,
    now: datetime,
    member_id: int,
    key: str,
    profile: str,
    theme: str,
    subject: str,
    motive: str,
    title: str,
    team: str,
    body: str,
    files_from: str = "",
    claim_id: int | None = None,
) -> Conversation:
    """The rows of ``open_conversation``, of which nobody is told by a letter."""
    if claim_id is not None:
        _check_claim(session, claim_id, member_id)
    due_at = promised_by(now, zone)
    conversation = Conversation(
        reference=_free_reference(session),
        key=key,
        member_id=member_id,
        profile=profile,
        theme=theme,
        subject=subject,
        motive=motive,
        title=title,
        claim_id=claim_id,
        status=Status.WAITING,
        team=team,
        created_at=now,
        last_message_at=now,
        due_at=due_at,
    )
    session.add(conversation)
    session.flush()
    first = add_message(
        session,
        conversation=conversation,
        author=Author.MEMBER,
        body=body,
        key=f"{key}:first",
        now=now,
        files_from=files_from,
        due_at=due_at,
    )
    # The search finds a conversation by its title and its reference too.
    first.search = fold(f"{title} {conversation.reference} {body}")
    return conversation


def add_message(
    session: Session,
    *,
    conversation: Conversation,
    author: Author,
    body: str,
    key: str,
    now: datetime,
    staff_id: int | None = None,
    files_from: str = "",
    due_at: datetime | None = None,
) -> Message:
    """Add a message, once for each ``key``, and move the conversation on.

    A member's message waits for an answer by ``due_at``, unless one was promised already; one of
    the staff's answers, and makes the conversation's ``version`` grow. Both sides' open pages are
    told. Telling the member otherwise is ``tell_answered``.
    """
    one_at_a_time(session, f"messages:{conversation.id}")
    known = session.scalar(select(Message).where(col(Message.key) == key))
    if known is not None:
        return known
    session.refresh(conversation)  # as the turn before left it
    assert conversation.id is not None  # noqa: S101 - a stored row
    message = Message(
        key=key,
        conversation_id=conversation.id,
        author=author,
        staff_id=staff_id,
        body=body,
        search=fold(body),
        created_at=now,
    )
    session.add(message)
    conversation.last_message_at = now
    conversation.closed_at = None
    if author == Author.MEMBER:
        _wait(conversation, due_at)
    else:
        _answer(conversation, now)
    session.flush()
    if files_from:
        holder = of_message(message.id or 0)
        move_files(
            session, from_holder=files_from, to_holder=holder, member_id=conversation.member_id
        )
    tell_pages(session, conversation, now=now)
    return message


def _wait(conversation: Conversation, due_at: datetime | None) -> None:
    if conversation.status != Status.WAITING or conversation.due_at is None:
        conversation.due_at = due_at
    conversation.status = Status.WAITING
    conversation.staff_unread += 1


def _answer(conversation: Conversation, now: datetime) -> None:
    conversation.status = Status.ANSWERED
    conversation.due_at = None
    conversation.answered_at = conversation.answered_at or now
    conversation.member_unread += 1
    conversation.version += 1


def mark_read(
    session: Session, *, conversation: Conversation, reader: Author, now: datetime
) -> bool:
    """Note that ``reader`` has seen what the other side wrote; return whether any of it was new."""
    other = Author.STAFF if reader == Author.MEMBER else Author.MEMBER
    seen = session.scalars(
        update(Message)
        .where(
            col(Message.conversation_id) == conversation.id,
            col(Message.author) == other,
            col(Message.read_at).is_(None),
        )
        .values(read_at=now)
        .returning(col(Message.id))
    ).all()
    unread = "member_unread" if reader == Author.MEMBER else "staff_unread"
    if not seen and not getattr(conversation, unread):
        return False
    setattr(conversation, unread, 0)
    session.add(conversation)
    tell_pages(session, conversation, now=now)
    return True


def tell_answered(
    session: Session,
    *,
    cipher: Cipher,
    zone: tzinfo,
    now: datetime,
    conversation: Conversation,
    message: Message,
) -> None:
    """Tell the member that the staff's ``message`` waits for them, by the channels they chose."""
    account_id = account_of(session, conversation.member_id)
    if account_id is None:
        return
    notify(
        session,
        cipher=cipher,
        now=now,
        zone=zone,
        key=f"message:{message.id}:answered",
        account_id=account_id,
        topic=Topic.MESSAGE,
        title="Nous avons répondu à votre message",
        body=f"{conversation.title} ({conversation.reference})",
        href=page_of(conversation.reference),
    )


def page_of(reference: str) -> str:
    """The member's page of a conversation."""
    return f"/messagerie/{reference}"


def tell_pages(session: Session, conversation: Conversation, *, now: datetime) -> None:
    """Have the open pages of the member and of the staff show what changed."""
    announce(session, audiences.member(conversation.member_id), LIVE_TOPIC, now=now)
    announce(session, audiences.STAFF, LIVE_TOPIC, now=now)


def spend_a_message(session: Session, *, now: datetime, member_id: int) -> None:
    """Count one more message of the member's. Raises ``NotAllowed`` beyond their limit."""
    if not spend(session, now=now, quota=_PER_MEMBER, who=f"member:{member_id}"):
        raise NotAllowed(_SPENT)


def account_of(session: Session, member_id: int) -> int | None:
    """The open account of a member, if there is one."""
    return session.scalar(
        select(col(Account.id)).where(
            col(Account.member_id) == member_id, col(Account.disabled_at).is_(None)
        )
    )


def _opened(conversation: Conversation, zone: tzinfo) -> Opened:
    assert conversation.id is not None  # noqa: S101 - a stored row
    due_at = promised_by(conversation.created_at, zone)
    return Opened(conversation.id, conversation.reference, due_at)


def _check_claim(session: Session, claim_id: int, member_id: int) -> None:
    claim = session.get(Claim, claim_id)
    if claim is None or claim.member_id != member_id:
        raise NotFound(_NO_CLAIM)


def _free_reference(session: Session) -> str:
    while True:
        reference = new_reference(secrets.choice, REFERENCE_PREFIX)
        taken = select(col(Conversation.id)).where(col(Conversation.reference) == reference)
        if session.scalar(taken) is None:
            return reference
