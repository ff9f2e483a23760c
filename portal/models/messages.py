"""Conversations between a member and the staff, and what is being written."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from portal.models.types import NEVER_REUSED, Table, UtcDateTime


class Conversation(Table, table=True):
    """What a member asked about one motive, and everything said since.

    ``profile``, ``theme``, ``subject``, ``motive``: identifiers of the message tree, ``title`` its
    words on the day it was sent. ``status``: see ``domain.conversations``. ``team``: which queue.
    ``due_at``: the answer promised by then, while one is due. ``claim_id``: the reimbursement line
    it is about. ``member_unread``, ``staff_unread``: messages the other side wrote, not yet read.
    ``version`` grows with each act of the staff: who acts upon an older one is told.
    """

    __table_args__ = (
        # The staff's queue: what is due first, all of it, of one team, or of one person.
        Index("ix_conversation_queue", "status", "due_at", "id"),
        Index("ix_conversation_team", "status", "team", "due_at", "id"),
        Index("ix_conversation_assignee", "status", "assignee_id", "due_at", "id"),
        Index("ix_conversation_member", "member_id", "last_message_at"),
        NEVER_REUSED,
    )

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(unique=True, max_length=16)
    key: str = Field(unique=True, max_length=120)
    member_id: int = Field(foreign_key="member.id")
    profile: str = Field(max_length=16)
    theme: str = Field(max_length=40)
    subject: str = Field(max_length=60)
    motive: str = Field(max_length=80)
    title: str = Field(max_length=200)
    claim_id: int | None = Field(default=None, foreign_key="claim.id", index=True)
    status: str = Field(max_length=16)
    team: str = Field(max_length=24)
    assignee_id: int | None = Field(default=None, foreign_key="account.id")
    created_at: datetime = Field(sa_type=UtcDateTime)
    last_message_at: datetime = Field(sa_type=UtcDateTime)
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    member_unread: int = 0
    staff_unread: int = 0
    version: int = 1


class Message(Table, table=True):
    """One message. ``author``: member or staff; ``staff_id``: which of the staff.

    ``key``: the same message sent twice is one row. ``search``: its words, folded for the search.
    ``read_at``: when the other side first saw it.
    """

    __table_args__ = NEVER_REUSED

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True, max_length=120)
    conversation_id: int = Field(foreign_key="conversation.id", index=True)
    author: str = Field(max_length=8)
    staff_id: int | None = Field(default=None, foreign_key="account.id")
    body: str
    search: str
    created_at: datetime = Field(sa_type=UtcDateTime)
    read_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ConversationNote(Table, table=True):
    """What the staff tell each other about a conversation; no member ever reads it."""

    __table_args__ = NEVER_REUSED

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True, max_length=120)
    conversation_id: int = Field(foreign_key="conversation.id", index=True)
    staff_id: int = Field(foreign_key="account.id")
    body: str
    created_at: datetime = Field(sa_type=UtcDateTime)


class MessageDraft(Table, table=True):
    """What somebody is writing, kept as typed. ``place``: ``new``, or ``conversation-12``.

    ``choices``: what the wizard of a new message knows so far, as JSON (profile, theme, subject,
    motive, step, claim). ``stamp`` is drawn anew for each draft: sending it twice is one message.
    """

    __table_args__ = (UniqueConstraint("account_id", "place"), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    place: str = Field(max_length=32)
    stamp: str = Field(max_length=32)
    choices: str = "{}"
    body: str = ""
    updated_at: datetime = Field(sa_type=UtcDateTime)


class CannedReply(Table, table=True):
    """A reply that one of the staff keeps for themselves, beside those given with the portal."""

    __table_args__ = NEVER_REUSED

    id: int | None = Field(default=None, primary_key=True)
    staff_id: int = Field(foreign_key="account.id", index=True)
    title: str = Field(max_length=80)
    body: str
    updated_at: datetime = Field(sa_type=UtcDateTime)


class ServiceOffer(Table, table=True):
    """That an online service was proposed for a motive, and what the member did with it.

    ``outcome``: used, written, changed, or empty while undecided. ``key``: once for each draft and
    motive.
    """

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True, max_length=120)
    motive: str = Field(max_length=80)
    service: str = Field(max_length=40)
    outcome: str = Field(default="", max_length=8)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
