"""One conversation as the staff reads it: the messages, the notes, and who the member is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import Session, col

from portal.domain.actors import Actor
from portal.domain.conversations import REFERENCE_PREFIX, Author, Status
from portal.domain.errors import NotFound
from portal.domain.files_held import of_message
from portal.domain.support import is_reference
from portal.models.accounts import Account
from portal.models.claims import Claim
from portal.models.contracts import Contract
from portal.models.members import Member
from portal.models.messages import Conversation, Message
from portal.services import audit
from portal.services.conversations import mark_read
from portal.services.desk_notes import NoteLine, notes_of
from portal.services.desk_rows import UNKNOWN, staff_name
from portal.services.files import FileLine, files_of
from portal.services.rights import require_staff


@dataclass(frozen=True, slots=True)
class ThreadMessage:
    """One message. ``staff``: the whole name of who wrote it, or empty when the member did.

    ``read_at``: when the other side saw it.
    """

    id: int
    author: Author
    staff: str
    staff_id: int | None
    body: str
    created_at: datetime
    read_at: datetime | None
    files: tuple[FileLine, ...]


@dataclass(frozen=True, slots=True)
class ThreadMember:
    """Whose conversation it is. ``contracts``: product and plan of those in force."""

    id: int
    number: str
    name: str
    first_name: str
    contracts: tuple[tuple[str, str], ...]
    has_account: bool


@dataclass(frozen=True, slots=True)
class ThreadClaim:
    """The reimbursement line that a conversation is about."""

    line_number: str
    act_label: str
    care_date: date


@dataclass(frozen=True, slots=True)
class Thread:
    """A conversation in full. ``version``: to give back when it is closed."""

    id: int
    reference: str
    title: str
    status: Status
    team: str
    assignee_id: int | None
    assignee: str
    created_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    version: int
    member: ThreadMember
    claim: ThreadClaim | None
    messages: tuple[ThreadMessage, ...]
    notes: tuple[NoteLine, ...]


def open_thread(
    *, session: Session, actor: Actor, now: datetime, today: date, reference: str
) -> Thread:
    """The same as ``read_thread``, and note that the staff has seen it: the member sees "Lu".

    The reading is kept in the audit log. Raises ``NotFound``.
    """
    staff = require_staff(actor)
    row = _find(session, reference)
    audit.record(
        session, "conversation.read", at=now, account_id=staff.account_id, reference=row.reference
    )
    mark_read(session, conversation=row, reader=Author.STAFF, now=now)
    session.flush()
    return _thread(session, row, today)


def read_thread(*, session: Session, actor: Actor, today: date, reference: str) -> Thread:
    """A conversation of any member, for the staff. Raises ``NotFound``."""
    require_staff(actor)
    return _thread(session, _find(session, reference), today)


def mark_thread_read(*, session: Session, actor: Actor, now: datetime, reference: str) -> None:
    """Note that what came in while the page was open was seen too."""
    require_staff(actor)
    mark_read(session, conversation=_find(session, reference), reader=Author.STAFF, now=now)


def _find(session: Session, reference: str) -> Conversation:
    row = None
    if is_reference(reference, REFERENCE_PREFIX):
        row = session.scalar(select(Conversation).where(col(Conversation.reference) == reference))
    if row is None:
        raise NotFound(UNKNOWN)
    return row


def _thread(session: Session, row: Conversation, today: date) -> Thread:
    assert row.id is not None  # noqa: S101 - a stored row
    return Thread(
        id=row.id,
        reference=row.reference,
        title=row.title,
        status=Status(row.status),
        team=row.team,
        assignee_id=row.assignee_id,
        assignee=staff_name(session, row.assignee_id) if row.assignee_id else "",
        created_at=row.created_at,
        due_at=row.due_at,
        closed_at=row.closed_at,
        version=row.version,
        member=_member(session, row.member_id, today),
        claim=_claim(session, row.claim_id),
        messages=_messages(session, row.id),
        notes=tuple(notes_of(session, row.id)),
    )


def _messages(session: Session, conversation_id: int) -> tuple[ThreadMessage, ...]:
    rows = session.execute(
        select(Message, col(Account.staff_name))
        .outerjoin(Account, col(Account.id) == col(Message.staff_id))
        .where(col(Message.conversation_id) == conversation_id)
        .order_by(col(Message.id))
    ).all()
    files = files_of(session, [of_message(message.id or 0) for message, _ in rows])
    return tuple(
        _message(message, name or "", files.get(of_message(message.id or 0), ()))
        for message, name in rows
    )


def _message(message: Message, name: str, files: Sequence[FileLine]) -> ThreadMessage:
    by_staff = message.author == Author.STAFF
    return ThreadMessage(
        id=message.id or 0,
        author=Author(message.author),
        staff=name or "Un collègue" if by_staff else "",
        staff_id=message.staff_id,
        body=message.body,
        created_at=message.created_at,
        read_at=message.read_at,
        files=tuple(files),
    )


def _member(session: Session, member_id: int, today: date) -> ThreadMember:
    member = session.get_one(Member, member_id)
    contracts = session.execute(
        select(col(Contract.product), col(Contract.plan))
        .where(
            col(Contract.member_id) == member_id,
            col(Contract.ends_on).is_(None) | (col(Contract.ends_on) >= today),
        )
        .order_by(col(Contract.id))
    )
    account = select(col(Account.id)).where(
        col(Account.member_id) == member_id, col(Account.disabled_at).is_(None)
    )
    return ThreadMember(
        id=member_id,
        number=member.number,
        name=f"{member.first_name} {member.last_name}",
        first_name=member.first_name,
        contracts=tuple((product, plan or "") for product, plan in contracts),
        has_account=session.scalar(account) is not None,
    )


def _claim(session: Session, claim_id: int | None) -> ThreadClaim | None:
    claim = session.get(Claim, claim_id) if claim_id else None
    return (
        None if claim is None else ThreadClaim(claim.line_number, claim.act_label, claim.care_date)
    )
