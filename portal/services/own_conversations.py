"""A member's own conversations: the list, and those about something."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select
from sqlmodel import Session, col

from portal.domain.actors import Actor, MemberActor
from portal.domain.conversations import Author, Status, draft_place, is_late
from portal.domain.conversations_filter import ConversationFilter
from portal.domain.excerpts import Piece, excerpt, search_terms
from portal.models.messages import Conversation, Message, MessageDraft
from portal.services.claims_where import position
from portal.services.rights import require_member

PAGE_SIZE = 20
MOST_COUNTED = 100
_MOST_ABOUT = 20
_MOST_TO_DO = 5


@dataclass(frozen=True, slots=True)
class ConversationLine:
    """One conversation in a list.

    ``unread``: answers not read yet; ``preview``: its last message, or the one that answers the
    search; ``has_draft``: a reply is half written.
    """

    reference: str
    title: str
    status: Status
    due_at: datetime | None
    is_late: bool
    last_message_at: datetime
    unread: int
    preview_author: Author | None = None
    preview: tuple[Piece, ...] = ()
    has_draft: bool = False


@dataclass(frozen=True, slots=True)
class ConversationPage:
    """One page of the list, unread first, then the most recent.

    ``count``: how many answer the filter; ``has_any``: whether there is any at all; ``closed``: how
    many are over and read, which the list hides unless asked.
    """

    lines: tuple[ConversationLine, ...]
    count: int
    has_any: bool
    closed: int
    unread: int
    page: int
    pages: int
    wanted: ConversationFilter


@dataclass(frozen=True, slots=True)
class UnreadAnswer:
    """An answer that waits to be read."""

    reference: str
    title: str
    answered_at: datetime


def count_unread_conversations(*, session: Session | Connection, actor: Actor) -> int:
    """In how many conversations an answer is unread, ``MOST_COUNTED`` at most: one statement."""
    unread = (
        select(col(Conversation.id))
        .where(
            col(Conversation.member_id) == require_member(actor).member_id,
            col(Conversation.member_unread) > 0,
        )
        .limit(MOST_COUNTED)
        .subquery()
    )
    return session.execute(select(func.count()).select_from(unread)).scalar_one()


def unread_answers(*, session: Session | Connection, actor: Actor) -> list[UnreadAnswer]:
    """The conversations in which an answer waits to be read, the oldest first: one statement."""
    rows = session.execute(
        select(
            col(Conversation.reference),
            col(Conversation.title),
            col(Conversation.last_message_at),
        )
        .where(
            col(Conversation.member_id) == require_member(actor).member_id,
            col(Conversation.member_unread) > 0,
        )
        .order_by(col(Conversation.last_message_at), col(Conversation.id))
        .limit(_MOST_TO_DO)
    )
    return [UnreadAnswer(*row) for row in rows]


def find_conversations(
    *, session: Session, actor: Actor, now: datetime, wanted: ConversationFilter
) -> ConversationPage:
    """One page of the member's conversations; a page beyond the end is the last one."""
    member = require_member(actor)
    terms = search_terms(wanted.search)
    own = col(Conversation.member_id) == member.member_id
    asked = and_(own, _shown(wanted, terms))
    count, total, closed, unread = session.execute(_counts(own, asked)).one()
    pages = max(1, -(-(count or 0) // PAGE_SIZE))
    page = min(wanted.page, pages)
    rows = session.scalars(
        select(Conversation)
        .where(asked)
        .order_by(
            case((col(Conversation.member_unread) > 0, 0), else_=1),
            col(Conversation.last_message_at).desc(),
            col(Conversation.id).desc(),
        )
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    ).all()
    return ConversationPage(
        lines=_lines(session, member, rows, terms, now),
        count=count or 0,
        has_any=total > 0,
        closed=closed or 0,
        unread=unread or 0,
        page=page,
        pages=pages,
        wanted=ConversationFilter(wanted.text, wanted.closed, page),
    )


def conversations_about(
    *, session: Session, actor: Actor, now: datetime, claim_id: int
) -> tuple[ConversationLine, ...]:
    """The member's conversations about one of their reimbursement lines, newest first."""
    rows = session.scalars(
        select(Conversation)
        .where(
            col(Conversation.member_id) == require_member(actor).member_id,
            col(Conversation.claim_id) == claim_id,
        )
        .order_by(col(Conversation.last_message_at).desc(), col(Conversation.id).desc())
        .limit(_MOST_ABOUT)
    )
    return tuple(_line(row, now) for row in rows)


def _counts(own: ColumnElement[bool], asked: ColumnElement[bool]) -> Any:
    def count_when(condition: ColumnElement[bool]) -> Any:
        return func.sum(case((condition, 1), else_=0))

    return select(
        count_when(asked), func.count(), count_when(_IS_OVER), count_when(_IS_UNREAD)
    ).where(own)


_IS_UNREAD = col(Conversation.member_unread) > 0
_IS_OVER = and_(
    col(Conversation.status) == Status.CLOSED.value, col(Conversation.member_unread) == 0
)


def _shown(wanted: ConversationFilter, terms: Sequence[str]) -> ColumnElement[bool]:
    """A search looks everywhere: what is found is not hidden for being over."""
    if terms:
        return and_(*(_has(term) for term in terms))
    return ~_IS_OVER if not wanted.closed else col(Conversation.id).is_not(None)


def _has(term: str) -> ColumnElement[bool]:
    return (
        select(col(Message.id))
        .where(
            col(Message.conversation_id) == col(Conversation.id),
            position(col(Message.search), term) > 0,
        )
        .exists()
    )


def _lines(
    session: Session,
    member: MemberActor,
    rows: Sequence[Conversation],
    terms: Sequence[str],
    now: datetime,
) -> tuple[ConversationLine, ...]:
    ids = [row.id or 0 for row in rows]
    last = _last_messages(session, ids)
    found = _last_messages(session, ids, terms) if terms else {}
    drafts = _drafts(session, member, ids)
    return tuple(
        _line(row, now, found.get(row.id) or last.get(row.id), terms, row.id in drafts)
        for row in rows
    )


def _last_messages(
    session: Session, ids: Sequence[int], terms: Sequence[str] = ()
) -> dict[int | None, tuple[str, str]]:
    """Author and text of the last message of each, or of the last with one of the terms."""
    any_term = [or_(*(position(col(Message.search), term) > 0 for term in terms))] if terms else []
    newest = (
        select(func.max(col(Message.id)))
        .where(col(Message.conversation_id).in_(ids), *any_term)
        .group_by(col(Message.conversation_id))
    )
    messages = session.execute(
        select(col(Message.conversation_id), col(Message.author), col(Message.body)).where(
            col(Message.id).in_(newest)
        )
    )
    return {id_: (author, body) for id_, author, body in messages}


def _drafts(session: Session, member: MemberActor, ids: Sequence[int]) -> set[int]:
    places = {draft_place(id_): id_ for id_ in ids}
    written = session.scalars(
        select(col(MessageDraft.place)).where(
            col(MessageDraft.account_id) == member.account_id,
            col(MessageDraft.place).in_(places),
            col(MessageDraft.body) != "",
        )
    )
    return {places[place] for place in written}


def _line(
    row: Conversation,
    now: datetime,
    message: tuple[str, str] | None = None,
    terms: Sequence[str] = (),
    has_draft: bool = False,
) -> ConversationLine:
    author, body = message or (None, "")
    return ConversationLine(
        reference=row.reference,
        title=row.title,
        status=Status(row.status),
        due_at=row.due_at,
        is_late=is_late(row.due_at, now),
        last_message_at=row.last_message_at,
        unread=row.member_unread,
        preview_author=None if author is None else Author(author),
        preview=excerpt(body, terms),
        has_draft=has_draft,
    )
